import { describe, expect, test } from 'vitest';
import { parsePolicy, signerOf, writeBundle, writeVerifierKey, type Policy } from '../record/log/index.ts';
import { leafHash } from '../record/merkle/hash.ts';
import type { Finding } from './finding.ts';
import type { KeptState, Options } from './log.ts';
import {
  checkpointNote, entriesOf, entryOf, logSigner, memoryFetcher, policy, policyText, strangerSigner, strangerWitness, syntheticLog, witnessSigners, type Signers, verifyHashes,
} from './synthetic-log.fixture.ts';

/** What somebody with every right on the server's machine could do, and some of it with stolen keys. */
const SIZE = 700;
const KEPT = 300;
const honest = syntheticLog(entriesOf(SIZE));
const kept: KeptState = { checkpoint: syntheticLog(entriesOf(KEPT)).files.get('checkpoint')! };
const changed = (index: number): Uint8Array[] => entriesOf(SIZE).with(index, Buffer.from('another word'));

type Files = Map<string, Uint8Array>;
type Tampering = {
  readonly what: string; readonly kind: Finding['kind']; readonly files: () => Files;
  readonly kept?: KeptState; readonly options?: Options; readonly policy?: Policy;
};

function served(change: (files: Files) => void): Files {
  const files = new Map(honest.files);
  change(files);
  return files;
}

function rewritten(entries: readonly Uint8Array[], signers?: Signers): Files {
  return syntheticLog(entries, signers).files;
}

function bundle(entries: readonly Uint8Array[], n: number): Uint8Array {
  return writeBundle(entries.slice(n * 256, (n + 1) * 256));
}

function withBytes(bytes: Uint8Array, at: number, fresh: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy.set(fresh, at);
  return copy;
}

const otherLog = signerOf('other.example/record', 'ed25519', new Uint8Array(32).fill(6));
const twoLogs = parsePolicy(Buffer.concat([Buffer.from(`log ${writeVerifierKey(otherLog.key)}\n`), policyText('2')]));
const mixedNote = (): Uint8Array => {
  const [mine, foreign] = [honest, syntheticLog(changed(5))].map(({ files }) => Buffer.from(files.get('checkpoint')!).toString().split('\n\n'));
  return Buffer.from(`${mine![0]}\n\n${foreign![1]}`);
};

