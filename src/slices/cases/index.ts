/** Cases: from what someone says to what they say of the answer. Other slices, pages and main meet this one here only. */
export {
  ANONYMITIES, CHANNELS, DIVERSIONS, ESCALATIONS, EXTENSION_GROUNDS, HARD_GROUNDS, KINDS, OBJECTION_GROUNDS, OPEN_STAGES, PAUSES, STAGES, TIMERS, URGENCIES,
  type Anonymity, type Answer, type CaseFacts, type Channel, type Diversion, type Escalation, type ExtensionGround, type HardGround, type Kind, type ObjectionGround, type Pause, type Place,
  type Round, type Stage, type TimerKind, type Urgency,
} from './case.ts';
export { CALL_OUTCOMES, CALLS_A_DAY_MAX, type Call, type CallOutcome } from './call.ts';
export { CALL_GATEWAY_JOB } from './decide-call.ts';
export { THIRD_PARTY_JOB } from './decide-task.ts';
export { TASK_RESULTS, taskOf, type Task, type TaskResult } from './task.ts';
export { PARTY_MAX } from './limits.ts';
export { createCaseCells } from './cells.ts';
export { correctionOf, type Correction } from './corrections.ts';
export { erasureFault } from './decide-removal.ts';
export { clockOf, type Clock, type ClockPause } from './clock.ts';
export {
  ABOUT_MAX, ASSISTING_MAX, NOTE_MAX, PHOTOS_MAX, TRANSFERS_MAX, WORDS_MAX, type CaseCommand, type CaseRefusal, type TextField,
} from './commands.ts';
export { countsOfTopics, type Judgements, type TopicCounts } from './topic-counts.ts';
export { answeredInMonths, countsByUnit, jurisdictionCounts, overdueUnits, receivedInDays, unitCounts, type Counts, type Period } from './counts.ts';
export {
  awaitedIn, MESSAGE_PHOTOS_MAX, unreadIn, UNANSWERED_MAX, unansweredIn, type Message, type Speaker,
} from './conversation.ts';
export { authorOf, type Act, type CaseDeps, type ImportedRow, type Submission } from './deps.ts';
export { eraseCase, type Elsewhere, type Erased, type Erasing } from './erase.ts';
export { askErasure, eraseWhatWasAsked, erasureWish, takeBackErasure, type ErasureWish } from './erase-asked.ts';
export { CASE_EVENT_TYPES, CONTACT_MEANS, ERASED, type CaseEventType, type CaseFact, type ContactMeans } from './events.ts';
export { actOnCase, perform, type Acted } from './handle.ts';
export { listHardCases, type HardFilter, type HardPage, type ListedHardCase } from './hard-cases.ts';
export { importRows, IMPORTED_TOGETHER_MAX, type ImportedOutcome } from './import-rows.ts';
export { joinableByNumber, joinableCases, type Joinable, type JoinFilter } from './joinable.ts';
export { type LoadedCase } from './load.ts';
export { MATTERS_JOB, type Spoken, type Word } from './matter.ts';
export { refusalMessages } from './messages.ts';
export { CHANGED_MAX, changedCases, publicStories, type PublicStory, type StoryPage } from './changed.ts';
export { openData, OPEN_DATA_PAGE_MAX, type OpenDataFilter } from './open-data.ts';
export { timersOf, type Timer } from './policy.ts';
export {
  justJudged, listPublicCases, PAGE_MAX, publicCase, publicCases,
  type PageRequest, type PublicCase, type PublicCaseStory, type PublicFilter, type PublicPage,
} from './queries.ts';
export { dangerFirst, queueCounts, queuedByNumbers, QUEUES, staffQueue, type Queue, type QueueCounts, type QueuedCase, type QueuePage } from './queue.ts';
export { caseForResident, caseForStaff, caseOfPhoto, heldPersons, namedPhotos, personOf, restedPersons, unitsKeptFrom } from './readers.ts';
export {
  casesWithWaitingRemovals, LISTED_STATES, listRemovals, removalsOfCase, removalTotals,
  type ListedRemoval, type ListedState, type RemovalFilter, type RemovalPage, type RemovalTotals,
} from './removal-queries.ts';
export { createCasesReplayer } from './replay.ts';
export { createShowOpened } from './show-opened.ts';
export { contestedReissue, reissueOver, REISSUE_REASONS, RELATIONS, type Entry, type ReceiptState, type Reissue, type ReissueReason, type Relation } from './receipt.ts';
export { reissue, reissueFault, settleReissueIn, waitingReissues, type WaitingReissue } from './reissue.ts';
export { openReceipt, type FormerReceipt, type OpenedReceipt } from './receipts.ts';
export {
  ERASURE_RULES, ERASURE_WAIT_MS, HIDES_AT_ONCE, HIDING_RULES, isHidden, parseHidable, removalOf, waitingRemovals,
  type ErasureRule, type Hand, type Hidable, type HidingRule, type Removal, type RemovalState,
} from './removals.ts';
export { markResidentRead, residentReadTo } from './resident-reads.ts';
export { rulesOf } from './rules-of.ts';
export { isParty, raisedFrom, receiverOf, type Rules } from './rules.ts';
export { answersOf, isShown } from './shown.ts';
export { ageOf, openPauseOf, pastRoundsOf, roundOf, unitsIn, type CaseState } from './state.ts';
export { purgeSubmissionKeys, submitCase, type SubmissionKey, type Direct, type SubmittedCase } from './submit.ts';
export { sweepCases, type Swept } from './sweep.ts';
export { type Step } from './timeline.ts';
export { createCases, type Cases } from './cases.ts';
