import { randomInt, randomUUID } from 'node:crypto';
import { caseNumberOf, parseAccountId, parseCaseId, type AccountId, type CaseId, type CaseNumber, type JurisdictionCode } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { accept, refuse, type Decision } from '../../kernel/refusal.ts';
import { isReceipt, newReceiptVerifier, receiptCodeOf, type ReceiptCode } from '../../platform/crypto/index.ts';
import type { Actor } from '../../platform/db/actor.ts';
import type { Tx } from '../../platform/db/reader.ts';
import type { IdempotencyKey, Idempotency } from '../../platform/http/idempotency.ts';
import { readStream } from '../../record/index.ts';
import { decide, type SealedCommand, type SealedRefusal } from './decide.ts';
import { actOnReport, digestOf, machineOf, persist, type Enclosed, type SealedDeps } from './handle.ts';
import { keeperOf } from './kept.ts';
import { ADVERSE, closedTo, mayRead, type Wish } from './policy.ts';
import type { ClosedIn, Officer, ReportId, ReportState, SealedKind, Watch } from './report.ts';
import { countQuarters, insertKey, insertReceipt, listReports, lockReport, retireKey, seeReport, selectCopies, selectDueReports, selectKeysInUse, selectLetters, selectOwnKeys, selectReceipt } from './store.ts';

type Staff = Extract<Actor, { kind: 'staff' }>;

/** What one letter of the desk or of the reporter's page is made of: its ciphertexts, of which the reader's key opens one. */
export type ClosedLetter = { readonly n: number; readonly ciphertexts: readonly Buffer[] };
export type LoadedReport = { readonly state: ReportState; readonly letters: readonly ClosedLetter[] };
export type AdverseAct = { readonly at: Instant; readonly type: string; readonly unit?: string };
export type OwnKey = { readonly recipient: string; readonly protected?: string; readonly madeAt: Date; readonly isInUse: boolean };

export type Filing = {
  readonly key: IdempotencyKey; readonly kind: SealedKind; readonly wish: Wish; readonly closedTo: readonly AccountId[]; readonly recipient: string;
  readonly letter: Uint8Array; readonly closedIn: ClosedIn; readonly watchedCase?: CaseId;
};
/** `earlier`: this form had come before; what it said then stands. */
export type Filed = { readonly number: CaseNumber; readonly code: ReceiptCode; readonly state: ReportState; readonly earlier: boolean };

/** A jurisdiction has a handful of officers; more keys than this are a mistake. */
const OFFICERS_MAX = 50;
const KEYS_MAX = 20;
/** A county has some dozens of sealed reports a year. Those with a date come first. */
const LISTED_MAX = 300;
const DUE_MAX = 200;
const NUMBERS_TRIED_MAX = 3;
const NOBODYS = { salt: Buffer.alloc(16), verifier: Buffer.alloc(32) };

export interface SealedReports {
  /** Who has the duty now and a key in use. */
  officers(jurisdiction: JurisdictionCode): Promise<readonly Officer[]>;
  /** Takes a report whose letter is closed already; the same form again gives the same receipt and adds nothing. */
  receive(jurisdiction: JurisdictionCode, filing: Filing): Promise<Decision<Filed, SealedRefusal>>;
  openReceipt(jurisdiction: JurisdictionCode, number: CaseNumber, code: ReceiptCode): Promise<ReportId | undefined>;
  forReporter(jurisdiction: JurisdictionCode, report: ReportId): Promise<LoadedReport | undefined>;
  /** Only what row security and the routing both let this officer see; letters are with it, closed. */
  forOfficer(staff: Staff, report: ReportId): Promise<LoadedReport | undefined>;
  listFor(staff: Staff): Promise<readonly ReportState[]>;
  /** What happened to the watched case since, for this officer alone. */
  adverseActs(staff: Staff, watch: Watch): Promise<readonly AdverseAct[]>;
  /** To whom of today's officers a further letter is closed. */
  recipientsOf(jurisdiction: JurisdictionCode, state: ReportState): Promise<readonly string[]>;
  /** In the caller's transaction of role `sealed_svc`, under `machineOf`. */
  actIn(tx: Tx, report: ReportId, command: SealedCommand, officers: readonly Officer[], enclosed?: Enclosed): Promise<Decision<ReportState, SealedRefusal>>;
  keysOf(staff: Staff): Promise<readonly OwnKey[]>;
  /** The former key is in use no more; what was closed to it still opens with it. False when the recipient is known already. */
  registerKey(holder: Pick<Staff, 'jurisdiction' | 'accountId'>, key: { readonly recipient: string; readonly protected?: string }): Promise<boolean>;
  sweep(jurisdiction: JurisdictionCode, onError: (error: unknown) => void): Promise<number>;
  quarterCounts(jurisdiction: JurisdictionCode): Promise<readonly { readonly quarter: string; readonly n: number }[]>;
}

