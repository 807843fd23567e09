import { groupCaseNumber, type CaseId, type CaseNumber } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { HIDES_AT_ONCE, HIDING_RULES, type Hidable, type HidingRule } from '../../../slices/cases/removals.ts';
import { Block, EmptyState, KeyValue, Notice } from '../../../ui/components/blocks.tsx';
import { RadioCards } from '../../../ui/components/choice.tsx';
import { ErrorSummary } from '../../../ui/components/error-summary.tsx';
import { Button, Form, MainAction, TextArea, type FieldPlace } from '../../../ui/components/form.tsx';
import { When } from '../../../ui/components/when.tsx';
import { Page } from '../../../ui/layout.tsx';
import type { FormState, PageContext } from '../../../ui/page.ts';
import { removalMessages } from './messages.ts';
import { handWord, itemWord, tombstoneOf, type HandView, type RemovalView } from './words.ts';

/** Longest reason or explanation, in characters: a page. */
export const HIDING_TEXT_MAX = 2_000;

export const HIDING_DONE = ['proposed', 'hidden', 'refused', 'upheld', 'overturned', 'unhidden'] as const;
export type HidingDone = (typeof HIDING_DONE)[number];

/** One decision that waits. `yours`: the reader has had a hand in it, so somebody else decides. */
export type WaitingRemoval = {
  readonly id: CaseId; readonly number: CaseNumber; readonly title: string; readonly item: Hidable; readonly rule: HidingRule;
  readonly proposer: HandView; readonly isContest: boolean; readonly isHidden: boolean; readonly dueAt: Instant; readonly yours: boolean;
};

/** What waits for a second, or a third, person. */
export function RemovalDeskPage({ page, waiting, done }: { readonly page: PageContext; readonly waiting: readonly WaitingRemoval[]; readonly done?: HidingDone }) {
  const words = removalMessages(page.locale);
  return (
    <Page page={page} title={words.deskTitle} section="console" width="wide" personal>
      {done && <Notice tone="done"><p>{words.done[done]}</p></Notice>}
      <div class="heading"><h1>{words.deskTitle}</h1><p class="lead">{words.deskLead}</p></div>
      {waiting.length === 0 && <EmptyState title={words.deskEmpty} action={{ href: page.paths.removals, word: words.tombstoneMore }}><p>{words.deskEmptyHint}</p></EmptyState>}
      {waiting.map((one) => <Waiting key={`${one.id} ${one.item}`} page={page} one={one} />)}
    </Page>
  );
}

function Waiting({ page, one }: { readonly page: PageContext; readonly one: WaitingRemoval }) {
  const words = removalMessages(page.locale);
  const heads = words.registerColumns;
  const state = one.isContest ? words.states.contested : one.isHidden ? words.states.provisional : words.notYet;
  return (
    <Block title={`${one.title} · ${itemWord(page.locale, one.item)}`}>
      <KeyValue pairs={[
        { key: heads.number, value: <a href={page.paths.consoleCase(one.id)}>{groupCaseNumber(one.number)}</a> },
        { key: heads.rule, value: words.rules[one.rule] }, { key: heads.proposer, value: handWord(page.locale, one.proposer) },
        { key: heads.state, value: state }, { key: words.deskDue, value: <When page={page} at={one.dueAt} /> },
      ]} />
      {one.yours ? <p class="quiet">{words.deskYours}</p> : <div class="acts"><Button href={`${page.paths.caseRemovals(one.id)}/${one.item}`} icon="scale">{words.deskOpen}</Button></div>}
    </Block>
  );
}

export type AskHidingProps = {
  readonly page: PageContext; readonly id: CaseId; readonly number: CaseNumber; readonly title: string;
  /** What is public of it now. */
  readonly items: readonly Hidable[];
  readonly form: FormState;
  /** How it stands; `mayShow`: the reader may show it again. */
  readonly now: readonly (RemovalView & { readonly mayShow: boolean })[];
};

