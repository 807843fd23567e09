import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS } from '../../src/kernel/instant.ts';
import { signReply } from '../../src/platform/gateway/index.ts';
import { caseForResident, roundOf, type LoadedCase } from '../../src/slices/cases/index.ts';
import { sequenceAll } from '../../src/record/index.ts';
import { openBrowser } from '../../town/browser.ts';
import type { Slip } from '../../town/desk.ts';
import { COUNTY, openCounty, type County } from '../support/county.ts';

const ASKED = /^【临江县[^】]*】([A-Z])：您的事有了答复。解决了吗？回一个数字：1 解决了，2 部分解决，3 没有解决。收到几条这样的，就连字母一起回，如 \1[3]。30 天内可以再回、改主意。$/;
const ANSWER = { found: '线断了', done: '接好了', inPublic: 'yes' };

let county: County;
beforeAll(async () => { county = await openCounty(); });
afterAll(() => county.close());

describe('“not solved” from any ordinary phone: one digit, no code', () => {
  it('reopens the case one level up, is signed as any verdict of the resident, and says nothing of who or what', async () => {
    const phone = '13912347701';
    const slip = await answered(phone);
    const [text = ''] = await asked(1);
    expect(text).toMatch(ASKED);
    for (const secret of [slip.number, '路灯', '城管', phone]) expect(text).not.toContain(secret);
    const before = await stateOf(slip);
    expect(await reply(phone, ' ３。')).toBe(202);
    await recorded();
    expect(await verdictsOf(slip)).toEqual([{ outcome: 'unsolved', means: 'reply-to-message', round: 1 }]);
    const after = await stateOf(slip);
    expect([before.round?.number, after.round?.number]).toEqual([1, 2]);
    expect(after.round?.owner).not.toBe(before.round?.owner);
    expect((await (await county.holding(slip)).get('/my')).html).toContain('评定：没解决');
    // Again, about an answer that has had its verdict: nothing.
    expect(await reply(phone, '1')).toBe(202);
    await recorded();
    expect((await verdictsOf(slip)).length).toBe(1);
  });

  it('may be changed for thirty days, and not after', async () => {
    const [early, late] = ['13912347702', '13912347703'];
    const [one, other] = [await answered(early), await answered(late)];
    await askedOf(one, other);
    for (const phone of [early, late]) expect(await reply(phone, '1')).toBe(202);
    await recorded();
    expect([await verdictsOf(one), await verdictsOf(other)].map(([verdict]) => verdict?.outcome)).toEqual(['solved', 'solved']);
    await county.advance(29 * DAY_MS);
    expect(await reply(early, '3')).toBe(202);
    await recorded();
    expect((await verdictsOf(one)).map(({ outcome }) => outcome)).toEqual(['solved', 'unsolved']);
    await county.advance(3 * DAY_MS);
    expect(await reply(late, '3')).toBe(202);
    await recorded();
    expect((await verdictsOf(other)).map(({ outcome }) => outcome)).toEqual(['solved']);
  });

  it('is never guessed between two cases of one phone: the letter of the message tells; what cannot be read gets one message that says how', async () => {
    const phone = '13912347704';
    const one = await answered(phone);
    await askedOf(one);
    const other = await answered(phone, { words: '井盖响' });
    await askedOf(other);
    const letters = texts().slice(0, 2).map((text) => ASKED.exec(text)?.[1] ?? '');
    expect(new Set(letters).size).toBe(2);
    for (const bad of ['3', '没有解决', '4', 'Z3']) expect(await reply(phone, bad)).toBe(202);
    await recorded();
    expect([...await verdictsOf(one), ...await verdictsOf(other)]).toEqual([]);
    expect(texts()[0]).toBe('【临江县】这条回复没能记下。请只回一个数字 1、2 或 3；收到过几条的，前面加上那条的字母，如 A3。过了期限或已经重新办理的，不能再回。'.replace('临江县', county.services.directories.get(COUNTY).names.zh));
    expect(await reply(phone, `${(letters[0] ?? '').toLowerCase()} 3`)).toBe(202);
    await recorded();
    expect([await verdictsOf(one), await verdictsOf(other)].map((verdicts) => verdicts.map(({ outcome }) => outcome))).toEqual([[], ['unsolved']]);
  });

  it('is taken from the gateway alone: forged, altered, old and replayed replies change nothing; unknown numbers get the same answer', async () => {
    const phone = '13912347705';
    const slip = await answered(phone);
    await askedOf(slip);
    const now = Math.floor(Date.now() / 1_000);
    expect(await reply(phone, '3', { secret: 'x'.repeat(43) })).toBe(403);
    expect(await reply(phone, '3', { signed: '1' })).toBe(403);
    expect(await reply(phone, '3', { second: now - 301 })).toBe(403);
    expect(await reply(phone, '3', { second: now + 400 })).toBe(403);
    expect((await county.app.inject({ method: 'POST', url: '/replies', payload: { id: '1', from: phone, text: '3' } })).statusCode).toBe(403);
    expect(await reply('not a number', '3')).toBe(422);
    await recorded();
    expect(await verdictsOf(slip)).toEqual([]);
    const id = randomUUID();
    expect([await reply(phone, '1', { id }), await reply('13912347799', '1')]).toEqual([202, 202]);
    await recorded();
    // The same message once more, with another digit: the gateway's number for it was taken.
    expect(await reply(phone, '3', { id })).toBe(202);
    await recorded();
    expect((await verdictsOf(slip)).map(({ outcome }) => outcome)).toEqual(['solved']);
    const shown = texts().length;
    for (let at = 0; at < 19; at += 1) expect(await reply('13912347799', '9')).toBe(202);
    expect(await reply('13912347799', '9')).toBe(429);
    await recorded();
    expect(texts().length).toBe(shown);
  });

  it('follows no number that its owner has replaced', async () => {
    const phone = '13912347706';
    const slip = await answered(phone);
    await askedOf(slip);
    const holder = await county.holding(slip);
    expect((await holder.post('/my/contact', { phone: '13912347707', code: slip.code, ...county.fresh('resident') })).status).toBe(303);
    expect(await reply(phone, '1')).toBe(202);
    await recorded();
    expect(await verdictsOf(slip)).toEqual([]);
  });

  it('leaves the number nowhere: no table but the sealed one, no log, no page, no metric', async () => {
    await sequenceAll(county.db.database, COUNTY);
    const pages = await Promise.all(['/gateway', '/metrics', '/cases'].map(async (path) => (await openBrowser(county.app).get(path)).html));
    const { rows } = await county.db.owner.query<{ name: string }>(`select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema')`);
    expect(rows.map(({ name }) => name)).toEqual(expect.arrayContaining(['vault.asked', 'verdicts.asked', 'vault.replies']));
    for (const { name } of rows) {
      const found = await county.db.owner.query<{ n: string }>(`select count(*)::text as n from ${name} one where one::text ~ '139123477\\d\\d' or position(encode('139123477', 'hex') in one::text) > 0`);
      expect(found.rows[0]?.n, name).toBe('0');
    }
    expect(pages.join('') + county.logged().join('') + county.troubles().join('')).not.toMatch(/139123477\d\d/);
  });
});

