import type { Instant } from '../../../kernel/instant.ts';
import { ErrorSummary } from '../../../ui/components/error-summary.tsx';
import { Button, Form, MainAction, TextArea } from '../../../ui/components/form.tsx';
import { When } from '../../../ui/components/when.tsx';
import { Page } from '../../../ui/layout.tsx';
import type { FormState, PageContext } from '../../../ui/page.ts';
import { IDENTITY_TEXT_MAX } from './asking.tsx';
import { identityMessages } from './messages.ts';

/** One request or agreed look, told to whom it concerns: sentences with their times, oldest first. */
export type MyLook = {
  readonly id: string;
  readonly lines: readonly { readonly at?: Instant; readonly said: string; readonly words?: string }[];
  /** Ends at this moment, while it is in force. */
  readonly until?: Instant;
  readonly contest: { readonly state: 'open' } | { readonly state: 'running'; readonly answerBy: Instant } | { readonly state: 'done' };
};

/** Who asked, who decided, who looked, and the way to object. Short in the first glance, whole when unfolded. */
export function MyLooks({ page, looks }: { readonly page: PageContext; readonly looks: readonly MyLook[] }) {
  const words = identityMessages(page.locale);
  return (
    <>
      {looks.map((one) => (
        <div class="look" key={one.id}>
          {one.lines.map((line, index) => (
            <p key={index}>{line.at !== undefined && <><When page={page} at={line.at} /><br /></>}{line.said}{line.words !== undefined && line.words !== '' && <> {line.words}</>}</p>
          ))}
          {one.until !== undefined && <p class="quiet">{words.mineUntil} <When page={page} at={one.until} /></p>}
          {one.contest.state === 'running' && <p class="quiet">{words.mineContested} <When page={page} at={one.contest.answerBy} exactness="day" /></p>}
          {one.contest.state === 'open' && <p class="acts"><Button href={`${page.paths.myIdentity}/${one.id}`} icon="scale" quiet>{words.mineContest}</Button></p>}
          <p class="quiet">{words.mineRecord} <code>{`identity:${one.id}`}</code></p>
        </div>
      ))}
    </>
  );
}

/** Field sent: `reason` (required). */
export function ContestLookPage({ page, look, form }: { readonly page: PageContext; readonly look: MyLook; readonly form: FormState }) {
  const words = identityMessages(page.locale);
  return (
    <Page page={page} title={words.contestTitle} section="follow" width="reading" personal>
      <div class="heading"><h1>{words.contestTitle}</h1><p class="lead">{words.contestText}</p></div>
      {look.lines.map((line, index) => <p key={index}>{line.at !== undefined && <><When page={page} at={line.at} /> </>}{line.said}{line.words !== undefined && <> {line.words}</>}</p>)}
      <ErrorSummary page={page} form={form} />
      <Form page={page} action={`${page.paths.myIdentity}/${look.id}`} hidden={form.hidden}>
        <TextArea page={page} form={form} name="reason" label={words.contestReason} max={IDENTITY_TEXT_MAX} />
        <div class="acts"><MainAction>{words.contestGo}</MainAction><Button href={page.paths.my}>{words.contestBack}</Button></div>
      </Form>
    </Page>
  );
}
