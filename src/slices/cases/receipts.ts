import { parseCaseId, type CaseId, type JurisdictionCode } from '../../kernel/ids.ts';
import { accept, refuse, type Decision } from '../../kernel/refusal.ts';
import {
  ballotKeyOf, carriedBallotKey, carryBallotKey, isReceipt, newReceiptVerifier, receiptCodeOf, type KeyProvider, type Receipt, type ReceiptCode,
} from '../../platform/crypto/index.ts';
import type { Actor } from '../../platform/db/actor.ts';
import type { Tx } from '../../platform/db/reader.ts';
import { statement } from '../../platform/db/statement.ts';
import type { CaseRefusal } from './commands.ts';
import type { CaseDeps } from './deps.ts';
import { actOnCase } from './handle.ts';
import { selectReceipt } from './store.ts';

/** What a genuine code opens: the case, which code of it this is, and the key of its holder's ballots, base64url. */
export type OpenedReceipt = { readonly caseId: CaseId; readonly generation: number; readonly ballotKey: string };

/** A code that a desk replaced: it opens nothing but the objection to that. */
export type FormerReceipt = { readonly caseId: CaseId; readonly generation: number };

type Stored = { readonly case_id: string; readonly salt: Buffer; readonly verifier: Buffer; readonly generation: number; readonly carried: Buffer | null };

/** Which case a receipt opens; undefined when number or code is wrong, and nobody learns which. */
export async function openReceipt(deps: CaseDeps, jurisdiction: JurisdictionCode, receipt: Receipt): Promise<OpenedReceipt | undefined> {
  const row = await deps.database.inTransaction(atTheDoor(jurisdiction), (tx) => tx.row(selectReceipt, [jurisdiction, receipt.number]));
  return opened(deps.keys, row, receipt);
}

/** The newest of the codes that a desk replaced, if this is one. Compared with as many as there can be, whoever asks. */
export async function openFormerReceipt(deps: CaseDeps, jurisdiction: JurisdictionCode, { number, code }: Receipt): Promise<FormerReceipt | undefined> {
  const rows = await deps.database.inTransaction(atTheDoor(jurisdiction), (tx) => tx.rows(selectFormerReceipts, [jurisdiction, number]));
  const found = [...rows, NOBODYS].filter((row) => isReceipt(deps.keys, row, code))[0];
  const caseId = found && parseCaseId(found.case_id);
  return found && caseId ? { caseId, generation: found.generation } : undefined;
}

/** The code that goes with one sending of one form: sent again, the same, so it need not be kept. `seed`: 32 bytes that nobody else knows. */
export function codeOfSeed(keys: KeyProvider, jurisdiction: JurisdictionCode, seed: Uint8Array): ReceiptCode {
  // A form's key has no line break: no report's code can be meant.
  return receiptCodeOf(keys, jurisdiction, `replaced\n${Buffer.from(seed).toString('base64url')}`);
}

/**
 * The holder's new code for the old one, which dies with this commit. The ballots that they cast before stay theirs: the key they
 * stand under travels to the new code, sealed. Sent again it does nothing and gives the same; a crash before the commit leaves the old code.
 */
export async function exchangeReceipt(
  deps: CaseDeps, jurisdiction: JurisdictionCode, old: Receipt, seed: Uint8Array,
): Promise<Decision<OpenedReceipt & { readonly code: ReceiptCode }, CaseRefusal>> {
  const fresh: Receipt = { number: old.number, code: codeOfSeed(deps.keys, jurisdiction, seed) };
  const row = await deps.database.inTransaction(atTheDoor(jurisdiction), (tx) => tx.row(selectReceipt, [jurisdiction, old.number]));
  const earlier = opened(deps.keys, row, fresh);
  if (earlier) return accept({ ...earlier, code: fresh.code });
  const held = opened(deps.keys, row, old);
  if (!held) return refuse({ kind: 'no-such-case' });
  const { caseId, ballotKey } = held;
  return deps.database.inTransaction({ kind: 'resident', jurisdiction, caseId }, async (tx) => {
    const done = await actOnCase(deps, tx, caseId, { do: 'exchange-receipt', generation: held.generation });
    if (done.refused) return done;
    const generation = await replace(deps, tx, caseId, done.value.state.seq, fresh, carryBallotKey(deps.keys, fresh, ballotKey));
    return accept({ caseId, ballotKey, generation, code: fresh.code });
  });
}

/** Puts the code under the case, beside the event `seq` of the same transaction; which generation it is. */
export async function replace(deps: CaseDeps, tx: Tx, caseId: CaseId, seq: number, fresh: Receipt, carried: Buffer | null): Promise<number> {
  const { salt, verifier } = newReceiptVerifier(deps.keys, fresh.code);
  const made = await tx.row(replaceReceipt, [tx.actor.jurisdiction, caseId, seq, salt, verifier, carried]);
  if (!made) throw new Error('a code was replaced and is gone');
  return made.generation;
}

/** The code before the reissue that made generation `madeBy` opens the case again. */
export async function restore(tx: Tx, caseId: CaseId, seq: number, madeBy: number): Promise<void> {
  await tx.row(restoreReceipt, [tx.actor.jurisdiction, caseId, seq, madeBy]);
}

/** An unknown number costs the same comparison as a wrong code. */
function opened(keys: KeyProvider, row: Stored | undefined, receipt: Receipt): OpenedReceipt | undefined {
  const isGenuine = isReceipt(keys, row ?? NOBODYS, receipt.code);
  const caseId = parseCaseId(row?.case_id);
  if (!isGenuine || !row || !caseId) return undefined;
  const ballotKey = row.carried === null ? ballotKeyOf(receipt) : carriedBallotKey(keys, receipt, row.carried);
  if (ballotKey === undefined) throw new Error('a carried ballot key does not open under its own code');
  return { caseId, generation: row.generation, ballotKey };
}

function atTheDoor(jurisdiction: JurisdictionCode): Actor {
  return { kind: 'public', jurisdiction };
}

const NOBODYS: Stored = { case_id: '', salt: Buffer.alloc(16), verifier: Buffer.alloc(32), generation: 0, carried: null };

const selectFormerReceipts = statement<Stored>('app_actor', 'cases.select_former_receipts', `
  select case_id, salt, verifier, generation, carried from cases.former_receipts where jurisdiction = $1 and number = $2 order by generation desc limit 8`);

const replaceReceipt = statement<{ generation: number }>('app_actor', 'cases.replace_receipt', `
  select cases.replace_receipt($1, $2, $3, $4, $5, $6) as generation`);

const restoreReceipt = statement<{ generation: number }>('app_actor', 'cases.restore_receipt', `
  select cases.restore_receipt($1, $2, $3, $4) as generation`);
