import { parseCaseId, type CaseId, type PersonRef, type UnitId } from '../../kernel/ids.ts';
import { isoOf, type Instant } from '../../kernel/instant.ts';
import type { Tx } from '../../platform/db/reader.ts';
import { readCase, type LoadedCase } from './load.ts';
import type { ReceiptState } from './receipt.ts';
import type { CaseState } from './state.ts';
import { isOfReceipt } from './timeline.ts';
import { selectHeldPersons, selectNamedPhotos, selectPhotoCase, selectRestedPersons } from './store.ts';

/** The resident's own case, whole; `tx` is of an actor who showed its receipt. */
export function caseForResident(tx: Tx, caseId: CaseId): Promise<LoadedCase | undefined> {
  return tx.actor.kind === 'resident' && tx.actor.caseId === caseId ? readCase(tx, caseId) : Promise.resolve(undefined);
}

/**
 * A case as an official reads it: the problem, not the person. Who it was, whom they named as not to be told, and which
 * colleague diverted it are taken out; whom row security keeps out sees nothing at all.
 */
export async function caseForStaff(tx: Tx, caseId: CaseId): Promise<LoadedCase | undefined> {
  const loaded = await readCase(tx, caseId);
  const viewer = tx.actor.kind === 'staff' ? tx.actor.accountId : '';
  return loaded && { state: withoutPersons(loaded.state, viewer), history: loaded.history.filter(({ type }) => !isOfReceipt(type)).map((fact) => ({ ...fact, sealed: withoutFields(fact.sealed) }) as typeof fact) };
}

/** Units to which this case must not go, for a dispatcher's list of choices; never for a page. */
export async function unitsKeptFrom(tx: Tx, caseId: CaseId): Promise<readonly UnitId[]> {
  return (await readCase(tx, caseId))?.state.facts.about ?? [];
}

/** The vault's name for whoever raised the case: for the relay and for unsealing, never for a page. */
export async function personOf(tx: Tx, caseId: CaseId): Promise<PersonRef | undefined> {
  return (await readCase(tx, caseId))?.state.facts.person;
}

/** Whether the actor may see a photograph: exactly when they may see its case. */
export async function caseOfPhoto(tx: Tx, name: string): Promise<CaseId | undefined> {
  return parseCaseId((await tx.row(selectPhotoCase, [tx.actor.jurisdiction, name]))?.case_id);
}

/** Which of these references a case holds; for the vault's sweep, in a transaction of role `worker`. */
export async function heldPersons(tx: Tx, refs: readonly PersonRef[]): Promise<ReadonlySet<PersonRef>> {
  const held = new Set((await tx.rows(selectHeldPersons, [tx.actor.jurisdiction, refs])).map((row) => row.person));
  return new Set(refs.filter((ref) => held.has(ref)));
}

/** Which of these persons are reached no more, their case having rested since before `before`; in a transaction of role `worker`. */
export async function restedPersons(tx: Tx, refs: readonly PersonRef[], before: Instant): Promise<ReadonlySet<PersonRef>> {
  const rested = new Set((await tx.rows(selectRestedPersons, [tx.actor.jurisdiction, refs, isoOf(before)])).map((row) => row.person));
  return new Set(refs.filter((ref) => rested.has(ref)));
}

/** Which of these photographs belong to a case; for the sweep of files, in a transaction of role `worker`. */
export async function namedPhotos(tx: Tx, names: readonly string[]): Promise<ReadonlySet<string>> {
  return new Set((await tx.rows(selectNamedPhotos, [tx.actor.jurisdiction, names])).map((row) => row.name));
}

/** What becomes of a code is not for whoever handles the case. */
const NOTHING_OF_IT: ReceiptState = { generation: 1, owed: false, exchanges: 0, ballotsFrom: 1, reissues: [] };
const PERSONAL: readonly string[] = ['person', 'about', 'superiors', 'by', 'pressed', 'proxy'];
/** Whoever was pressed to withdraw may have written by whom: that is not for the very offices. */
const PRESSED: readonly string[] = [...PERSONAL, 'reason'];

function withoutPersons(state: CaseState, viewer: string): CaseState {
  const { person: _who, ...facts } = state.facts;
  // Of colleagues who had a hand in a hiding one learns roles; of oneself, that one was among them.
  const removals = facts.removals.map((one) => ({ ...one, accounts: one.accounts.filter((account) => account === viewer) }));
  const shown = { ...state, facts: { ...facts, about: [], superiors: [], removals, receipt: NOTHING_OF_IT, ...(facts.entry.by === 'proxy' ? { entry: { by: 'self' } as const } : {}) } };
  return 'diverted' in shown ? { ...shown, diverted: { ...shown.diverted, by: '' } } : shown;
}

function withoutFields(sealed: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string | undefined>> {
  const kept = sealed['pressed'] === 'yes' ? PRESSED : PERSONAL;
  return Object.fromEntries(Object.entries(sealed).filter(([field]) => !kept.includes(field)));
}
