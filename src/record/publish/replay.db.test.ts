import { randomUUID } from 'node:crypto';
import { cp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../../../test/support/database.ts';
import { temporaryFolder } from '../../../test/support/server.ts';
import { LINJIANG, noteDraft } from '../record.fixture.ts';
import { sequenceAll } from '../sequencer.ts';
import { filesIn, folderFetcher, growLog } from './publish.fixture.ts';
import { logFolder, sayTrouble } from './index.ts';
import { enter, openPlace, type Place } from './replay.fixture.ts';

let place: Place;
let test: TestDatabase;
let dataDir: string;
const publish = (): ReturnType<Place['publish']> => place.publish();
const replay = (...args: readonly string[]): ReturnType<Place['replay']> => place.replay(...args);
const check = (): ReturnType<Place['check']> => place.check();
const takeBackup = (): Promise<string> => place.takeBackup();
const restore = (backup: string): Promise<void> => place.restore(backup);

beforeEach(async () => {
  place = await openPlace();
  ({ test, dataDir } = place);
});
afterEach(() => place.close());

describe('an old backup, restored', () => {
  it('is refused by the publisher in words, replayed from the published files, sound afterwards, and published on', async () => {
    await growLog(test.database, 300);
    expect(await publish()).toMatchObject({ kind: 'published', size: 301 });
    const backup = await takeBackup();
    await growLog(test.database, 400);
    expect(await publish()).toMatchObject({ kind: 'published', size: 701 });

    await restore(backup);
    const refused = await publish();
    expect(refused).toEqual({ kind: 'trouble', trouble: { kind: 'database-behind', by: 'checkpoint', size: 701, have: 301 } });
    if (refused.kind === 'trouble') {
      expect(sayTrouble(refused.trouble, 'en')).toContain('record replay');
      expect(sayTrouble(refused.trouble, 'zh')).toContain('旧备份');
    }
    expect(await replay()).toEqual({ code: 0, text: expect.stringContaining('400 entries are back, up to 701') as string });
    const report = await check();
    expect(report).toMatchObject({ entries: 702, replayed: 400 });
    expect(report.findings).toEqual([]);
    expect(await replay()).toEqual({ code: 0, text: expect.stringContaining('nothing was changed') as string });
    await growLog(test.database, 10);
    expect(await publish()).toMatchObject({ kind: 'published', size: 712 });
  });

  it('that was written to before anyone noticed: what was entered meanwhile moves behind what was published', async () => {
    await growLog(test.database, 100);
    await publish();
    const backup = await takeBackup();
    await growLog(test.database, 300);
    await publish();
    await restore(backup);
    await growLog(test.database, 350);
    // Longer than what was signed, and not the same: the hashes tell, not the size.
    expect(await publish()).toMatchObject({ kind: 'trouble', trouble: { kind: 'database-differs', by: 'checkpoint', size: 401 } });
    expect((await replay()).text).toMatch(/300 entries are back, up to 401.* 350 entries written after the restore/);
    const report = await check();
    expect(report).toMatchObject({ entries: 752, replayed: 300 });
    expect(report.findings).toEqual([]);
    expect(await publish()).toMatchObject({ kind: 'published', size: 752 });
  });

  it('whose queue held what was published since: the event stays with its entry, and is not entered twice', async () => {
    await growLog(test.database, 20);
    const stream = randomUUID();
    await enter(test, stream, Array.from({ length: 50 }, (_, i) => noteDraft(stream, i + 1)));
    const backup = await takeBackup();
    await growLog(test.database, 100);
    await publish();
    await restore(backup);
    expect((await replay()).text).toMatch(/150 entries are back, up to 171; the events of 50 of them/);
    const { rows: [waiting] } = await test.owner.query<{ count: string }>('select count(*) from record.pending');
    expect(Number(waiting?.count)).toBe(0);
    expect(await sequenceAll(test.database, LINJIANG)).toBe(0);
    expect(await check()).toMatchObject({ entries: 172, replayed: 100, findings: [] });
    expect(await publish()).toMatchObject({ kind: 'published', size: 172 });
  });

  it('lets no resident’s act be opened twice, and every opening name its entry, wherever that stands now', async () => {
    await place.speak(12, '2026-11-20');
    await growLog(test.database, 20);
    await publish();
    const backup = await takeBackup();
    expect(await place.disclose('2026-11-21')).toBe(12);
    await growLog(test.database, 20);
    await publish();
    await restore(backup);
    // Nobody noticed for two days: others spoke and were opened, the last of them still in the queue.
    await place.speak(11, '2026-11-22');
    expect(await place.disclose('2026-11-23')).toBe(23);
    await sequenceAll(test.database, LINJIANG);
    await place.speak(10, '2026-11-24');
    await sequenceAll(test.database, LINJIANG);
    expect(await place.disclose('2026-11-25')).toBe(10);
    expect((await replay()).text).toMatch(/32 entries are back, up to 65; the events of 12 of them/);
    await sequenceAll(test.database, LINJIANG);
    expect(await check()).toMatchObject({ findings: [], waiting: 0 });
    // Who had been opened beside the twelve waits again, and is opened with whoever is like them.
    expect(await place.disclose('2026-11-26')).toBe(21);
    await sequenceAll(test.database, LINJIANG);
    expect(await check()).toMatchObject({ findings: [], waiting: 0 });
    expect(await publish()).toMatchObject({ kind: 'published' });
    expect(await place.verify()).toMatchObject({ verdict: 'holds', content: { disclosed: 33, stillSealed: 0 } });
  });

  it('of the whole machine, keys and files included: the witness tells, and a mirror’s files bring it back', async () => {
    await growLog(test.database, 100);
    await publish();
    const [backup, folders] = [await takeBackup(), await temporaryFolder('minsheng-old-')];
    await cp(dataDir, folders, { recursive: true });
    await growLog(test.database, 300);
    await publish();
    const mirror = await temporaryFolder('minsheng-mirror-');
    await cp(logFolder(dataDir, LINJIANG), mirror, { recursive: true });

    await restore(backup);
    await rm(dataDir, { recursive: true });
    await cp(folders, dataDir, { recursive: true });
    await growLog(test.database, 500);
    expect(await publish()).toEqual({ kind: 'trouble', trouble: { kind: 'witness-ahead', by: 'university', size: 401, signed: 101 } });
    expect((await replay('linjiang', '--from', mirror)).text).toContain('300 entries are back, up to 401');
    expect(await publish()).toMatchObject({ kind: 'published', size: 902 });
    expect(await check()).toMatchObject({ entries: 902, findings: [] });
    expect((await filesIn(logFolder(dataDir, LINJIANG))).some((path) => path.startsWith('.draft-replay'))).toBe(false);
    for (const folder of [folders, mirror]) await rm(folder, { recursive: true });
  });

  it('is not replayed from files that do not verify, nor under another key', async () => {
    await growLog(test.database, 300);
    await publish();
    const backup = await takeBackup();
    await growLog(test.database, 100);
    await publish();
    await restore(backup);
    const broken = await temporaryFolder('minsheng-broken-');
    await cp(logFolder(dataDir, LINJIANG), broken, { recursive: true });
    const found = await folderFetcher(broken).get('tile/entries/001.p/145', { bytesMax: 1_000_000, signal: new AbortController().signal });
    if (found.kind !== 'found') throw new Error('no last bundle');
    await writeFile(join(broken, 'tile/entries/001.p/145'), found.bytes.map((octet, i) => (i === 40 ? octet ^ 1 : octet)));
    expect(await replay('linjiang', '--from', broken)).toEqual({ code: 1, text: expect.stringContaining('do not verify') as string });
    expect((await test.owner.query<{ size: string }>('select size from record.heads')).rows).toEqual([{ size: '301' }]);
    expect((await replay('nowhere')).code).toBe(2);
    expect((await replay('--from', broken)).code).toBe(2);
    await rm(broken, { recursive: true });
  });
});