export function createSealedReports(deps: SealedDeps, idempotency: Idempotency): SealedReports {
  const { database, keys } = deps;
  const within = <T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> => database.inTransaction(actor, work, 'sealed_svc');
  const officers = (jurisdiction: JurisdictionCode): Promise<readonly Officer[]> => officersOf(deps, jurisdiction);
  return {
    officers,
    receive: (jurisdiction, filing) => receive(deps, idempotency, jurisdiction, filing),
    async openReceipt(jurisdiction, number, code) {
      const row = await within(machineOf(jurisdiction), (tx) => tx.row(selectReceipt, [jurisdiction, number]));
      // An unknown number costs the same comparison as a wrong code.
      return isReceipt(keys, row ?? NOBODYS, code) && row ? parseCaseId(row.report_id) : undefined;
    },
    forReporter: (jurisdiction, report) => within({ kind: 'resident', jurisdiction, caseId: report }, (tx) => load(deps, tx, report)),
    forOfficer: (staff, report) => within(staff, async (tx) => {
      const loaded = await load(deps, tx, report);
      return loaded && mayRead(loaded.state, officerOf(staff), deps.rulesFor(staff.jurisdiction)) ? loaded : undefined;
    }),
    listFor: (staff) => within(staff, async (tx) => {
      const rows = await tx.rows(listReports, [staff.jurisdiction, LISTED_MAX]);
      const keeper = keeperOf(keys, staff.jurisdiction);
      return rows.map((row) => keeper.openState(row.report_id, row.state)).filter((state) => mayRead(state, officerOf(staff), deps.rulesFor(staff.jurisdiction)));
    }),
    adverseActs: (staff, { caseId, since }) => within(staff, async (tx) => (await readStream(tx, staff.jurisdiction, caseId))
      .filter(({ type, at }) => at > since && ADVERSE.includes(type)).map(({ type, at, unit }) => ({ type, at, ...(unit ? { unit } : {}) }))),
    recipientsOf: async (jurisdiction, state) => [state.facts.recipient, ...closedTo(state, await officers(jurisdiction), deps.rulesFor(jurisdiction)).map(({ recipient }) => recipient)],
    actIn: (tx, report, command, known, enclosed) => actOnReport(deps, tx, report, command, known, enclosed),
    keysOf: (staff) => within(staff, async (tx) => (await tx.rows(selectOwnKeys, [staff.jurisdiction, staff.accountId, KEYS_MAX]))
      .map((row) => ({ recipient: row.recipient, madeAt: row.made_at, isInUse: row.retired_at === null, ...(row.protected === null ? {} : { protected: row.protected }) }))),
    registerKey: ({ jurisdiction, accountId }, key) => within(machineOf(jurisdiction), async (tx) => {
      await tx.run(retireKey, [jurisdiction, accountId]);
      if (await tx.run(insertKey, [jurisdiction, accountId, key.recipient, key.protected ?? null]) > 0) return true;
      throw new KeyKnown('this key is registered already');
    }).catch((error: unknown) => { if (error instanceof KeyKnown) return false; throw error; }),
    sweep: (jurisdiction, onError) => sweep(deps, jurisdiction, onError),
    quarterCounts: (jurisdiction) => within(machineOf(jurisdiction), (tx) => tx.rows(countQuarters, [jurisdiction])),
  };
}

/** Rolls back the retirement of the key before. */
class KeyKnown extends Error {}

async function officersOf({ database, holders }: SealedDeps, jurisdiction: JurisdictionCode): Promise<readonly Officer[]> {
  const [held, rows] = await Promise.all([
    holders(jurisdiction), database.inTransaction(machineOf(jurisdiction), (tx) => tx.rows(selectKeysInUse, [jurisdiction, OFFICERS_MAX]), 'sealed_svc'),
  ]);
  return rows.flatMap(({ account_id, recipient }) => {
    const account = parseAccountId(account_id);
    const holder = held.find((one) => one.account === account);
    return account && holder ? [{ account, unit: holder.unit, recipient }] : [];
  });
}

