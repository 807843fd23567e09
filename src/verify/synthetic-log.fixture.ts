import {
  cosign, NO_QUORUM, parsePolicy, signerOf, signText, writeBundle, writeCheckpoint, writeNote, writeVerifierKey,
  type Policy, type Signer,
} from '../record/log/index.ts';
import { leafHash, type Hash } from '../record/merkle/hash.ts';
import { entriesPath, grow, rootOf, tileBytes, tilePath, TILE_WIDTH, type Tile } from '../record/merkle/tile.ts';
import type { Fetched, Fetcher } from './fetcher.ts';
import { verifyLog, type KeptState, type LogReport, type Options } from './log.ts';

/** A whole log as a static server would hold it, with invented keys: what the verifier meets, and what tampering starts from. */
export type SyntheticLog = { readonly files: Map<string, Uint8Array>; readonly root: Hash; readonly leaves: readonly Hash[]; readonly size: number };

export const ORIGIN = 'min.example/record';
const seed = (octet: number): Uint8Array => new Uint8Array(32).fill(octet);
export const logSigner = signerOf(ORIGIN, 'ed25519', seed(1));
export const witnessSigners: readonly Signer[] = [
  signerOf('university.example', 'cosignature', seed(2)), signerOf('newspaper.example', 'cosignature', seed(3)), signerOf('deputies.example', 'cosignature', seed(4)),
];
/** Nobody trusts these. */
export const strangerSigner = signerOf(ORIGIN, 'ed25519', seed(9));
export const strangerWitness = signerOf('university.example', 'cosignature', seed(10));
export const AT_SECONDS = 1_795_000_000;

export const policyText = (quorum: string): Uint8Array => Buffer.from([
  `log ${writeVerifierKey(logSigner.key)}`,
  ...witnessSigners.map(({ key }, i) => `witness w${i} ${writeVerifierKey(key)}`),
  `group outside ${quorum} w0 w1 w2`, 'quorum outside', '',
].join('\n'));
export const policy = policyOf('2');
export const strictPolicy = policyOf('all');
export const unwitnessedPolicy: Policy = { ...policy, quorum: NO_QUORUM };

export function entryOf(index: number): Uint8Array {
  return Buffer.from(`entry ${index}`);
}

export function entriesOf(size: number): Uint8Array[] {
  return Array.from({ length: size }, (_, i) => entryOf(i));
}

/** Partial files of this size only, as after a log has cleaned up. */
export function syntheticLog(entries: readonly Uint8Array[], signers: Signers = {}): SyntheticLog {
  const leaves = entries.map(leafHash);
  const { edge, changed } = grow([], 0, leaves);
  const files = new Map<string, Uint8Array>();
  for (const tile of changed) putTile(files, tile);
  for (let n = 0; n * TILE_WIDTH < entries.length; n += 1) {
    const part = entries.slice(n * TILE_WIDTH, (n + 1) * TILE_WIDTH);
    files.set(entriesPath(n, part.length), writeBundle(part));
  }
  const root = rootOf(edge);
  files.set('checkpoint', checkpointNote(entries.length, root, signers));
  return { files, root, leaves, size: entries.length };
}

export type Signers = { readonly origin?: string; readonly log?: readonly Signer[]; readonly witnesses?: readonly Signer[]; readonly atSeconds?: number };

export function checkpointNote(size: number, root: Hash, { origin = ORIGIN, log = [logSigner], witnesses = witnessSigners, atSeconds = AT_SECONDS }: Signers = {}): Uint8Array {
  const text = writeCheckpoint({ origin, size, root, extensions: [] });
  return writeNote({ text, signatures: [...log.map((signer) => signText(text, signer)), ...witnesses.map((signer) => cosign(text, signer, atSeconds))] });
}

/** For entries that are any octets: signatures, tiles, hashes and consistency. */
export function verifyHashes(fetcher: Fetcher, trusted: Policy, kept: KeptState | undefined, options: Options = {}): Promise<LogReport> {
  return verifyLog(fetcher, trusted, kept, { content: 'ignored', ...options });
}

/** Hands over what is in the map, whatever the bounds say. */
export function memoryFetcher(files: ReadonlyMap<string, Uint8Array>): Fetcher {
  return {
    get: (path) => {
      const bytes = files.get(path);
      const fetched: Fetched = bytes ? { kind: 'found', bytes } : { kind: 'missing' };
      return Promise.resolve(fetched);
    },
  };
}

function putTile(files: Map<string, Uint8Array>, tile: Tile): void {
  files.set(tilePath(tile.level, tile.n, tile.hashes.length), tileBytes(tile));
}

function policyOf(needed: string): Policy {
  const read = parsePolicy(policyText(needed));
  if (read.refused) throw new Error(`the fixture's policy is wrong: ${read.reason.problem}`);
  return read.value;
}
