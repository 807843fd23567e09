import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newFormKey } from '../../src/platform/http/idempotency.ts';
import { openBrowser, type Browser } from '../../town/browser.ts';
import type { Slip } from '../../town/desk.ts';
import { openCounty, type County } from '../support/county.ts';

let county: County;
beforeAll(async () => { county = await openCounty(); }, 180_000);
afterAll(async () => { await county.close(); });

const REPORT = { words: '路灯坏了三天', kind: 'help', topic: 'urban.lighting.out', place: '990101101000', anonymity: 'anonymous' };
const resident = (): Record<string, string> => ({ key: newFormKey(), token: county.services.tokens.issue('resident') });
/** As it is printed on the slip. */
function codeOn(html: string): string {
  return [...(/digits-code">(.*?)<\/dd>/s.exec(html)?.[1] ?? '').matchAll(/\d{4}/g)].map(([group]) => group).join('');
}
async function enters(slip: Pick<Slip, 'number' | 'code'>): Promise<{ readonly browser: Browser; readonly status: number; readonly location: string; readonly html: string }> {
  const browser = openBrowser(county.app);
  const { status, location, html } = await browser.post('/follow', { number: slip.number, code: slip.code, token: county.services.tokens.issue('follow') });
  return { browser, status, location, html };
}

describe('a receipt', () => {
  it('is exchanged by its old code: that dies at once, in every window, and the ballot stays its voter\'s', async () => {
    const slip = await county.desk.report({ ...REPORT });
    for (const [act, fields] of [['acceptance', { kind: 'help', topic: 'urban.lighting.out', urgency: 'ordinary', place: '990101101000', summary: '灯不亮', wordsReviewed: 'yes' }], ['dispatch', { lead: 'urban-management' }]] as const) {
      expect(await county.desk.act('dispatcher', slip.caseId, act, fields)).toBe(true);
    }
    expect(await county.desk.act('urban', slip.caseId, 'signature', {})).toBe(true);
    expect(await county.desk.act('urban', slip.caseId, 'answer', { found: '线断了', done: '接好了', inPublic: 'yes' })).toBe(true);
    expect(await county.desk.judge(slip, 'solved', '', 2)).toBe(true);
    const [first, second] = [await enters(slip), await enters(slip)];
    const keyShown = (html: string): string => /<code>([\w-]{43})<\/code>/.exec(html)?.[1] ?? '';
    const before = keyShown((await first.browser.get('/my/thanks')).html);
    expect(before).toHaveLength(43);
    const form = { ...resident(), number: slip.number, code: slip.code };
    const made = await first.browser.post('/my/receipt', form);
    const code = codeOn(made.html);
    expect([made.status, code.length, code === slip.code]).toEqual([201, 24, false]);
    // The window goes on; the other one, and the old code, are out.
    expect((await first.browser.get('/my')).status).toBe(200);
    expect((await second.browser.get('/my')).location).toBe('/follow');
    expect((await second.browser.post('/my/verdict', { ...resident(), number: slip.number, outcome: 'unsolved' })).status).toBe(401);
    expect((await enters(slip)).status).toBe(422);
    // The answer was lost: the same form, from anywhere, shows the same receipt. Another form with the old code does not.
    const again = await openBrowser(county.app).post('/my/receipt', form);
    expect([again.status, codeOn(again.html)]).toEqual([201, code]);
    expect((await openBrowser(county.app).post('/my/receipt', { ...form, key: newFormKey() })).status).toBe(422);
    // With the new code they find their own ballot, and change it: it is one ballot still.
    const { browser } = await enters({ number: slip.number, code });
    expect(keyShown((await browser.get('/my/thanks')).html)).toBe(before);
    expect((await browser.post('/my/satisfaction', { ...resident(), number: slip.number, satisfaction: '5' })).status).toBe(303);
    const { rows } = await county.db.owner.query<{ score: number }>('select score from verdicts.ballots where unit = $1', ['urban-management']);
    expect(rows).toEqual([{ score: 5 }]);
  });
});
