import { randomInt, randomUUID } from 'node:crypto';
import { caseNumberOf, parseCaseId, parseCaseNumber, type CaseId, type CaseNumber, type EventId, type JurisdictionCode } from '../../kernel/ids.ts';
import { instantOf, isoOf, plusMs, HOUR_MS, type Instant } from '../../kernel/instant.ts';
import { accept, refuse, type Decision } from '../../kernel/refusal.ts';
import { newReceiptVerifier, receiptCodeOf, type ReceiptCode } from '../../platform/crypto/index.ts';
import type { Actor } from '../../platform/db/actor.ts';
import type { Database } from '../../platform/db/database.ts';
import type { SqlValue, Tx } from '../../platform/db/reader.ts';
import { together } from '../../platform/db/together.ts';
import { appendToNew, type FirstWords } from '../../record/append.ts';
import { eventAt } from '../../record/entry-of-event.ts';
import type { EventDraft } from '../../record/event.ts';
import type { Accept, CaseRefusal, Dispatch } from './commands.ts';
import { decide } from './decide.ts';
import { authorOf, type CaseDeps, type Submission } from './deps.ts';
import { foresee, payloadColumns, savePublic, timestamp, type Changed } from './persist.ts';
import { rowOf, timerRowsOf } from './project.ts';
import { withPublication } from './publish.ts';
import { receiverOf, type Rules } from './rules.ts';
import { insertPhotos, insertSubmission } from './insert-submission.ts';
import { purgeIdempotency, selectSubmission } from './store.ts';

/** `isNew` is false when the same key and the same words had made the case before: number and code are then the same again. */
export type SubmittedCase = {
  readonly caseId: CaseId; readonly number: CaseNumber; readonly code: ReceiptCode; readonly isNew: boolean; readonly submittedAt: Instant;
  /** Of the submission in the record: whoever knows it may fetch the proof of its sealed entry. */
  readonly eventId: EventId;
};

/** Chosen by the sender for one submission; `fingerprint` (of the whole request) where files make equal bodies look different. */
export type SubmissionKey = { readonly idempotencyKey: string; readonly fingerprint?: string };

/** Accepted and dispatched at once, by the jurisdiction's dispatch list (直派), in the same transaction. */
export type Direct = { readonly accept: Omit<Accept, 'do' | 'by'>; readonly dispatch: Omit<Dispatch, 'do' | 'by'> };

const KEY_KEPT_MS = 72 * HOUR_MS;
/** One number in 10^11 is taken by chance; three such chances in a row mean something is broken. */
const NUMBERS_TRIED_MAX = 3;

/**
 * Makes a case out of what someone said. The same key again gives the same case and receipt and adds nothing; the same
 * key with other words is refused. A crash before the commit leaves nothing, after it everything: whoever did not hear
 * the answer sends the same key again.
 */
export async function submitCase(
  deps: CaseDeps, actor: Actor, submission: Submission, key: SubmissionKey, direct?: Direct,
): Promise<Decision<SubmittedCase, CaseRefusal>> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await deps.database.inTransaction(actor, (tx) => submitOnce(deps, tx, submission, key, direct));
    } catch (error) {
      if (isKeyTaken(error)) return deps.database.inTransaction(actor, (tx) => earlier(deps, tx, submission, key));
      if (!isNumberTaken(error) || tried === NUMBERS_TRIED_MAX) throw error;
    }
  }
}

/** Forgets keys past their 72 hours, a batch at a time; how many. For the worker, over all jurisdictions. */
export async function purgeSubmissionKeys(database: Database, batch = 1_000): Promise<number> {
  const { rows } = await database.poolOf('worker').query<{ gone: number }>({ name: purgeIdempotency.name, text: purgeIdempotency.text, values: [batch] });
  return rows[0]?.gone ?? 0;
}

