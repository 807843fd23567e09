import { randomUUID } from 'node:crypto';
import { parseAccountId, parseCaseId, parseUnitId, type CaseId, type EventId, type JurisdictionCode, type PersonRef } from '../../kernel/ids.ts';
import { isoOf, type Instant } from '../../kernel/instant.ts';
import { accept, refuse, type Decision } from '../../kernel/refusal.ts';
import type { KeyProvider } from '../../platform/crypto/index.ts';
import type { Actor } from '../../platform/db/actor.ts';
import type { Tx } from '../../platform/db/reader.ts';
import type { Reactions } from '../../platform/jobs/index.ts';
import { append } from '../../record/append.ts';
import type { EventDraft } from '../../record/event.ts';
import { readStream } from '../../record/stream.ts';
import type { Contact, ContactField, Vault } from '../vault/index.ts';
import { aroundOf, type Around, type AroundDeps } from './around.ts';
import type { Author, UnsealingCommand, UnsealingRefusal } from './commands.ts';
import { decide } from './decide.ts';
import type { UnsealingFact } from './events.ts';
import { evolve, fold } from './evolve.ts';
import { publicationOf } from './publish.ts';
import * as store from './store.ts';
import type { AGREED} from './unsealing.ts';
import { type Purpose, type Unsealing } from './unsealing.ts';

export type UnsealingDeps = AroundDeps & { readonly keys: KeyProvider; readonly vault: Vault; readonly reactions: Reactions };

type Without<Command> = Command extends unknown ? Omit<Command, 'by'> : never;
/** Who gives it is the actor of the transaction, never a field that a route could fill in. */
export type UnsealingAct = Without<UnsealingCommand>;

/** A look that stands in the record; once its transaction is committed, and only then, `show` opens what it names, once. */
export type RecordedLook = {
  readonly jurisdiction: JurisdictionCode; readonly person: PersonRef; readonly view: EventId; readonly at: Instant;
  readonly role: string; readonly unit: string; readonly fields: readonly ContactField[]; readonly purpose: Purpose | typeof AGREED; readonly words: string;
};
export type Acted = { readonly state: Unsealing; readonly look?: RecordedLook };

export interface Unsealings {
  /** Case, law and deciders as they stand; undefined without such a case. Ask before the transaction of the act. */
  around(jurisdiction: JurisdictionCode, caseId: CaseId): Promise<Around | undefined>;
  /** The case that a request is about; undefined where there is none that the actor may see. */
  caseOf(actor: Actor, requestId: string): Promise<CaseId | undefined>;
  /** One act in the caller's transaction: entry, row and words together, or nothing. `requestId` is absent for a new request. */
  actIn(tx: Tx, around: Around, act: UnsealingAct, requestId?: string): Promise<Decision<Acted, UnsealingRefusal>>;
  /**
   * Opens what a recorded look names. The order is: (1) the look's entry and its line on the resident's page commit together; (2) the
   * vault commits its own line, unique for this look; (3) it opens. A crash after (1) or (2) leaves a look on both lists that nobody
   * had: the error is on the resident's side. Nothing is shown that is not on both. Undefined: nothing is kept any more, or it was shown already.
   */
  show(look: RecordedLook): Promise<Partial<Contact> | undefined>;
  read(tx: Tx, requestId: string): Promise<Unsealing | undefined>;
  /** About one case, newest first. */
  ofCase(tx: Tx, caseId: CaseId): Promise<readonly Unsealing[]>;
  /** What waits for a second person or for an answer, of what the actor may see. */
  waiting(tx: Tx): Promise<readonly Unsealing[]>;
  /** Ids of the looks about a case, as the vault knows them. */
  looksOf(tx: Tx, caseId: CaseId): Promise<ReadonlySet<string>>;
}

/** More about one case would be a scandal that the first page shows. */
const OF_CASE_MAX = 100;
const WAITING_MAX = 50;

export function createUnsealings(deps: UnsealingDeps): Unsealings {
  const many = async (tx: Tx, rows: readonly store.RequestRow[]): Promise<readonly Unsealing[]> => {
    const found: Unsealing[] = [];
    for (const row of rows) {
      const one = await readRequest(tx, row.request_id);
      if (one) found.push(one);
    }
    return found;
  };
  const ofCase = async (tx: Tx, caseId: CaseId): Promise<readonly Unsealing[]> => many(tx, await tx.rows(store.selectOfCase, [tx.actor.jurisdiction, caseId, OF_CASE_MAX]));
  return {
    around: (jurisdiction, caseId) => aroundOf(deps, jurisdiction, caseId),
    caseOf: (actor, requestId) => deps.database.inTransaction(actor, async (tx) => parseCaseId((await tx.row(store.seeRequest, [actor.jurisdiction, requestId]))?.case_id)),
    actIn: (tx, around, act, requestId) => actIn(deps, tx, around, act, requestId, ofCase),
    show: ({ words, ...look }) => deps.vault.open({ ...look, reason: words }),
    read: (tx, requestId) => readRequest(tx, requestId),
    ofCase,
    waiting: async (tx) => many(tx, await tx.rows(store.selectWaiting, [tx.actor.jurisdiction, isoOf(tx.at), WAITING_MAX])),
    async looksOf(tx, caseId) {
      const rows = await tx.rows(store.selectOfCase, [tx.actor.jurisdiction, caseId, OF_CASE_MAX]);
      const events = await Promise.all(rows.map((row) => readStream(tx, tx.actor.jurisdiction, streamOf(row.request_id))));
      return new Set(events.flat().filter((event) => event.type === 'identity.shown.v1').map((event) => event.id));
    },
  };
}

