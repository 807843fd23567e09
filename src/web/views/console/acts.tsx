import type { CaseId } from '../../../kernel/ids.ts';
import { unreachable } from '../../../kernel/unreachable.ts';
import { RadioCards, Tick } from '../../../ui/components/choice.tsx';
import { ErrorSummary } from '../../../ui/components/error-summary.tsx';
import { Field, Form, Select, TextArea, type Choice, type ChoiceGroup, type FieldPlace } from '../../../ui/components/form.tsx';
import { PlacePicker, TopicPicker, type PlaceOption, type TopicOption } from '../../../ui/components/pickers.tsx';
import type { FormState, PageContext } from '../../../ui/page.ts';
import { vocabulary } from '../messages.ts';
import { choicesOf, kindChoices } from '../vocabulary.ts';
import { FurtherFields } from './acts-further.tsx';
import { wordsOfConsole } from './messages.ts';

/** A machine's proposal is marked as one and carries its reason; it fills nothing in unless its value is preset. */
export type Suggestion = { readonly what: string; readonly why: string };

/** Fields of an accepted case, confirmed by the dispatcher: `kind`, `topic`, `urgency`, `place`, `address`, `summary`, `wordsReviewed` (`yes`). */
type Confirming = { readonly topics: readonly TopicOption[]; readonly places: readonly PlaceOption[]; readonly mayPublishWords: boolean };

/**
 * What the signed-in person may do now, with the fields each form sends. The form's values preset what is known.
 * - diversion: `reason`, `explanation` · dispatch: `lead`, `assisting` (repeated), `note` · transfer: `to`, `reason`
 * - objection: `ground`, `reason`, `proposes` · ruling: `ruling` (`upheld`/`overruled`), `to`, `explanation`
 * - extension: `ground`, `explanation` · convening: `units` (repeated), `note` · assistance, note: `words`
 * - hard-case: `ground`, `reason`, `plan`, `reviewOn` (ISO day), `inPublic` · review: `progress`, `reviewOn`
 * - contact: `means`, `note` · pause: `reason`, `until` (ISO day), `explanation` · answer: `found`, `done`, `owed`, `owedBy` (ISO day), `inPublic` (`yes`/`no`)
 * - settlement: `ruling` (`upheld`/`overturned`), `explanation`, and the fields of an acceptance · summary: `summary`, `wordsReviewed`
 */
export type Act = { readonly form: FormState; readonly suggestion?: Suggestion } & (
  | ({ readonly act: 'acceptance' | 'settlement' } & Confirming)
  | { readonly act: 'dispatch'; readonly units: readonly ChoiceGroup[] }
  | { readonly act: 'objection' | 'ruling'; readonly units: readonly ChoiceGroup[] }
  | { readonly act: 'convening'; readonly units: readonly ChoiceGroup[] }
  | { readonly act: 'transfer'; readonly units: readonly ChoiceGroup[]; readonly left: number }
  | { readonly act: 'summary'; readonly mayPublishWords: boolean }
  | { readonly act: 'diversion' | 'signature' | 'contact' | 'pause' | 'resumption' | 'answer' }
  | { readonly act: 'extension' | 'assistance' | 'hard-case' | 'review' | 'note' }
);

/** Most characters of each text, as `decide` refuses longer ones. */
const ANSWER_MAX = 10_000;
const NOTE_MAX = 2_000;

type ActProps = { readonly page: PageContext; readonly id: CaseId; readonly one: Act };

/** The act that is due is open and carries the main button; the others are folded away below it. */
export function ActPanel({ page, id, one, main }: ActProps & { readonly main: boolean }) {
  const words = wordsOfConsole(page.locale);
  const title = one.act === 'summary' ? words.summaryAct : one.act === 'ruling' ? words.ruling2 : one.act === 'note' ? words.noteAct : words[one.act];
  const hint = hintOf(page, one);
  const inside = (
    <Form page={page} action={page.paths.caseAct(id, one.act)} hidden={one.form.hidden}>
      <ErrorSummary page={page} form={one.form} scope={one.act} />
      {one.suggestion && <p class="suggestion">{words.suggestion(one.suggestion.what, one.suggestion.why)}</p>}
      <ActFields page={page} id={id} one={one} />
      <button type="submit" class={main ? 'btn act-main' : 'btn act-other'} data-key={one.act === 'signature' ? 'sign' : undefined}>{words[`${one.act}Go`]}</button>
    </Form>
  );
  const key = one.act === 'answer' ? 'answer' : undefined;
  if (main) return <section class="act" data-key={key}><h2>{title}</h2>{hint && <p class="quiet">{hint}</p>}{inside}</section>;
  return <details class="act" data-key={key} open={Object.keys(one.form.errors).length > 0}><summary>{title}</summary>{hint && <p class="quiet">{hint}</p>}{inside}</details>;
}

