/** Sealed reports: what nobody but protection officers reads. Pages and main meet this slice here only. */
export { type By, type SealedCommand, type SealedRefusal } from './decide.ts';
export { digestOf, machineOf, type Enclosed, type SealedDeps } from './handle.ts';
export { closedToHowMany, LETTER_CHARS_MAX } from './padding.ts';
export { couldRead, routeOf, type Routing, type SealedRules, type Wish } from './policy.ts';
export { ageIdentityOf, parseRecipient, readerKeyOf } from './reader-key.ts';
export { sealedReplayer } from './replay.ts';
export {
  dueOf, isResting, SEALED_KINDS, type ClosedIn, type Officer, type ReportId, type ReportState, type Route, type SealedKind, type SealedStage,
} from './report.ts';
export { periodsOf, quarterOf, type Period } from './score-periods.ts';
export { sealedRulesOf } from './rules-of.ts';
export { createSealedReports, type AdverseAct, type ClosedLetter, type Filed, type Filing, type LoadedReport, type OwnKey, type SealedReports } from './sealed.ts';
export { makeDemoKeys } from './demo-keys.ts';
