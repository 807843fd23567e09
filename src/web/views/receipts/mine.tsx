import type { CaseNumber } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { Reissue, ReissueReason } from '../../../slices/cases/receipt.ts';
import { formatMinute } from '../../../platform/i18n/index.ts';
import { Block, Notice } from '../../../ui/components/blocks.tsx';
import { ErrorSummary } from '../../../ui/components/error-summary.tsx';
import { Button, Field, Form, MainAction, TextArea } from '../../../ui/components/form.tsx';
import { ReceiptCard } from '../../../ui/components/receipt.tsx';
import { Page } from '../../../ui/layout.tsx';
import { wordsOfUi } from '../../../ui/messages.ts';
import type { FormState, PageContext } from '../../../ui/page.ts';
import { REISSUE_TEXT_MAX } from './desk.tsx';
import { wordsOfResident } from '../resident/messages.ts';
import { receiptMessages } from './messages.ts';

/** Fields sent: `number`, `code` (the old one). `typed`: it was entered a moment ago, and travels along unseen. */
export function ExchangePage({ page, form, isOwed, typed }: { readonly page: PageContext; readonly form: FormState; readonly isOwed: boolean; readonly typed: boolean }) {
  const words = receiptMessages(page.locale);
  const resident = wordsOfResident(page.locale);
  const title = isOwed ? words.owedTitle : words.exchangeTitle;
  return (
    <Page page={page} title={title} section="follow" width="reading" personal>
      <div class="heading"><h1>{title}</h1><p class="lead">{isOwed ? words.owedLead : words.exchangeLead}</p></div>
      <ErrorSummary page={page} form={form} />
      <Notice tone="careful"><p>{words.exchangeReady}</p></Notice>
      <Form page={page} action={page.paths.myReceipt} hidden={form.hidden}>
        {!typed && <Field page={page} form={form} name="code" label={words.oldCode} hint={resident.followCodeHint} inputMode="numeric" autoComplete="off" max={60} />}
        <div class="acts"><MainAction large icon="lock">{words.exchangeGo}</MainAction>{!isOwed && <Button href={page.paths.my}>{words.exchangeStay}</Button>}</div>
      </Form>
    </Page>
  );
}

/** The new slip, on screen and on A5. The old code died a moment ago. */
export function NewReceiptPage({ page, number, code, followAddress, exchangedAt }: {
  readonly page: PageContext; readonly number: CaseNumber; readonly code: string; readonly followAddress: string; readonly exchangedAt: Instant;
}) {
  const words = receiptMessages(page.locale);
  const resident = wordsOfResident(page.locale);
  return (
    <Page page={page} title={words.newTitle} section="follow" width="reading" personal slip>
      <div class="heading"><h1>{words.newTitle}</h1><p class="lead">{words.newLead}</p></div>
      <ReceiptCard
        page={page} number={number} code={code} followAddress={followAddress} title={words.newSlip} warning={resident.receiptWarning}
        facts={[{ key: words.newSince, value: formatMinute(exchangedAt, page.jurisdiction.zone, page.locale) }]} foot={resident.receiptFoot}
      />
      <Notice tone="careful"><p>{words.newKeep}</p></Notice>
      <p class="quiet no-print">{resident.receiptPrint}</p>
      <div class="acts no-print"><Button href={page.paths.my} icon="arrow-right">{resident.receiptOpen}</Button></div>
    </Page>
  );
}

/** On the resident's page: the way to a new code, or why there is none now. */
export function MyReceipt({ page, isContested }: { readonly page: PageContext; readonly isContested: boolean }) {
  const words = receiptMessages(page.locale);
  if (isContested) return <Block title={words.mineTitle} icon="lock"><Notice tone="careful"><p>{words.contestedNow}</p></Notice></Block>;
  return (
    <Block title={words.mineTitle} icon="lock">
      <p class="quiet">{words.mineHint}</p>
      <p class="acts"><Button href={page.paths.myReceipt} icon="lock">{words.mineGo}</Button></p>
    </Block>
  );
}

/** Fields sent: `number`, `code` (the replaced one), `words`. */
export function FormerReceiptPage({ page, state, day, reason, unit, form }: {
  readonly page: PageContext; readonly state: Reissue['state']; readonly day: string; readonly reason: ReissueReason; readonly unit: string; readonly form: FormState;
}) {
  const words = receiptMessages(page.locale);
  return (
    <Page page={page} title={words.formerTitle} section="follow" width="reading" personal>
      <div class="heading"><h1>{words.formerTitle}</h1><p class="lead">{words.formerLead(unit, day, words.reasons[reason])}</p></div>
      {state === 'standing' ? (
        <>
          <p>{words.formerMine}</p>
          <Notice tone="careful"><p>{words.formerNot}</p></Notice>
          <ErrorSummary page={page} form={form} />
          <Form page={page} action={page.paths.receiptContest} hidden={form.hidden}>
            <TextArea page={page} form={form} name="words" label={words.formerWords} max={REISSUE_TEXT_MAX} rows={3} />
            <div class="acts"><MainAction icon="scale">{words.formerGo}</MainAction><Button href={page.paths.follow}>{wordsOfResident(page.locale).followTitle}</Button></div>
          </Form>
        </>
      ) : <Notice tone="know"><p>{words.formerState[state]}</p></Notice>}
    </Page>
  );
}

export function ContestedPage({ page }: { readonly page: PageContext }) {
  const words = receiptMessages(page.locale);
  return (
    <Page page={page} title={words.formerSentTitle} section="follow" width="reading" personal>
      <div class="heading"><h1>{words.formerSentTitle}</h1><p class="lead">{words.formerSentLead}</p></div>
      <div class="acts"><Button href={page.paths.home} icon="arrow-left">{wordsOfUi(page.locale).brand}</Button></div>
    </Page>
  );
}