async function submitOnce(
  deps: CaseDeps, tx: Tx, submission: Submission, key: SubmissionKey, direct: Direct | undefined,
): Promise<Decision<SubmittedCase, CaseRefusal>> {
  const prepared = await prepareSubmission(deps, tx, submission, key, direct);
  if (prepared.refused) return prepared;
  // All in one packet, and each fails by itself where it must not count: a crash or a failure anywhere leaves nothing.
  await together([...prepared.value.send(), tx.commit()]);
  return accept(prepared.value.made);
}

/** First words for the record, and the values of `insertSubmission`. */
export type PlainSubmission = { readonly words: FirstWords; readonly values: readonly SqlValue[] };

export type PreparedSubmission = {
  readonly made: SubmittedCase;
  /** Sends its statements, all at once; the caller commits behind them. */
  readonly send: () => readonly (Promise<unknown> | undefined)[];
  /** Present where nothing but the submission itself is to be written: then it may go with others in one statement. */
  readonly plain?: PlainSubmission;
};

/** Everything of a submission but the sending: what it will be, and the statements that make it so. */
export async function prepareSubmission(
  deps: CaseDeps, tx: Tx, submission: Submission, key: SubmissionKey, direct: Direct | undefined,
): Promise<Decision<PreparedSubmission, CaseRefusal>> {
  const { jurisdiction } = tx.actor;
  const rules = deps.rulesFor(jurisdiction);
  const decided = decideAll(tx, submission, direct, rules);
  if (decided.refused) return decided;
  const { drafts, changed } = decided.value;
  const { id: caseId, number } = changed.state.facts;
  const code = receiptCodeOf(deps.keys, jurisdiction, key.idempotencyKey);
  const { events, words, send } = await appendToNew(tx, caseId, withPublication(drafts, changed.history, rules), deps.keys);
  const { photos } = changed.state.facts;
  const wanted = deps.reactions.wants(events.map((event) => event.type));
  const values = submissionValues(deps, tx, submission, key, code, drafts, changed, rules);
  const timers = timerRowsOf(changed.state);
  const isPlain = changed.state.stage === 'submitted' && drafts.length === 1 && timers.length === 1 && photos.length === 0 && !wanted;
  return accept({
    made: { caseId, number, code, isNew: true, submittedAt: changed.state.facts.submittedAt, eventId: events[0]?.id ?? broken() },
    ...(isPlain ? { plain: { words, values } } : {}),
    send: () => [
      tx.run(insertSubmission, values),
      send(),
      photos.length > 0 ? tx.run(insertPhotos, [jurisdiction, caseId, photos]) : undefined,
      savePublic(tx, changed, rules),
      wanted ? deps.reactions.promise(tx, events) : undefined,
    ],
  });
}

async function earlier(deps: CaseDeps, tx: Tx, submission: Submission, key: SubmissionKey): Promise<Decision<SubmittedCase, CaseRefusal>> {
  const { jurisdiction } = tx.actor;
  const row = await tx.row(selectSubmission, [jurisdiction, keyHmac(deps, jurisdiction, key)]);
  const caseId = parseCaseId(row?.case_id);
  const number = parseCaseNumber(row?.number);
  if (!row || !caseId || !number) throw new Error('a submission key was taken and is gone');
  if (!row.request_hmac.equals(requestHmac(deps, tx.actor, submission, key))) return refuse({ kind: 'key-reused' });
  const eventId = await eventAt(tx, caseId, 1) ?? broken();
  return accept({ caseId, number, code: receiptCodeOf(deps.keys, jurisdiction, key.idempotencyKey), isNew: false, submittedAt: instantOf(row.submitted_at), eventId });
}

type Decided = { readonly drafts: readonly EventDraft[]; readonly changed: Changed };

