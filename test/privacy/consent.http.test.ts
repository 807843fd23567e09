import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS } from '../../src/kernel/instant.ts';
import { openCounty, type County } from '../support/county.ts';

const PHONE = '13912340077';
let county: County;
beforeAll(async () => { county = await openCounty(); });
afterAll(() => county.close());

describe('"you may phone me until …", by somebody whose contact is sealed', () => {
  it('shows the unit that has the case the number and nothing else, until taken back, and each look to the resident', async () => {
    const slip = await county.signed({ anonymity: 'sealed', contact: PHONE });
    const [handler, holder] = [await county.signedIn('urban'), await county.holding(slip)];
    const look = () => handler.post(`/console/cases/${slip.caseId}/identity`, { reason: '约时间上门', ...county.fresh('staff') });
    expect((await look()).status).toBe(403);
    expect((await holder.get('/my')).html).toContain('让他们打电话找我');
    expect((await holder.post('/my/consent', { phone: 'yes', until: inDays(2), ...county.fresh('resident') })).status).toBe(303);
    expect((await holder.get('/my')).html).toContain('现在收回');

    const shown = await look();
    expect(shown.status).toBe(200);
    expect(shown.html).toContain(PHONE);
    expect((await handler.get(`/console/cases/${slip.caseId}`)).html).not.toContain(PHONE);
    expect((await (await county.signedIn('qingshan')).post(`/console/cases/${slip.caseId}/identity`, { reason: '看看', ...county.fresh('staff') })).status).toBe(404);
    const mine = (await holder.get('/my')).html;
    expect(mine).toContain('约时间上门');
    expect(mine).toContain('手机号');

    expect((await holder.post('/my/consent/end', county.fresh('resident'))).status).toBe(303);
    expect((await look()).status).toBe(403);
  });

  it('ends at its day by itself, and needs a day and a field that can be', async () => {
    const slip = await county.signed({ anonymity: 'sealed', contact: PHONE });
    const [handler, holder] = [await county.signedIn('urban'), await county.holding(slip)];
    for (const fields of [{ until: inDays(2) }, { phone: 'yes' }, { phone: 'yes', until: '2020-01-01' }, { phone: 'yes', until: inDays(100) }] as readonly Record<string, string>[]) {
      const wrong = await holder.post('/my/consent', { ...fields, ...county.fresh('resident') });
      expect(wrong.status, JSON.stringify(fields)).toBe(422);
      expect(wrong.html).toContain('class="mistake"');
    }
    expect((await holder.post('/my/consent', { phone: 'yes', until: inDays(1), ...county.fresh('resident') })).status).toBe(303);
    expect((await handler.get(`/console/cases/${slip.caseId}`)).html).toContain('本人答应让您看');
    await county.advance(3 * DAY_MS);
    expect((await (await county.signedIn('urban')).get(`/console/cases/${slip.caseId}`)).html).not.toContain('本人答应让您看');
  });
});

function inDays(days: number): string {
  return new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
}
