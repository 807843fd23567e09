import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JurisdictionCode } from '../kernel/ids.ts';
import type { KeyProvider } from '../platform/crypto/key-provider.ts';
import { PROMISE_SECONDS, promiseKeyName, signerOf, writePromise, writeVerifierKey, type Signer } from './log/index.ts';
import { leafHash } from './merkle/hash.ts';

export type Promises = {
  /** Signs that this entry will be in the published log within `PROMISE_SECONDS` from now. */
  readonly promise: (jurisdiction: JurisdictionCode, entry: Uint8Array) => Uint8Array;
  /** The key to check promises of a log with. */
  readonly vkey: (jurisdiction: JurisdictionCode) => string;
  /** Puts each log's key beside its published files, where it is not there yet: any static server then carries it too. */
  readonly publishKeys: (jurisdictions: readonly JurisdictionCode[]) => Promise<void>;
};

export type PromiseParts = {
  readonly keys: KeyProvider;
  readonly originOf: (jurisdiction: JurisdictionCode) => string;
  readonly folderOf: (jurisdiction: JurisdictionCode) => string;
  /** POSIX seconds by this machine's own clock, even in a demo: witnesses' clocks judge the promise. */
  readonly nowSeconds: () => number;
};

const FILE = 'promise.vkey';

/**
 * Who promises is the serving process, with a key of its own: the log's key belongs to the publisher, and it is the publisher
 * that may be away. One key a log, the same at every start.
 */
export function createPromises({ keys, originOf, folderOf, nowSeconds }: PromiseParts): Promises {
  const signers = new Map<JurisdictionCode, Signer>();
  const signerFor = (jurisdiction: JurisdictionCode): Signer => {
    const known = signers.get(jurisdiction);
    if (known) return known;
    const made = signerOf(promiseKeyName(originOf(jurisdiction)), 'ed25519', keys.hmac('record promises v1', jurisdiction));
    signers.set(jurisdiction, made);
    return made;
  };
  const vkey = (jurisdiction: JurisdictionCode): string => writeVerifierKey(signerFor(jurisdiction).key);
  return {
    vkey,
    promise: (jurisdiction, entry) =>
      writePromise({ origin: originOf(jurisdiction), leaf: leafHash(entry), mergeBySeconds: nowSeconds() + PROMISE_SECONDS }, signerFor(jurisdiction)),
    async publishKeys(jurisdictions) {
      for (const jurisdiction of jurisdictions) {
        const path = join(folderOf(jurisdiction), FILE);
        const text = `${vkey(jurisdiction)}\n`;
        if (await readFile(path, 'utf8').catch(() => '') === text) continue;
        await mkdir(folderOf(jurisdiction), { recursive: true });
        // A crash in between leaves a draft that nobody serves.
        await writeFile(`${path}.draft`, text);
        await rename(`${path}.draft`, path);
      }
    },
  };
}