async function load({ keys }: SealedDeps, tx: Tx, report: ReportId): Promise<LoadedReport | undefined> {
  const { actor } = tx;
  const row = await tx.row(seeReport, [actor.jurisdiction, report]);
  if (!row) return undefined;
  const letters = await tx.rows(selectLetters, [actor.jurisdiction, report]);
  const copies = actor.kind === 'staff' ? await tx.rows(selectCopies, [actor.jurisdiction, report, actor.accountId]) : [];
  return {
    state: keeperOf(keys, actor.jurisdiction).openState(report, row.state),
    letters: letters.map(({ n, ciphertext }) => ({ n, ciphertexts: [ciphertext, ...copies.filter((copy) => copy.n === n).map((copy) => copy.ciphertext)] })),
  };
}

async function receive(deps: SealedDeps, idempotency: Idempotency, jurisdiction: JurisdictionCode, filing: Filing): Promise<Decision<Filed, SealedRefusal>> {
  const officers = await officersOf(deps, jurisdiction);
  for (let tried = 1; ; tried += 1) {
    try {
      return await deps.database.inTransaction(machineOf(jurisdiction), (tx) => receiveOnce(deps, idempotency, tx, filing, officers), 'sealed_svc');
    } catch (error) {
      if (!isNumberTaken(error) || tried === NUMBERS_TRIED_MAX) throw error;
    }
  }
}

async function receiveOnce(deps: SealedDeps, idempotency: Idempotency, tx: Tx, filing: Filing, officers: readonly Officer[]): Promise<Decision<Filed, SealedRefusal>> {
  const { jurisdiction } = tx.actor;
  const code = receiptCodeOf(deps.keys, jurisdiction, filing.key);
  let refusal: SealedRefusal | undefined;
  // A letter closed twice looks different each time: the form's key alone says that it is the same one.
  const once = await idempotency.once(tx, filing.key, idempotency.requestDigest('sealed report', '', Buffer.from(filing.key)), async () => {
    const decided = decide(undefined, commandOf(filing, tx.at), tx.at, officers, deps.rulesFor(jurisdiction));
    if (decided.refused) {
      refusal = decided.reason;
      return refuse({ kind: 'sealed-refusal' } as const);
    }
    const state = await persist(deps, tx, undefined, decided.value, { letter: filing.letter });
    const { salt, verifier } = newReceiptVerifier(deps.keys, code);
    await tx.run(insertReceipt, [jurisdiction, state.facts.number, state.facts.id, salt, verifier]);
    return accept(state.facts.id);
  });
  if (once.refused) return refuse(refusal ?? { kind: 'no-such-report' });
  const row = await tx.row(lockReport, [jurisdiction, once.value.result]);
  if (!row) return refuse({ kind: 'no-such-report' });
  const state = keeperOf(deps.keys, jurisdiction).openState(row.report_id, row.state);
  return accept({ number: state.facts.number, code, state, earlier: once.value.earlier });
}

function commandOf({ kind, wish, closedTo: readers, recipient, letter, closedIn, watchedCase }: Filing, at: Instant): SealedCommand {
  const id = parseCaseId(randomUUID());
  if (!id) throw new Error('a UUID is a report’s id');
  return {
    do: 'receive', by: { kind: 'reporter' }, id, number: caseNumberOf(Array.from({ length: 11 }, () => String(randomInt(10))).join('')), kind, wish, closedTo: readers,
    recipient, digest: digestOf(letter), closedIn, ...(watchedCase ? { watch: { caseId: watchedCase, since: at } } : {}),
  };
}

/** Turns what is due into the clock's commands, one transaction each; a crash between two leaves the rest due. */
async function sweep(deps: SealedDeps, jurisdiction: JurisdictionCode, onError: (error: unknown) => void): Promise<number> {
  const passedOver: string[] = [];
  const due = await deps.database.inTransaction(machineOf(jurisdiction), (tx) => tx.rows(selectDueReports, [jurisdiction, passedOver, DUE_MAX]), 'sealed_svc');
  if (due.length === 0) return 0;
  const officers = await officersOf(deps, jurisdiction);
  let fired = 0;
  for (const { report_id } of due) {
    const report = parseCaseId(report_id);
    if (!report) continue;
    try {
      const done = await deps.database.inTransaction(machineOf(jurisdiction), (tx) => actOnReport(deps, tx, report, { do: 'elapse', by: { kind: 'system' } }, officers), 'sealed_svc');
      if (!done.refused) fired += 1;
    } catch (error) {
      // One broken report must not stop the clocks of all others.
      onError(error);
    }
  }
  return fired;
}

function officerOf({ accountId, unitId }: Staff): Pick<Officer, 'account' | 'unit'> {
  return { account: accountId, unit: unitId };
}

function isNumberTaken(error: unknown): boolean {
  const { code, constraint } = error as { code?: string; constraint?: string };
  return code === '23505' && constraint === 'receipts_pkey';
}
