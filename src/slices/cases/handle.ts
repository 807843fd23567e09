import type { CaseId } from '../../kernel/ids.ts';
import { accept, refuse, type Decision } from '../../kernel/refusal.ts';
import type { Actor } from '../../platform/db/actor.ts';
import type { Tx } from '../../platform/db/reader.ts';
import type { Statement } from '../../platform/db/statement.ts';
import { together } from '../../platform/db/together.ts';
import { prefetchSubjectKey } from '../../record/append.ts';
import type { RecordedEvent } from '../../record/event.ts';
import type { CaseRefusal } from './commands.ts';
import { decide } from './decide.ts';
import { authorOf, type Act, type CaseDeps } from './deps.ts';
import { lockedCase } from './load.ts';
import { foresee, persist } from './persist.ts';
import type { CaseState } from './state.ts';
import { lockCase, type HeldRow } from './store.ts';

export type Acted = { readonly state: CaseState; readonly events: readonly RecordedEvent[] };

/** One command in a transaction of its own. */
export function perform(deps: CaseDeps, actor: Actor, caseId: CaseId, act: Act): Promise<Decision<Acted, CaseRefusal>> {
  return deps.database.inTransaction(actor, (tx) => actOnCase(deps, tx, caseId, act));
}

/**
 * One command in the caller's transaction: hold the case, fold its stream, decide, write. A verdict needs a transaction
 * of role `app_verdict`: the record takes a judgement from no other. A refusal has written nothing.
 */
export async function actOnCase(
  deps: CaseDeps, tx: Tx, caseId: CaseId, act: Act, lock: Statement<HeldRow> = lockCase,
): Promise<Decision<Acted, CaseRefusal>> {
  const [loaded] = await together([lockedCase(tx, caseId, lock), prefetchSubjectKey(tx, caseId, deps.keys)]);
  if (!loaded) return refuse({ kind: 'no-such-case' });
  const rules = deps.rulesFor(tx.actor.jurisdiction);
  const decision = decide(loaded.state, { ...act, by: authorOf(tx.actor) }, tx.at, rules);
  if (decision.refused) return decision;
  const after = foresee(loaded, decision.value, tx);
  const events = await persist(deps, tx, decision.value, after, rules);
  return accept({ state: after.state, events });
}
