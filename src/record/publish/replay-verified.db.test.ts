import { cp, rm } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../test/support/server.ts';
import { createScorecards, forgetResults, scorecardsReplayer } from '../../slices/scorecards/index.ts';
import { KEYS, LINJIANG } from '../record.fixture.ts';
import { sequenceAll } from '../sequencer.ts';
import { logFolder } from './index.ts';
import { growLog } from './publish.fixture.ts';
import { enter, openDraft, openPlace, sealedDraft, type Place } from './replay.fixture.ts';

/** Days from today on: witnesses here sign with the clock of this machine. */
const [TODAY, NEXT, THIRD, FOURTH, FIFTH] = [0, 1, 2, 3, 4].map((days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)) as [string, string, string, string, string];

let place: Place;
beforeEach(async () => {
  place = await openPlace();
});
afterEach(() => place.close());

const sequence = (): Promise<number> => sequenceAll(place.test.database, LINJIANG);
const office = (stream: string, seq: number, words?: string): Promise<void> => enter(place.test, stream, [openDraft(stream, seq, words)]);
const resident = (stream: string, seq: number): Promise<void> => enter(place.test, stream, [sealedDraft(stream, seq, TODAY)]);

/** Twelve cases that an office has seen to once, published; then what will be lost. */
async function goOn(): Promise<{ readonly streams: readonly string[]; readonly backup: string }> {
  await growLog(place.test.database, 20);
  const streams = await place.speak(12, TODAY);
  for (const stream of streams) await office(stream, 2);
  await sequence();
  await place.publish();
  return { streams, backup: await place.takeBackup() };
}

