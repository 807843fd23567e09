import { Block } from '../../../ui/components/blocks.tsx';
import { Page } from '../../../ui/layout.tsx';
import type { PageContext } from '../../../ui/page.ts';
import { privacyWords } from '../privacy/messages.ts';
import { splitLine, wordsOfPublic } from './messages.ts';
import { Powers, type PowersProps } from './powers.tsx';

/** Who sees what, line by line, in plain words (PIPL art. 17: notice of purpose and scope). */
export function AboutPage({ page, powers }: { readonly page: PageContext; readonly powers: PowersProps }) {
  const words = wordsOfPublic(page.locale);
  return (
    <Page page={page} title={words.aboutTitle} section="about" width="wide">
      <div class="heading"><h1>{words.aboutTitle}</h1><p class="lead">{words.aboutLead}</p></div>
      <div class="tablebox" role="region" aria-label={words.aboutTitle} tabIndex={0}>
        <table class="table stacked">
          <thead><tr><th scope="col">{words.aboutWhat}</th>{words.aboutHeads.map((head) => <th key={head} scope="col">{head}</th>)}</tr></thead>
          <tbody>
            {words.aboutRows.map((row) => {
              const [what = '', ...cells] = splitLine(row);
              return <tr key={what}><th scope="row">{what}</th>{cells.map((cell, index) => <td key={index} data-label={words.aboutHeads[index]}>{cell}</td>)}</tr>;
            })}
          </tbody>
        </table>
      </div>
      {words.aboutSections.map((section) => {
        const [title = '', text = ''] = splitLine(section);
        return <Block key={title} title={title}><p>{text}</p></Block>;
      })}
      <Powers page={page} powers={powers} />
      <p class="acts"><a href={page.paths.privacy}>{privacyWords(page.locale).title}</a> <a href={page.paths.compromise}>{privacyWords(page.locale).compromiseTitle}</a></p>
    </Page>
  );
}
