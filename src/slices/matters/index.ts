/** What several cases tell of: merged cases and incidents. Pages, background and main meet this one here only. */
export type { MatterCommand, MatterRefusal } from './commands.ts';
export { createMatters, parseMatterId, type MatterAct, type Matters, type Progress } from './handle.ts';
export type { LoadedMatter } from './load.ts';
export { GATHER_MAX, MEMBERS_MIN, NAME_MAX, type Matter, type MatterKind } from './matter.ts';
export { matterRefusals } from './messages.ts';
export { forgetMembership, publicIncidents, type Incident } from './public.ts';
export { mattersReplayer } from './replay.ts';
export { MATTER_EVENTS } from './events.ts';
