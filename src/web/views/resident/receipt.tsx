import type { CaseNumber } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { formatDay, formatMinute } from '../../../platform/i18n/index.ts';
import { Block, Notice } from '../../../ui/components/blocks.tsx';
import { ErrorSummary } from '../../../ui/components/error-summary.tsx';
import { Field, Form, MainAction } from '../../../ui/components/form.tsx';
import { ReceiptCard } from '../../../ui/components/receipt.tsx';
import { Page } from '../../../ui/layout.tsx';
import type { FormState, PageContext } from '../../../ui/page.ts';
import { wordsOfResident } from './messages.ts';
import { ProofBlock } from './proof.tsx';

export type ReceiptProps = {
  readonly page: PageContext;
  readonly number: CaseNumber;
  /** 24 digits; shown here once and nowhere else. */
  readonly code: string;
  /** The follow page's whole address, for paper; never with the code in it. */
  readonly followAddress: string;
  readonly submittedAt: Instant;
  /** Who accepts it, and by when. */
  readonly acceptUnit: string;
  readonly acceptBy: Instant;
  /** Known at once only when the dispatch list is unambiguous. */
  readonly answer?: { readonly unit: string; readonly by: Instant };
  /** Somebody sent it for another: then its holder changes the code first. */
  readonly isProxy: boolean;
  /** A contact was left: a lost receipt can be replaced at a desk. */
  readonly hasContact: boolean;
  /** Where the proof in the public record is fetched. */
  readonly proof: string;
};

/** The answer to sending: a slip to keep, on screen and on A5. */
export function ReceiptPage(props: ReceiptProps) {
  const { page } = props;
  const words = wordsOfResident(page.locale);
  const { zone } = page.jurisdiction;
  const minute = (at: Instant) => formatMinute(at, zone, page.locale);
  const warning = props.answer ? words.receiptWarningUnit(props.answer.unit, formatDay(props.answer.by, zone, page.locale)) : words.receiptWarning;
  return (
    <Page page={page} title={words.receiptTitle} section="none" width="reading" personal slip checks>
      <div class="heading"><h1>{words.receiptTitle}</h1><p class="lead">{words.receiptDone}</p></div>
      <ReceiptCard
        page={page} number={props.number} code={props.code} followAddress={props.followAddress} title={words.receiptSlip} warning={warning}
        facts={[
          { key: words.receiptReceived, value: minute(props.submittedAt) },
          { key: words.receiptAccept, value: words.receiptAcceptBy(props.acceptUnit, minute(props.acceptBy)) },
          ...(props.answer ? [{ key: words.receiptAnswer, value: words.receiptAcceptBy(props.answer.unit, minute(props.answer.by)) }] : []),
        ]}
        foot={words.receiptFoot}
      />
      <Notice tone="careful">
        {props.isProxy && <p>{words.receiptProxy}</p>}
        <p>{props.hasContact ? words.receiptLossContact : words.receiptLoss}</p>
      </Notice>
      <p class="quiet no-print">{words.receiptPrint}</p>
      {/* Opened on the device of whoever sent it, the receipt would be exchanged there. */}
      {!props.isProxy && (
        <Form page={page} action={page.paths.follow} hidden={{ number: props.number, code: props.code }}>
          <div class="acts"><MainAction>{words.receiptOpen}</MainAction><span class="quiet">{words.receiptOpenHint}</span></div>
        </Form>
      )}
      <ProofBlock page={page} number={props.number} proof={props.proof} />
    </Page>
  );
}

/** Fields sent: `number`, `code`. The code travels only in the body of a POST. */
export function FollowPage({ page, form }: { readonly page: PageContext; readonly form: FormState }) {
  const words = wordsOfResident(page.locale);
  return (
    <Page page={page} title={words.followTitle} section="follow" width="reading">
      <div class="heading"><h1>{words.followTitle}</h1><p class="lead">{words.followLead}</p></div>
      <ErrorSummary page={page} form={form} />
      <Form page={page} action={page.paths.follow} hidden={form.hidden}>
        <Field page={page} form={form} name="number" label={words.followNumber} hint={words.followNumberHint} inputMode="numeric" autoComplete="off" max={40} />
        <Field page={page} form={form} name="code" label={words.followCode} hint={words.followCodeHint} inputMode="numeric" autoComplete="off" max={60} />
        <div class="acts"><MainAction large>{words.followGo}</MainAction></div>
      </Form>
      <Block title={words.followLost}><p>{words.followLostText}</p></Block>
    </Page>
  );
}
