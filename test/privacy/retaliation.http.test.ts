import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PASSWORD, permittedAccounts } from '../../src/slices/accounts/index.ts';
import { makeDemoKeys } from '../../src/slices/sealed/index.ts';
import { openCounty, type County } from '../support/county.ts';

// Promise 12: retaliation is a report of its own, one tap from the case, which the unit never learns of.
let county: County;
beforeAll(async () => {
  county = await openCounty();
  const { sealed, accounts, defaultCode } = county.services;
  await makeDemoKeys(sealed, (code) => permittedAccounts(accounts, code, 'protection.handle'), defaultCode, DEMO_PASSWORD);
}, 240_000);
afterAll(() => county.close());

const field = (html: string, name: string): string => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '';
const token = (purpose: string): string => county.services.tokens.issue(purpose);

describe('retaliation over a case', () => {
  it('is one tap from it, goes past its units, and lets the protection officer alone see what becomes of the case', async () => {
    const slip = await county.desk.report({ words: '路灯坏了三天', kind: 'help', topic: 'urban.lighting.out', place: '990101101000', anonymity: 'anonymous' });
    await county.desk.act('dispatcher', slip.caseId, 'acceptance', { kind: 'help', topic: 'urban.lighting.out', urgency: 'ordinary', place: '990101101000', summary: '三盏灯不亮', wordsReviewed: 'yes' });
    await county.desk.act('dispatcher', slip.caseId, 'dispatch', { lead: 'urban-management' });
    const holder = await county.holding(slip);
    expect((await holder.get('/my')).html).toContain('href="/my/retaliation"');
    const asked = await holder.get('/my/retaliation');
    expect(asked.html).toContain('已经自动排除');
    const letter = await holder.post('/report/sealed', { kind: 'retaliation', watch: 'yes', from: field(asked.html, 'from'), token: token('report') });
    const sent = await holder.post('/receipts/sealed', { words: '他们停了我的低保', key: field(letter.html, 'key'), route: field(letter.html, 'route'), token: token('report') });
    expect([letter.status, sent.status]).toEqual([200, 201]);
    await county.advance(3_600_000);
    await county.desk.act('dispatcher', slip.caseId, 'transfer', { to: 'town-qingshan', reason: '属地办理' });
    const officer = await county.signedIn('guardian');
    const list = await officer.get('/console/sealed');
    const report = /href="(\/console\/sealed\/[0-9a-f-]{36})"/.exec(list.html)?.[1] ?? '';
    const page = await officer.get(report);
    expect(page.status).toBe(200);
    expect(page.html).toContain('正在盯着的那件事');
    expect(page.html).toContain('转派到别的单位');
    for (const username of ['urban', 'urban-leader', 'dispatcher', 'supervisor', 'county']) {
      const desk = await county.signedIn(username);
      expect((await desk.get(report)).status).toBe(403);
      const seen = `${(await desk.get('/console')).html}${(await desk.get(`/console/cases/${slip.caseId}`)).html}`;
      expect(seen).not.toMatch(/密封信|盯着|报复/);
    }
  }, 240_000);

  it('is watched only where the case’s own holder came from it: a forged origin names no case', async () => {
    const forged = await county.desk.report({ words: '灯', kind: 'help', anonymity: 'anonymous' }).then((slip) => county.holding(slip));
    const letter = await forged.post('/report/sealed', { kind: 'retaliation', watch: 'yes', from: 'forged', token: token('report') });
    expect(letter.status).toBe(200);
    const sent = await forged.post('/receipts/sealed', { words: '再说一次', key: field(letter.html, 'key'), route: field(letter.html, 'route'), token: token('report') });
    expect(sent.status).toBe(201);
    const officer = await county.signedIn('guardian');
    const reports = [...(await officer.get('/console/sealed')).html.matchAll(/href="(\/console\/sealed\/[0-9a-f-]{36})"/g)].map(([, path = '']) => path);
    const watched = await Promise.all(reports.map(async (path) => (await officer.get(path)).html.includes('正在盯着的那件事')));
    expect(watched.filter(Boolean)).toHaveLength(1);
    expect(reports).toHaveLength(2);
  }, 240_000);
});
