import type { JurisdictionCode } from '../../kernel/ids.ts';
import type { Database } from '../../platform/db/database.ts';
import { verifyLog, type Fetcher, type Finding } from '../../verify/index.ts';
import { bundleBytesMax, parseBundle, NO_QUORUM, type VerifierKey } from '../log/index.ts';
import { rootOf, entriesPath, TILE_WIDTH } from '../merkle/tile.ts';
import { sameHash } from '../merkle/hash.ts';
import { openDisk } from './disk.ts';
import { growBy, NOTHING, partialFiles } from './growth.ts';
import { replayInto, type Replayed, type ReplayFault } from './replay-database.ts';
import type { Forget } from './replay-withdraw.ts';
import type { Mark } from './source.ts';

export type ReplayOrder = {
  readonly database: Database;
  readonly jurisdiction: JurisdictionCode;
  /** Our own key: whatever it signed has to be honoured, whoever hands it to us. */
  readonly key: VerifierKey;
  readonly fetcher: Fetcher;
  /** Our folder of published files, where `fetcher` reads another one: it is brought up to the same state. */
  readonly into?: string;
  /** Rows of slices that tell of what is withdrawn. */
  readonly forget: Forget;
  readonly onProgress?: (step: 'verify' | 'replay', entries: number) => void;
};

export type ReplayRefusal = ReplayFault | { readonly kind: 'files-broken'; readonly findings: readonly Finding[] };
export type ReplayReport = Replayed & { readonly size: number };

const FILE_MS_MAX = 30_000;
const DRAFTS = '.draft-replay';

/**
 * After an old backup was restored: verifies the published files whole, then brings the missing entries back from them. One
 * transaction: on any fault the database stays as it was.
 */
export async function replayLog({ database, jurisdiction, key, fetcher, into, forget, onProgress }: ReplayOrder): Promise<ReplayReport | ReplayRefusal> {
  const policy = { logs: [{ key }], witnesses: [], groups: [], quorum: NO_QUORUM };
  const report = await verifyLog(fetcher, policy, undefined, { from: 'start', content: 'ignored', onProgress: (at) => onProgress?.('verify', at) });
  if (report.verdict !== 'holds' || !report.signed) return { kind: 'files-broken', findings: report.findings };
  const { checkpoint: published, note } = report.signed;
  const bundle = bundlesOf(fetcher, published);
  const replayed = await inOwnersTransaction(database, jurisdiction, (tx) =>
    replayInto({ tx, jurisdiction, published, bundle, forget, onProgress: (at) => onProgress?.('replay', at) }));
  if ('kind' in replayed) return replayed;
  // A crash here leaves the entries, and files that are shorter: the same command again writes them.
  if (into !== undefined && !await writePublished(into, published, bundle, note)) return { kind: 'files-changed' };
  return { ...replayed, size: published.size };
}

/** Read a second time, so what they hold is hashed a second time: against the root at the end. */
function bundlesOf(fetcher: Fetcher, { size }: Mark): (n: number) => Promise<readonly Uint8Array[]> {
  return async (n) => {
    const width = Math.min(TILE_WIDTH, size - n * TILE_WIDTH);
    for (const whole of [width, TILE_WIDTH]) {
      const fetched = await fetcher.get(entriesPath(n, whole), { bytesMax: bundleBytesMax(whole), signal: AbortSignal.timeout(FILE_MS_MAX) });
      const entries = fetched.kind === 'found' ? parseBundle(fetched.bytes, whole) : undefined;
      if (entries) return entries.slice(0, width);
    }
    throw new Error(`${entriesPath(n, width)} was there a moment ago`);
  };
}

async function inOwnersTransaction(database: Database, jurisdiction: JurisdictionCode, work: (tx: Parameters<typeof replayInto>[0]['tx']) => Promise<Replayed | ReplayFault>): Promise<Replayed | ReplayFault> {
  const client = await database.connect('owner');
  try {
    await client.query('begin');
    await client.query(`select set_config('minsheng.actor', $1, true), set_config('minsheng.jurisdiction', $2, true)`, [JSON.stringify({ kind: 'system', jurisdiction, job: 'replay' }), jurisdiction]);
    const done = await work({ rows: async (made, values) => (await client.query({ name: made.name, text: made.text, values: values as unknown[] })).rows as never });
    // A crash before the commit, or a fault, leaves the database as it was.
    await client.query('kind' in done ? 'rollback' : 'commit');
    return done;
  } finally {
    await client.end();
  }
}

/** The checkpoint comes last, as always: whoever sees it finds all its files. False where the files changed meanwhile. */
async function writePublished(folder: string, published: Mark, bundle: (n: number) => Promise<readonly Uint8Array[]>, note: Uint8Array): Promise<boolean> {
  const disk = await openDisk(folder, 0o644, DRAFTS);
  let made = NOTHING;
  while (made.size < published.size) {
    const { grown, full } = growBy(made, await bundle(made.size / TILE_WIDTH));
    await disk.write(full);
    made = grown;
  }
  if (!sameHash(rootOf(made.edge), published.root)) return false;
  await disk.write(partialFiles(made, 0));
  await disk.write([{ path: 'checkpoint', bytes: note }]);
  await disk.remove(DRAFTS);
  return true;
}
