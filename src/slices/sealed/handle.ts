import { createHash } from 'node:crypto';
import { isoOf, type Instant } from '../../kernel/instant.ts';
import type { JurisdictionCode } from '../../kernel/ids.ts';
import { accept, refuse, type Decision } from '../../kernel/refusal.ts';
import type { KeyProvider } from '../../platform/crypto/index.ts';
import type { Actor } from '../../platform/db/actor.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Tx } from '../../platform/db/reader.ts';
import { append, canonical, type EventDraft, type Json } from '../../record/index.ts';
import { decide, type SealedCommand, type SealedRefusal } from './decide.ts';
import { evolve } from './evolve.ts';
import { keeperOf } from './kept.ts';
import type { SealedRules } from './policy.ts';
import { dueOf, type Officer, type ReportId, type ReportState } from './report.ts';
import { quarterOf } from './score-periods.ts';
import { SEALED_EVENT, type Step } from './steps.ts';
import { insertCopies, insertLetter, insertReport, insertSteps, lockReport, updateReport } from './store.ts';

export type SealedDeps = {
  readonly database: Database;
  readonly keys: KeyProvider;
  readonly rulesFor: (jurisdiction: JurisdictionCode) => SealedRules;
  /** The date in the jurisdiction's zone, `2026-11-22`. */
  readonly dayOf: (jurisdiction: JurisdictionCode, at: Instant) => string;
  /** Accounts that have the duty of a protection officer at this moment, with their units. */
  readonly holders: (jurisdiction: JurisdictionCode) => Promise<readonly Pick<Officer, 'account' | 'unit'>[]>;
};

/** What comes with a command: a letter, or all letters closed again to one more reader. */
export type Enclosed = { readonly letter?: Uint8Array; readonly copies?: readonly Uint8Array[] };

export function digestOf(ciphertext: Uint8Array): string {
  return createHash('sha256').update(ciphertext).digest('base64url');
}

/** The machine acts for whoever asks; who that is stands in the command, and `decide` judges it. */
export function machineOf(jurisdiction: JurisdictionCode): Actor {
  return { kind: 'system', jurisdiction, job: 'sealed reports' };
}

/** One command on a report that exists, in the caller's transaction of the machine: held, decided, written. */
export async function actOnReport(
  deps: SealedDeps, tx: Tx, report: ReportId, command: SealedCommand, officers: readonly Officer[], enclosed: Enclosed = {},
): Promise<Decision<ReportState, SealedRefusal>> {
  const { jurisdiction } = tx.actor;
  const row = await tx.row(lockReport, [jurisdiction, report]);
  if (!row) return refuse({ kind: 'no-such-report' });
  const state = keeperOf(deps.keys, jurisdiction).openState(report, row.state);
  const decided = decide(state, command, tx.at, officers, deps.rulesFor(jurisdiction));
  return decided.refused ? decided : accept(await persist(deps, tx, state, decided.value, enclosed));
}

/** Events, private halves, live row and letters, all in the caller's transaction: a crash before its commit leaves nothing. */
export async function persist(deps: SealedDeps, tx: Tx, before: ReportState | undefined, steps: readonly Step[], enclosed: Enclosed): Promise<ReportState> {
  const { jurisdiction } = tx.actor;
  const from = before?.seq ?? 0;
  const after = steps.reduce<ReportState | undefined>((state, step, index) => evolve(state, { seq: from + 1 + index, at: tx.at, step }), before);
  if (!after) throw new Error('a decision without steps');
  const { id } = after.facts;
  const keeper = keeperOf(deps.keys, jurisdiction);
  const texts = steps.map((step) => canonical(step as unknown as Json));
  await append(tx, id, texts.map((text, index) => draftOf(id, from + 1 + index, text)), deps.keys);
  const state = keeper.sealState(id, after);
  const due = dueOf(after);
  const row = [jurisdiction, id, after.seq, state, after.readers, due === undefined ? null : isoOf(due)] as const;
  if (before) await tx.run(updateReport, row);
  else await tx.run(insertReport, [...row, quarterOf(deps.dayOf(jurisdiction, tx.at))]);
  await tx.run(insertSteps, [jurisdiction, id, steps.map((_, index) => from + 1 + index), texts.map((text, index) => keeper.sealStep(id, from + 1 + index, text))]);
  if (enclosed.letter) await tx.run(insertLetter, [jurisdiction, id, after.letters.length, enclosed.letter]);
  const shared = steps.find((step) => step.step === 'shared');
  if (enclosed.copies && shared) await tx.run(insertCopies, [jurisdiction, id, shared.reader, enclosed.copies]);
  return after;
}

/** All alike: type, role and public name are the same, and what it was is a commitment. */
function draftOf(report: ReportId, streamSeq: number, text: string): EventDraft {
  return {
    type: SEALED_EVENT, stream: `sealed:${report}`, streamSeq, role: 'sealed', open: {}, sealed: { step: text },
    publish: { stream: 'sealed', when: 'never', open: {}, later: {} },
  };
}