async function actIn(deps: UnsealingDeps, tx: Tx, around: Around, act: UnsealingAct, requestId: string | undefined, ofCase: Unsealings['ofCase']): Promise<Decision<Acted, UnsealingRefusal>> {
  const { jurisdiction } = tx.actor;
  const isNew = requestId === undefined;
  if (isNew) await tx.run(store.lockAsking, [jurisdiction, around.now.id]);
  else if (!await tx.row(store.lockRequest, [jurisdiction, requestId])) return refuse({ kind: 'no-such-request' });
  const state = isNew ? undefined : await readRequest(tx, requestId);
  if (state && state.caseId !== around.now.id) throw new Error('a request is judged by its own case');
  const others = isNew ? await ofCase(tx, around.now.id) : [];
  const command = { ...act, by: authorOf(tx.actor) } as UnsealingCommand;
  const decided = decide(state, command, around.now, tx.at, around.rules, others);
  if (decided.refused) return decided;
  const { event, role } = decided.value;
  const id = requestId ?? randomUUID();
  const fact = { ...event, stream: streamOf(id), seq: (state?.seq ?? 0) + 1, at: tx.at, role } as UnsealingFact;
  const after = evolve(state, fact);
  const draft: EventDraft = { type: event.type, stream: streamOf(id), streamSeq: fact.seq, role, open: event.open, sealed: event.sealed as Record<string, string>, publish: publicationOf(id, event) };
  // Under the case's own key: whoever erases the case erases what was written about looking at it.
  const [recorded] = await append(tx, around.now.id, [draft], deps.keys);
  if (!recorded) throw new Error('an event was not recorded');
  if (isNew) await tx.run(store.insertRequest, insertValues(jurisdiction, after, around));
  else await tx.run(store.updateRequest, updateValues(jurisdiction, after));
  await tx.run(store.insertPayload, [jurisdiction, id, fact.seq, JSON.stringify(event.sealed)]);
  await deps.reactions.promise(tx, [recorded]);
  if (event.type !== 'identity.shown.v1' || !around.person) return accept({ state: after });
  const { unit, fields, purpose } = event.open;
  return accept({ state: after, look: { jurisdiction, person: around.person, view: recorded.id, at: tx.at, role, unit, fields, purpose, words: after.words } });
}

async function readRequest(tx: Tx, requestId: string): Promise<Unsealing | undefined> {
  const { jurisdiction } = tx.actor;
  const seen = await tx.row(store.seeRequest, [jurisdiction, requestId]);
  if (!seen) return undefined;
  const [events, payloads] = await Promise.all([readStream(tx, jurisdiction, streamOf(requestId)), tx.rows(store.selectPayloads, [jurisdiction, requestId])]);
  const sealed = new Map(payloads.map((row) => [row.seq, row.sealed]));
  const state = fold(events.map((event) => factOf(event, sealed.get(event.streamSeq) ?? {})));
  if (state?.seq !== seen.version) throw new Error(`request ${requestId}: its row says version ${String(seen.version)}, its stream ${String(state?.seq)}`);
  return state;
}

/** From what is stored; after erasure without words. */
export function factOf(event: { readonly type: string; readonly stream: string; readonly streamSeq: number; readonly at: Instant; readonly role: string; readonly open: object }, sealed: object): UnsealingFact {
  return { type: event.type, stream: event.stream, seq: event.streamSeq, at: event.at, role: event.role, open: event.open, sealed } as UnsealingFact;
}

export function streamOf(requestId: string): `identity:${string}` {
  return `identity:${requestId}`;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** From an address or a form: an attacker's. */
export function parseRequestId(text: unknown): string | undefined {
  return typeof text === 'string' && UUID.test(text) ? text : undefined;
}

export function authorOf(actor: Actor): Author {
  if (actor.kind === 'staff') return { kind: 'staff', account: parseAccountId(actor.accountId) ?? actor.accountId, unit: parseUnitId(actor.unitId) ?? actor.unitId, roles: actor.roles };
  return { kind: 'resident' };
}

function insertValues(jurisdiction: string, one: Unsealing, { decidingRoles, rules, keptFrom }: Around) {
  return [
    jurisdiction, one.id, one.caseId, one.seq, one.status, one.purpose, one.fields, one.asker.unit, one.status === 'requested' ? one.decider : null, isoOf(one.askedAt),
    one.status === 'requested' ? isoOf(one.decideBy) : null, one.views.length, decidingRoles, rules.outsideUnit ?? null, keptFrom,
  ];
}

function updateValues(jurisdiction: string, one: Unsealing) {
  const isApproved = one.status === 'approved';
  return [
    jurisdiction, one.id, one.seq, one.status, isApproved ? one.granted : [], isApproved ? isoOf(one.until) : null, one.views.length,
    one.contest.state, one.contest.state === 'open' ? isoOf(one.contest.answerBy) : null,
  ];
}