function hintOf(page: PageContext, one: Act): string | undefined {
  const words = wordsOfConsole(page.locale);
  if (one.act === 'transfer') return words.transferLeft(one.left);
  return one.act === 'summary' ? undefined : words[`${one.act}Hint`];
}

function ActFields({ page, one }: ActProps) {
  const words = wordsOfConsole(page.locale);
  const at: FieldPlace = { page, form: one.form, scope: one.act };
  switch (one.act) {
    case 'signature':
    case 'resumption': return null;
    case 'acceptance': return <Confirm at={at} confirming={one} />;
    case 'diversion': return <><Select {...at} name="reason" label={words.diversionReason} empty={words.choose} choices={choicesOf(vocabulary(page.locale).diversions)} /><TextArea {...at} name="explanation" label={words.explanation} max={NOTE_MAX} rows={4} /></>;
    case 'dispatch': return <DispatchFields at={at} units={one.units} />;
    case 'transfer': return <><Select {...at} name="to" label={words.transferTo} empty={words.choose} groups={one.units} /><TextArea {...at} name="reason" label={words.transferReason} max={NOTE_MAX} rows={3} /></>;
    case 'objection': return <ObjectionFields at={at} units={one.units} />;
    case 'ruling': return <RulingFields at={at} units={one.units} />;
    case 'extension':
    case 'convening':
    case 'assistance':
    case 'hard-case':
    case 'review':
    case 'note': return <FurtherFields at={at} one={one} />;
    case 'contact': return <><Select {...at} name="means" label={words.contactMeans} choices={choicesOf(words.means)} /><TextArea {...at} name="note" label={words.contactNote} max={NOTE_MAX} rows={3} optional /></>;
    case 'pause': return <PauseFields at={at} />;
    case 'answer': return <AnswerFields at={at} />;
    case 'settlement': return <SettlementFields at={at} confirming={one} />;
    case 'summary': return <SummaryFields at={at} mayPublishWords={one.mayPublishWords} />;
    default: return unreachable(one);
  }
}

function Confirm({ at, confirming }: { readonly at: FieldPlace; readonly confirming: Confirming }) {
  const words = wordsOfConsole(at.page.locale);
  const { urgencies } = vocabulary(at.page.locale);
  return (
    <>
      <Select {...at} name="kind" label={words.kind} choices={kindChoices(at.page.locale)} />
      <TopicPicker {...at} name="topic" label={words.topic} topics={confirming.topics} required />
      <Select {...at} name="urgency" label={words.urgency} choices={choicesOf(urgencies)} suggested="ordinary" />
      <PlacePicker {...at} name="place" label={words.place} hint="" places={confirming.places} />
      <Field {...at} name="address" label={words.address2} hint={words.addressHint2} optional max={200} autoComplete="off" />
      <SummaryFields at={at} mayPublishWords={confirming.mayPublishWords} />
    </>
  );
}

function SummaryFields({ at, mayPublishWords }: { readonly at: FieldPlace; readonly mayPublishWords: boolean }) {
  const words = wordsOfConsole(at.page.locale);
  return (
    <>
      <TextArea {...at} name="summary" label={words.summaryField} hint={words.summaryHint} max={NOTE_MAX} rows={2} optional />
      {mayPublishWords && <Tick {...at} name="wordsReviewed" value="yes" label={words.wordsReviewed} hint={words.wordsReviewedHint} />}
    </>
  );
}

