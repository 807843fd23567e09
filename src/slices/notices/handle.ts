import { parseCaseId, parseEventId, parseJurisdictionCode, type CaseId, type JurisdictionCode, type PersonRef } from '../../kernel/ids.ts';
import { instantOf, isoOf, MINUTE_MS, plusMs, type Instant } from '../../kernel/instant.ts';
import type { KeyProvider } from '../../platform/crypto/index.ts';
import type { Actor } from '../../platform/db/actor.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Tx } from '../../platform/db/reader.ts';
import type { Happening, Reactions } from '../../platform/jobs/index.ts';
import { caseForResident, personOf } from '../cases/index.ts';
import { TELLING_CHANNELS, type Asking, type Letter, type TellingChannel, type Tellings, type Told } from '../vault/index.ts';
import { ASKS, IDENTITY_EVENTS, NOTICE_EVENTS, paddingMs, settle, whyOf, WHYS, type Why } from './notice.ts';
import * as store from './store.ts';

export type NoticeDeps = {
  readonly database: Database; readonly keys: KeyProvider; readonly tellings: Pick<Tellings, 'of' | 'tell'>;
  /** A constant of the place. */
  readonly letterOf: (jurisdiction: JurisdictionCode) => Letter;
  /** The case that a request to open an identity is about. */
  readonly caseOfIdentity: (actor: Actor, stream: string) => Promise<CaseId | undefined>;
  /** The question that goes with an answer by text message; undefined where none is to be asked. */
  readonly askingOf?: ((jurisdiction: JurisdictionCode, caseId: CaseId) => Promise<Asking | undefined>) | undefined;
  /** A notice waits for a time between 0 and this. */
  readonly delayMostMs: number;
};

/** One message that went, or did not: what it was about, in the order of the events. */
export type Sending = { readonly at: Instant; readonly whys: readonly Why[]; readonly state: 'told' | 'undelivered'; readonly channels: readonly TellingChannel[] };

export interface Notices {
  /** Before anything is served. */
  register(reactions: Reactions): void;
  /** Sends what is due of one case; 0 when nothing is due. */
  sweep(jurisdiction: JurisdictionCode): Promise<number>;
  /** What the resident was told, newest first; `tx` is the resident's. */
  ofCase(tx: Tx, caseId: CaseId): Promise<readonly Sending[]>;
  /** What was settled before `before`. */
  forgetOld(jurisdiction: JurisdictionCode, before: (now: Instant) => Instant): Promise<void>;
}

const REACTION = 'notices';
/** Longer than any gateway is waited for. */
const LEASE_MS = 5 * MINUTE_MS;
/** Tried again like a gateway that is away; it may have been told, and then is told twice. */
const VAULT_AWAY: Told = { outcome: 'failed', channels: [], isFinal: false };
/** The page shows the last messages; each may stand for several events. */
const SHOWN_MAX = 40;

export function createNotices(deps: NoticeDeps): Notices {
  const { database } = deps;
  const system = (jurisdiction: JurisdictionCode): Actor => ({ kind: 'system', jurisdiction, job: 'notices' });
  return {
    register(reactions) {
      for (const type of NOTICE_EVENTS) reactions.register(type, REACTION, (happening) => noteCase(deps, system, happening));
      for (const type of IDENTITY_EVENTS) reactions.register(type, REACTION, (happening) => noteLook(deps, system, happening));
    },
    sweep: (jurisdiction) => sweepOne(deps, system(jurisdiction)),
    async ofCase(tx, caseId) {
      return sendingsOf(await tx.rows(store.selectSettled, [tx.actor.jurisdiction, caseId, SHOWN_MAX]));
    },
    async forgetOld(jurisdiction, before) {
      await database.inTransaction(system(jurisdiction), (tx) => tx.run(store.forgetOld, [jurisdiction, isoOf(before(tx.at))]), 'worker');
    },
  };
}

/** In the transaction that erases the case (role `worker`): when its resident was told, and of what, goes. */
export async function forgetNotices(tx: Tx, caseId: CaseId): Promise<void> {
  await tx.run(store.forgetOfCase, [tx.actor.jurisdiction, caseId]);
}

async function noteCase(deps: NoticeDeps, system: (jurisdiction: JurisdictionCode) => Actor, happening: Happening): Promise<void> {
  const [jurisdiction, caseId] = [parseJurisdictionCode(happening.jurisdiction), parseCaseId(happening.stream)];
  if (!jurisdiction || !caseId) throw new Error('a happening of no case');
  const loaded = await deps.database.inTransaction({ kind: 'resident', jurisdiction, caseId }, (tx) => caseForResident(tx, caseId));
  const fact = loaded?.history.find(({ seq }) => seq === happening.streamSeq);
  const why = fact && whyOf(fact);
  if (why) await note(deps, system(jurisdiction), { caseId, eventId: happening.eventId, why, person: loaded?.state.facts.person });
}

