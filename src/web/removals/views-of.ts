import type { CaseState, ListedRemoval, Removal } from '../../slices/cases/index.ts';
import type { UnitId } from '../../kernel/ids.ts';
import { noonOf } from '../present/case-stub.ts';
import type { MyRemoval } from '../views/removals/mine.tsx';
import type { RemovalView } from '../views/removals/words.ts';

type NameOf = (unit: UnitId) => string;

/** A line of the register, or a hiding out of a case's own state, as pages tell it. */
export function removalViewOf(removal: Pick<ListedRemoval, 'item' | 'rule' | 'state' | 'proposer' | 'approver' | 'day' | 'restoredDay'>, nameOf: NameOf): RemovalView {
  const hand = ({ role, unit }: ListedRemoval['proposer']) => ({ role, unit: unit === undefined ? '' : nameOf(unit) });
  const { item, rule, state, proposer, approver, day, restoredDay } = removal;
  return {
    item, rule, state, proposer: hand(proposer), ...(approver ? { approver: hand(approver) } : {}), day: noonOf(day),
    ...(restoredDay === undefined ? {} : { restoredDay: noonOf(restoredDay) }),
  };
}

/** Undefined where nothing was ever out of sight. */
export function stateRemovalViewOf(removal: Removal, nameOf: NameOf): RemovalView | undefined {
  return removal.state === 'proposed' || removal.state === 'refused' ? undefined : removalViewOf({ ...removal, state: removal.state }, nameOf);
}

/** Everything of their case that is or was out of others' sight, for the resident. */
export function myRemovalsOf({ facts }: CaseState, nameOf: NameOf): readonly MyRemoval[] {
  return facts.removals.flatMap((one) => {
    const view = stateRemovalViewOf(one, nameOf);
    return view ? [{ ...view, contest: facts.erased ? 'none' : contestOf(one) }] : [];
  });
}

function contestOf(removal: Removal): MyRemoval['contest'] {
  if (removal.state === 'contested') return 'running';
  return removal.state === 'hidden' ? removal.contest : 'none';
}
