import { groupCaseNumber, type CaseId, type CaseNumber } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { PURPOSES, type Standing } from '../../../slices/unsealing/unsealing.ts';
import { Block, KeyValue, Notice } from '../../../ui/components/blocks.tsx';
import { RadioCards, Tick } from '../../../ui/components/choice.tsx';
import { ErrorSummary } from '../../../ui/components/error-summary.tsx';
import { Button, FieldError, Form, MainAction, TextArea, type FieldPlace } from '../../../ui/components/form.tsx';
import { When } from '../../../ui/components/when.tsx';
import { Page } from '../../../ui/layout.tsx';
import type { FormState, PageContext } from '../../../ui/page.ts';
import { ShownIdentity, type Shown } from './identity.tsx';
import { fieldWords, identityMessages, purposeWord } from './messages.ts';

/** Longest text of a request, explanation or objection, in characters: a page. */
export const IDENTITY_TEXT_MAX = 2_000;
export const IDENTITY_DONE = ['requested', 'approved', 'refused', 'settled', 'again'] as const;
export type IdentityDone = (typeof IDENTITY_DONE)[number];

/** The name of the tick for one field: `see-phone`. */
export function tickOf(field: string): string {
  return `see-${field}`;
}

/** Some of the fields, each a tick of its own; nothing is ticked beforehand. */
export function FieldTicks({ at, legend, hint, fields }: { readonly at: FieldPlace; readonly legend: string; readonly hint?: string; readonly fields: readonly string[] }) {
  return (
    <fieldset class="cards" id={at.scope === undefined ? 'f-fields' : `f-${at.scope}-fields`}>
      <legend class="form-label">{legend}</legend>
      {hint !== undefined && <p class="hint">{hint}</p>}
      <FieldError {...at} name="fields" />
      {fields.map((field) => <Tick key={field} {...at} name={tickOf(field)} value="yes" label={fieldWords([field], at.page.locale)} />)}
    </fieldset>
  );
}

/** One request, as the asking unit sees it. */
export type OwnRequest = {
  readonly id: string; readonly standing: Standing; readonly purpose: string; readonly fields: readonly string[]; readonly words: string;
  readonly askedAt: Instant; readonly decideBy?: Instant; readonly until?: Instant; readonly granted?: readonly string[]; readonly explanation?: string;
  readonly looks: number;
  /** Where a look is asked for: only whoever asked, while it is in force. Fields sent: `see-…`. */
  readonly lookAction?: string;
};

export type AskIdentityProps = {
  readonly page: PageContext; readonly id: CaseId; readonly number: CaseNumber; readonly title: string; readonly action: string; readonly form: FormState;
  /** What is kept of anybody; which were left is not told. */
  readonly fields: readonly string[];
  readonly mayAsk: boolean;
  readonly requests: readonly OwnRequest[];
  readonly done?: IdentityDone;
  /** What is wrong with the look that was asked for. */
  readonly failedLook?: { readonly id: string; readonly form: FormState };
};

/** For the unit that has the case: what it asked for and may see now; a new request. Fields sent: `purpose`, `see-…`, `words`. */
export function AskIdentityPage(props: AskIdentityProps) {
  const { page, form, requests } = props;
  const words = identityMessages(page.locale);
  const at: FieldPlace = { page, form };
  return (
    <Page page={page} title={words.askTitle} section="console" width="reading" personal>
      {props.done && <Notice tone={props.done === 'again' ? 'know' : 'done'}><p>{words.done[props.done]}</p></Notice>}
      <div class="heading"><h1>{words.askTitle}</h1><p class="lead">{words.askLead}</p><p class="quiet">{props.title} · {groupCaseNumber(props.number)}</p></div>
      <ErrorSummary page={page} form={form} />
      {requests.length > 0 && <Block title={words.asked}>{requests.map((one) => <Own key={one.id} page={page} one={one} form={props.failedLook?.id === one.id ? props.failedLook.form : { values: {}, errors: {}, hidden: {} }} />)}</Block>}
      {props.mayAsk && (
        <Form page={page} action={props.action} hidden={form.hidden}>
          <RadioCards {...at} name="purpose" legend={words.purpose} choices={PURPOSES.map((purpose) => ({ value: purpose, label: words.purposes[purpose], hint: words.purposeHints[purpose] }))} />
          <FieldTicks at={at} legend={words.fields} hint={words.fieldsHint} fields={props.fields} />
          <TextArea {...at} name="words" label={words.words} hint={words.wordsHint} max={IDENTITY_TEXT_MAX} rows={3} />
          <div class="acts"><MainAction>{words.askGo}</MainAction><Button href={page.paths.consoleCase(props.id)}>{words.back}</Button></div>
        </Form>
      )}
      {!props.mayAsk && <p class="acts"><Button href={page.paths.consoleCase(props.id)}>{words.back}</Button></p>}
    </Page>
  );
}

function Own({ page, one, form }: { readonly page: PageContext; readonly one: OwnRequest; readonly form: FormState }) {
  const words = identityMessages(page.locale);
  const scope = `look-${one.id}`;
  return (
    <section class="act">
      <h3>{words.standings[one.standing]}</h3>
      <KeyValue pairs={[
        { key: words.purpose, value: purposeWord(one.purpose, page.locale) }, { key: words.fields, value: fieldWords(one.fields, page.locale) },
        ...(one.granted ? [{ key: words.granted, value: fieldWords(one.granted, page.locale) }] : []),
        ...(one.standing === 'waiting' && one.decideBy !== undefined ? [{ key: words.decideBy, value: <When page={page} at={one.decideBy} /> }] : []),
        ...(one.until === undefined ? [] : [{ key: words.until, value: <When page={page} at={one.until} /> }]),
        ...(one.explanation === undefined ? [] : [{ key: words.explanation, value: one.explanation }]),
        { key: words.looks, value: words.times(one.looks) },
      ]} />
      {one.lookAction !== undefined && (
        <Form page={page} action={one.lookAction}>
          <ErrorSummary page={page} form={form} scope={scope} />
          <FieldTicks at={{ page, form, scope }} legend={words.lookFields} fields={one.granted ?? []} />
          <button type="submit" class="btn act-main">{words.look}</button>
          <p class="quiet">{words.lookHint}</p>
        </Form>
      )}
    </section>
  );
}

/** The answer to one look: shown once, on no page that can be loaded again. */
export function ShownIdentityPage({ page, id, number, shown, back }: { readonly page: PageContext; readonly id: CaseId; readonly number: CaseNumber; readonly shown: Shown; readonly back: string }) {
  const words = identityMessages(page.locale);
  return (
    <Page page={page} title={words.title} section="console" width="reading" personal>
      <div class="heading"><h1>{words.shown}</h1><p class="quiet">{groupCaseNumber(number)}</p></div>
      <ShownIdentity page={page} shown={shown} />
      <p class="acts"><Button href={back}>{words.asked}</Button><Button href={page.paths.consoleCase(id)}>{words.back}</Button></p>
    </Page>
  );
}
