/** Opening an identity: asked for with a purpose, approved by a second person, seen for hours, told to whom it concerns. */
export type { Around, AroundDeps } from './around.ts';
export type { UnsealingRefusal } from './commands.ts';
export { mayDecide, maySettle, TEXT_MAX, VIEWS_MAX } from './decide.ts';
export { eraseRequestWords } from './erase.ts';
export { UNSEALING_EVENT_TYPES } from './events.ts';
export { authorOf, createUnsealings, parseRequestId, type RecordedLook, type UnsealingAct, type Unsealings } from './handle.ts';
export { unsealingMessages } from './messages.ts';
export { unsealingReplayer } from './replay.ts';
export { AGREED, AGREED_FIELDS, PURPOSES, RULINGS, standing, type Purpose, type Ruling, type Standing, type Unsealing } from './unsealing.ts';
