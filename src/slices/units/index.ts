/** Places, offices, topics, clocks and rules of each jurisdiction, as data. Other slices meet this one here only. */
export { openDirectoryCache, readDirectory, type DirectoryCache } from './cache.ts';
export { directoryOf, type Directory, type TopicNode } from './directory.ts';
export type { Dispatch, DispatchCause, DispatchQuery } from './dispatch.ts';
export type { Limit, LimitQuery } from './limit.ts';
export type { WorkingCalendar } from './calendar.ts';
export { deadlineAfterPause, deadlineOf } from './deadline.ts';
export { dayEndOf, dayOf, instantOfWall, isZone, lastOfDay, parseDay, type Day } from './day.ts';
export { Fields } from './fields.ts';
export { FILE_BYTES_MAX, readYaml } from './source.ts';
export { checkFolder, loadJurisdiction, type Loaded, type LoadRefusal } from './load.ts';
export { unitsReplayer } from './replay.ts';
export { adviceFor, placeOf } from './messages.ts';
export type { Mistake } from './mistake.ts';
export type {
  Amount, DispatchRule, Division, JurisdictionContent, JurisdictionFacts, LimitRule, Names, Post, Role, Term, Topic, Unit, VitalInterest,
} from './content.ts';
export { bothHalves } from './parse-profile.ts';
export { LIMIT_NAMES, PERMISSIONS, TWO_PERSON_ACTS, type TwoPersonAct, type LimitName, type Permission, type TimeUnit } from './vocabulary.ts';