async function answered(phone: string, fields: Readonly<Record<string, string>> = {}): Promise<Slip> {
  const slip = await county.signed({ anonymity: 'sealed', contact: phone, tell: 'yes', ...fields });
  expect(await county.desk.act('urban', slip.caseId, 'answer', ANSWER)).toBe(true);
  return slip;
}

/** What phones show of questions, the latest first, once there are so many. */
async function asked(count: number): Promise<readonly string[]> {
  for (let tried = 0; tried < 200; tried += 1) {
    await county.background.sweepNow();
    const texts = (county.services.simulator?.shown() ?? []).map(({ text }) => text).filter((text) => ASKED.test(text));
    if (texts.length >= count) return texts;
    await wait(50);
  }
  throw new Error(`never asked ${String(count)} times; ${county.troubles().join()}`);
}

type Signed = { readonly id?: string; readonly second?: number; readonly secret?: string; readonly signed?: string };

/** As the gateway posts it; the status that it gets. */
async function reply(from: string, text: string, { id = randomUUID(), second = Math.floor(Date.now() / 1_000), secret = county.services.replySecret ?? '', signed = text }: Signed = {}): Promise<number> {
  const answer = await county.app.inject({
    method: 'POST', url: '/replies', payload: { id, from, text },
    headers: { 'x-minsheng-timestamp': String(second), 'x-minsheng-signature': signReply(secret, second, { id, from, text: signed }) },
  });
  expect(answer.body).not.toContain(from);
  return answer.statusCode;
}

async function recorded(): Promise<void> {
  await county.background.sweepNow();
  await county.background.sweepNow();
}

async function verdictsOf(slip: Slip): Promise<readonly { readonly outcome: string; readonly means: string; readonly round: number }[]> {
  const { history } = await loadedOf(slip);
  return history.flatMap((fact) => (fact.type === 'case.judged.v1' ? [{ outcome: fact.open.outcome, means: fact.open.means, round: fact.open.round }] : []));
}

async function stateOf(slip: Slip): Promise<{ readonly stage: string; readonly round: ReturnType<typeof roundOf> }> {
  const { state } = await loadedOf(slip);
  return { stage: state.stage, round: roundOf(state) };
}

async function loadedOf({ caseId }: Slip): Promise<LoadedCase> {
  const loaded = await county.db.database.inTransaction({ kind: 'resident', jurisdiction: COUNTY, caseId }, (tx) => caseForResident(tx, caseId));
  if (!loaded) throw new Error('no such case');
  return loaded;
}

function texts(): readonly string[] {
  return (county.services.simulator?.shown() ?? []).filter(({ channel }) => channel === 'text').map(({ text }) => text);
}

/** Until these cases' questions went out. */
async function askedOf(...slips: readonly Slip[]): Promise<void> {
  for (let tried = 0; tried < 200; tried += 1) {
    await county.background.sweepNow();
    const { rows } = await county.db.owner.query<{ n: number }>("select count(distinct case_id)::int as n from notices.notices where case_id = any($1::uuid[]) and why = 'answer' and state = 'told'", [slips.map(({ caseId }) => caseId)]);
    if (rows[0]?.n === slips.length) return;
    await wait(50);
  }
  throw new Error(`never asked; ${county.troubles().join()}`);
}
