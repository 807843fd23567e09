import type { DispatchRule, Division, JurisdictionContent, JurisdictionFacts, LimitRule, Post, Topic, Unit, VitalInterest, CalendarContent } from './content.ts';
import { check } from './check.ts';
import type { Mistake, Placed } from './mistake.ts';
import { parseCalendar, type CountryCalendars } from './parse-calendar.ts';
import { parseJurisdictionFile } from './parse-jurisdiction.ts';
import { parseDivisions, type DivisionLibrary } from './parse-places.ts';
import { parseProfile, type ParsedProfile } from './parse-profile.ts';
import { parseRoles, type ParsedRoles } from './parse-roles.ts';
import { parseDispatch, parseLimits } from './parse-rules.ts';
import { parseSharedVitalInterests, parseTopics, parseVitalInterests, type SharedVitalInterest } from './parse-topics.ts';
import { parsePosts, parseUnits } from './parse-units.ts';
import { readTable, readYaml, type MapValue, type SourceFile } from './source.ts';

/** The texts of a jurisdiction's folder and of the shared one; an absent file is undefined. */
export type FolderTexts = {
  readonly own: Readonly<Partial<Record<FileName, SourceFile>>>;
  readonly shared: Readonly<Partial<Record<SharedFileName, SourceFile>>>;
};

/** Without these a jurisdiction cannot be told. */
export const REQUIRED_FILES = ['jurisdiction.yaml', 'divisions.yaml', 'units.yaml', 'topics.yaml'] as const;
export const OPTIONAL_FILES = ['posts.yaml', 'dispatch.csv', 'vital-interests.yaml', 'calendar.yaml', 'limits.yaml', 'roles.yaml', 'profile.yaml'] as const;
export const SHARED_FILES = ['levels.yaml', 'calendar.yaml', 'limits.yaml', 'roles.yaml', 'vital-interests.yaml'] as const;
export type FileName = (typeof REQUIRED_FILES)[number] | (typeof OPTIONAL_FILES)[number];
export type SharedFileName = (typeof SHARED_FILES)[number];

/** What the files lean on beyond themselves. */
export type Libraries = { readonly divisions: DivisionLibrary; readonly calendars: CountryCalendars };

export type Parsed = {
  readonly facts: Placed<JurisdictionFacts>;
  readonly divisions: readonly Placed<Division>[];
  readonly units: readonly Placed<Unit>[];
  readonly posts: readonly Placed<Post>[];
  readonly topics: readonly Placed<Topic>[];
  readonly sharedClasses: readonly SharedVitalInterest[];
  readonly vitalInterests: readonly Placed<VitalInterest>[];
  readonly dispatch: readonly Placed<DispatchRule>[];
  readonly calendar: CalendarContent;
  readonly limits: readonly Placed<LimitRule>[];
  readonly limitsFile: string;
  readonly roles: ParsedRoles;
  readonly profile: ParsedProfile | undefined;
};

/** Reads a whole jurisdiction: its content, or every mistake found. Mistakes within a file are told before those across files. */
export function parseJurisdiction(texts: FolderTexts, libraries: Libraries):
  | { readonly content: JurisdictionContent; readonly mistakes: readonly [] }
  | { readonly content: undefined; readonly mistakes: readonly Mistake[] } {
  const mistakes: Mistake[] = [];
  const parsed = parseFiles(texts, libraries, mistakes);
  if (parsed && mistakes.length === 0) mistakes.push(...check(parsed));
  if (!parsed || mistakes.length > 0) return { content: undefined, mistakes: inOrder(mistakes) };
  return { content: contentOf(parsed), mistakes: [] };
}

