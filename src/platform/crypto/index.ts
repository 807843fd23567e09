export type { KeyProvider } from './key-provider.ts';
export { UnwrapError } from './key-provider.ts';
export { openFileKeys, openKeys, type KeyOptions } from './open-keys.ts';
export { parseRootSpec } from './remote-root.ts';
export { describeRootProblem, RootError } from './root.ts';
export { SUITES, type SuiteName } from './suite.ts';
export { hmacOf, keysFromRoot } from './root-keys.ts';
export { seal, unseal } from './seal.ts';
export {
  ballotKeyOf, carriedBallotKey, carryBallotKey, groupReceiptCode, isReceipt, newReceiptVerifier, parseReceipt, parseReceiptCode, receiptCodeOf, receiptKeyOf,
  verifierOf, type Receipt, type ReceiptCode, type ReceiptVerifier,
} from './receipt.ts';
export { openToken, sealToken, type TokenRefusal } from './token.ts';
