import { groupCaseNumber, type CaseNumber } from '../../../kernel/ids.ts';
import { Block, EmptyState, KeyValue, Notice } from '../../../ui/components/blocks.tsx';
import { ErrorSummary } from '../../../ui/components/error-summary.tsx';
import { Button, Field, Form, MainAction, Select, TextArea, type Choice, type ChoiceGroup } from '../../../ui/components/form.tsx';
import { Page } from '../../../ui/layout.tsx';
import { EMPTY_FORM, type FormState, type PageContext } from '../../../ui/page.ts';
import { choicesOf } from '../vocabulary.ts';
import { matterWords } from './messages.ts';

/** As `decide` refuses longer ones. */
const [NAME_MAX, NOTE_MAX, WORDS_MAX] = [60, 2_000, 10_000];

export type MatterRow = { readonly id: string; readonly name: string; readonly kind: 'incident' | 'merged'; readonly unit: string; readonly stage: 'open' | 'answered'; readonly ended: boolean };
type Lists = { readonly topics: readonly ChoiceGroup[]; readonly places: readonly Choice[]; readonly units: readonly ChoiceGroup[] };

export type MattersDeskProps = {
  readonly page: PageContext; readonly rows: readonly MatterRow[]; readonly lists: Lists; readonly mayDeclare: boolean;
  /** What was sent last and is not right yet. */
  readonly failed?: { readonly kind: 'incident' | 'merged'; readonly form: FormState };
};

/** Fields sent: `kind`, `name`, `words`, `topic`, `alsoTopic`, `place`, `alsoPlace`, `since`, `unit`, `next`; or `kind`, `name`, `unit`, `numbers`. */
export function MattersDeskPage({ page, rows, lists, mayDeclare, failed }: MattersDeskProps) {
  const words = matterWords(page.locale);
  const formOf = (kind: 'incident' | 'merged'): FormState => (failed?.kind === kind ? failed.form : EMPTY_FORM);
  return (
    <Page page={page} title={words.deskTitle} section="console" width="wide" personal>
      <div class="heading"><h1>{words.deskTitle}</h1><p class="lead">{words.deskLead}</p></div>
      {failed && <ErrorSummary page={page} form={failed.form} scope={failed.kind} />}
      {rows.length === 0 && <EmptyState title={words.deskEmpty}><p>{words.deskEmptyHint}</p></EmptyState>}
      {rows.map((row) => (
        <section class="block" key={row.id}>
          <h2><a href={page.paths.matterOf(row.id)}>{row.name}</a></h2>
          <p class="quiet">{row.kind === 'incident' ? words.kindIncident : words.kindMerged} · {row.unit} · {row.ended ? words.ended : words.stage[row.stage]}</p>
        </section>
      ))}
      {mayDeclare && <Block title={words.declareTitle}><p class="quiet">{words.declareLead}</p><DeclareForm page={page} form={formOf('incident')} lists={lists} /></Block>}
      <Block title={words.mergeTitle}>
        <p class="quiet">{words.mergeLead}</p>
        <Form page={page} action={page.paths.matters} hidden={{ ...formOf('merged').hidden, kind: 'merged' }}>
          <Field page={page} form={formOf('merged')} scope="merged" name="name" label={words.name} max={NAME_MAX} />
          <Select page={page} form={formOf('merged')} scope="merged" name="unit" label={words.unitLabel} empty={words.choose} groups={lists.units} />
          <TextArea page={page} form={formOf('merged')} scope="merged" name="numbers" label={words.numbers} hint={words.numbersHint} max={NOTE_MAX} rows={4} />
          <div class="acts"><Button>{words.mergeGo}</Button></div>
        </Form>
      </Block>
    </Page>
  );
}