function parseFiles({ own, shared }: FolderTexts, libraries: Libraries, mistakes: Mistake[]): Parsed | undefined {
  const yaml = (file: SourceFile | undefined): MapValue | undefined => (file ? mapOf(file, mistakes) : undefined);
  const required = (name: FileName): MapValue => yaml(own[name]) ?? missing(name, mistakes);
  const fallback = (name: SharedFileName): MapValue => yaml(shared[name]) ?? missing(`_shared/${name}`, mistakes);
  const facts = parseJurisdictionFile(required('jurisdiction.yaml'), fallback('levels.yaml'), mistakes);
  const sharedClasses = parseSharedVitalInterests(fallback('vital-interests.yaml'), mistakes);
  const table = own['dispatch.csv'] && readTable(own['dispatch.csv']);
  mistakes.push(...(table?.mistakes ?? []));
  const parts = {
    divisions: parseDivisions(required('divisions.yaml'), libraries.divisions, mistakes),
    units: parseUnits(required('units.yaml'), mistakes),
    posts: parsePosts(yaml(own['posts.yaml']) ?? nothing('posts.yaml'), mistakes),
    topics: parseTopics(required('topics.yaml'), mistakes),
    sharedClasses,
    vitalInterests: parseVitalInterests(yaml(own['vital-interests.yaml']) ?? nothing('vital-interests.yaml'), sharedClasses, mistakes),
    dispatch: parseDispatch(table?.rows ?? [], mistakes),
    calendar: parseCalendar(yaml(own['calendar.yaml']) ?? fallback('calendar.yaml'), libraries.calendars, mistakes),
    limits: parseLimits(yaml(own['limits.yaml']), fallback('limits.yaml'), mistakes),
    limitsFile: own['limits.yaml']?.name ?? shared['limits.yaml']?.name ?? 'limits.yaml',
    roles: parseRoles(yaml(own['roles.yaml']) ?? fallback('roles.yaml'), mistakes),
  };
  const profile = own['profile.yaml'] && parseProfile(mapOf(own['profile.yaml'], mistakes), parts.roles.roles.map(({ row }) => row), mistakes);
  return facts && { facts, ...parts, profile };
}

function mapOf(file: SourceFile, mistakes: Mistake[]): MapValue {
  const { value, mistakes: ofForm } = readYaml(file);
  mistakes.push(...ofForm);
  if (value.kind === 'map') return value;
  mistakes.push({ ...value.at, problem: { kind: 'wrong-type', key: file.name, expected: 'map' } });
  return nothing(file.name);
}

function missing(name: string, mistakes: Mistake[]): MapValue {
  mistakes.push({ file: name, line: 1, column: 1, problem: { kind: 'missing-file' } });
  return nothing(name);
}

function nothing(file: string): MapValue {
  return { kind: 'map', entries: new Map(), at: { file, line: 1, column: 1 } };
}

/** A file that is absent or cannot be read at all would bring one further mistake for each key it lacks: those say nothing new. */
function inOrder(mistakes: readonly Mistake[]): readonly Mistake[] {
  const isForm = ({ problem }: Mistake): boolean => FORM_PROBLEMS.some((kind) => kind === problem.kind);
  const unread = new Set(mistakes.filter(isForm).map(({ file }) => file));
  return mistakes
    .filter((mistake) => isForm(mistake) || !unread.has(mistake.file))
    .sort((a, b) => (a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1));
}

const FORM_PROBLEMS = ['missing-file', 'too-large', 'not-yaml', 'not-csv', 'unreadable-character'] as const;

function contentOf(parsed: Parsed): JurisdictionContent {
  const rows = <Row>(placed: readonly Placed<Row>[]): readonly Row[] => placed.map(({ row }) => row);
  return {
    jurisdiction: parsed.facts.row,
    divisions: rows(parsed.divisions),
    units: rows(parsed.units),
    posts: rows(parsed.posts),
    topics: rows(parsed.topics),
    vitalInterests: rows(parsed.vitalInterests),
    dispatch: rows(parsed.dispatch),
    calendar: parsed.calendar,
    limits: rows(parsed.limits),
    roles: rows(parsed.roles.roles),
    separations: parsed.roles.separations,
    ...(parsed.profile && { profile: { combined: parsed.profile.combined, borrowed: rows(parsed.profile.borrowed) } }),
  };
}
