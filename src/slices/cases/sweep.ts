import { parseCaseId, type CaseId, type JurisdictionCode } from '../../kernel/ids.ts';
import type { Actor } from '../../platform/db/actor.ts';
import { TIMERS } from './case.ts';
import type { CaseDeps } from './deps.ts';
import { actOnCase } from './handle.ts';
import { lockCaseIfFree, selectDueTimers } from './store.ts';

/** Rows read at once; more only make the first wait for the last. */
const BATCH = 100;
/** One sweep ends after this many, so that other jurisdictions get their turn; the next goes on where it stopped. */
const FIRED_MAX = 5_000;

export type Swept = { readonly fired: number; readonly failed: number };

/**
 * Turns what is due into system commands, one transaction a case. A crash between two leaves the rest due: the next sweep
 * takes them. Several sweepers may run: a case that one holds, the other passes over, and a timer that is due no more does nothing.
 */
export async function sweepCases(deps: CaseDeps, jurisdiction: JurisdictionCode, onError: (error: unknown) => void): Promise<Swept> {
  const actor: Actor = { kind: 'system', jurisdiction, job: 'sweeper' };
  const passedOver = new Set<CaseId>();
  let fired = 0;
  let failed = 0;
  while (fired < FIRED_MAX) {
    const due = await deps.database.inTransaction(actor, (tx) => tx.rows(selectDueTimers, [jurisdiction, [...passedOver], BATCH]));
    if (due.length === 0) break;
    for (const row of due) {
      const caseId = parseCaseId(row.case_id);
      if (!caseId) throw new Error('a timer of no case');
      if (passedOver.has(caseId)) continue;
      try {
        const timer = TIMERS.find((one) => one === row.kind) ?? unknown(row.kind);
        const decision = await deps.database.inTransaction(actor, (tx) => actOnCase(deps, tx, caseId, { do: 'elapse', timer }, lockCaseIfFree));
        if (decision.refused) passedOver.add(caseId);
        else fired += 1;
      } catch (error) {
        // One broken case must not stop the clocks of all others; it stays due, and alarms at every sweep.
        passedOver.add(caseId);
        failed += 1;
        onError(error);
      }
    }
  }
  return { fired, failed };
}

function unknown(kind: string): never {
  throw new Error(`a timer of no known kind: ${kind}`);
}
