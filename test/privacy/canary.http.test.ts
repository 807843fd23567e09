import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS } from '../../src/kernel/instant.ts';
import { newFormKey } from '../../src/platform/http/idempotency.ts';
import { sequenceAll } from '../../src/record/index.ts';
import type { Slip } from '../../town/desk.ts';
import { openBrowser } from '../../town/browser.ts';
import { COUNTY, openCounty, type County } from '../support/county.ts';
import { scan, type Sink } from './scanner.ts';

const CASES = 300;
/** Whoever these are, they stand in no place but the vault, sealed; what is said may stand in the case alone. */
const PERSON = { name: '阮青禾甲七', phone: '13955667731', email: 'canary-mail-7732@example.invalid', id: '990101199001017733', address: '苇荡巷七号 canary-address-7734', gps: '29.87654377', words: '井盖响 canary-words-7736', corrected: '13955667741' } as const;
const MACHINE = { network: '203.0.113.77', agent: 'Canary-Agent-7737', file: 'canary-file-7738.jpg', author: 'canary-author-7739', password: 'canary-password-7740' } as const;

let county: County;
let slips: readonly Slip[];
const errors: Buffer[] = [];
beforeAll(async () => {
  county = await openCounty();
  slips = await lives();
}, 400_000);
afterAll(() => county.close());

const ACCEPTED = { kind: 'help', topic: 'urban.lighting.out', urgency: 'ordinary', place: '990101101000', summary: '一处设施坏了' };

/** Each case stops at another step: diverted, accepted, dispatched, signed, answered, judged, withdrawn. */
async function lives(): Promise<readonly Slip[]> {
  const { desk } = county;
  const made: Slip[] = [];
  for (let at = 0; at < CASES; at += 1) {
    const anonymity = (['anonymous', 'sealed', 'named'] as const)[at % 3] ?? 'anonymous';
    const contact = anonymity === 'anonymous' ? {} : { contact: at % 2 === 0 ? PERSON.phone : PERSON.email, name: PERSON.name, tell: 'yes' };
    const slip = await desk.report({ words: `${PERSON.words} ${PERSON.email} ${PERSON.id} ${PERSON.gps}`, address: PERSON.address, kind: 'help', topic: ACCEPTED.topic, place: ACCEPTED.place, anonymity, ...contact });
    made.push(slip);
    const step = at % 7;
    if (step === 0) continue;
    if (step === 1) { await desk.withdraw(slip, PERSON.words); continue; }
    await desk.act('dispatcher', slip.caseId, 'acceptance', ACCEPTED);
    if (step > 2) await desk.act('dispatcher', slip.caseId, 'dispatch', { lead: 'urban-management', note: PERSON.address });
    if (step > 3) await desk.act('urban', slip.caseId, 'signature', {});
    if (step > 4) await desk.act('urban', slip.caseId, 'contact', { means: 'visit', note: PERSON.words });
    if (at % 28 === 5) await passedOn(slip);
    if (step > 4) await desk.act('urban', slip.caseId, 'answer', { found: '看过', done: '修过', inPublic: 'yes' });
    if (step > 5) await desk.judge(slip, at % 2 === 0 ? 'solved' : 'partly', PERSON.words, 4);
  }
  await failures();
  await notices();
  await looksAfterTheirOwn(made);
  await sequenceAll(county.db.database, COUNTY);
  await county.background.housekeepNow();
  return made;
}

/** One corrects a contact and looks at it, with mistakes on the way; another takes it away. What they are shown is theirs alone. */
async function looksAfterTheirOwn(made: readonly Slip[]): Promise<void> {
  const fresh = (): Readonly<Record<string, string>> => ({ token: county.services.tokens.issue('resident'), key: newFormKey() });
  const [, sealed, named] = made;
  if (!sealed || !named) throw new Error('too few cases');
  const holder = await county.holding(sealed);
  expect((await holder.post('/my/contact', { phone: PERSON.corrected, name: PERSON.name, code: PERSON.phone, ...fresh() })).status).toBe(422);
  expect((await holder.post('/my/contact', { phone: PERSON.corrected, name: PERSON.name, code: sealed.code, ...fresh() })).status).toBe(303);
  for (const as of ['page', 'file']) expect((await holder.post('/my/kept', { as, code: sealed.code, ...fresh() })).html).toContain(PERSON.corrected);
  expect((await (await county.holding(named)).post('/my/contact/end', { sure: 'yes', ...fresh() })).status).toBe(303);
  for (const path of ['/my/kept', '/my/contact', '/my/erasure']) errors.push(Buffer.from((await openBrowser(county.app).get(path)).html));
}

