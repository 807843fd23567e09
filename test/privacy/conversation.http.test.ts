import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newFormKey } from '../../src/platform/http/idempotency.ts';
import { openBrowser, type Browser } from '../../town/browser.ts';
import type { Slip } from '../../town/desk.ts';
import { openCounty, type County } from '../support/county.ts';

const ASKED = '是朝街的那盏吗 canary-asked-7101';
const REPLIED = '朝街，杆上写着07 canary-replied-7102';

let county: County;
beforeAll(async () => { county = await openCounty(); });
afterAll(() => county.close());

describe('an anonymous resident and the unit', () => {
  it('write to each other with a photograph, and nobody else reads a word of it', async () => {
    const slip = await county.signed();
    const [handler, holder] = [await county.signedIn('urban'), await county.holding(slip)];
    expect((await handler.post(`/console/cases/${slip.caseId}/messages`, { words: ASKED, ...county.fresh('staff') })).status).toBe(303);
    const due = await holder.get('/my');
    for (const told of ['给您留了言', ASKED, '1 条新留言', '/my/messages']) expect(due.html).toContain(told);
    expect((await send(holder, '/my/messages', { words: REPLIED, ...county.fresh('resident') }, await picture())).statusCode).toBe(303);
    const photo = await photoOf(slip);

    const at = `/console/cases/${slip.caseId}`;
    const desk = await handler.get(`${at}/messages`);
    for (const told of [ASKED, REPLIED, `${at}/photos/${photo}`]) expect(desk.html).toContain(told);
    expect((await handler.get(at)).html).toContain('当事人留了言，等您回复');
    expect((await handler.get(`/console`)).html).toContain('有新留言');
    expect((await handler.get(`${at}/photos/${photo}`)).status).toBe(200);
    expect((await holder.get(`/my/photos/${photo}`)).status).toBe(200);

    const [stranger, elsewhere, other] = [openBrowser(county.app), await county.signedIn('qingshan'), await county.holding(await county.signed())];
    for (const [who, path] of [
      [stranger, '/my/messages'], [stranger, `${at}/messages`], [elsewhere, `${at}/messages`], [elsewhere, `${at}/photos/${photo}`], [other, '/my/messages'], [other, `/my/photos/${photo}`],
      [stranger, `/cases/${slip.number}`], [stranger, `/open311/v2/requests/${slip.number}.json`], [stranger, '/cases'],
    ] as const) {
      const { html } = await who.get(path);
      for (const secret of ['canary-asked', 'canary-replied', photo]) expect(html, path).not.toContain(secret);
    }
    // The public is told that they wrote, by day of the one and by minute of the other; the log keeps commitments.
    const { html } = await stranger.get(`/cases/${slip.number}`);
    for (const told of ['给当事人留了言', '留了言']) expect(html).toContain(told);
    const { rows } = await county.db.owner.query<{ text: string }>("select string_agg(e::text, ' ') as text from record.events e where stream = $1", [slip.caseId]);
    for (const secret of [ASKED, REPLIED, photo]) expect(rows[0]?.text).not.toContain(secret);
    expect(county.logged().join('')).not.toContain('canary-');
  });

  it('keeps to itself when it was read: the mark has no time, no official and no other role sees it, and the unit’s pages do not change', async () => {
    const slip = await county.signed();
    const [handler, holder] = [await county.signedIn('urban'), await county.holding(slip)];
    expect((await handler.post(`/console/cases/${slip.caseId}/messages`, { words: ASKED, ...county.fresh('staff') })).status).toBe(303);
    const before = bodyOf((await handler.get(`/console/cases/${slip.caseId}/messages`)).html);
    expect((await holder.get('/my')).html).toContain('1 条新留言');
    expect((await holder.get('/my/messages')).html).toContain('class="fresh"');
    // Read: new no more, for the resident.
    expect((await holder.get('/my')).html).not.toContain('条新留言');
    expect((await holder.get('/my/messages')).html).not.toContain('class="fresh"');
    expect(bodyOf((await handler.get(`/console/cases/${slip.caseId}/messages`)).html)).toBe(before);

    const { rows: columns } = await county.db.owner.query<{ name: string }>("select column_name as name from information_schema.columns where table_schema = 'cases' and table_name = 'resident_reads'");
    expect(columns.map(({ name }) => name).sort()).toEqual(['case_id', 'jurisdiction', 'seen_to']);
    for (const role of ['app_verdict', 'worker', 'vault_svc', 'accounts_svc'] as const) {
      await expect(county.db.database.poolOf(role).query('select from cases.resident_reads'), role).rejects.toThrow('permission denied');
    }
    const staff = JSON.stringify({ kind: 'staff', unitId: 'urban-management', roles: ['handler', 'supervisor', 'dispatcher'] });
    const seen = async (actor: string): Promise<number> => {
      const client = await county.db.database.poolOf('app_actor').connect();
      try {
        await client.query('begin');
        await client.query("select set_config('minsheng.actor', $1, true), set_config('minsheng.jurisdiction', 'linjiang', true)", [actor]);
        return (await client.query('select from cases.resident_reads')).rowCount ?? 0;
      } finally {
        await client.query('rollback');
        client.release();
      }
    };
    expect(await seen(staff)).toBe(0);
    // The control: the resident's own mark is there.
    expect(await seen(JSON.stringify({ kind: 'resident', caseId: slip.caseId }))).toBe(1);
  });

  it('is told what is wrong beside the field, and loses neither words nor photographs', async () => {
    const slip = await county.signed();
    const holder = await county.holding(slip);
    const empty = await send(holder, '/my/messages', { words: '', ...county.fresh('resident') }, await picture());
    expect(empty.statusCode).toBe(422);
    expect(empty.body).toContain('还没写要说的话');
    expect(empty.body).toContain('已收到 1 张照片');
    const kept = /name="kept" value="([^"]+)"/.exec(empty.body)?.[1] ?? '';
    expect((await holder.post('/my/messages', { words: '补上了', kept, ...county.fresh('resident') })).status).toBe(303);
    expect(await photoOf(slip)).not.toBe('');
    const noPhoto = await send(holder, '/my/messages', { words: '看这张', ...county.fresh('resident') }, Buffer.from('no picture at all'));
    expect(noPhoto.statusCode).toBe(422);
    expect(noPhoto.body).toContain('看这张');
    // A unit that writes on and on is told to wait, and its words stand in the form.
    const handler = await county.signedIn('urban');
    const path = `/console/cases/${slip.caseId}/messages`;
    for (const words of ['一', '二', '三']) expect((await handler.post(path, { words, ...county.fresh('staff') })).status).toBe(303);
    const fourth = await handler.post(path, { words: '第四次问', ...county.fresh('staff') });
    expect(fourth.status).toBe(409);
    expect((await handler.get(path)).html).not.toContain('<textarea');
    const late = await handler.post(path, { words: '旧页面', key: newFormKey(), token: 'old' });
    expect(late.status).toBe(422);
  });
});

/** As a browser sends a form with a file. */
function send(browser: Browser, url: string, fields: Readonly<Record<string, string>>, file: Buffer) {
  const text = Object.entries(fields).map(([name, value]) => `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`).join('');
  const head = '--b\r\ncontent-disposition: form-data; name="photos"; filename="a.jpg"\r\n\r\n';
  return county.app.inject({
    method: 'POST', url, headers: { 'content-type': 'multipart/form-data; boundary=b', cookie: browser.cookie(), 'sec-fetch-site': 'same-origin' },
    payload: Buffer.concat([Buffer.from(text + head), file, Buffer.from('\r\n--b--\r\n')]),
  });
}

function picture(): Promise<Buffer> {
  return sharp({ create: { width: 40, height: 30, channels: 3, background: '#336699' } }).jpeg().toBuffer();
}

async function photoOf(slip: Slip): Promise<string> {
  const { rows } = await county.db.owner.query<{ name: string }>('select name from cases.photos where case_id = $1', [slip.caseId]);
  return rows[0]?.name ?? '';
}

/** Without the tokens and keys that are new on every page. */
function bodyOf(html: string): string {
  return html.replace(/<input type="hidden"[^>]*>/g, '').replace(/nonce="[^"]*"/g, '');
}
