export { contentOf, type ContentOrder, type ContentReport, type Nature } from './content.ts';
export type { Bounds, Fetched, Fetcher } from './fetcher.ts';
export type { Finding, Verdict } from './finding.ts';
export { fingerprintOf } from './fingerprint.ts';
export { httpFetcher } from './http-fetcher.ts';
export { endOf, judgeEntries, judgeHere, type Ended, type Judge, type Judged, type JudgeMaker, type Part } from './judge.ts';
export { verifyLog, type KeptState, type LogReport, type Options } from './log.ts';
export { LIMITS, type Limits } from './reader.ts';
export { checkOwnWords, checkReceipt, type CheckedOwnWords, type CheckedReceipt, type OwnWordsFault, type ReceiptFault } from './receipt.ts';