function DispatchFields({ at, units }: { readonly at: FieldPlace; readonly units: readonly ChoiceGroup[] }) {
  const words = wordsOfConsole(at.page.locale);
  return (
    <>
      <Select {...at} name="lead" label={words.lead} empty={words.choose} groups={units} />
      <details class="fold">
        <summary>{words.assistingField}</summary>
        <p class="hint">{words.assistingHint}</p>
        <div class="cards">{units.flatMap((group) => group.choices).map((unit) => <AssistingTick key={unit.value} at={at} unit={unit} />)}</div>
      </details>
      <TextArea {...at} name="note" label={words.note} max={NOTE_MAX} rows={2} optional />
    </>
  );
}

function AssistingTick({ at, unit }: { readonly at: FieldPlace; readonly unit: Choice }) {
  const chosen = (at.form.values['assisting'] ?? '').split(',').includes(unit.value);
  return (
    <div class="option">
      <input type="checkbox" id={`f-assisting-${unit.value}`} name="assisting" value={unit.value} checked={chosen} />
      <label for={`f-assisting-${unit.value}`}><span class="option-title">{unit.label}</span></label>
    </div>
  );
}

function ObjectionFields({ at, units }: { readonly at: FieldPlace; readonly units: readonly ChoiceGroup[] }) {
  const words = wordsOfConsole(at.page.locale);
  return (
    <>
      <Select {...at} name="ground" label={words.objectionGround} empty={words.choose} choices={choicesOf(vocabulary(at.page.locale).objectionGrounds)} />
      <TextArea {...at} name="reason" label={words.objectionReason} max={NOTE_MAX} rows={4} />
      <Select {...at} name="proposes" label={words.objectionProposes} empty={words.choose} groups={units} optional />
    </>
  );
}

function RulingFields({ at, units }: { readonly at: FieldPlace; readonly units: readonly ChoiceGroup[] }) {
  const words = wordsOfConsole(at.page.locale);
  return (
    <>
      <RadioCards {...at} name="ruling" legend={words.ruling} choices={[
        { value: 'upheld', label: words.rulingActUpheld, hint: words.rulingActUpheldHint }, { value: 'overruled', label: words.rulingActOverruled, hint: words.rulingActOverruledHint },
      ]} />
      <Select {...at} name="to" label={words.rulingTo} empty={words.choose} groups={units} optional />
      <TextArea {...at} name="explanation" label={words.explanation} max={NOTE_MAX} rows={4} />
    </>
  );
}

function PauseFields({ at }: { readonly at: FieldPlace }) {
  const words = wordsOfConsole(at.page.locale);
  return (
    <>
      <Select {...at} name="reason" label={words.pauseReason} empty={words.choose} choices={choicesOf(vocabulary(at.page.locale).pauses)} />
      <Field {...at} name="until" label={words.pauseUntil} type="date" short />
      <TextArea {...at} name="explanation" label={words.explanation} max={NOTE_MAX} rows={3} />
    </>
  );
}

function AnswerFields({ at }: { readonly at: FieldPlace }) {
  const words = wordsOfConsole(at.page.locale);
  return (
    <>
      <TextArea {...at} name="found" label={words.found} max={ANSWER_MAX} rows={4} />
      <TextArea {...at} name="done" label={words.did} max={ANSWER_MAX} rows={4} />
      <TextArea {...at} name="owed" label={words.owed} hint={words.owedHint} max={NOTE_MAX} rows={2} optional />
      <Field {...at} name="owedBy" label={words.owedBy} type="date" optional short />
      <RadioCards {...at} name="inPublic" legend={words.inPublic} choices={[
        { value: 'yes', label: words.inPublicYes, hint: words.inPublicYesHint }, { value: 'no', label: words.inPublicNo, hint: words.inPublicNoHint },
      ]} />
    </>
  );
}

function SettlementFields({ at, confirming }: { readonly at: FieldPlace; readonly confirming: Confirming }) {
  const words = wordsOfConsole(at.page.locale);
  const choices = [
    { value: 'upheld', label: words.rulingUpheld, hint: words.rulingUpheldHint },
    { value: 'overturned', label: words.rulingOverturned, hint: words.rulingOverturnedHint },
  ];
  return (
    <>
      <RadioCards {...at} name="ruling" legend={words.ruling} choices={choices} />
      <TextArea {...at} name="explanation" label={words.explanation} max={NOTE_MAX} rows={4} />
      <details class="fold"><summary>{words.acceptance}</summary><Confirm at={at} confirming={confirming} /></details>
    </>
  );
}