const TAMPERINGS: readonly Tampering[] = [
  { what: 'an entry’s words are changed', kind: 'entry-altered', files: () => served((files) => files.set('tile/entries/001', bundle(changed(300), 1))) },
  { what: 'an entry and its leaf are changed', kind: 'tile-altered', files: () => served((files) => {
    files.set('tile/entries/001', bundle(changed(300), 1));
    files.set('tile/0/001', withBytes(files.get('tile/0/001')!, 44 * 32, leafHash(Buffer.from('another word'))));
  }) },
  { what: 'an entry and its leaf in the last tile are changed', kind: 'root-differs', files: () => served((files) => {
    files.set('tile/entries/002.p/188', bundle(changed(699), 2));
    files.set('tile/0/002.p/188', withBytes(files.get('tile/0/002.p/188')!, 187 * 32, leafHash(Buffer.from('another word'))));
  }) },
  { what: 'all is hashed again under the old signature', kind: 'root-differs', files: () => new Map([...rewritten(changed(5)), ['checkpoint', honest.files.get('checkpoint')!]]) },
  { what: 'history is rewritten and signed by the log alone', kind: 'quorum-missing', files: () => rewritten(changed(5), { witnesses: [] }) },
  { what: 'history is rewritten and one witness bribed', kind: 'quorum-missing', files: () => rewritten(changed(5), { witnesses: witnessSigners.slice(0, 1) }) },
  { what: 'history is rewritten and a witness’s name borrowed', kind: 'quorum-missing', files: () => rewritten(changed(5), { witnesses: [strangerWitness, ...witnessSigners.slice(1, 2)] }) },
  { what: 'history is rewritten with every key stolen', kind: 'history-rewritten', kept, files: () => rewritten(changed(5)) },
  { what: 'the same, and the reader reads all again', kind: 'history-rewritten', kept, options: { from: 'start' }, files: () => rewritten(changed(5)) },
  { what: 'the last entry a reader knew is rewritten with every key stolen', kind: 'history-rewritten', kept, files: () => rewritten(changed(KEPT - 1)) },
  { what: 'an entry is slipped in early with every key stolen', kind: 'history-rewritten', kept, files: () => rewritten([...entriesOf(100), Buffer.from('back-dated'), ...entriesOf(SIZE - 1).slice(100)]) },
  { what: 'an entry is taken out early with every key stolen', kind: 'history-rewritten', kept, files: () => rewritten([...entriesOf(100), ...entriesOf(SIZE + 1).slice(101)]) },
  { what: 'two early entries change places with every key stolen', kind: 'history-rewritten', kept, files: () => rewritten(entriesOf(SIZE).with(7, entryOf(8)).with(8, entryOf(7))) },
  { what: 'the last entries are taken back', kind: 'rolled-back', kept: { checkpoint: honest.files.get('checkpoint')! }, files: () => rewritten(entriesOf(600)) },
  { what: 'there are two logs of one size', kind: 'forked', kept: { checkpoint: honest.files.get('checkpoint')! }, files: () => rewritten(changed(699)) },
  { what: 'two entries change places', kind: 'entry-altered', files: () => served((files) => files.set('tile/entries/000', bundle(entriesOf(SIZE).with(7, entryOf(8)).with(8, entryOf(7)), 0))) },
  { what: 'an entry is left out of its bundle', kind: 'malformed', files: () => served((files) => files.set('tile/entries/002.p/188', bundle(entriesOf(699), 2))) },
  { what: 'something is appended to a bundle', kind: 'malformed', files: () => served((files) => files.set('tile/entries/000', Buffer.concat([files.get('tile/entries/000')!, Buffer.from([0, 0])]))) },
  { what: 'a bundle is hidden', kind: 'missing', files: () => served((files) => files.delete('tile/entries/001')) },
  { what: 'a tile is hidden', kind: 'missing', files: () => served((files) => files.delete('tile/0/001')) },
  { what: 'a tile above is hidden', kind: 'missing', files: () => served((files) => files.delete('tile/1/000.p/2')) },
  { what: 'a tile above is changed', kind: 'tile-altered', files: () => served((files) => files.set('tile/1/000.p/2', withBytes(files.get('tile/1/000.p/2')!, 40, Uint8Array.of(1)))) },
  { what: 'a tile is cut short', kind: 'malformed', files: () => served((files) => files.set('tile/0/001', files.get('tile/0/001')!.subarray(32))) },
  { what: 'more entries are signed for than there are', kind: 'missing', files: () => served((files) => files.set('checkpoint', checkpointNote(800, honest.root))) },
  { what: 'another log is served', kind: 'origin-unknown', files: () => rewritten(entriesOf(SIZE), { origin: 'other.example/record' }) },
  { what: 'another trusted log is served', kind: 'origin-changed', kept, policy: twoLogs.refused ? policy : twoLogs.value, files: () => rewritten(entriesOf(SIZE), { origin: otherLog.key.name, log: [otherLog] }) },
  { what: 'a stranger signs under the log’s name', kind: 'unsigned', files: () => rewritten(changed(5), { log: [strangerSigner] }) },
  { what: 'signatures are moved from another checkpoint', kind: 'signature-wrong', files: () => served((files) => files.set('checkpoint', mixedNote())) },
  { what: 'a checkpoint is no note', kind: 'note-malformed', files: () => served((files) => files.set('checkpoint', Buffer.from('<!doctype html>'))) },
  { what: 'the log signs a larger log with another beginning', kind: 'history-rewritten', kept, files: () => rewritten([Buffer.from('genesis'), ...entriesOf(5000)], { log: [logSigner] }) },
];

describe('whoever tampers is found out', () => {
  test.each(TAMPERINGS)('$what: $kind', async ({ kind, files, kept: before, options, policy: trusted = policy }) => {
    const report = await verifyHashes(memoryFetcher(files()), trusted, before, options);
    expect(report.verdict).toBe('broken');
    expect(report.findings.map((finding) => finding.kind)).toEqual([kind]);
    // Who found it keeps what was good, and holds something to show.
    expect(report.kept).toEqual(before);
    expect(report.evidence.length).toBeGreaterThan(0);
  });

  test('even in a full tile above, which only the root of a large log leans on', async () => {
    const { files } = syntheticLog(entriesOf(65_600));
    files.set('tile/1/000', withBytes(files.get('tile/1/000')!, 8000, Uint8Array.of(1, 2)));
    expect(await verifyHashes(memoryFetcher(files), policy, undefined)).toMatchObject({ verdict: 'broken', findings: [{ kind: 'tile-altered', path: 'tile/1/000' }] });
  });

  test('and whoever does not is not: the control', async () => {
    for (const [before, options] of [[undefined, {}], [kept, {}], [kept, { from: 'start' }]] as const) {
      expect(await verifyHashes(memoryFetcher(honest.files), policy, before, options)).toMatchObject({ verdict: 'holds', findings: [] });
    }
    expect(new Set(TAMPERINGS.map(({ what }) => what)).size).toBe(TAMPERINGS.length);
  });

  test('the finding names the entry, and the evidence is the file as it was served', async () => {
    const files = served((one) => one.set('tile/entries/001', bundle(changed(300), 1)));
    const report = await verifyHashes(memoryFetcher(files), policy, kept);
    expect(report.findings).toEqual([{ kind: 'entry-altered', index: 300, path: 'tile/entries/001' }]);
    expect(report.evidence.map(({ path }) => path)).toEqual(['checkpoint', 'checkpoint-kept', 'tile/entries/001']);
    expect(report.evidence[2]?.bytes).toEqual(files.get('tile/entries/001'));
  });
});
