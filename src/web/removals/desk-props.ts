import { parseUnitId, type CaseId } from '../../kernel/ids.ts';
import type { Tx } from '../../platform/db/reader.ts';
import type { ReadyStaff } from '../../slices/accounts/index.ts';
import {
  answersOf, casesWithWaitingRemovals, caseForStaff, isHidden, isShown, pastRoundsOf, removalOf, roundOf, unitsIn, waitingRemovals,
  type CaseState, type Hidable, type LoadedCase, type Removal,
} from '../../slices/cases/index.ts';
import type { Directory } from '../../slices/units/index.ts';
import type { FormState, PageContext } from '../../ui/page.ts';
import { topicWords, unitNamer } from '../present/names.ts';
import type { AskHidingProps, DecideHidingProps, WaitingRemoval } from '../views/removals/desk.tsx';
import { stateRemovalViewOf } from './views-of.ts';

/** More at once nobody reads; the earliest due come first. */
const WAITING_MAX = 50;
/** Whoever may ask, decide or settle: to them the list is of use. `decide` has the last word. */
const ASKING: readonly string[] = ['dispatcher', 'supervisor'];
const DECIDING: readonly string[] = ['protection-officer', 'supervisor', 'objection-reviewer'];

type Seen = { readonly page: PageContext; readonly directory: Directory };

export function mayAskHiding({ actor }: ReadyStaff): boolean {
  return actor.roles.some((role) => ASKING.includes(role));
}

export function seesRemovalDesk(staff: ReadyStaff): boolean {
  return mayAskHiding(staff) || staff.actor.roles.some((role) => DECIDING.includes(role));
}

/** Everything that waits for somebody, of those cases that the actor may see. */
export async function waitingRemovalsFor(tx: Tx, staff: ReadyStaff, { page, directory }: Seen): Promise<readonly WaitingRemoval[]> {
  const rows: WaitingRemoval[] = [];
  for (const id of await casesWithWaitingRemovals(tx, WAITING_MAX)) {
    const loaded = await caseForStaff(tx, id);
    for (const removal of waitingRemovals(loaded?.state.facts.removals ?? [])) {
      if (loaded) rows.push(rowOf(id, loaded.state, removal, staff, { page, directory }));
    }
  }
  return rows;
}

function rowOf(id: CaseId, state: CaseState, removal: Removal, staff: ReadyStaff, { page, directory }: Seen): WaitingRemoval {
  const { facts } = state;
  return {
    id, number: facts.number, title: topicWords(directory, facts.topic, page.locale), item: removal.item, rule: removal.rule,
    proposer: handOf(removal, { page, directory }), isContest: removal.state === 'contested', isHidden: isHidden(facts, removal.item),
    dueAt: 'dueAt' in removal ? removal.dueAt : facts.submittedAt, yours: !mayDecide(state, removal, staff),
  };
}

/** Neither a hand in it nor a seat in a unit that has, or had, the case; and a role that decides such things. */
function mayDecide(state: CaseState, removal: Removal, { actor, unitId }: ReadyStaff): boolean {
  const running = roundOf(state);
  const involved = [...pastRoundsOf(state), ...(running ? [running] : [])].flatMap(unitsIn);
  const roles: readonly string[] = removal.state === 'contested' ? DECIDING : DECIDING.slice(0, 2);
  return removal.accounts.length === 0 && !involved.includes(unitId) && actor.roles.some((role) => roles.includes(role));
}

export function askHidingProps({ state }: LoadedCase, staff: ReadyStaff, id: CaseId, form: FormState, { page, directory }: Seen): AskHidingProps {
  const { facts } = state;
  const nameOf = unitNamer(directory, page.locale);
  const items: readonly Hidable[] = ['summary', 'words', 'address', ...answersOf(state).map((_one, index) => `answer-${index + 1}` as const)];
  return {
    page, id, number: facts.number, title: topicWords(directory, facts.topic, page.locale), form,
    items: items.filter((item) => isShown(state, item) && !isHidden(facts, item)),
    now: facts.removals.flatMap((one) => {
      const view = stateRemovalViewOf(one, nameOf);
      return view ? [{ ...view, mayShow: one.state === 'hidden' && removalOf(facts.removals, one.item) === one && mayDecide(state, { ...one, accounts: [] }, staff) }] : [];
    }),
  };
}

/** Undefined where nothing about this item waits, and nothing is hidden that could be shown again. */
export function decideHidingProps({ state, history }: LoadedCase, id: CaseId, item: Hidable, form: FormState, { page, directory }: Seen): DecideHidingProps | undefined {
  const { facts } = state;
  const removal = removalOf(facts.removals, item);
  if (!removal || removal.state === 'refused' || removal.state === 'restored') return undefined;
  const asked = history.findLast((fact) => fact.type === 'case.hiding-proposed.v1' && fact.open.item === item);
  return {
    page, id, number: facts.number, item, rule: removal.rule, form, proposer: handOf(removal, { page, directory }),
    of: removal.state === 'contested' ? 'contest' : removal.state === 'hidden' ? 'hidden' : 'request',
    text: textOf(state, item), reason: asked?.type === 'case.hiding-proposed.v1' ? asked.sealed.reason ?? '' : '',
    ...(removal.state === 'contested' ? { contest: removal.words } : {}),
  };
}

function handOf({ proposer }: Removal, { page, directory }: Seen): WaitingRemoval['proposer'] {
  const unit = parseUnitId(proposer.unit);
  return { role: proposer.role, unit: unit ? unitNamer(directory, page.locale)(unit) : '' };
}

function textOf(state: CaseState, item: Hidable): string {
  const { facts } = state;
  switch (item) {
    case 'summary': return facts.publicSummary ?? '';
    case 'words': return facts.words;
    case 'address': return [facts.place.address, facts.place.point ? `${String(facts.place.point.latitude)} ${String(facts.place.point.longitude)}` : ''].filter(Boolean).join('\n');
    default: {
      const answer = answersOf(state)[Number(item.slice('answer-'.length)) - 1];
      return [answer?.found, answer?.done, answer?.owed].filter(Boolean).join('\n\n');
    }
  }
}
