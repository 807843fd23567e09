import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signerOf, writeLogProof, writePromise, writeVerifierKey } from '../../src/record/log/index.ts';
import { proveInclusion } from '../../src/record/merkle/proof.ts';
import { readerOf } from '../../src/record/merkle/tree.ts';
import { run } from '../../src/verify-command.ts';
import { countyEntries } from '../../src/verify/county-log.fixture.ts';
import { ORIGIN, policyText, syntheticLog } from '../../src/verify/synthetic-log.fixture.ts';

const { entries, atSeconds } = countyEntries({ days: 3, casesADay: 30, cells: 2 });
const log = syntheticLog(entries, { atSeconds });
const promiser = signerOf(`${ORIGIN}/promise`, 'ed25519', new Uint8Array(32).fill(5));

let folder: string;
let record: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'minsheng-verify-'));
  record = join(folder, 'record');
  await put(record, 'policy', policyText('2'));
  await put(record, 'promise.vkey', Buffer.from(`${writeVerifierKey(promiser.key)}\n`));
  for (const [path, bytes] of log.files) await put(record, path, bytes);
  await put(folder, 'mine.tlog-proof', writeLogProof({ index: 9, path: proveInclusion(9, log.size, readerOf(log.leaves)), checkpoint: log.files.get('checkpoint')!, extra: entries[9]! }));
  await put(folder, 'kept.promise', writePromise({ origin: ORIGIN, leaf: log.leaves[9]!, mergeBySeconds: atSeconds - 60 }, promiser));
  await put(folder, 'broken.promise', writePromise({ origin: ORIGIN, leaf: new Uint8Array(32), mergeBySeconds: atSeconds - 60 }, promiser));
  await put(folder, 'pending.promise', writePromise({ origin: ORIGIN, leaf: new Uint8Array(32), mergeBySeconds: atSeconds + 60 }, promiser));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function put(base: string, path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(join(base, path)), { recursive: true });
  await writeFile(join(base, path), bytes);
}

type Said = { readonly code: number; readonly lines: readonly string[]; readonly json: Readonly<Record<string, unknown>> };

async function verify(parameters: readonly string[], state = 'state'): Promise<Said> {
  const lines: string[] = [];
  const code = await run([...parameters, '--json', '--evidence', join(folder, 'evidence')], { print: (line) => lines.push(line), progress: () => undefined, env: { XDG_STATE_HOME: join(folder, state), LANG: 'en_GB.UTF-8' } });
  return { code, lines, json: lines.at(-1)?.startsWith('{') ? JSON.parse(lines.at(-1) ?? '{}') as Said['json'] : {} };
}

describe('minsheng verify', () => {
  it('trusts on first use and says so, with a fingerprint to compare; then by what it kept', async () => {
    const first = await verify([record]);
    expect(first).toMatchObject({ code: 0, json: { verdict: 'holds', entriesRead: log.size, policy: { from: 'first-use' }, content: { scorecards: 2, witnessed: 2 } } });
    expect(first.lines.join('\n')).toMatch(/comes from the address itself[^]*fingerprint ([0-9a-f]{4} ){7}[0-9a-f]{4}/);
    expect(await verify([record])).toMatchObject({ code: 0, json: { policy: { from: 'kept' } } });
    expect(await verify([record, '--new-only'])).toMatchObject({ code: 0, json: { entriesRead: 0 } });
    expect(await verify([record, '--policy', join(record, 'policy')])).toMatchObject({ code: 0, json: { policy: { from: 'given' } } });
    expect((await verify([record, '--lang', 'zh'])).lines.join('')).toContain(`核对了${log.size}条记录，没发现删改`);
  });
  it('finds what was rewritten since, ends with 1 and leaves the evidence', async () => {
    const other = join(folder, 'other');
    await cp(record, other, { recursive: true });
    for (const [path, bytes] of syntheticLog(countyEntries({ days: 3, casesADay: 30, cells: 3 }).entries, { atSeconds }).files) await put(other, path, bytes);
    const said = await verify([other]);
    expect(said).toMatchObject({ code: 1, json: { verdict: 'broken', findings: [{ kind: 'forked' }], evidence: join(folder, 'evidence') } });
    expect(await readFile(join(folder, 'evidence', 'checkpoint'))).toEqual(await readFile(join(other, 'checkpoint')));
    expect(await readFile(join(folder, 'evidence', 'checkpoint-kept'))).toEqual(Buffer.from(log.files.get('checkpoint')!));
    expect(await verify([record])).toMatchObject({ code: 0 });
  });
  it('checks a proof without a network, by what was kept, and no proof without trust', async () => {
    const paper = join(folder, 'mine.tlog-proof');
    expect(await verify(['--receipt', paper])).toMatchObject({ code: 0, json: { receipt: { index: 9, size: log.size } } });
    expect(await verify(['--receipt', paper], 'nobody')).toMatchObject({ code: 2, json: { verdict: 'undecided' } });
    await put(folder, 'false.tlog-proof', Buffer.from((await readFile(paper, 'utf8')).replace('index 9', 'index 8')));
    expect(await verify(['--receipt', join(folder, 'false.tlog-proof')])).toMatchObject({ code: 1, json: { receipt: { kind: 'not-included' } } });
  });
  it('says of a promise whether it was kept, broken, or is still open', async () => {
    const promise = (name: string): Promise<Said> => verify([record, '--promise', join(folder, `${name}.promise`)]);
    expect(await promise('kept')).toMatchObject({ code: 0, json: { promise: { keptAt: 9 } } });
    expect(await promise('broken')).toMatchObject({ code: 1, json: { verdict: 'broken' } });
    expect(await promise('pending')).toMatchObject({ code: 2, json: { verdict: 'undecided' } });
    await put(folder, 'forged.promise', writePromise({ origin: ORIGIN, leaf: log.leaves[9]!, mergeBySeconds: atSeconds }, signerOf(`${ORIGIN}/promise`, 'ed25519', new Uint8Array(32).fill(6))));
    expect(await promise('forged')).toMatchObject({ code: 1 });
  });
  it('decides nothing where there is nothing, and says what is missing', async () => {
    expect(await verify([join(folder, 'nowhere')])).toMatchObject({ code: 2 });
    expect(await verify(['http://127.0.0.1:1/record'])).toMatchObject({ code: 2 });
    expect((await verify([])).lines[0]).toContain('Usage: minsheng verify');
    await put(folder, 'kept.json', Buffer.from('{'));
    expect((await verify([record, '--state', join(folder, 'kept.json')])).lines.join('')).toContain('cannot be read');
  });
});