async function noteLook(deps: NoticeDeps, system: (jurisdiction: JurisdictionCode) => Actor, happening: Happening): Promise<void> {
  const jurisdiction = parseJurisdictionCode(happening.jurisdiction);
  if (!jurisdiction) throw new Error('a happening of no place');
  const actor = system(jurisdiction);
  const caseId = await deps.caseOfIdentity(actor, happening.stream);
  if (!caseId) return;
  const person = await deps.database.inTransaction(actor, (tx) => personOf(tx, caseId));
  await note(deps, actor, { caseId, eventId: happening.eventId, why: 'identity', person });
}

type Noting = { readonly caseId: CaseId; readonly eventId: string; readonly why: Why; readonly person: PersonRef | undefined };

/** Only for somebody who wants to be told: that others left a contact stands nowhere. Again after a crash: nothing new. */
async function note(deps: NoticeDeps, actor: Actor, { caseId, eventId, why, person }: Noting): Promise<void> {
  const { jurisdiction } = actor;
  if (!parseEventId(eventId)) throw new Error('a happening without its event');
  if (!person || !await deps.tellings.of(jurisdiction, person)) return;
  const padding = paddingMs(deps.keys.hmac('notice delay v1', jurisdiction, eventId).readUInt32BE(), deps.delayMostMs);
  await deps.database.inTransaction(actor, (tx) => tx.run(store.insertNotice, [jurisdiction, eventId, caseId, why, isoOf(tx.at), isoOf(plusMs(tx.at, padding))]));
}

/**
 * 1. Claims what is due of one case: it is tried again after the lease. A crash after this commit delays it.
 * 2. The vault tells. A crash after it has the same message sent twice.
 * 3. Settles. Whoever else has settled it meanwhile stands.
 */
async function sweepOne(deps: NoticeDeps, actor: Actor): Promise<number> {
  const { jurisdiction } = actor;
  const { rows, caseId, person } = await deps.database.inTransaction(actor, async (tx) => {
    const rows = await tx.rows(store.claimDue, [jurisdiction, isoOf(tx.at), isoOf(plusMs(tx.at, LEASE_MS))]);
    const caseId = parseCaseId(rows[0]?.case_id);
    return { rows, caseId, person: caseId && await personOf(tx, caseId) };
  });
  if (rows.length === 0) return 0;
  const asking = caseId && rows.some(({ why }) => ASKS.some((one) => one === why)) ? await deps.askingOf?.(jurisdiction, caseId) : undefined;
  const told = person ? await deps.tellings.tell(jurisdiction, person, deps.letterOf(jurisdiction), asking).catch(() => VAULT_AWAY) : { outcome: 'not-agreed' } as const;
  await deps.database.inTransaction(actor, async (tx) => {
    for (const row of rows) {
      const settled = settle(told, { tries: row.tries, notedAt: instantOf(row.noted_at) }, tx.at);
      const ids = [row.event_id];
      if (settled.state === 'gone') await tx.run(store.deleteNotices, [jurisdiction, ids]);
      else if (settled.state === 'waiting') await tx.run(store.postponeNotices, [jurisdiction, ids, isoOf(settled.dueAt)]);
      else await tx.run(store.settleNotices, [jurisdiction, ids, settled.state, settled.channels, isoOf(tx.at)]);
    }
  });
  return rows.length;
}

/** Rows that were settled in one moment were one message. */
function sendingsOf(rows: readonly { why: string; state: string; channels: readonly string[]; settled_at: Date }[]): readonly Sending[] {
  const found: Sending[] = [];
  for (const row of rows) {
    const at = instantOf(row.settled_at);
    const state = row.state === 'told' ? 'told' : 'undelivered';
    const why = WHYS.find((one) => one === row.why);
    const last = found.at(-1);
    const isSame = last !== undefined && last.at === at && last.state === state;
    const whys = [...(isSame ? last.whys : []), ...(why && !(isSame && last.whys.includes(why)) ? [why] : [])];
    found.splice(isSame ? found.length - 1 : found.length, isSame ? 1 : 0, { at, state, whys, channels: TELLING_CHANNELS.filter((one) => row.channels.includes(one)) });
  }
  return found;
}