function DeclareForm({ page, form, lists }: { readonly page: PageContext; readonly form: FormState; readonly lists: Lists }) {
  const words = matterWords(page.locale);
  const at = { page, form, scope: 'incident' };
  return (
    <Form page={page} action={page.paths.matters} hidden={{ ...form.hidden, kind: 'incident' }}>
      <Field {...at} name="name" label={words.name} hint={words.nameHint} max={NAME_MAX} />
      <TextArea {...at} name="words" label={words.words} hint={words.wordsHint} max={NOTE_MAX} rows={3} />
      <Select {...at} name="topic" label={words.topic} empty={words.choose} groups={lists.topics} />
      <Select {...at} name="alsoTopic" label={words.alsoTopic} empty={words.none} groups={lists.topics} />
      <Select {...at} name="place" label={words.place} empty={words.everywhere} choices={lists.places} />
      <Select {...at} name="alsoPlace" label={words.alsoPlace} empty={words.none} choices={lists.places} />
      <Select {...at} name="since" label={words.sinceLabel} choices={choicesOf(words.ago)} suggested="24" />
      <Select {...at} name="unit" label={words.unitLabel} empty={words.choose} groups={lists.units} />
      <Select {...at} name="next" label={words.nextLabel} empty={words.none} choices={choicesOf(words.hours)} />
      <div class="acts"><MainAction>{words.declareGo}</MainAction></div>
    </Form>
  );
}

/** What can be said of a matter; each is sent to an address of its own. */
export const MATTER_ACTS = ['members', 'signature', 'update', 'answer', 'date', 'parting', 'end'] as const;
export type MatterActName = (typeof MATTER_ACTS)[number];

export type MatterProps = {
  readonly page: PageContext; readonly row: MatterRow; readonly places: readonly string[]; readonly topics: readonly string[]; readonly latest?: string;
  readonly counts: { readonly wanted: number; readonly members: number; readonly left: number; readonly refused: number; readonly behind: number };
  readonly members: readonly { readonly id: string; readonly href: string; readonly number: CaseNumber; readonly refusal?: string }[];
  /** What the filter of an incident finds now. */
  readonly found?: { readonly cases: number; readonly danger: number };
  readonly raised: boolean;
  readonly may: readonly MatterActName[];
  readonly failed?: { readonly act: MatterActName; readonly form: FormState };
  readonly done: boolean;
};

export function MatterPage(props: MatterProps) {
  const { page, row, counts, may } = props;
  const words = matterWords(page.locale);
  const busy = counts.wanted > 0 || counts.behind > 0;
  return (
    <Page page={page} title={row.name} section="console" width="wide" personal>
      {props.done && <Notice tone="done"><p>{words.doneNote}</p></Notice>}
      <div class="heading"><h1>{row.name}</h1><p class="quiet">{row.kind === 'incident' ? words.kindIncident : words.kindMerged} · {row.unit} · {row.ended ? words.ended : words.stage[row.stage]}</p></div>
      {props.raised && <Notice tone="careful"><p>{words.raised(row.unit)}</p></Notice>}
      {props.failed && <ErrorSummary page={page} form={props.failed.form} scope={props.failed.act} />}
      <div class="columns">
        <div>
          <Block title={words.progressTitle}>
            <KeyValue pairs={[
              { key: words.members, value: String(counts.members) }, { key: words.waiting, value: String(counts.wanted) }, { key: words.behind, value: String(counts.behind) },
              { key: words.refused, value: String(counts.refused) }, { key: words.left, value: String(counts.left) },
            ]} />
            <p>{busy ? words.carrying : words.allTold} {busy && <a href={page.paths.matterOf(row.id)}>{words.refresh}</a>}</p>
          </Block>
          {may.map((act) => <ActBlock key={act} {...props} act={act} />)}
        </div>
        <div class="aside"><About {...props} /></div>
      </div>
      <p><a href={page.paths.matters}>{words.back}</a></p>
    </Page>
  );
}

function About({ page, row, places, topics, latest, members }: MatterProps) {
  const words = matterWords(page.locale);
  return (
    <>
      {row.kind === 'incident' && <Block title={words.what}><KeyValue pairs={[{ key: words.what, value: topics.join(' · ') }, { key: words.where, value: places.length === 0 ? words.everywhere : places.join(' · ') }]} /></Block>}
      <Block title={words.latest}>{latest === undefined ? <p class="quiet">{words.noWord}</p> : <blockquote class="answer-words">{latest}</blockquote>}</Block>
      <Block title={words.membersTitle}>
        <p class="quiet">{words.membersMore}</p>
        <ul class="bullets">{members.map((one) => <li key={one.id}><a href={one.href}>{groupCaseNumber(one.number)}</a> {one.refusal !== undefined && <span class="quiet">{words.refusedWhy(one.refusal)}</span>}</li>)}</ul>
      </Block>
    </>
  );
}

type ActProps = MatterProps & { readonly act: MatterActName };

