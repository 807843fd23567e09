import type { CaseId, JurisdictionCode, PersonRef, UnitId } from '../../kernel/ids.ts';
import type { Database } from '../../platform/db/database.ts';
import { caseForStaff, isParty, OPEN_STAGES, pastRoundsOf, personOf, roundOf, rulesOf, unitsIn, unitsKeptFrom, type LoadedCase } from '../cases/index.ts';
import { dayOf, deadlineOf, type Directory } from '../units/index.ts';
import type { ContactField } from '../vault/index.ts';
import type { CaseNow, UnsealingRules } from './commands.ts';

export type AroundDeps = {
  readonly database: Database;
  /** What a person lets the unit see now: "you may phone me until …". */
  readonly consentOf: (jurisdiction: JurisdictionCode, person: PersonRef) => Promise<{ readonly fields: readonly ContactField[] } | undefined>;
  readonly directoryOf: (jurisdiction: JurisdictionCode) => Directory;
  /** Whether any of the roles carries the permission in that jurisdiction. */
  readonly permits: (jurisdiction: JurisdictionCode, roles: readonly string[], permission: string) => boolean;
  /** The roles that carry it. */
  readonly rolesWith: (jurisdiction: JurisdictionCode, permission: string) => readonly string[];
  /** Live accounts that hold one of the roles, each with its unit. */
  readonly holdersOf: (jurisdiction: JurisdictionCode, roles: readonly string[]) => Promise<readonly { readonly account: string; readonly unit: UnitId }[]>;
};

/** The case as it stands, the law, and who could decide: read afresh before every act. `person` and `keptFrom` are for no page. */
export type Around = {
  readonly now: CaseNow; readonly rules: UnsealingRules; readonly person: PersonRef | undefined;
  readonly keptFrom: readonly UnitId[]; readonly decidingRoles: readonly string[];
};

const APPROVE = 'identity.approve';

/**
 * Read by the system, because whoever decides may not see the case itself. Undefined where there is none. Between this and the act
 * the case may move on by a moment: the asker's own view of it is checked again by row security.
 */
export async function aroundOf(deps: AroundDeps, jurisdiction: JurisdictionCode, caseId: CaseId): Promise<Around | undefined> {
  const directory = deps.directoryOf(jurisdiction);
  const decidingRoles = deps.rolesWith(jurisdiction, APPROVE);
  const deciders = await deps.holdersOf(jurisdiction, decidingRoles);
  const read = await deps.database.inTransaction({ kind: 'system', jurisdiction, job: 'unsealing' }, async (tx) => ({
    loaded: await caseForStaff(tx, caseId), keptFrom: await unitsKeptFrom(tx, caseId), person: await personOf(tx, caseId),
  }), 'worker');
  if (!read.loaded) return undefined;
  const { keptFrom, person } = read;
  const consent = person && await deps.consentOf(jurisdiction, person);
  const now = { ...caseNowOf(caseId, read.loaded, person !== undefined), ...(consent ? { consented: consent.fields } : {}) };
  return { person, keptFrom, decidingRoles, now, rules: rulesFor(deps, jurisdiction, directory, read.loaded.state.facts, keptFrom, deciders) };
}

function caseNowOf(id: CaseId, { state }: LoadedCase, hasPerson: boolean): CaseNow {
  const round = roundOf(state);
  const { anonymity, erased } = state.facts;
  return {
    id, anonymity, hasPerson, isErased: erased, isOpen: OPEN_STAGES.includes(state.stage),
    holders: round ? [...new Set([round.owner, round.handler])] : [],
    involved: [...new Set([...pastRoundsOf(state), ...(round ? [round] : [])].flatMap(unitsIn))],
  };
}

type Subject = LoadedCase['state']['facts'];

function rulesFor(deps: AroundDeps, jurisdiction: JurisdictionCode, directory: Directory, { kind, urgency, topic, channel }: Subject, about: readonly UnitId[], deciders: UnsealingRules['deciders']): UnsealingRules {
  const caseRules = rulesOf(directory);
  const { outsideUnit } = directory;
  return {
    permits: (roles, permission) => deps.permits(jurisdiction, roles, permission),
    isParty: (unit) => isParty(unit, about, caseRules),
    isWithin: (unit, other) => unit === other || directory.superiorsOf(unit).includes(other),
    ...(outsideUnit ? { outsideUnit } : {}),
    deadline: (limit, from) => deadlineOf(directory.calendar, from, directory.limitFor({ limit, kind, urgency, topic, channel, level: directory.level })),
    dayOf: (at) => dayOf(at, directory.zone),
    deciders,
  };
}