/** A page instead of a dialog. Fields sent: `item`, `rule`, `reason` (required). */
export function AskHidingPage({ page, id, number, title, items, form, now }: AskHidingProps) {
  const words = removalMessages(page.locale);
  const rules = HIDING_RULES.map((rule) => ({ value: rule, label: words.rules[rule], hint: `${words.laws[rule]} · ${HIDES_AT_ONCE.includes(rule) ? words.askAtOnce : words.askLater}` }));
  return (
    <Page page={page} title={words.askTitle} section="console" width="reading" personal>
      <div class="heading"><h1>{words.askTitle}</h1><p class="lead">{words.askLead}</p><p class="quiet">{title} · {groupCaseNumber(number)}</p></div>
      <ErrorSummary page={page} form={form} />
      {items.length === 0 ? <EmptyState title={words.askNothing} action={{ href: page.paths.consoleCase(id), word: words.deskBack }} /> : (
        <Form page={page} action={page.paths.caseRemovals(id)} hidden={form.hidden}>
          <RadioCards page={page} form={form} name="item" legend={words.askItem} choices={items.map((item) => ({ value: item, label: itemWord(page.locale, item) }))} />
          <RadioCards page={page} form={form} name="rule" legend={words.askRule} choices={rules} />
          <TextArea page={page} form={form} name="reason" label={words.askReason} hint={words.askReasonHint} max={HIDING_TEXT_MAX} rows={4} />
          <div class="acts"><MainAction>{words.askGo}</MainAction><Button href={page.paths.consoleCase(id)}>{words.cancel}</Button></div>
        </Form>
      )}
      {now.length > 0 && <Block title={words.askNow}>{now.map((one) => <Standing key={`${one.item} ${one.day}`} page={page} id={id} one={one} />)}</Block>}
    </Page>
  );
}

function Standing({ page, id, one }: { readonly page: PageContext; readonly id: CaseId; readonly one: AskHidingProps['now'][number] }) {
  const words = removalMessages(page.locale);
  return (
    <>
      <p><strong>{itemWord(page.locale, one.item)}</strong>: {words.states[one.state]}</p>
      <p class="quiet">{tombstoneOf(page, one)}</p>
      {one.mayShow && <p class="acts"><Button href={`${page.paths.caseRemovals(id)}/${one.item}`} quiet>{words.showGo}</Button></p>}
    </>
  );
}

export type DecideHidingProps = {
  readonly page: PageContext; readonly id: CaseId; readonly number: CaseNumber; readonly item: Hidable; readonly rule: HidingRule;
  /** A request, a resident's objection, or a text that may be shown again. */
  readonly of: 'request' | 'contest' | 'hidden';
  readonly text: string; readonly reason: string; readonly contest?: string;
  readonly proposer: HandView;
  readonly form: FormState;
};

/** The second tap: the text itself, why, and one choice. Fields sent: `ruling` (but where it is shown again), `explanation`. */
export function DecideHidingPage(props: DecideHidingProps) {
  const { page, form, id, item, of } = props;
  const words = removalMessages(page.locale);
  const at: FieldPlace = { page, form };
  const title = { request: words.decideTitle, contest: words.settleTitle, hidden: words.showTitle }[of](itemWord(page.locale, item));
  return (
    <Page page={page} title={title} section="console" width="reading" personal>
      <div class="heading"><h1>{title}</h1><p class="lead">{of === 'hidden' ? words.shown : words.decideLead}</p><p class="quiet">{groupCaseNumber(props.number)}</p></div>
      <ErrorSummary page={page} form={form} />
      <Block title={words.theText}><blockquote class="own-words">{props.text === '' ? words.noText : props.text}</blockquote></Block>
      <KeyValue pairs={[
        { key: words.registerColumns.rule, value: <>{words.rules[props.rule]} <span class="quiet">{words.laws[props.rule]}</span></> },
        { key: words.registerColumns.proposer, value: handWord(page.locale, props.proposer) }, { key: words.theReason, value: props.reason },
        ...(props.contest === undefined ? [] : [{ key: words.theContest, value: props.contest }]),
      ]} />
      <Form page={page} action={`${page.paths.caseRemovals(id)}/${item}`} hidden={form.hidden}>
        {of === 'request' && <RadioCards {...at} name="ruling" legend={words.ruling} choices={[{ value: 'hidden', label: words.approve, hint: words.approveHint }, { value: 'refused', label: words.refuse, hint: words.refuseHint }]} />}
        {of === 'contest' && <RadioCards {...at} name="ruling" legend={words.ruling} choices={[{ value: 'upheld', label: words.uphold, hint: words.upholdHint }, { value: 'overturned', label: words.overturn, hint: words.overturnHint }]} />}
        <TextArea {...at} name="explanation" label={words.explanation} hint={words.explanationHint} max={HIDING_TEXT_MAX} rows={3} />
        <div class="acts"><MainAction>{of === 'hidden' ? words.showGo : words.decideGo}</MainAction><Button href={page.paths.consoleRemovals}>{words.cancel}</Button></div>
      </Form>
    </Page>
  );
}
