import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '../../town/browser.ts';
import { openCounty, type County } from '../support/county.ts';

let county: County;
beforeAll(async () => { county = await openCounty(); });
afterAll(() => county.close());

const deposits = async (): Promise<number> => Number((await county.db.owner.query<{ n: string }>('select count(*) as n from vault.deposits')).rows[0]?.n);
const NAMED = { kind: 'help', topic: 'urban.lighting.out', place: '990101101000', anonymity: 'named', name: '阮青禾', contact: '13955667788' };

describe('a contact', () => {
  it('goes a year after its case came to rest, by itself; while the case runs it stays (PIPL art. 19)', async () => {
    const { desk } = county;
    const [rested, running] = [await desk.report({ words: '灯不亮', ...NAMED }), await desk.report({ words: '另一盏也不亮', ...NAMED })];
    for (const slip of [rested, running]) {
      expect(await desk.act('dispatcher', slip.caseId, 'acceptance', { kind: 'help', topic: NAMED.topic, urgency: 'ordinary', place: NAMED.place, summary: '路灯不亮' })).toBe(true);
      expect(await desk.act('dispatcher', slip.caseId, 'dispatch', { lead: 'urban-management' })).toBe(true);
    }
    expect(await desk.act('urban', rested.caseId, 'signature', {})).toBe(true);
    expect(await desk.act('urban', rested.caseId, 'contact', { means: 'visit', note: '看过' })).toBe(true);
    expect(await desk.act('urban', rested.caseId, 'answer', { found: '看过', done: '修过', inPublic: 'yes' })).toBe(true);
    expect(await desk.judge(rested, 'solved', '', undefined)).toBe(true);
    // The confirmation of a deposit is a second behind its case.
    await expect.poll(async () => (await county.db.owner.query('select from vault.deposits where confirmed_at is null')).rowCount).toBe(0);
    expect(await deposits()).toBe(2);

    const later = async (days: number): Promise<void> => {
      await county.db.owner.query('update platform.instance set clock_offset = clock_offset + make_interval(days => $1)', [days]);
      await county.background.housekeepNow();
    };
    await later(364);
    expect(await deposits()).toBe(2);
    await later(2);
    expect(await deposits()).toBe(1);
    // The case itself stands as it stood, with everything that was said.
    expect((await (await county.holding(rested)).get('/my')).html).toContain('灯不亮');
    await later(400);
    expect(await deposits()).toBe(1);
    expect(county.troubles().filter((trouble) => trouble.startsWith('contacts'))).toEqual([]);
  }, 120_000);
});

describe('the pages that say so', () => {
  it.each(['zh', 'en'] as const)('are there for everyone, in %s, and linked from every page', async (lang) => {
    const everyone = openBrowser(county.app);
    const privacy = (await everyone.get(`/about/privacy?lang=${lang}`)).html;
    for (const { what, why } of county.services.retention) {
      expect(privacy).toContain(what[lang]);
      expect(privacy).toContain(why[lang]);
    }
    expect(privacy).toContain(lang === 'zh' ? '365 天' : '365 days');
    expect(privacy).toContain('href="/about/compromise"');
    expect((await everyone.get(`/?lang=${lang}`)).html).toContain('href="/about/privacy"');
    expect((await everyone.get(`/about/compromise?lang=${lang}`)).html).toContain(lang === 'zh' ? '数据库的一份拷贝' : 'A copy of the database');
  });
});
