export type { KeyProvider } from './key-provider.ts';
export { UnwrapError } from './key-provider.ts';
export { openFileKeys } from './file-keys.ts';
export { hmacOf, keysFromRoot } from './root-keys.ts';
export { seal, unseal } from './seal.ts';