/** What goes wrong leaves words in error pages and logs, where it does: forms refused, signs-in, broken requests, a photograph. */
async function failures(): Promise<void> {
  const headers = { 'user-agent': MACHINE.agent, 'x-forwarded-for': MACHINE.network, accept: 'text/html', 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' };
  const send = async (url: string, fields: Readonly<Record<string, string>>, method: 'GET' | 'POST' = 'POST'): Promise<void> => {
    const answer = await county.app.inject({ method, url, remoteAddress: MACHINE.network, headers, ...(method === 'POST' ? { payload: new URLSearchParams(fields).toString() } : {}) });
    // A form comes back as it was typed, to whoever typed it; every other answer is looked through.
    if (answer.statusCode !== 422) errors.push(answer.rawPayload);
  };
  await send('/receipts', { words: PERSON.words, contact: `${PERSON.phone}0`, name: PERSON.name, anonymity: 'named', token: 'x', key: newFormKey() });
  await send('/staff/sign-in', { username: 'dispatcher', password: MACHINE.password });
  await send('/follow', { number: '1', code: PERSON.phone, token: 'x' });
  for (const path of [`/cases/${encodeURIComponent(PERSON.name)}`, `/nothing/${PERSON.phone}`, `/units/${PERSON.phone}`, `/my?x=${PERSON.phone}`]) await send(path, {}, 'GET');
  await send('/open311/v2/requests.json', { service_code: 'nothing', description: PERSON.words, phone: PERSON.phone });
  await send('/open311/v2/servicerequestupdates.xml', { service_request_id: PERSON.phone, description: PERSON.words, receipt_code: PERSON.phone, phone: PERSON.phone, first_name: PERSON.name, update_id: PERSON.phone });
  const picture = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#336699' } }).withExif({ IFD0: { Artist: MACHINE.author }, IFD3: { GPSLatitude: '29/1 52/1 35/1' } }).jpeg().toBuffer();
  expect(picture.includes(MACHINE.author)).toBe(true);
  const fields = Object.entries({ words: '照片', anonymity: 'anonymous', token: county.services.tokens.issue('report'), key: newFormKey() }).map(([name, value]) => `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`).join('');
  const file = `--b\r\ncontent-disposition: form-data; name="photos"; filename="${MACHINE.file}"\r\n\r\n`;
  const checked = await county.app.inject({ method: 'POST', url: '/report', remoteAddress: MACHINE.network, headers: { ...headers, 'content-type': 'multipart/form-data; boundary=b' }, payload: Buffer.concat([Buffer.from(fields + file), picture, Buffer.from('\r\n--b--\r\n')]) });
  expect(checked.statusCode).toBe(200);
  errors.push(checked.rawPayload);
}

/** To somebody outside, with the resident's word: text and organisation stay with the case. */
async function passedOn(slip: Slip): Promise<void> {
  expect(await county.desk.act('urban', slip.caseId, 'tasks', { party: '悦安物业', text: `修 ${PERSON.address}` })).toBe(true);
  const holder = await county.holding(slip);
  const token = county.services.tokens.issue('resident');
  expect((await holder.post('/my/tasks/1', { ruling: 'approve', text: `修 ${PERSON.address} ${PERSON.gps}`, token, key: newFormKey() })).status).toBe(303);
}

/** They go out through the gateways, until the day's budget is full; some fail there, with the contact in the error. */
async function notices(): Promise<void> {
  const { simulator } = county.services;
  if (!simulator) throw new Error('a demo shows what it sends');
  await county.background.sweepNow();
  const { text, mail } = simulator;
  const sends = [text.send.bind(text), mail.send.bind(mail)] as const;
  Object.assign(text, { send: ({ to }: { readonly to: string }) => Promise.reject(new Error(`no route to ${to}`)) });
  Object.assign(mail, { send: ({ to }: { readonly to: string }) => Promise.reject(new Error(`550 no ${to} here`)) });
  for (let tried = 0; tried < 100; tried += 1) {
    await county.background.sweepNow();
    const { rows } = await county.db.owner.query<{ n: number }>('select (select count(*) from jobs.outbox)::int + (select count(*) from graphile_worker._private_jobs)::int as n');
    if (rows[0]?.n === 0) break;
    await wait(100);
  }
  await county.background.sweepNow();
  Object.assign(text, { send: sends[0] });
  Object.assign(mail, { send: sends[1] });
  await county.advance(DAY_MS);
}

async function tables(wanted: (name: string) => boolean): Promise<readonly Sink[]> {
  const { owner } = county.db;
  const { rows } = await owner.query<{ name: string }>("select table_schema || '.' || table_name as name from information_schema.tables where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')");
  const sinks: Sink[] = [];
  for (const { name } of rows.filter((row) => wanted(row.name))) {
    const found = await owner.query<{ text: string | null }>(`select string_agg(one::text, E'\\n') as text from ${name} one`);
    const text = found.rows[0]?.text ?? '';
    const bytes = [...text.matchAll(/\\\\?x((?:[0-9a-f]{2}){4,})/g)].map(([, digits = '']) => Buffer.from(digits, 'hex'));
    sinks.push({ where: `table ${name}`, bytes: Buffer.concat([Buffer.from(text), ...bytes]) });
  }
  return sinks;
}

async function files(): Promise<readonly Sink[]> {
  const found = (await readdir(county.dataDir, { recursive: true, withFileTypes: true })).filter((one) => one.isFile());
  const own = await Promise.all(found.map(async (one) => ({ where: `file ${one.name}`, bytes: Buffer.concat([Buffer.from(`${one.name}\n`), await readFile(join(one.parentPath, one.name))]) })));
  return [...own, { where: 'names of temporary files', bytes: Buffer.from((await readdir(tmpdir())).join('\n')) }];
}

async function shown(): Promise<readonly Sink[]> {
  const everyone = openBrowser(county.app);
  const paths = ['/', '/cases', `/cases?q=${encodeURIComponent('井盖响')}`, '/units', '/units/urban-management', '/record', '/removals', '/data', '/record/scorecards', '/open311/v2/requests.json', '/open311/v2/requests.xml', '/open311/v2/requests.csv', '/open311/v2/servicerequestupdates.xml', '/open311/v2/servicerequestupdates.json', '/open311/v2/services.json',
    '/data/catalog.jsonld', '/healthz', '/metrics', '/gateway', ...slips.slice(0, 21).flatMap(({ number }) => [`/cases/${number}`, `/open311/v2/requests/${number}.json`])];
  const sinks: Sink[] = [];
  for (const path of paths) sinks.push({ where: `page ${path.replace(/\d{12}/, ':number').split('?')[0] ?? ''}`, bytes: Buffer.from((await everyone.get(path)).html) });
  return sinks;
}

async function workings(): Promise<readonly Sink[]> {
  const { rows } = await county.db.owner.query<{ text: string }>("select string_agg(query || ' ' || coalesce(application_name, ''), E'\\n') as text from pg_stat_activity");
  return [
    { where: 'log', bytes: Buffer.from(county.logged().join('')) }, { where: 'troubles', bytes: Buffer.from(county.troubles().join('\n')) },
    { where: 'pg_stat_activity', bytes: Buffer.from(rows[0]?.text ?? '') }, ...errors.map((bytes, at) => ({ where: `error ${at}`, bytes })),
  ];
}

const PRIVATE = /^cases\.(payloads|cases)$/;

describe('what 300 people planted', () => {
  it('surfaces in no page, feed, search, export, record, queue, log, error, statistic or file', async () => {
    const sinks = [...await shown(), ...await workings(), ...await files(), ...await tables((name) => !PRIVATE.test(name))];
    expect(sinks.length).toBeGreaterThan(60);
    // The control: notices were made, some told, some failed, and more waited for the next day.
    const { rows } = await county.db.owner.query<{ n: number; told: number; tries: number }>("select count(*)::int as n, count(*) filter (where state = 'told')::int as told, max(tries) as tries from notices.notices");
    expect(rows[0]?.n).toBeGreaterThan(50);
    expect(rows[0]?.told).toBeGreaterThan(5);
    expect(rows[0]?.tries).toBeGreaterThan(1);
    expect(scan({ ...PERSON, ...MACHINE }, sinks)).toEqual([]);
  }, 120_000);

  it('of who they are and what they used, is not even beside the case; of what they said, it is there and found (the control)', async () => {
    const kept = await tables((name) => PRIVATE.test(name));
    const { words, email, id, gps, address, ...who } = PERSON;
    expect(scan({ ...who, ...MACHINE }, kept)).toEqual([]);
    expect(new Set(scan({ words, email, id, gps, address }, kept).map(({ what }) => what))).toEqual(new Set(['words', 'email', 'id', 'gps', 'address']));
  }, 60_000);
});
