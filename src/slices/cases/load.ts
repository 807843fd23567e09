import type { CaseId } from '../../kernel/ids.ts';
import type { Reader, Tx } from '../../platform/db/reader.ts';
import type { Statement } from '../../platform/db/statement.ts';
import { together } from '../../platform/db/together.ts';
import { readStream } from '../../record/stream.ts';
import type { CaseFact } from './events.ts';
import { fold } from './evolve.ts';
import type { CaseState } from './state.ts';
import { lockCase, seeCase, selectPayloads, type HeldRow } from './store.ts';
import type { Told } from './told.ts';
import { upcast } from './upcast.ts';

export type LoadedCase = { readonly state: CaseState; readonly history: readonly CaseFact[] };

/** The same with what the public log has opened of it: whoever changes a case writes its public rows anew. */
export type HeldCase = LoadedCase & { readonly told: Told };

/** A case as its actor may see it; undefined where there is none, or none for them: nobody can tell the two apart. */
export function readCase(tx: Tx, caseId: CaseId): Promise<HeldCase | undefined> {
  return load(tx, caseId, seeCase);
}

/** The same, held until the transaction ends. The three statements travel together; the later ones see what the lock waited for. */
export function lockedCase(tx: Tx, caseId: CaseId, lock: Statement<HeldRow> = lockCase): Promise<HeldCase | undefined> {
  return load(tx, caseId, lock);
}

async function load(tx: Tx, caseId: CaseId, first: Statement<HeldRow>): Promise<HeldCase | undefined> {
  const { jurisdiction } = tx.actor;
  const [seen, events, payloads] = await together([
    tx.row(first, [jurisdiction, caseId]),
    readStream(tx, jurisdiction, caseId),
    payloadsOf(tx, jurisdiction, caseId),
  ]);
  if (!seen) return undefined;
  // Whoever only reads holds nothing: what was committed between the row and its stream belongs to the next reading.
  const history = events.filter(({ streamSeq }) => streamSeq <= seen.version).map((event) => upcast({ ...event, sealed: payloads.get(event.streamSeq) ?? whenAbsent(event.commitments) }, jurisdiction));
  const state = fold(history);
  if (state?.seq !== seen.version) throw new Error(`case ${caseId}: its row says version ${String(seen.version)}, its stream ${String(state?.seq)}`);
  return { state, history, told: seen.told };
}

/** An event without private fields has no payload row; one with them and no row has been erased. */
export function whenAbsent(commitments: Readonly<Record<string, string>>): 'erased' | Record<string, string> {
  return Object.keys(commitments).length === 0 ? {} : 'erased';
}

async function payloadsOf(reader: Reader, jurisdiction: string, caseId: CaseId): Promise<Map<number, Record<string, string>>> {
  const rows = await reader.rows(selectPayloads, [jurisdiction, caseId]);
  return new Map(rows.map((row) => [row.seq, row.sealed]));
}