function ActBlock(props: ActProps) {
  const { page, row, act, failed } = props;
  const words = matterWords(page.locale);
  const form = failed?.act === act ? failed.form : EMPTY_FORM;
  const { title, hint, go } = actWords(page, act);
  if (act === 'members') return <Block title={title}><Members {...props} form={form} /></Block>;
  const at = { page, form, scope: act };
  return (
    <Block title={title}>
      <p class="quiet">{hint}</p>
      <Form page={page} action={`${page.paths.matterOf(row.id)}/${act}`} hidden={form.hidden}>
        {(act === 'update' || act === 'end') && <TextArea {...at} name="words" label={words.words} max={NOTE_MAX} rows={3} />}
        {act === 'update' && <Select {...at} name="next" label={words.nextLabel} empty={words.none} choices={choicesOf(words.hours)} />}
        {act === 'answer' && <><TextArea {...at} name="found" label={words.found} max={WORDS_MAX} rows={3} /><TextArea {...at} name="done" label={words.done} max={WORDS_MAX} rows={3} /></>}
        {act === 'date' && <><Field {...at} name="date" label={words.dateLabel} type="date" short /><TextArea {...at} name="why" label={words.why} max={NOTE_MAX} rows={3} /></>}
        {act === 'parting' && <><Field {...at} name="number" label={words.number} inputMode="numeric" short /><TextArea {...at} name="why" label={words.why} max={NOTE_MAX} rows={2} /></>}
        <div class="acts"><Button>{go}</Button></div>
      </Form>
    </Block>
  );
}

function Members({ page, row, found, form }: ActProps & { readonly form: FormState }) {
  const words = matterWords(page.locale);
  const action = `${page.paths.matterOf(row.id)}/members`;
  return (
    <>
      {found && <p>{found.cases === 0 ? words.gatherNone : words.gatherFound(found.cases)} {found.danger > 0 && <strong>{words.gatherDanger(found.danger)}</strong>}</p>}
      {found && found.cases > 0 && <Form page={page} action={action} hidden={{ by: 'filter' }}><div class="acts"><MainAction>{words.gatherGo(found.cases)}</MainAction></div></Form>}
      <details class="fold" open={Object.keys(form.errors).length > 0 || found === undefined}>
        <summary>{words.byNumberTitle}</summary>
        <Form page={page} action={action} hidden={{ ...form.hidden, by: 'number' }}>
          <TextArea page={page} form={form} scope="members" name="numbers" label={words.numbers} hint={words.numbersHint} max={NOTE_MAX} rows={3} />
          <div class="acts"><Button>{words.byNumberGo}</Button></div>
        </Form>
      </details>
    </>
  );
}

function actWords(page: PageContext, act: MatterActName): { readonly title: string; readonly hint: string; readonly go: string } {
  const words = matterWords(page.locale);
  return ({
    members: { title: words.gatherTitle, hint: '', go: words.byNumberGo }, signature: { title: words.signTitle, hint: words.signHint, go: words.signGo }, update: { title: words.updateTitle, hint: words.updateHint, go: words.updateGo },
    answer: { title: words.answerTitle, hint: words.answerHint, go: words.answerGo }, date: { title: words.dateTitle, hint: words.dateHint, go: words.dateGo }, parting: { title: words.partTitle, hint: words.partHint, go: words.partGo },
    end: { title: words.endTitle, hint: words.endHint, go: words.endGo },
  })[act];
}

/** At a single case: which incidents it may belong to, or where it is joined already. */
export type CaseMatters = { readonly number: CaseNumber; readonly joined?: { readonly id: string; readonly name: string }; readonly offers: readonly { readonly id: string; readonly name: string }[] };

export function CaseMattersPanel({ page, matters }: { readonly page: PageContext; readonly matters: CaseMatters }) {
  const words = matterWords(page.locale);
  const { joined, offers } = matters;
  if (joined) return <Notice tone="know"><p>{words.inTitle} <a href={page.paths.matterOf(joined.id)}>{joined.name}</a></p></Notice>;
  if (offers.length === 0) return null;
  return (
    <Notice tone="know" title={words.offerTitle}>
      {offers.map((one) => (
        <Form key={one.id} page={page} action={`${page.paths.matterOf(one.id)}/members`} hidden={{ by: 'number', numbers: matters.number }}><Button>{words.offerGo(one.name)}</Button></Form>
      ))}
    </Notice>
  );
}
