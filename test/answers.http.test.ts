import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fsck, sequenceAll } from '../src/record/index.ts';
import { knowledgeReplayer } from '../src/slices/knowledge/index.ts';
import { openBrowser, type Browser } from '../town/browser.ts';
import { COUNTY, openCounty, type County } from './support/county.ts';

let county: County;
let head: Browser;
let anyone: Browser;
let id = '';
const GOOD = { question: '孩子上小学要带什么材料？', answer: '带户口簿和预防接种证。\n八月下旬登记。', topic: 'urban.lighting.out', source1: '《义务教育法》', day1: '2018-12-29', validUntil: inDays(200) };

beforeAll(async () => {
  county = await openCounty();
  head = await county.signedIn('urban-leader');
  anyone = openBrowser(county.app);
}, 120_000);
afterAll(async () => { await county.close(); });

const send = (browser: Browser, path: string, fields: Readonly<Record<string, string>>) => browser.post(path, { ...fields, ...county.fresh('staff') });
const ids = async (): Promise<string[]> => (await county.db.owner.query<{ entry: string }>('select entry from knowledge.entries order by changed_at')).rows.map((row) => row.entry);

describe('an answer', () => {
  it('is nowhere at first, and the page says what to do', async () => {
    expect((await anyone.get('/answers')).html).toContain('还没有写好的答复');
  });

  it('needs a question, an answer, a source that can be looked up and a day; nothing typed is lost', async () => {
    const wrong = async (fields: Readonly<Record<string, string>>) => (await send(head, '/console/answers', { ...GOOD, ...fields }));
    for (const [fields, sentence] of [
      [{ source1: '', day1: '' }, '请至少写一条依据'], [{ day1: '' }, '既没有日期也没有网址'], [{ source1: '' }, '有一条依据没有名称'], [{ link1: 'javascript:alert(1)' }, '有一个网址不对'],
      [{ day1: '2099-01-01' }, '不能晚于今天'], [{ validUntil: inDays(-3) }, '有效期已经过去'], [{ validUntil: inDays(900) }, '有效期最长两年'], [{ topic: 'no.such' }, '请选一类'],
    ] as const) {
      const answer = await wrong(fields);
      expect([answer.status, answer.html.includes(sentence), answer.html.includes('八月下旬登记')], JSON.stringify(fields)).toEqual([422, true, true]);
    }
    expect(await ids()).toEqual([]);
  });

  it('is published once, however often the form is sent, and anyone finds it with its sources and its day', async () => {
    const fields = { ...GOOD, ...county.fresh('staff') };
    const answers = await Promise.all(Array.from({ length: 4 }, () => head.post('/console/answers', fields)));
    expect(answers.map(({ status, location }) => [status, location])).toEqual(Array.from({ length: 4 }, () => [303, '/console/answers?done=done']));
    [id = ''] = await ids();
    expect(await ids()).toHaveLength(1);
    for (const query of ['', '?q=%E4%B8%8A%E5%B0%8F%E5%AD%A6', '?topic=urban.lighting.out', '?topic=urban']) expect((await anyone.get(`/answers${query}`)).html, query).toContain(`/answers/${id}`);
    expect((await anyone.get('/answers?q=%E5%85%BB%E8%80%81')).html).toContain('没有找到');
    expect((await anyone.get('/answers?after=nonsense')).status).toBe(404);
    const page = (await anyone.get(`/answers/${id}`)).html;
    for (const words of ['带户口簿和预防接种证。', '《义务教育法》', '县城市管理局', '单位负责人', '第 1 版']) expect(page).toContain(words);
  });

  it('is offered to whoever asks something like it, and what they typed is stored nowhere', async () => {
    const canary = '白尾海雕';
    const typed = { words: `${canary}请问孩子今年上小学，报名要带什么材料？`, anonymity: 'anonymous', token: county.services.tokens.issue('report'), key: county.fresh('report').key };
    expect((await anyone.post('/report', typed)).html).toContain(`href="/answers/${id}"`);
    expect((await anyone.post('/report', { ...typed, kind: 'complaint' })).html).not.toContain(`href="/answers/${id}"`);
    const { rows } = await county.db.owner.query<{ name: string }>(`select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`);
    for (const { name } of rows) {
      const found = await county.db.owner.query(`select 1 from ${name} as one where one::text like $1 limit 1`, [`%${canary}%`]);
      expect([name, found.rows.length]).toEqual([name, 0]);
    }
  });

  it('is changed by a new version beside the old one, by its own unit alone, and never over somebody else\'s change', async () => {
    const answer = '带户口簿、接种证和居住证明。';
    expect((await send(head, `/console/answers/${id}`, { ...GOOD, follows: '1' })).html).toContain('没有改动');
    expect((await send(head, `/console/answers/${id}`, { ...GOOD, answer, follows: '1' })).location).toBe('/console/answers?done=renewed');
    const late = await send(head, `/console/answers/${id}`, { ...GOOD, answer: '另一种写法', follows: '1' });
    expect([late.status, late.html.includes('有人刚刚改过'), late.html.includes('另一种写法')]).toEqual([409, true, true]);
    expect((await send(await county.signedIn('county'), `/console/answers/${id}`, { ...GOOD, follows: '2' })).status).toBe(403);
    const page = (await anyone.get(`/answers/${id}`)).html;
    for (const words of [answer, '八月下旬登记', '第 2 版', '第 1 版']) expect(page).toContain(words);
  });

  it('is marked and offered to nobody once its day has passed, until it is renewed', async () => {
    await county.db.owner.query('update knowledge.entries set valid_until = $2 where entry = $1', [id, inDays(-1)]);
    expect((await openBrowser(county.app).get('/answers?topic=urban.lighting')).html).not.toContain(`/answers/${id}`);
    expect((await openBrowser(county.app).get('/answers?state=over')).html).toContain('已经过期');
    await county.db.owner.query('update knowledge.entries set valid_until = $2 where entry = $1', [id, inDays(200)]);
  });

  it('is withdrawn for a reason that everyone reads, stays readable, and can be changed no more', async () => {
    expect((await send(head, `/console/answers/${id}/withdrawal`, {})).html).toContain('请选一个原因');
    expect((await send(head, `/console/answers/${id}/withdrawal`, { reason: 'law-changed' })).location).toBe('/console/answers?done=taken');
    const page = (await openBrowser(county.app).get(`/answers/${id}`)).html;
    for (const words of ['已经撤下: 规定变了', '八月下旬登记']) expect(page).toContain(words);
    expect((await send(head, `/console/answers/${id}`, { ...GOOD, follows: '2' })).status).toBe(409);
  });

  it('stands in the record by unit, role and digest, without a word, and fsck finds a version altered afterwards', async () => {
    const { rows } = await county.db.owner.query<{ envelope: Buffer }>(`select envelope from record.events where type like 'knowledge.%' order by stream_seq`);
    const told = rows.map((row) => JSON.parse(row.envelope.toString('utf8')) as { type: string; role: string; unit: string; open: object });
    expect(told.map(({ type, role, unit }) => [type, role, unit])).toEqual(['published', 'published', 'withdrawn'].map((what) => [`knowledge.${what}.v1`, 'unit-leader', 'urban-management']));
    expect(JSON.stringify(told)).not.toMatch(/户口簿|urban-leader/);
    await sequenceAll(county.services.database, COUNTY);
    const check = async () => (await fsck({ database: county.services.database, jurisdiction: COUNTY, keys: county.services.keys, replayers: [knowledgeReplayer] })).findings.length;
    expect(await check()).toBe(0);
    await county.db.owner.query(`update knowledge.versions set answer = '不用带' where entry = $1 and version = 1`, [id]);
    expect(await check()).toBeGreaterThan(0);
  });

  it('turns over page by page', async () => {
    for (let n = 0; n < 52; n += 1) expect((await send(head, '/console/answers', { ...GOOD, question: `问题 ${String(n)}` })).status).toBe(303);
    const first = (await openBrowser(county.app).get('/answers')).html;
    const next = /rel="next"[^>]*href="([^"]+)"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const second = (await anyone.get(next)).html;
    expect([(first.match(/问题 \d+/g) ?? []).length, (second.match(/问题 \d+/g) ?? []).length]).toEqual([50, 2]);
  });
});

function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}
