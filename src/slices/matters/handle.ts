import { randomUUID } from 'node:crypto';
import { parseCaseId, parseJurisdictionCode, type CaseId, type DivisionCode, type JurisdictionCode, type TopicCode } from '../../kernel/ids.ts';
import { isoOf, type Instant } from '../../kernel/instant.ts';
import { accept, refuse, type Decision } from '../../kernel/refusal.ts';
import type { Actor } from '../../platform/db/actor.ts';
import type { Tx } from '../../platform/db/reader.ts';
import type { Happening, Reactions } from '../../platform/jobs/index.ts';
import { append } from '../../record/append.ts';
import type { EventDraft } from '../../record/event.ts';
import { caseForResident, joinableByNumber, joinableCases, MATTERS_JOB, raisedFrom, type CaseDeps, type Joinable, type JoinFilter } from '../cases/index.ts';
import type { Author, MatterCommand, MatterRefusal } from './commands.ts';
import { decide } from './decide.ts';
import { evolve } from './evolve.ts';
import { carry, lastTelling } from './carry.ts';
import { MATTER_EVENTS, type MatterEvent, type MatterFact } from './events.ts';
import { readMatter, streamOf, type LoadedMatter } from './load.ts';
import { GATHER_MAX, shownCount, type Matter } from './matter.ts';
import { publicationOf } from './publish.ts';
import * as store from './store.ts';

type Without<Command> = Command extends unknown ? Omit<Command, 'by'> : never;
/** Who gives it is the actor of the transaction, never a field that a route could fill in. */
export type MatterAct = Without<Exclude<MatterCommand, { do: 'gather' | 'raise' }>>;

/** How far it is with what was asked: `behind` members have not had the last word yet. */
export type Progress = store.CountRow;

export interface Matters {
  /** Before anything is served. */
  register(reactions: Reactions): void;
  /** One act in the caller's transaction; `id` is absent where a matter is declared. What it means for the cases is carried to them afterwards. */
  actIn(tx: Tx, act: MatterAct, id?: string): Promise<Decision<Matter, MatterRefusal>>;
  /** Asks for these cases to be joined. */
  gatherIn(tx: Tx, id: string, cases: readonly Joinable[]): Promise<Decision<Matter, MatterRefusal>>;
  /** What a filter would find of what the actor may see and of what stands in no matter yet; `danger` is handled alone. */
  find(tx: Tx, filter: JoinFilter): Promise<{ readonly cases: readonly Joinable[]; readonly danger: number }>;
  findNumbers(tx: Tx, numbers: readonly Joinable['number'][]): Promise<readonly Joinable[]>;
  read(tx: Tx, id: string): Promise<LoadedMatter | undefined>;
  progress(tx: Tx, loaded: LoadedMatter): Promise<Progress>;
  members(tx: Tx, id: string): Promise<readonly store.MemberRow[]>;
  /** The member of this number. */
  memberOf(tx: Tx, id: string, number: Joinable['number']): Promise<CaseId | undefined>;
  newest(tx: Tx): Promise<readonly Matter[]>;
  /** Incidents that go on and that a case with these may belong to: each topic and division with all above it. */
  matching(tx: Tx, topics: readonly TopicCode[], divisions: readonly DivisionCode[], at: Instant): Promise<readonly Matter[]>;
  /** The matter a case stands in, as its actor may see it. */
  ofCase(tx: Tx, caseId: CaseId): Promise<{ readonly matter: Matter; readonly shown: number } | undefined>;
  /** Carries everything that waits; how many cases it reached. For tests, measurements and a demo whose clock just moved. */
  carryNow(jurisdiction: JurisdictionCode, id: string): Promise<number>;
}

/** More matters than a page of the desk shows; the rest is found by search. */
const NEWEST_MAX = 50;
const MEMBERS_SHOWN = 100;
const REACTION = 'matters';

