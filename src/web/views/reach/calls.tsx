import type { CaseId } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { CallOutcome } from '../../../slices/cases/index.ts';
import { Block, Notice } from '../../../ui/components/blocks.tsx';
import { ErrorSummary } from '../../../ui/components/error-summary.tsx';
import { Button, Field, Form, MainAction, TextArea } from '../../../ui/components/form.tsx';
import { When } from '../../../ui/components/when.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Page } from '../../../ui/layout.tsx';
import type { FormState, PageContext } from '../../../ui/page.ts';
import { callMessages } from './call-messages.ts';

export const CALL_WORDS_MAX = 2_000;

/** One call: whose by unit and role, when, and what the gateway heard; `contested` is absent once erased. */
export type CallView = { readonly number: number; readonly unit: string; readonly role: string; readonly at: Instant; readonly outcome?: CallOutcome; readonly isContested: boolean; readonly contested?: string };

function CallLine({ page, call }: { readonly page: PageContext; readonly call: CallView }) {
  const words = callMessages(page.locale);
  return <><When page={page} at={call.at} exactness="minute" /> · {words.by(call.unit, call.role)}<br /><strong>{call.outcome ? words.outcomes[call.outcome] : words.unheard}</strong></>;
}

export type CaseCallsProps = { readonly page: PageContext; readonly id: CaseId; readonly title: string; readonly calls: readonly CallView[]; readonly form: FormState; readonly mayCall: boolean; readonly asked: boolean };

/** The desk's side. Field sent: `line`, a phone of whoever asks. */
export function CaseCallsPage({ page, id, title, calls, form, mayCall, asked }: CaseCallsProps) {
  const words = callMessages(page.locale);
  return (
    <Page page={page} title={words.title} section="console" width="reading" personal>
      <a class="crumb" href={page.paths.consoleCase(id)}><Icon name="arrow-left" />{words.back}</a>
      <div class="heading"><h1>{words.title}</h1><p class="lead">{title}</p><p class="quiet">{words.deskLead}</p></div>
      {asked && <Notice tone="done"><p>{words.asked}</p></Notice>}
      {mayCall ? (
        <Form page={page} action={page.paths.caseCalls(id)} hidden={form.hidden}>
          <ErrorSummary page={page} form={form} />
          <Field page={page} form={form} name="line" type="tel" label={words.line} hint={words.lineHint} short />
          <div class="acts"><MainAction icon="phone">{words.go}</MainAction></div>
        </Form>
      ) : <Notice tone="know"><p>{words.closed}</p></Notice>}
      <Block title={words.list} icon="phone">
        {calls.length === 0 && <p class="quiet">{words.none}</p>}
        {calls.map((call) => <p key={call.number}><CallLine page={page} call={call} />{call.contested !== undefined && <><br />{words.contested}{call.contested}</>}</p>)}
      </Block>
    </Page>
  );
}

/** On the resident's page: every call that was connected to them, and the way to say that it was not so. */
export function MyCalls({ page, calls }: { readonly page: PageContext; readonly calls: readonly CallView[] }) {
  if (calls.length === 0) return null;
  const words = callMessages(page.locale);
  return (
    <Block title={words.mineTitle} icon="phone">
      {calls.map((call) => (
        <p key={call.number}>
          <CallLine page={page} call={call} />
          {call.contested !== undefined && <><br />{words.yours}{call.contested}</>}
          {call.outcome && !call.isContested && <><br /><a href={page.paths.myCall(call.number)}>{words.mineContest}</a></>}
        </p>
      ))}
      <p class="quiet">{words.mineHint}</p>
    </Block>
  );
}

/** Field sent: `words`. */
export function ContestCallPage({ page, call, form }: { readonly page: PageContext; readonly call: CallView; readonly form: FormState }) {
  const words = callMessages(page.locale);
  return (
    <Page page={page} title={words.contestTitle} section="follow" width="reading" personal>
      <a class="crumb" href={page.paths.my}><Icon name="arrow-left" />{words.back}</a>
      <div class="heading"><h1>{words.contestTitle}</h1><p><CallLine page={page} call={call} /></p><p class="lead">{words.contestLead}</p></div>
      <Form page={page} action={page.paths.myCall(call.number)} hidden={form.hidden}>
        <ErrorSummary page={page} form={form} />
        <TextArea page={page} form={form} name="words" label={words.contestWords} max={CALL_WORDS_MAX} rows={4} />
        <div class="acts"><MainAction>{words.contestGo}</MainAction><Button href={page.paths.my}>{words.back}</Button></div>
      </Form>
    </Page>
  );
}

export type RingingView = { readonly line: string; readonly callback: string };

/** In a demo: the phone that rings, and three things that its owner may do. Each is what a gateway would have posted. */
export function Ringing({ page, calls }: { readonly page: PageContext; readonly calls: readonly RingingView[] }) {
  const words = callMessages(page.locale);
  return (
    <>
      {calls.map((call) => (
        <Block key={call.callback} title={`${words.ringing} · ${call.line}`} icon="phone">
          <p>{words.ringLead}</p>
          <Form page={page} action={call.callback}>
            <div class="acts">
              <Button name="outcome" value="reached">{words.answer}</Button>
              <Button name="outcome" value="refused">{words.decline}</Button>
              <Button name="outcome" value="no-answer">{words.ignore}</Button>
            </div>
          </Form>
        </Block>
      ))}
    </>
  );
}
