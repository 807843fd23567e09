import { Block, Notice } from '../../../ui/components/blocks.tsx';
import { When } from '../../../ui/components/when.tsx';
import { EmptyState } from '../../../ui/components/blocks.tsx';
import { Page } from '../../../ui/layout.tsx';
import type { PageContext } from '../../../ui/page.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { formatNumber } from '../../../platform/i18n/index.ts';
import { roleWord } from '../vocabulary.ts';
import { splitLine, wordsOfPublic } from './messages.ts';

/** Who sees what, line by line, in plain words (PIPL art. 17: notice of purpose and scope). */
export function AboutPage({ page }: { readonly page: PageContext }) {
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
    </Page>
  );
}

export type RecordProps = {
  readonly page: PageContext;
  readonly size: number;
  /** Root hash in hexadecimal and the moment it was sealed; absent while the book is empty. */
  readonly head?: { readonly root: string; readonly at: Instant };
  /** Not yet witnessed: the page says so. */
  readonly draft: boolean;
  /** Entries to show; absent while the log's entries are not public yet. */
  readonly latest?: readonly { readonly index: number; readonly type: string; readonly at: Instant; readonly role: string }[];
};

/** What the public book is, how long it is, and plainly what it cannot prove. */
export function RecordPage({ page, size, head, draft, latest }: RecordProps) {
  const words = wordsOfPublic(page.locale);
  return (
    <Page page={page} title={words.recordTitle} section="record" width="wide">
      <div class="heading"><h1>{words.recordTitle}</h1><p class="lead">{words.recordLead}</p></div>
      {draft && <Notice tone="careful"><p>{words.recordDraft}</p></Notice>}
      <div class="figures">
        <div class="figure"><p class="figure-name">{words.recordSize}</p><p class="figure-value">{formatNumber(size, page.locale)}{words.recordSizeUnit && <small>{words.recordSizeUnit}</small>}</p></div>
        {head && <div class="figure"><p class="figure-name">{words.recordRoot}</p><p class="root">{head.root}</p></div>}
        {head && <div class="figure"><p class="figure-name">{words.recordAt}</p><p><When page={page} at={head.at} /></p></div>}
      </div>
      <div class="columns">
        {latest && <Block title={words.recordLatest}>
          {latest.length === 0 ? <EmptyState title={words.recordEmpty} /> : (
            <div class="tablebox" role="region" aria-label={words.recordLatest} tabIndex={0}>
              <table class="table">
                <thead><tr><th scope="col" class="number">{words.recordIndex}</th><th scope="col">{words.recordStep}</th><th scope="col">{words.recordRole}</th><th scope="col">{words.recordDay}</th></tr></thead>
                <tbody>
                  {latest.map((entry) => (
                    <tr key={entry.index}><td class="number">{entry.index}</td><td class="root">{entry.type}</td><td>{roleWord(page.locale, entry.role)}</td><td><When page={page} at={entry.at} exactness="day" /></td></tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
        </Block>}
        <div class={latest ? 'aside' : undefined}>
          <Block title={words.recordProves}><ul class="bullets">{words.recordProvesList.map((line) => <li key={line}>{line}</li>)}</ul></Block>
          <Block title={words.recordProvesNot}><ul class="bullets">{words.recordProvesNotList.map((line) => <li key={line}>{line}</li>)}</ul></Block>
        </div>
      </div>
    </Page>
  );
}
