import type { Config } from './platform/config/index.ts';
import type { KeyOptions } from './platform/crypto/index.ts';

/** What the environment says of the keys' root. */
export function keyOptionsOf({ keyRoot, keyRootToken, keySuite }: Pick<Config, 'keyRoot' | 'keyRootToken' | 'keySuite'>): KeyOptions {
  return { root: keyRoot, suite: keySuite, ...(keyRootToken === '' ? {} : { token: keyRootToken }) };
}