export function createMatters(deps: CaseDeps): Matters {
  const system = (jurisdiction: JurisdictionCode): Actor => ({ kind: 'system', jurisdiction, job: MATTERS_JOB });
  const carryNow = async (jurisdiction: JurisdictionCode, id: string): Promise<number> => {
    const carried = await carry(deps, system(jurisdiction), id);
    if (carried > 0) await deps.database.inTransaction(system(jurisdiction), (tx) => showIncident(tx, id));
    return carried;
  };
  return {
    register(reactions) {
      for (const type of MATTER_EVENTS) {
        reactions.register(type, REACTION, async (happening) => {
          const jurisdiction = parseJurisdictionCode(happening.jurisdiction);
          const id = parseMatterId(happening.stream.slice('matter:'.length));
          if (!jurisdiction || !id) throw new Error('a happening of no matter');
          await carryNow(jurisdiction, id);
        });
      }
      reactions.register('case.judged.v1', REACTION, (happening) => hearVerdict(deps, system, happening));
    },
    actIn: (tx, act, id) => actIn(deps, tx, act, id),
    async gatherIn(tx, id, cases) {
      const done = await actIn(deps, tx, { do: 'gather', unitsOfCases: cases.map(({ unit }) => unit) }, id);
      if (done.refused) return done;
      await tx.run(store.wantMembers, [tx.actor.jurisdiction, id, cases.map((one) => one.id), cases.map((one) => one.number), done.value.seq]);
      return done;
    },
    async find(tx, filter) {
      const found = await joinableCases(tx, filter, GATHER_MAX);
      return { ...found, cases: await untaken(tx, found.cases) };
    },
    findNumbers: async (tx, numbers) => untaken(tx, await joinableByNumber(tx, numbers)),
    read: readMatter,
    async progress(tx, { matter, history }) {
      const row = await tx.row(store.countMembers, [tx.actor.jurisdiction, matter.id, lastTelling(history)]);
      return row ?? { wanted: 0, members: 0, left: 0, refused: 0, behind: 0 };
    },
    members: (tx, id) => tx.rows(store.selectMembers, [tx.actor.jurisdiction, id, MEMBERS_SHOWN]),
    memberOf: async (tx, id, number) => parseCaseId((await tx.row(store.selectMember, [tx.actor.jurisdiction, id, number]))?.case_id),
    newest: async (tx) => many(tx, await tx.rows(store.selectNewest, [tx.actor.jurisdiction, NEWEST_MAX])),
    matching: async (tx, topics, divisions, at) => many(tx, await tx.rows(store.selectMatching, [tx.actor.jurisdiction, topics, divisions, isoOf(at)])),
    async ofCase(tx, caseId) {
      const row = await tx.row(store.selectOfCase, [tx.actor.jurisdiction, caseId]);
      const loaded = row && await readMatter(tx, row.matter_id);
      if (!loaded) return undefined;
      // Of merged cases, which are few, not even the tens are told.
      const shown = loaded.matter.kind === 'incident' ? (await deps.database.public.rows(store.selectIncidents, [tx.actor.jurisdiction, NEWEST_MAX, true])).find((one) => one.matter_id === loaded.matter.id)?.joined ?? 0 : 0;
      return { matter: loaded.matter, shown };
    },
    carryNow,
  };
}

async function many(tx: Tx, rows: readonly store.MatterRow[]): Promise<readonly Matter[]> {
  const found: Matter[] = [];
  for (const row of rows) {
    const loaded = await readMatter(tx, row.matter_id);
    if (loaded) found.push(loaded.matter);
  }
  return found;
}

async function untaken(tx: Tx, cases: readonly Joinable[]): Promise<readonly Joinable[]> {
  const taken = new Set((await tx.rows(store.selectTaken, [tx.actor.jurisdiction, cases.map(({ id }) => id)])).map((row) => row.case_id));
  return cases.filter(({ id }) => !taken.has(id));
}

type AnyAct = Without<MatterCommand>;

/** Entry, row and words together, or nothing; with them the promise that it is carried to the cases. */
async function actIn(deps: CaseDeps, tx: Tx, act: AnyAct, given?: string): Promise<Decision<Matter, MatterRefusal>> {
  const { jurisdiction } = tx.actor;
  if (given !== undefined && !await tx.row(store.lockMatter, [jurisdiction, given])) return refuse({ kind: 'no-such-matter' });
  const loaded = given === undefined ? undefined : await readMatter(tx, given);
  const members = given === undefined ? 0 : (await tx.row(store.countMembers, [jurisdiction, given, 0]))?.members ?? 0;
  if (act.do === 'part' && given !== undefined) {
    const leaving = await tx.row(store.askToLeave, [jurisdiction, given, act.caseId, (loaded?.matter.seq ?? 0) + 1]);
    if (!leaving) return refuse({ kind: 'no-such-member' });
  }
  const rules = deps.rulesFor(jurisdiction);
  const decided = decide(loaded?.matter, { ...act, by: authorOf(tx.actor) } as MatterCommand, tx.at, { ...rules, raisedFrom: (unit) => raisedFrom(unit, [], rules) }, members);
  if (decided.refused) return decided;
  const id = given ?? randomUUID();
  const after = await record(deps, tx, id, loaded?.matter, decided.value);
  await showIncident(tx, id);
  return accept(after);
}

