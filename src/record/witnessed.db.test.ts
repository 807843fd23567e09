import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { temporaryFolder } from '../../test/support/server.ts';
import { isoOf } from '../kernel/instant.ts';
import { cosign, parseEntry, signerOf, signText, writeCheckpoint, writeNote, writeVerifierKey } from './log/index.ts';
import { readHead } from './head.ts';
import { growLog } from './publish/publish.fixture.ts';
import { KEYS, LINJIANG } from './record.fixture.ts';
import { sequenceAll } from './sequencer.ts';
import { appendWitnessed } from './witnessed.ts';

const ORIGIN = 'linjiang.invalid/minsheng';
const log = signerOf(ORIGIN, 'ed25519', new Uint8Array(32).fill(1));
const witness = signerOf('university.example', 'cosignature', new Uint8Array(32).fill(2));
const dayOf = (at: Parameters<typeof isoOf>[0]): string => isoOf(at).slice(0, 10);

let test: TestDatabase;
let folder: string;
beforeAll(async () => {
  test = await openTestDatabase();
  folder = await temporaryFolder('minsheng-witnessed-');
  await growLog(test.database, 5);
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await test.close();
});

async function publish(cosigners: readonly typeof witness[]): Promise<void> {
  const head = await readHead(test.database.public, LINJIANG);
  const text = writeCheckpoint({ origin: ORIGIN, size: head!.size, root: Buffer.from(head!.root, 'base64'), extensions: [] });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'policy'), `log ${writeVerifierKey(log.key)}\nwitness w ${writeVerifierKey(witness.key)}\nquorum w\n`);
  await writeFile(join(folder, 'checkpoint'), writeNote({ text, signatures: [signText(text, log), ...cosigners.map((one) => cosign(text, one, 1_795_000_000))] }));
}

const append = (): Promise<boolean> => appendWitnessed({ database: test.database, keys: KEYS }, LINJIANG, folder, dayOf);

describe('the day’s witnessed checkpoint', () => {
  it('is not appended before anything is published, nor where nobody outside has cosigned', async () => {
    expect(await append()).toBe(false);
    await publish([]);
    expect(await append()).toBe(false);
  });
  it('is appended once a day, by whichever process comes first', async () => {
    await publish([witness]);
    const [one, two] = await Promise.all([append(), append()]);
    expect([one, two].filter(Boolean)).toHaveLength(1);
    expect(await append()).toBe(false);
  });
  it('stands in the log as an act of the system with the size and the signed note', async () => {
    await sequenceAll(test.database, LINJIANG);
    const { rows: [row] } = await test.owner.query('select entry from record.entries where jurisdiction = $1 order by index desc limit 1', [LINJIANG]);
    expect(parseEntry((row as { entry: Buffer }).entry)).toMatchObject({ kind: 'act', type: 'record.witnessed.v1', stream: `record:${LINJIANG}`, seq: 2, role: 'system', open: { size: 6 } });
  });
});
