import { groupCaseNumber } from '../../../kernel/ids.ts';
import { REISSUE_REASONS } from '../../../slices/cases/receipt.ts';
import type { WaitingReissue } from '../../../slices/cases/index.ts';
import { Block, Notice } from '../../../ui/components/blocks.tsx';
import { RadioCards } from '../../../ui/components/choice.tsx';
import { ErrorSummary } from '../../../ui/components/error-summary.tsx';
import { Button, Field, FieldError, Form, MainAction, TextArea } from '../../../ui/components/form.tsx';
import { Page } from '../../../ui/layout.tsx';
import type { FormState, PageContext } from '../../../ui/page.ts';
import { EMPTY_FORM } from '../../../ui/page.ts';
import { wordsOfResident } from '../resident/messages.ts';
import { receiptMessages } from './messages.ts';

/** Longest explanation of a ruling, or words of an objection. */
export const REISSUE_TEXT_MAX = 2_000;

export type ReissueDeskProps = {
  readonly page: PageContext; readonly waiting: readonly WaitingReissue[]; readonly nameOf: (unit: string) => string;
  /** Fields sent: `number`, `said`, `reason`. */
  readonly asking: FormState;
  /** The form about one waiting case that was refused; fields sent: `number`, and for a ruling `ruling`, `explanation`. */
  readonly deciding?: { readonly number: string; readonly form: FormState };
  readonly done?: 'asked' | 'settled';
  readonly mayReissue: boolean; readonly maySettle: boolean;
};

export function ReissueDeskPage(props: ReissueDeskProps) {
  const { page, waiting } = props;
  const words = receiptMessages(page.locale);
  const shown = waiting.filter((one) => (one.state === 'asked' ? props.mayReissue : props.maySettle));
  return (
    <Page page={page} title={words.deskTitle} section="console" width="reading" personal>
      <div class="heading"><h1>{words.deskTitle}</h1><p class="lead">{words.deskLead}</p></div>
      {props.done && <Notice tone="done"><p>{words.deskDone[props.done]}</p></Notice>}
      {props.deciding && <ErrorSummary page={page} form={props.deciding.form} />}
      {shown.length > 0 && <Block title={words.waiting}>{shown.map((one) => <Waiting key={one.number} {...props} one={one} />)}</Block>}
      {props.mayReissue && <Asking page={page} form={props.asking} />}
    </Page>
  );
}

function Asking({ page, form }: { readonly page: PageContext; readonly form: FormState }) {
  const words = receiptMessages(page.locale);
  const resident = wordsOfResident(page.locale);
  return (
    <Block title={words.askTitle}>
      <ErrorSummary page={page} form={form} />
      <Form page={page} action={page.paths.reissues} hidden={form.hidden}>
        <FieldError page={page} form={form} name="form" />
        <Field page={page} form={form} name="number" label={resident.followNumber} hint={resident.followNumberHint} inputMode="numeric" autoComplete="off" max={40} short />
        <Field page={page} form={form} name="said" label={words.said} hint={words.saidHint} autoComplete="off" max={160} short />
        <RadioCards page={page} form={form} name="reason" legend={words.reason} choices={REISSUE_REASONS.map((value) => ({ value, label: words.reasons[value] }))} />
        <p class="hint">{words.askHint}</p>
        <div class="acts"><MainAction>{words.askGo}</MainAction></div>
      </Form>
    </Block>
  );
}

function Waiting({ page, nameOf, deciding, one }: ReissueDeskProps & { readonly one: WaitingReissue }) {
  const words = receiptMessages(page.locale);
  const form = deciding?.number === one.number ? deciding.form : EMPTY_FORM;
  const hidden = { ...form.hidden, number: one.number };
  if (one.state === 'asked') {
    return (
      <section class="part">
        <p><strong class="digits">{groupCaseNumber(one.number)}</strong> · {one.day} · {words.reasons[one.reason]}{one.asker.unit ? ` · ${nameOf(one.asker.unit)}` : ''}</p>
        <FieldError page={page} form={form} name="form" />
        <p class="hint">{words.approveHint}</p>
        <Form page={page} action={`${page.paths.reissues}/approval`} hidden={hidden}><div class="acts"><Button icon="check">{words.approveGo}</Button></div></Form>
      </section>
    );
  }
  return (
    <section class="part">
      <p><strong class="digits">{groupCaseNumber(one.number)}</strong> · {one.day} · {one.hands.map((hand) => (hand.unit ? nameOf(hand.unit) : hand.role)).join(' · ')}</p>
      <blockquote class="own-words">{one.words}</blockquote>
      <FieldError page={page} form={form} name="form" />
      <Form page={page} action={`${page.paths.reissues}/settlement`} hidden={hidden}>
        <RadioCards page={page} form={form} scope={one.number} name="ruling" legend={words.ruling} choices={(['upheld', 'overturned'] as const).map((value) => ({ value, label: words.rulings[value], hint: words.rulingHints[value] }))} />
        <TextArea page={page} form={form} scope={one.number} name="explanation" label={words.explanation} max={REISSUE_TEXT_MAX} rows={3} />
        <div class="acts"><Button icon="scale">{words.settleGo}</Button></div>
      </Form>
    </section>
  );
}