function decideAll(tx: Tx, submission: Submission, direct: Direct | undefined, rules: Rules): Decision<Decided, CaseRefusal> {
  const { jurisdiction } = tx.actor;
  const list = { kind: 'system', job: 'dispatch-list' } as const;
  const placed = direct ?? roundTheIntake(submission, rules);
  const steps = [
    { do: 'submit', by: authorOf(tx.actor), id: newCaseId(), number: newCaseNumber(), jurisdiction, ...submission } as const,
    ...(placed ? [{ do: 'accept', by: list, ...placed.accept } as const, { do: 'dispatch', by: list, ...placed.dispatch } as const] : []),
  ];
  let changed: Changed | undefined;
  const drafts: EventDraft[] = [];
  for (const step of steps) {
    const decision = decide(changed?.state, step, tx.at, rules);
    if (decision.refused) return decision;
    drafts.push(...decision.value);
    changed = foresee(changed, decision.value, tx);
  }
  if (!changed) throw new Error('a submission without a decision');
  return accept({ drafts, changed });
}

/** A case that is about the intake or somebody above it is read by nobody there: it goes at once to whoever is no party. */
function roundTheIntake({ kind, urgency, topic, place, about }: Submission, rules: Rules): Direct | undefined {
  const lead = receiverOf(about, rules);
  if (lead === undefined || lead === rules.intakeUnit) return undefined;
  return { accept: { kind, urgency, topic, division: place.division, wordsReviewed: false }, dispatch: { lead, assisting: [] } };
}

function submissionValues(
  deps: CaseDeps, tx: Tx, submission: Submission, key: SubmissionKey, code: ReceiptCode, drafts: readonly EventDraft[], { state }: Changed,
  rules: Rules,
): readonly SqlValue[] {
  const { jurisdiction } = tx.actor;
  const row = rowOf(state);
  const { seqs, sealed } = payloadColumns(drafts);
  const timers = timerRowsOf(state);
  const receipt = newReceiptVerifier(deps.keys, code);
  return [
    jurisdiction, keyHmac(deps, jurisdiction, key), requestHmac(deps, tx.actor, submission, key), state.facts.id, row.number,
    isoOf(plusMs(tx.at, KEY_KEPT_MS)), row.version, row.stage, row.kind, row.urgency, row.topic, row.division, row.channel, row.anonymity,
    row.owner, row.handler, row.assisting, row.about, row.round, timestamp(row.dueAt), isoOf(row.submittedAt), timestamp(row.acceptedAt),
    row.summary, seqs, sealed, receipt.salt, receipt.verifier, timers.map((timer) => timer.kind), timers.map((timer) => isoOf(timer.dueAt)),
    rules.version,
  ];
}

function keyHmac(deps: CaseDeps, jurisdiction: JurisdictionCode, { idempotencyKey }: SubmissionKey): Buffer {
  return deps.keys.hmac('case submission key v1', jurisdiction, idempotencyKey);
}

/** Everything that was said, in one order, and who said it; photographs only through the fingerprint, as re-encoding renames them. */
function requestHmac(deps: CaseDeps, actor: Actor, submission: Submission, key: SubmissionKey): Buffer {
  const { channel, anonymity, kind, urgency, topic, place, words, publishWords, publishPlace, about } = submission;
  const { division, address, point } = place;
  const said = key.fingerprint ?? JSON.stringify([
    channel, anonymity, kind, urgency, topic, division, address, point?.latitude, point?.longitude, words, publishWords, publishPlace, about,
  ]);
  return deps.keys.hmac('case submission request v1', actor.kind, actor.kind === 'staff' ? actor.accountId : '', said);
}

function newCaseId(): CaseId {
  return parseCaseId(randomUUID()) ?? broken();
}

/** Random, so that a number says nothing about when or how many. */
function newCaseNumber(): CaseNumber {
  return caseNumberOf(String(randomInt(10 ** 11)).padStart(11, '0'));
}

function isNumberTaken(error: unknown): boolean {
  return isTaken(error, 'receipts_pkey') || isTaken(error, 'cases_number');
}

/** The case of this key exists, or was just made by someone who committed first. */
function isKeyTaken(error: unknown): boolean {
  return isTaken(error, 'idempotency_pkey');
}

function isTaken(error: unknown, key: string): boolean {
  const { code, schema, constraint } = error as { code?: string; schema?: string; constraint?: string };
  return code === '23505' && schema === 'cases' && constraint === key;
}

function broken(): never {
  throw new Error('the system made an impossible id');
}
