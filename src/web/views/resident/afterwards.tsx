import type { Instant } from '../../../kernel/instant.ts';
import type { Outcome } from '../../../kernel/outcome.ts';
import { formatDay } from '../../../platform/i18n/index.ts';
import { Notice } from '../../../ui/components/blocks.tsx';
import { Tick } from '../../../ui/components/choice.tsx';
import { ErrorSummary } from '../../../ui/components/error-summary.tsx';
import { Button, Form, MainAction, TextArea } from '../../../ui/components/form.tsx';
import { SatisfactionForm } from '../../../ui/components/verdict.tsx';
import { Page } from '../../../ui/layout.tsx';
import type { FormState, PageContext } from '../../../ui/page.ts';
import { vocabulary } from '../messages.ts';
import { COMMENT_MAX } from './my-case.tsx';
import { wordsOfResident } from './messages.ts';

/** Under this key the vote will stand in the record: whoever holds the receipt can compute it, and nobody else. */
function OwnBallot({ page, ballotKey }: { readonly page: PageContext; readonly ballotKey: string }) {
  const words = wordsOfResident(page.locale);
  return (
    <details class="fold">
      <summary>{words.ballotWhere}</summary>
      <p>{words.ballotWhereText}</p>
      <p><code>{ballotKey}</code></p>
      <p class="quiet">{words.ballotKeep} <a href={page.paths.recordFormat}>{words.ballotFormat}</a></p>
    </details>
  );
}

/** Second tap: the secret ballot. Field sent: `satisfaction` (1–5); "do not vote" leads to `paths.my`. */
export function SatisfactionPage({ page, form, outcome, reopened, ballotKey }: {
  readonly page: PageContext;
  readonly form: FormState;
  readonly outcome: Outcome;
  readonly reopened?: { readonly unit: string; readonly by: Instant };
  readonly ballotKey: string;
}) {
  const words = wordsOfResident(page.locale);
  const done = reopened
    ? words.satisfactionReopened(reopened.unit, formatDay(reopened.by, page.jurisdiction.zone, page.locale))
    : words.satisfactionDone(vocabulary(page.locale).outcomes[outcome]);
  return (
    <Page page={page} title={words.satisfactionTitle} section="follow" width="reading" personal>
      <Notice tone="done"><p>{done}</p></Notice>
      <div class="heading"><h1>{words.satisfactionQuestion}</h1></div>
      <ErrorSummary page={page} form={form} />
      <SatisfactionForm page={page} form={form} question={words.satisfactionQuestion} />
      <p class="hint">{words.satisfactionSecret}</p>
      <OwnBallot page={page} ballotKey={ballotKey} />
      <div class="acts"><Button href={page.paths.my} quiet>{words.satisfactionSkip}</Button></div>
    </Page>
  );
}

export function ThanksPage({ page, voted, ballotKey }: { readonly page: PageContext; readonly voted: boolean; readonly ballotKey?: string }) {
  const words = wordsOfResident(page.locale);
  return (
    <Page page={page} title={words.thanksTitle} section="follow" width="reading" personal>
      <div class="heading"><h1>{words.thanksTitle}</h1><p class="lead">{voted ? words.thanksVoted : words.thanksSkipped}</p></div>
      {voted && ballotKey !== undefined && <OwnBallot page={page} ballotKey={ballotKey} />}
      <div class="acts"><Button href={page.paths.my} icon="arrow-left">{words.thanksBack}</Button></div>
    </Page>
  );
}

/** A page instead of a dialog: works everywhere, can be read at leisure. Fields sent: `reason` (optional), `pressed` (`yes`). */
export function WithdrawPage({ page, form }: { readonly page: PageContext; readonly form: FormState }) {
  const words = wordsOfResident(page.locale);
  return (
    <Page page={page} title={words.withdrawTitle} section="follow" width="reading" personal>
      <div class="heading"><h1>{words.withdrawTitle}</h1><p class="lead">{words.withdrawText}</p></div>
      <ErrorSummary page={page} form={form} />
      <Notice tone="careful"><p>{words.withdrawPressed} <a href={page.paths.report}>{words.reportTitle}</a></p></Notice>
      <Form page={page} action={page.paths.withdrawal} hidden={form.hidden}>
        <TextArea page={page} form={form} name="reason" label={words.withdrawReason} max={COMMENT_MAX} rows={3} optional />
        <Tick page={page} form={form} name="pressed" value="yes" label={words.withdrawTold} hint={words.withdrawToldHint} />
        <div class="acts"><MainAction>{words.withdrawGo}</MainAction><Button href={page.paths.my}>{words.withdrawStay}</Button></div>
      </Form>
    </Page>
  );
}

/** Field sent: `reason` (required). */
export function ContestPage({ page, form }: { readonly page: PageContext; readonly form: FormState }) {
  const words = wordsOfResident(page.locale);
  return (
    <Page page={page} title={words.contestTitle} section="follow" width="reading" personal>
      <div class="heading"><h1>{words.contestTitle}</h1><p class="lead">{words.contestText}</p></div>
      <ErrorSummary page={page} form={form} />
      <Form page={page} action={page.paths.contest} hidden={form.hidden}>
        <TextArea page={page} form={form} name="reason" label={words.contestReason} max={COMMENT_MAX} />
        <div class="acts"><MainAction>{words.contestGo}</MainAction><Button href={page.paths.my}>{words.thanksBack}</Button></div>
      </Form>
    </Page>
  );
}
