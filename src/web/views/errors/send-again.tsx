import { Notice } from '../../../ui/components/blocks.tsx';
import { Button, Form, MainAction } from '../../../ui/components/form.tsx';
import { Page } from '../../../ui/layout.tsx';
import type { PageContext } from '../../../ui/page.ts';
import { wordsOfSendAgain } from './send-again/messages.ts';

/**
 * A form arrived after its reader's session had ended. All that was typed stays in this page, to be sent again once they
 * are in again, in another tab. Fields sent: those of the first form, in their order.
 */
export function SendAgainPage({ page, who, enter, action, fields }: {
  readonly page: PageContext;
  readonly who: 'staff' | 'resident';
  /** Where one enters again. */
  readonly enter: string;
  readonly action: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
}) {
  const words = wordsOfSendAgain(page.locale);
  const typed = fields.map(([, value]) => value).filter(isTyped);
  return (
    <Page page={page} title={words.title} section="none" width="reading" personal>
      <div class="heading"><h1>{words.title}</h1><p class="lead">{words.lead[who]}</p></div>
      <ol class="prose">
        <li><p>{words.first[who]}</p><p><a class="btn act-other" href={enter} target="_blank" rel="noopener">{words.enter[who]}</a></p></li>
        <li>
          <p>{words.second}</p>
          <Form page={page} action={action}>
            {fields.map(([name, value], index) => <input key={index} type="hidden" name={name} value={value} />)}
            <div class="acts"><MainAction>{words.again}</MainAction><Button href={page.paths.home} quiet>{words.leave}</Button></div>
          </Form>
        </li>
      </ol>
      {typed.length > 0 && <Notice tone="know"><p>{words.typed}</p>{typed.map((text) => <blockquote key={text} class="own-words">{text}</blockquote>)}</Notice>}
    </Page>
  );
}

/** Codes, dates and choices of ours are single plain words; what is left was written by a person. */
function isTyped(value: string): boolean {
  return !/^[A-Za-z0-9._~-]*$/.test(value);
}
