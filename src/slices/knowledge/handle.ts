import { randomBytes } from 'node:crypto';
import type { JurisdictionCode, TopicCode, UnitId } from '../../kernel/ids.ts';
import { instantOf, isoOf, parseInstant, plusMs, DAY_MS, type Instant } from '../../kernel/instant.ts';
import { accept, refuse, type Decision } from '../../kernel/refusal.ts';
import type { KeyProvider } from '../../platform/crypto/index.ts';
import type { StaffRole } from '../../platform/db/actor.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Reader, Tx } from '../../platform/db/reader.ts';
import { searchQuery, searchVector } from '../../platform/i18n/search.ts';
import { append } from '../../record/append.ts';
import type { EventDraft } from '../../record/event.ts';
import { nextOfStream } from '../../record/stream.ts';
import { decide, VALID_DAYS_MAX, type KnowledgeCommand, type KnowledgeRefusal } from './decide.ts';
import { digestOf } from './digest.ts';
import { newest, parseEntryId, standingOf, type Entry, type EntryId, type Standing } from './entry.ts';
import type { KnowledgeEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { indexed, similarTo, type Asked, type Indexed } from './similar.ts';
import * as store from './store.ts';

/** What a role must be permitted to write answers of its unit. */
export const WRITE = 'knowledge.write';

export type KnowledgeDeps = {
  readonly database: Database;
  readonly keys: KeyProvider;
  /** The day it is at an instant in the place, `YYYY-MM-DD`. */
  readonly dayOf: (code: JurisdictionCode, at: Instant) => string;
  /** The public role by which somebody may write answers; undefined for whoever may not. */
  readonly writerRole: (code: JurisdictionCode, roles: readonly StaffRole[]) => StaffRole | undefined;
};

export type Listed = {
  readonly id: EntryId; readonly question: string; readonly topic: TopicCode; readonly unit: UnitId; readonly validUntil: string; readonly changedAt: Instant; readonly standing: Standing; readonly versions: number;
};
export type ListFilter = { readonly standing: 'in-force' | 'over' | 'any'; readonly topics?: readonly TopicCode[]; readonly unit?: UnitId; readonly text?: string };
export type ListPage = { readonly entries: readonly Listed[]; readonly next?: string };

export interface Knowledge {
  /** One act in the caller's transaction: entry, rows and event together, or nothing. `id` is absent for a new entry. */
  actIn(tx: Tx, command: KnowledgeCommand, id?: EntryId): Promise<Decision<Entry, KnowledgeRefusal>>;
  read(code: JurisdictionCode, id: EntryId): Promise<Entry | undefined>;
  /** Newest first. Undefined when the cursor is none of ours; nothing when the text holds nothing that can be searched for. */
  list(code: JurisdictionCode, filter: ListFilter, at: Instant, page: { readonly limit: number; readonly cursor?: string }): Promise<ListPage | undefined>;
  /** Questions in force that are like a text. The text goes nowhere: it is compared in this process and forgotten. */
  similar(code: JurisdictionCode, text: string, at: Instant): Promise<readonly Asked[]>;
  standing(code: JurisdictionCode, entry: Entry, at: Instant): Standing;
  /** The last day that an answer written at this instant may be valid until. */
  latestDay(code: JurisdictionCode, at: Instant): string;
}

export const LIST_MAX = 100;
/** Questions compared with what somebody typed: some ten milliseconds. */
const QUESTIONS_MAX = 5_000;
/** What another process wrote is offered after this long at the latest. */
const REMEMBERED_MS = 60_000;

export function createKnowledge(deps: KnowledgeDeps): Knowledge {
  const { database, dayOf } = deps;
  const remembered = new Map<JurisdictionCode, { readonly at: Instant; readonly questions: readonly Indexed[] }>();
  const questions = async (code: JurisdictionCode, at: Instant): Promise<readonly Indexed[]> => {
    const known = remembered.get(code);
    if (known && at >= known.at && at - known.at < REMEMBERED_MS) return known.questions;
    const rows = await database.public.rows(store.selectQuestions, [code, dayOf(code, at), QUESTIONS_MAX]);
    const fresh = rows.map((row) => indexed({ id: row.entry as EntryId, question: row.question }));
    remembered.set(code, { at, questions: fresh });
    return fresh;
  };
  const latestDay = (code: JurisdictionCode, at: Instant): string => dayOf(code, plusMs(at, VALID_DAYS_MAX * DAY_MS));
  return {
    async actIn(tx, command, id) {
      const done = await actIn(deps, tx, command, id, latestDay);
      // Read anew by whoever asks next; what this transaction did may not be committed yet, so a minute may pass.
      if (!done.refused) remembered.delete(tx.actor.jurisdiction);
      return done;
    },
    read: async (code, id) => store.entryOf(await database.public.rows(store.selectEntry, [code, id])),
    list: (code, filter, at, page) => list(database.public, code, filter, dayOf(code, at), page),
    similar: async (code, text, at) => similarTo(text, await questions(code, at)),
    standing: (code, entry, at) => standingOf({ validUntil: newest(entry).validUntil, isWithdrawn: entry.withdrawn !== undefined }, dayOf(code, at)),
    latestDay,
  };
}

async function actIn({ keys, dayOf, writerRole }: KnowledgeDeps, tx: Tx, command: KnowledgeCommand, known: EntryId | undefined, latestDay: Knowledge['latestDay']): Promise<Decision<Entry, KnowledgeRefusal>> {
  const { jurisdiction } = tx.actor;
  if (tx.actor.kind !== 'staff') return refuse({ kind: 'not-permitted' });
  const { unitId: unit, roles } = tx.actor;
  const role = writerRole(jurisdiction, roles);
  const id = known ?? (randomBytes(6).toString('hex') as EntryId);
  await tx.run(store.lockEntry, [jurisdiction, id]);
  const state = known === undefined ? undefined : store.entryOf(await tx.rows(store.selectEntry, [jurisdiction, id]));
  const decided = decide(state, command, { unit, role }, dayOf(jurisdiction, tx.at), latestDay(jurisdiction, tx.at));
  if (decided.refused) return decided;
  if (role === undefined) throw new Error('nobody acts without a permit');
  const event = decided.value;
  const after = evolve(id, state, { ...event, unit, role, at: tx.at });
  const draft: EventDraft = { type: event.type, stream: streamOf(id), streamSeq: await nextOfStream(tx, streamOf(id)), role, unit, open: openOf(event), sealed: {} };
  // A crash between these leaves none of them: one transaction holds the event and the rows it tells of.
  await append(tx, streamOf(id), [draft], keys);
  await save(tx, after, event, isoOf(tx.at));
  return accept(after);
}

/** What stands in the public log: which entry and version, about what and until when, and the digest that binds the words on its page. */
export function openOf(event: KnowledgeEvent): EventDraft['open'] {
  if (event.type === 'knowledge.withdrawn.v1') return { version: event.version, reason: event.reason };
  return { version: event.version, topic: event.content.topic, validUntil: event.content.validUntil, digest: digestOf(event.content) };
}

async function save(tx: Tx, { id, unit, versions }: Entry, event: KnowledgeEvent, at: string): Promise<void> {
  const { jurisdiction } = tx.actor;
  if (event.type === 'knowledge.withdrawn.v1') {
    await tx.run(store.withdrawEntry, [jurisdiction, id, event.reason, at]);
    return;
  }
  const { topic, question, answer, sources, validUntil } = event.content;
  const { version, role } = versions.at(-1) ?? versions[0];
  const search = searchVector([question, answer, ...sources.map((source) => source.title)]);
  await tx.run(store.insertVersion, [jurisdiction, id, version, unit, role, topic, question, answer, JSON.stringify(sources), validUntil, at]);
  if (version === 1) await tx.run(store.insertEntry, [jurisdiction, id, version, unit, topic, question, validUntil, at, search]);
  else await tx.run(store.updateEntry, [jurisdiction, id, version, topic, question, validUntil, at, search]);
}

export function streamOf(id: EntryId): `knowledge:${string}` {
  return `knowledge:${id}`;
}

async function list(reader: Reader, code: JurisdictionCode, filter: ListFilter, today: string, page: { readonly limit: number; readonly cursor?: string }): Promise<ListPage | undefined> {
  const after = page.cursor === undefined ? { at: null, id: null } : parseCursor(page.cursor);
  if (!after) return undefined;
  const text = filter.text === undefined || filter.text.trim() === '' ? null : searchQuery(filter.text);
  if (text === undefined) return { entries: [] };
  const limit = Math.min(Math.max(1, page.limit), LIST_MAX);
  const rows = await reader.rows(store.selectList, [code, today, filter.standing, filter.topics ?? null, filter.unit ?? null, text, after.at, after.id, limit + 1]);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    entries: rows.slice(0, limit).map((row) => ({
      id: row.entry as EntryId, question: row.question, topic: store.topicOf(row.topic), unit: store.unitOf(row.unit), validUntil: row.valid_until, changedAt: instantOf(row.changed_at),
      standing: standingOf({ validUntil: row.valid_until, isWithdrawn: row.withdrawn !== null }, today), versions: row.version,
    })),
    ...(last ? { next: Buffer.from(`${String(last.changed_at.getTime())} ${last.entry}`).toString('base64url') } : {}),
  };
}

function parseCursor(cursor: string): { readonly at: string; readonly id: EntryId } | undefined {
  if (cursor.length > 80) return undefined;
  const [ms = '', text = ''] = Buffer.from(cursor, 'base64url').toString('latin1').split(' ');
  const at = /^\d{1,15}$/.test(ms) ? parseInstant(Number(ms)) : undefined;
  const id = parseEntryId(text);
  return at !== undefined && id ? { at: isoOf(at), id } : undefined;
}