describe('after a replay the log is what it says', () => {
  it('for a newcomer and for whoever knew it, though the same cases went on before the replay and after it', async () => {
    const { streams, backup } = await goOn();
    const keptBefore = await place.kept();
    for (const stream of streams.slice(0, 6)) await office(stream, 3, 'answered');
    expect(await place.disclose(NEXT)).toBe(12);
    for (const stream of streams.slice(6)) await resident(stream, 3);
    const others = await place.speak(6, TODAY);
    expect(await place.disclose(THIRD)).toBe(12);
    await sequence();
    await place.publish();
    const keptLost = await place.kept();

    await place.restore(backup);
    // Nobody has noticed: an office and residents go on with the same cases, some of it still in the queue.
    for (const stream of streams.slice(0, 3)) await office(stream, 3, 'seen to another way');
    for (const stream of streams.slice(6, 9)) await resident(stream, 3);
    await sequence();
    await office(streams[3]!, 3, 'in the queue');
    expect(await place.publish()).toMatchObject({ kind: 'trouble' });
    expect(await place.replay()).toMatchObject({ code: 0 });
    expect((await place.replay()).text).toContain('nothing was changed');
    for (const stream of streams.slice(4, 6)) await office(stream, 3);
    await office(streams[0]!, 4);
    for (const stream of streams.slice(9)) await resident(stream, 3);
    await place.speak(4, TODAY);
    await sequence();
    expect(await place.disclose(FOURTH)).toBe(10);
    await sequence();
    expect(await place.check()).toMatchObject({ findings: [], waiting: 0 });
    expect(await place.publish()).toMatchObject({ kind: 'published' });

    const fresh = await place.verify();
    // Six answers and six residents' acts were told in the lost range, and are told again.
    expect(fresh).toMatchObject({ verdict: 'holds', content: { judged: 'all', toldAgain: 12, restores: [{ lost: 30 }] } });
    expect(others).toHaveLength(6);
    for (const kept of [keptBefore, keptLost]) {
      for (const from of ['kept', 'start'] as const) expect(await place.verify(kept, from)).toMatchObject({ verdict: 'holds', findings: [] });
    }

    // The same tape once more: the log then tells of two restores, and of cases that were told three times.
    await place.restore(backup);
    await place.replay();
    for (const stream of streams.slice(0, 3)) await office(stream, 3, 'a third way');
    await sequence();
    expect(await place.check()).toMatchObject({ findings: [] });
    await place.publish();
    expect(await place.verify()).toMatchObject({ verdict: 'holds', content: { restores: { length: 2 } } });
  });

  it('where whoever was opened meanwhile would stand with too few: they wait again, but for those erased', async () => {
    const { backup } = await goOn();
    expect(await place.disclose(NEXT)).toBe(12);
    await sequence();
    await place.publish();
    await place.restore(backup);
    const [erased] = await place.speak(3, TODAY);
    expect(await place.disclose(THIRD)).toBe(15);
    await sequence();
    await place.test.owner.query('update record.subject_keys set wrapped = null, destroyed_at = platform.now() where subject = $1', [erased]);
    expect((await place.replay()).text).toMatch(/the events of 12 of them .* 3 openings, scorecards or data files of that time are taken back/);
    const { rows } = await place.test.owner.query<{ subject: string }>('select subject from record.undisclosed');
    expect(rows).toHaveLength(2);
    expect(rows).not.toContainEqual({ subject: erased });
    expect(await place.check()).toMatchObject({ findings: [] });
    await place.publish();
    expect(await place.verify()).toMatchObject({ verdict: 'holds', content: { disclosed: 12, stillSealed: 3, restores: [] } });
    await place.speak(9, TODAY);
    expect(await place.disclose(FIFTH)).toBe(11);
    await sequence();
    await place.publish();
    expect(await place.verify()).toMatchObject({ verdict: 'holds', content: { disclosed: 23, stillSealed: 1 } });
  });

  it('where figures had been counted over a log that is no more: they are taken back and counted again', async () => {
    place.forget = forgetResults;
    const scorecards = createScorecards(place.test.database, KEYS);
    const announceFigures = async (day: string): Promise<void> => {
      expect(await scorecards.publishDue(LINJIANG, day)).toBeDefined();
    };
    await growLog(place.test.database, 20);
    await announceFigures(TODAY);
    await sequence();
    await place.publish();
    const backup = await place.takeBackup('scorecards.results');
    await growLog(place.test.database, 20);
    await announceFigures(NEXT);
    await sequence();
    await place.publish();
    await place.restore(backup, 'scorecards.results');
    await growLog(place.test.database, 5);
    await announceFigures(NEXT);
    await growLog(place.test.database, 5);
    await announceFigures(THIRD);
    expect((await place.replay()).text).toMatch(/ 2 openings, scorecards or data files/);
    expect(await place.check([scorecardsReplayer])).toMatchObject({ findings: [] });
    await announceFigures(NEXT);
    await sequence();
    expect(await place.check([scorecardsReplayer])).toMatchObject({ findings: [] });
    await place.publish();
    // The one that was lost stands in the log, and is right; its number is told again by the one counted anew.
    expect(await place.verify()).toMatchObject({ verdict: 'holds', content: { scorecards: 3, toldAgain: 1 } });
  });

  it('though nothing was left but the published files, and an empty database had begun a log of its own', async () => {
    const empty = await place.takeBackup();
    await growLog(place.test.database, 40);
    await place.publish();
    await place.restore(empty);
    await growLog(place.test.database, 10);
    // It began at another minute: a beginning of the same minute would be the published one, octet for octet.
    await place.test.owner.query(`
      with other as (select convert_to(regexp_replace(convert_from(entry, 'UTF8'), '"at":"[^"]*"', '"at":"2026-01-01T00:00Z"'), 'UTF8') as entry from record.entries where index = 0)
      update record.entries set entry = other.entry, leaf_hash = sha256('\\x00'::bytea || other.entry) from other where index = 0`);
    expect(await place.replay()).toMatchObject({ code: 0, text: expect.stringContaining('41 entries are back') as string });
    expect(await place.check()).toMatchObject({ entries: 52, replayed: 40, findings: [] });
    await place.publish();
    expect(await place.verify()).toMatchObject({ verdict: 'holds', content: { nature: 'live', restores: [{ first: 1, end: 41, lost: 40 }] } });
  });

  it('where two copies of different age are replayed one after the other: one announcement tells of all', async () => {
    await growLog(place.test.database, 100);
    await place.publish();
    const backup = await place.takeBackup();
    const mirrors: string[] = [];
    for (let n = 0; n < 2; n += 1) {
      await growLog(place.test.database, 100);
      await place.publish();
      const mirror = await temporaryFolder('minsheng-mirror-');
      await cp(logFolder(place.dataDir, LINJIANG), mirror, { recursive: true });
      mirrors.push(mirror);
    }
    await place.restore(backup);
    await growLog(place.test.database, 10);
    for (const mirror of mirrors) expect(await place.replay('linjiang', '--from', mirror)).toMatchObject({ code: 0 });
    expect(await place.check()).toMatchObject({ entries: 312, findings: [] });
    expect(await place.publish()).toMatchObject({ kind: 'published', size: 312 });
    expect(await place.verify()).toMatchObject({ verdict: 'holds', content: { restores: [{ index: 301, first: 101, end: 301, lost: 200 }] } });
    for (const mirror of mirrors) await rm(mirror, { recursive: true });
  });
});
