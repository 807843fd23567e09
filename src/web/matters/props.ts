import { parseDivisionCode, parseTopicCode, type DivisionCode, type TopicCode } from '../../kernel/ids.ts';
import type { Actor } from '../../platform/db/actor.ts';
import type { Tx } from '../../platform/db/reader.ts';
import type { ReadyStaff } from '../../slices/accounts/index.ts';
import { refusalMessages, type JoinFilter, type LoadedCase } from '../../slices/cases/index.ts';
import { publicIncidents, type Incident, type LoadedMatter, type Matter } from '../../slices/matters/index.ts';
import type { Directory } from '../../slices/units/index.ts';
import type { PageContext } from '../../ui/page.ts';
import { divisionsUnder, topicsUnder } from '../public/cases-props.ts';
import { placeWords, topicWords, unitNamer } from '../present/names.ts';
import type { PublicReading } from '../public/reading.ts';
import type { Services } from '../services.ts';
import { MATTER_ACTS, type CaseMatters, type MatterActName, type MatterProps, type MatterRow } from '../views/matters/desk.tsx';
import type { IncidentView, MyMatterView } from '../views/matters/public.tsx';

/** Incidents as pages tell of them; with `ended`, those that are over as well. */
export async function incidentsIn({ services, page, directory }: Pick<PublicReading, 'services' | 'page' | 'directory'>, ended = false): Promise<readonly IncidentView[]> {
  return (await publicIncidents(services.database.public, directory.code, ended)).map((one) => incidentView(one, directory, page));
}

function incidentView(one: Incident, directory: Directory, page: PageContext): IncidentView {
  const { id, name, unit, topics, divisions, since, latest, nextWordAt, declaredDate, joined, endedAt } = one;
  return {
    id, name, since, joined, unit: unit ? unitNamer(directory, page.locale)(unit) : '', ...namesOf({ topics, divisions }, directory, page),
    ...(latest ? { latest } : {}), ...(nextWordAt === undefined ? {} : { nextWordAt }), ...(endedAt === undefined ? {} : { endedAt }),
    ...(declaredDate ? { date: { dueAt: declaredDate.dueAt, why: declaredDate.explanation, role: declaredDate.role } } : {}),
  };
}

function namesOf({ topics, divisions }: Pick<Matter, 'topics' | 'divisions'>, directory: Directory, page: PageContext) {
  return { topics: topics.map((topic) => topicWords(directory, topic, page.locale)), places: divisions.map((division) => placeWords(directory, division, page.locale)) };
}

export function matterRow(matter: Matter, directory: Directory, page: PageContext): MatterRow {
  const { id, name, kind, unit, stage, endedAt } = matter;
  return { id, name, kind, stage, unit: unitNamer(directory, page.locale)(unit), ended: endedAt !== undefined };
}

/** All topics and divisions that an incident spans: what was chosen, with everything beneath. */
export function filterOf({ topics, divisions, since }: Pick<Matter, 'topics' | 'divisions' | 'since'>, directory: Directory): JoinFilter {
  return { topics: topics.flatMap((topic) => topicsUnder(directory, topic)), divisions: divisions.flatMap((division) => divisionsUnder(directory, division)), since };
}

/** What this person may say of it now; `decide` has the last word. */
export function mayDo({ kind, unit, endedAt }: Matter, { actor, unitId }: ReadyStaff): readonly MatterActName[] {
  const desk = actor.roles.includes('dispatcher') || actor.roles.includes('supervisor');
  const works = (actor.roles.includes('handler') || actor.roles.includes('unit-leader')) && unitId === unit;
  const runs = endedAt === undefined;
  const may: Readonly<Record<MatterActName, boolean>> = {
    members: runs && (desk || (works && kind === 'merged')), signature: works, update: works, answer: works, date: runs && kind === 'incident' && actor.roles.includes('supervisor'), parting: desk, end: runs && kind === 'incident' && desk,
  };
  return MATTER_ACTS.filter((act) => may[act]);
}

export async function matterProps(tx: Tx, services: Services, { matter, history }: LoadedMatter, staff: ReadyStaff, directory: Directory, page: PageContext): Promise<Omit<MatterProps, 'failed' | 'done'>> {
  const may = mayDo(matter, staff);
  const found = matter.kind === 'incident' && may.includes('members') ? await services.matters.find(tx, filterOf(matter, directory)) : undefined;
  const members = await services.matters.members(tx, matter.id);
  const refusals: Readonly<Record<string, string>> = refusalMessages(page.locale);
  return {
    page, may, row: matterRow(matter, directory, page), ...namesOf(matter, directory, page), ...(matter.latest ? { latest: matter.latest.words } : {}), counts: await services.matters.progress(tx, { matter, history }),
    raised: matter.raises.length > 0, ...(found ? { found: { cases: found.cases.length, danger: found.danger } } : {}),
    members: members.map((one) => ({ id: one.case_id, href: page.paths.consoleCase(one.case_id as never), number: one.number as never, ...(one.state === 'refused' ? { refusal: refusals[one.refusal ?? ''] ?? '' } : {}) })),
  };
}

/** At one case: where it is joined, or what it may be joined with. */
export async function caseMatters(services: Services, staff: ReadyStaff, { state: { facts, stage } }: LoadedCase, directory: Directory): Promise<CaseMatters | undefined> {
  const desk = staff.actor.roles.includes('dispatcher') || staff.actor.roles.includes('supervisor');
  const fits = facts.urgency !== 'danger' && ['submitted', 'accepted', 'dispatched', 'signed', 'contacted'].includes(stage);
  return services.database.inTransaction(staff.actor, async (tx) => {
    const joined = facts.joined && await services.matters.ofCase(tx, facts.id);
    if (joined) return { number: facts.number, joined: { id: joined.matter.id, name: joined.matter.name }, offers: [] };
    if (!desk || !fits) return undefined;
    const offers = await services.matters.matching(tx, topicPath(facts.topic), directory.divisionPath(facts.place.division), facts.submittedAt);
    return { number: facts.number, offers: offers.map(({ id, name }) => ({ id, name })) };
  });
}

export async function myMatter(services: Services, resident: Actor & { readonly kind: 'resident' }, directory: Directory, page: PageContext): Promise<MyMatterView | undefined> {
  const found = await services.database.inTransaction(resident, (tx) => services.matters.ofCase(tx, resident.caseId));
  if (!found) return undefined;
  const { matter: { kind, name, shownUnit, unit, raises }, shown } = found;
  // A rise shows with the next act of an office, here as everywhere: it follows somebody else's verdict.
  return { kind, name, unit: unitNamer(directory, page.locale)(shownUnit), shown, raised: raises.length > 0 && shownUnit === unit };
}

function topicPath(topic: TopicCode): readonly TopicCode[] {
  const parts = topic.split('.');
  return parts.flatMap((_part, index) => parseTopicCode(parts.slice(0, index + 1).join('.')) ?? []);
}

export function knownTopic(text: string, directory: Directory): TopicCode | undefined {
  const code = parseTopicCode(text);
  return code && directory.topic(code) ? code : undefined;
}

export function knownDivision(text: string, directory: Directory): DivisionCode | undefined {
  const code = parseDivisionCode(text);
  return code && directory.division(code) ? code : undefined;
}
