export type { KeyProvider } from './key-provider.ts';
export { UnwrapError } from './key-provider.ts';
export { openFileKeys } from './file-keys.ts';
export { hmacOf, keysFromRoot } from './root-keys.ts';
export { seal, unseal } from './seal.ts';
export {
  ballotKeyOf, groupReceiptCode, isReceipt, newReceiptVerifier, parseReceipt, parseReceiptCode, receiptCodeOf, receiptKeyOf,
  verifierOf, type Receipt, type ReceiptCode, type ReceiptVerifier,
} from './receipt.ts';
export { openToken, sealToken, type TokenRefusal } from './token.ts';