async function record(deps: CaseDeps, tx: Tx, id: string, before: Matter | undefined, { event, by }: { readonly event: MatterEvent; readonly by: object & { role: string } }): Promise<Matter> {
  const { jurisdiction } = tx.actor;
  const fact = { ...event, stream: streamOf(id), seq: (before?.seq ?? 0) + 1, at: tx.at, ...by } as MatterFact;
  const after = evolve(before, fact);
  const draft = { ...event, ...by, stream: streamOf(id), streamSeq: fact.seq, publish: publicationOf(id, after.kind, event) } as EventDraft;
  const recorded = await append(tx, id, [draft], deps.keys);
  await tx.run(store.insertPayload, [jurisdiction, id, fact.seq, JSON.stringify(event.sealed)]);
  const { kind, unit, stage, topics, divisions, since, declaredAt, endedAt } = after;
  if (before) await tx.run(store.updateMatter, [jurisdiction, id, after.seq, unit, stage, endedAt === undefined ? null : isoOf(endedAt)]);
  else await tx.run(store.insertMatter, [jurisdiction, id, after.seq, kind, unit, stage, topics, divisions, isoOf(since), isoOf(declaredAt)]);
  await deps.reactions.promise(tx, recorded);
  return after;
}

/** The public row of an incident: what offices said, and how many stand together, in whole tens. */
async function showIncident(tx: Tx, id: string): Promise<void> {
  const loaded = await readMatter(tx, id);
  if (loaded?.matter.kind !== 'incident') return;
  const { name, topics, divisions, shownUnit, latest, nextWordAt, declaredDate, since, declaredAt, endedAt } = loaded.matter;
  const members = (await tx.row(store.countMembers, [tx.actor.jurisdiction, id, 0]))?.members ?? 0;
  const time = (at: Instant | undefined): string | null => (at === undefined ? null : isoOf(at));
  await tx.run(store.upsertIncident, [
    tx.actor.jurisdiction, id, name, topics, divisions, shownUnit, latest?.words ?? null, time(latest?.at), time(nextWordAt), time(declaredDate?.dueAt),
    declaredDate?.explanation ?? null, declaredDate?.role ?? null, isoOf(since), isoOf(declaredAt), time(endedAt), shownCount(members),
  ]);
}

/** A member's "partly" or "unsolved" opens the matter again, one level up; the case itself was reopened with the verdict. */
async function hearVerdict(deps: CaseDeps, system: (jurisdiction: JurisdictionCode) => Actor, happening: Happening): Promise<void> {
  const [jurisdiction, caseId] = [parseJurisdictionCode(happening.jurisdiction), parseCaseId(happening.stream)];
  if (!jurisdiction || !caseId) throw new Error('a happening of no case');
  const loaded = await deps.database.inTransaction({ kind: 'resident', jurisdiction, caseId }, (tx) => caseForResident(tx, caseId));
  const verdict = loaded?.history.find(({ seq }) => seq === happening.streamSeq);
  if (verdict?.type !== 'case.judged.v1' || verdict.open.outcome === 'solved') return;
  await deps.database.inTransaction(system(jurisdiction), async (tx) => {
    const member = await tx.row(store.selectOfCase, [jurisdiction, caseId]);
    // Refused where it is open already: then somebody else's verdict came first.
    if (member) await actIn(deps, tx, { do: 'raise', cause: happening.eventId }, member.matter_id);
  });
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** From an address or a form: an attacker's. */
export function parseMatterId(text: unknown): string | undefined {
  return typeof text === 'string' && UUID.test(text) ? text : undefined;
}

function authorOf(actor: Actor): Author {
  return actor.kind === 'staff' ? { kind: 'staff', account: actor.accountId, unit: actor.unitId, roles: actor.roles, ...(actor.postId ? { post: actor.postId } : {}) } : { kind: 'system' };
}
