import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COUNTY, openCounty, type County } from '../../test/support/county.ts';
import { openBrowser } from '../../town/browser.ts';
import type { Slip } from '../../town/desk.ts';
import { DAY_MS } from '../kernel/instant.ts';
import type { Outcome, Satisfaction } from '../kernel/outcome.ts';
import { formatPercent } from '../platform/i18n/index.ts';
import { sequenceAll } from '../record/index.ts';
import { parseEntry, type LogEntry } from '../record/log/index.ts';
import { createRecordFold, publishedOf, resultText, scorecardOf } from '../slices/scorecards/index.ts';

const LAMP = { words: '路灯坏了三天', kind: 'help', topic: 'urban.lighting.out', place: '990101101000', anonymity: 'anonymous', publish: 'yes' };
const ACCEPTANCE = { kind: 'help', urgency: 'ordinary', topic: 'urban.lighting.out', place: '990101101000', wordsReviewed: 'yes', summary: '路灯不亮' };
const UNIT = 'urban-management';

let county: County;
const slips: Slip[] = [];
beforeAll(async () => {
  county = await openCounty();
  for (let one = 0; one < 12; one += 1) await judgedCase(one < 8 ? 'solved' : 'unsolved', one < 7 ? 5 : 2);
}, 120_000);
afterAll(async () => { await county.close(); });

async function judgedCase(outcome: Outcome, satisfaction: Satisfaction): Promise<void> {
  const slip = await county.desk.report(LAMP);
  for (const [by, act, fields] of [
    ['dispatcher', 'acceptance', ACCEPTANCE], ['dispatcher', 'dispatch', { lead: UNIT }], ['urban', 'signature', {}], ['urban', 'answer', { found: '灯坏', done: '换好', inPublic: 'no' }],
  ] as const) expect(await county.desk.act(by, slip.caseId, act, fields), act).toBe(true);
  expect(await county.desk.judge(slip, outcome, '', satisfaction)).toBe(true);
  slips.push(slip);
}

let asked = 0;
/** Drawn anew: a page of one address is kept for a second. */
async function read(path: string): Promise<string> {
  const { status, html } = await openBrowser(county.app).get(`${path}${path.includes('?') ? '&' : '?'}asked=${asked += 1}`);
  expect([path, status]).toEqual([path, 200]);
  return html;
}

/** The log as anyone may read it. */
async function log(): Promise<LogEntry[]> {
  await sequenceAll(county.db.database, COUNTY);
  const { rows } = await county.db.owner.query<{ entry: Buffer }>('select entry from record.entries where jurisdiction = $1 order by index', [COUNTY]);
  return rows.map(({ entry }) => parseEntry(entry)!);
}

/** The newest announcement in the log, and what its entries really give. */
async function recomputed() {
  const entries = await log();
  const told = entries.flatMap((entry) => (entry.kind === 'act' ? [publishedOf(entry)] : [])).filter((one) => one !== undefined).at(-1)!;
  const fold = createRecordFold(told.rule);
  for (const [index, entry] of entries.entries()) fold.add(index, entry);
  return { told, result: fold.resultAt(told.asOf, told.n) };
}

describe('the figures that pages show', () => {
  it('are none before the record shows any verdict: what is sealed is in no figure', async () => {
    await county.background.housekeepNow();
    const { result } = await recomputed();
    expect(result.whole).toMatchObject({ solved: 0, unsolved: 0, ballots: [0, 0, 0, 0, 0] });
    expect(await read(`/units/${UNIT}`)).not.toContain(formatPercent(667, 'zh'));
  });

  it('are exactly what the pure function gives from the entries of the log, on every page', async () => {
    await county.advance(2 * DAY_MS);
    const { told, result } = await recomputed();
    const unit = scorecardOf(result.units[UNIT]!);
    expect(unit.solved).toMatchObject({ successes: 8, n: 12, permille: 667 });
    expect(scorecardOf(result.whole).solved).toEqual(unit.solved);
    for (const path of ['/', '/units', `/units/${UNIT}`]) {
      const html = await read(path);
      expect(html).toContain(formatPercent(unit.solved.permille!, 'zh'));
      expect(html).toContain(`前 ${told.n.toLocaleString('en')} 条`);
      expect(html).toContain('href="/record/scorecards"');
    }
    expect(await read('/units')).toContain(formatPercent(unit.solved.permille!, 'zh'));
  });

  it('take satisfaction from the ballots that the record holds, once their months are counted', async () => {
    await county.advance(64 * DAY_MS);
    const { result } = await recomputed();
    const { satisfied } = scorecardOf(result.units[UNIT]!);
    expect(satisfied).toMatchObject({ successes: 7, n: 12, permille: 583, coverage: { counted: 12, of: 12 } });
    for (const path of ['/units', `/units/${UNIT}`]) expect(await read(path)).toContain(formatPercent(583, 'zh'));
  }, 180_000);

  it('hold each voter’s own ballot under the key that their page shows them, and no other page', async () => {
    const holder = await county.holding(slips[0]!);
    const [, key = ''] = /<code>([A-Za-z0-9_-]{43})<\/code>/.exec((await holder.get('/my/thanks')).html) ?? [];
    expect((await holder.get('/my/satisfaction')).html).toContain(key);
    const [batch] = (await log()).flatMap((entry) => (entry.kind === 'act' && entry.type === 'verdicts.batch-sealed.v1' ? [entry] : []));
    expect((batch?.open['ballots'] as [string, number][]).find(([one]) => one === key)).toEqual([key, 5]);
    expect((await (await county.holding(slips[1]!)).get('/my/thanks')).html).not.toContain(key);
  });

  it('are served as the bytes whose digest the record holds, for good and to everybody', async () => {
    const { told, result } = await recomputed();
    const answer = await county.app.inject(`/record/scorecards/${told.n}.json`);
    expect(answer.headers).toMatchObject({ 'cache-control': 'public, max-age=31536000, immutable', 'access-control-allow-origin': '*' });
    expect(answer.body).toBe(resultText(result));
    expect(createHash('sha256').update(answer.rawPayload).digest('hex')).toBe(told.digest);
    const list = await read('/record/scorecards');
    for (const part of [told.digest, `/record/scorecards/${told.n}.json`]) expect(list).toContain(part);
  });

  it('are paged, and what is not there is said in words', async () => {
    const { html } = await openBrowser(county.app).get('/record/scorecards');
    const [next = ''] = /\/record\/scorecards\?before=\d+/.exec(html) ?? [];
    expect(await read(next)).not.toBe(html);
    for (const path of ['/record/scorecards/1.json', '/record/scorecards/x', '/record/scorecards/01.json', '/record/scorecards?before=x', '/record/scorecards?before=-1']) {
      expect([path, (await openBrowser(county.app).get(path)).status]).toEqual([path, 404]);
    }
  });

  it('say before the first when it will come', async () => {
    await county.db.owner.query('delete from scorecards.results');
    for (const path of ['/', '/units', `/units/${UNIT}`]) expect(await read(path)).toContain('第一次最迟明天算出');
    expect(await read('/record/scorecards')).toContain('还没有结果');
  });
});
