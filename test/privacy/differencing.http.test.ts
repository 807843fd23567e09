import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS, MINUTE_MS, type Instant } from '../../src/kernel/instant.ts';
import type { Outcome } from '../../src/kernel/outcome.ts';
import { sequenceAll } from '../../src/record/index.ts';
import { STAGES } from '../../src/slices/cases/index.ts';
import { LIMITS } from '../../src/slices/cases/rules.ts';
import type { Slip } from '../../town/desk.ts';
import { COUNTY, openCounty, type County } from '../support/county.ts';
import { cellsBelow, changedBetween, datedBy, numbersIn, textsByCase, unsealedBetween, type Deed, type PublicLists, type Release } from './adversary.ts';

/** A small township with twelve complaints; around it a county with others, so that wider cells fill while its own do not. */
const [VILLAGE, CITY, OTHERS] = ['990101101201', '990101001000', ['990101102000', '990101103000', '990101104000']] as const;
type Told = { readonly place: string; readonly topic: string; readonly lead: string; readonly outcome: Outcome | 'withdrawn' | 'silent' };
const COVER = 'urban.cover';
const village = (topic: string, lead: string, outcome: Told['outcome']): Told => ({ place: VILLAGE, topic, lead, outcome });
/** Twelve: seven are a bureau's work, five the township's own. */
const TWELVE: readonly Told[] = [
  village(COVER, 'urban-management', 'unsolved'), village(COVER, 'urban-management', 'partly'), village('urban.lighting.out', 'urban-management', 'solved'),
  village('urban.waste.collection', 'town-qingshan', 'solved'), village('urban.waste.dumping', 'town-qingshan', 'silent'), village('housing.property.lift', 'housing-construction', 'withdrawn'),
  village('housing.repair', 'housing-construction', 'solved'), village('rural.water', 'town-qingshan', 'unsolved'), village('rural.roads', 'town-qingshan', 'partly'),
  village('education.fees', 'education', 'solved'), village('welfare.allowance', 'civil-affairs', 'unsolved'), village('rural.affairs', 'town-qingshan', 'solved'),
];
/** Beside them: twelve of one topic in the city, which are told whole, some of another there, and the rest of the county. */
const AROUND: readonly Told[] = [
  ...Array.from({ length: 12 }, (): Told => ({ place: CITY, topic: 'urban.lighting.out', lead: 'urban-management', outcome: 'solved' })),
  ...Array.from({ length: 2 }, (): Told => ({ place: CITY, topic: 'urban.waste.collection', lead: 'urban-management', outcome: 'partly' })),
  ...Array.from({ length: 9 }, (_, i): Told => ({ place: OTHERS[i % 3] ?? CITY, topic: COVER, lead: 'urban-management', outcome: i % 2 === 0 ? 'unsolved' : 'solved' })),
  ...Array.from({ length: 9 }, (_, i): Told => ({ place: OTHERS[i % 3] ?? CITY, topic: 'housing.property.lift', lead: 'housing-construction', outcome: 'solved' })),
];
const K = 10;

let county: County;
let lists: PublicLists;
const releases: Release[] = [];
const acts: Deed[] = [];
/** What changed around a resident's act, and what around an office's. */
const [aroundResidents, aroundOffices]: [string[], string[]] = [[], []];
let looks = 0;

beforeAll(async () => {
  county = await openCounty({ daysAgo: 40 });
  lists = listsOf();
  await liveThrough();
}, 280_000);
afterAll(() => county.close());

describe('a village of twelve complaints', () => {
  it('gives away no cell below ten, by any page, filter, paging, file, entry, or difference of two days (T10)', () => {
    expect(releases.length).toBeGreaterThan(9);
    expect(cellsBelow(releases, lists, K)).toEqual([]);
    // The control of the county around it: whole cells are told there, so the reader does read.
    const last = releases.at(-1) as Release;
    expect(numbersIn(last.answers.get(`/cases?place=${CITY}&topic=urban`) ?? '').size).toBeGreaterThanOrEqual(K);
    expect(last.log.filter((text) => text.includes('"kind":"disclosed"')).length).toBeGreaterThan(60);
  });

  it('would be caught by this reader in one unfiltered list, one page, one search, or one opened entry: the controls', async () => {
    const seeded = (address: string, text: string): Release => ({ ...(releases.at(-1) as Release), label: 'seeded', answers: new Map([...(releases.at(-1) as Release).answers, [address, text]]) });
    const { rows } = await county.db.owner.query<{ number: string; topic: string }>(`select number, topic from cases.cases where division = $1 order by number`, [VILLAGE]);
    expect(rows).toHaveLength(12);
    const ofTopic = rows.filter(({ topic }) => topic.startsWith('urban')).map(({ number }) => `<a href="/cases/${number}">x</a>`).join('');
    const [one] = rows.filter(({ topic }) => topic === 'rural.water');
    const leaks = [
      seeded(`/cases?place=990101101000&topic=urban`, ofTopic), seeded(`/cases/${one?.number ?? ''}`, '<dd>农田水利</dd>'),
      seeded('/cases?q=农田水利', `<a href="/cases/${one?.number ?? ''}">x</a>`), seeded('/open311/v2/requests.json', JSON.stringify([{ service_request_id: one?.number, service_code: 'rural.water', address_id: VILLAGE }])),
    ];
    for (const leak of leaks) expect(cellsBelow([...releases, leak], lists, K)).not.toEqual([]);
    const told = { kind: 'disclosed', index: 0, cell: { family: 'case.submitted', cause: 'resident', topic1: 'rural' }, act: { stream: `case:${one?.number ?? ''}`, open: {} }, fields: {} };
    expect(cellsBelow([...releases, { ...(releases.at(-1) as Release), label: 'seeded', log: [...(releases.at(-1)?.log ?? []), JSON.stringify(told)] }], lists, K)).not.toEqual([]);
  });

  it('dates no resident’s act better than the day: nothing public moves in its minute (T14)', () => {
    expect(acts.length).toBeGreaterThan(60);
    expect(aroundResidents).toEqual([]);
    // The control: the same looks around an office's act see it.
    expect(new Set(aroundOffices).size).toBeGreaterThan(5);
  });

  it('and no minute that is published anywhere lies one of the limits behind one', async () => {
    expect(datedBy(textsByCase(releases), acts, deadlinesOf)).toEqual([]);
    // The control: the live rows hold deadlines of reopened rounds to the minute, and this reader finds them there.
    const { rows } = await county.db.owner.query<{ number: string; due: string }>(`select number, to_json(due_at at time zone 'UTC')#>>'{}' || 'Z' as due from cases.rounds where round > 1`);
    expect(datedBy(new Map(rows.map(({ number, due }) => [number, [due]])), acts, deadlinesOf).length).toBeGreaterThan(0);
  });
});

async function liveThrough(): Promise<void> {
  await look('before');
  const lives = [...TWELVE, ...AROUND];
  const slips: (Slip & Told)[] = [];
  for (let day = 0; day < 3; day += 1) {
    for (const told of lives.filter((_, i) => i % 3 === day)) slips.push({ ...told, ...await worked(told) });
    await nextDay();
  }
  for (const slip of slips.filter((_, i) => i % 2 === 0)) await spoken(slip);
  await nextDay();
  for (const slip of slips.filter((_, i) => i % 2 === 1)) await spoken(slip);
  for (let day = 0; day < 6; day += 1) await nextDay();
}

/** Said, and through the offices until the answer. */
async function worked({ place, topic, lead }: Told): Promise<Slip> {
  const { desk } = county;
  await pass();
  const slip = await byResident(() => desk.report({ words: '请来看看', kind: 'help', topic, place, anonymity: 'anonymous' }), undefined);
  await pass();
  const classed = { kind: 'help', urgency: 'ordinary', topic, place, summary: '一处设施要修' };
  await byOffice(slip, () => desk.act('dispatcher', slip.caseId, 'acceptance', classed));
  expect(await desk.act('dispatcher', slip.caseId, 'dispatch', { lead })).toBe(true);
  const worker = await desk.workerOf(lead as never);
  expect(await desk.act(worker, slip.caseId, 'signature', {})).toBe(true);
  await byOffice(slip, () => desk.act(worker, slip.caseId, 'answer', { found: '查过', done: '修过', inPublic: 'yes' }));
  return slip;
}

async function spoken(slip: Slip & Told): Promise<void> {
  const { desk } = county;
  await pass();
  const { outcome } = slip;
  if (outcome === 'silent') return;
  if (outcome === 'withdrawn') await byResident(() => desk.withdraw(slip, ''), slip);
  else await byResident(() => desk.judge(slip, outcome, '', 4), slip);
  // Some reopened ones are taken up: a pause and its end move a deadline that began with the verdict.
  if (outcome !== 'unsolved') return;
  await pass();
  const { rows: [row] } = await county.db.owner.query<{ owner: never }>('select owner from cases.cases where case_id = $1', [slip.caseId]);
  const owner = await desk.workerOf(row?.owner as never);
  expect(await desk.act(owner, slip.caseId, 'signature', {})).toBe(true);
  const until = new Date(county.services.clock.now() + 3 * DAY_MS).toISOString().slice(0, 10);
  await desk.act(owner, slip.caseId, 'pause', { reason: 'expert-report', explanation: '等鉴定', plannedEnd: until });
  await pass();
  await desk.act(owner, slip.caseId, 'resumption', {});
}

/** Some minutes, never a full hour. */
async function pass(): Promise<void> {
  await county.db.owner.query('select platform.advance_clock(make_interval(mins => 3, secs => 7))');
  await county.services.clock.refresh();
}

async function byResident<Result extends Slip | boolean>(act: () => Promise<Result>, slip: Slip | undefined): Promise<Result> {
  const before = await look('', pagesAround(slip));
  const done = await act();
  const number = slip?.number ?? (typeof done === 'object' ? done.number : '');
  acts.push({ number, at: county.services.clock.now() });
  const after = await look('', pagesAround(slip));
  aroundResidents.push(...changedBetween(before, after), ...unsealedBetween(before, after));
  return done;
}

async function byOffice(slip: Slip, act: () => Promise<boolean>): Promise<void> {
  if (aroundOffices.length > 40) { expect(await act()).toBe(true); return; }
  const before = await look('', pagesAround(slip));
  expect(await act()).toBe(true);
  aroundOffices.push(...changedBetween(before, await look('', pagesAround(slip))));
}

async function nextDay(): Promise<void> {
  await county.advance(DAY_MS);
  await sequenceAll(county.db.database, COUNTY);
  releases.push(await look(`day ${releases.length + 1}`, everyPage(await numbers())));
}

async function numbers(): Promise<readonly string[]> {
  return [...numbersIn((await Promise.all(['/cases', '/open311/v2/requests.json?page_size=1000'].map(read))).join())];
}

function pagesAround(slip?: Slip): readonly string[] {
  return [
    '/', '/cases', '/cases?stage=solved', '/cases?stage=withdrawn', '/cases?stage=dispatched', '/cases?overdue=1', '/cases?topic=urban', '/cases?place=990101101000', '/units', '/units/urban-management',
    '/units/town-qingshan', '/removals', '/data', '/sealed', '/record/scorecards', '/open311/v2/requests.json', '/open311/v2/requests.json?status=closed', '/open311/v2/servicerequestupdates.json', '/open311/v2/requests.csv',
    ...(slip ? [`/cases/${slip.number}`, `/open311/v2/requests/${slip.number}.json`] : []),
  ];
}

/** Every page, every filter of the list by itself and in pairs with a place, every page of the paging, every file. */
function everyPage(known: readonly string[]): readonly string[] {
  const { content } = county.services.directories.get(COUNTY);
  const topics = content.topics.map(({ code }) => code);
  const first = topics.filter((code) => !code.includes('.'));
  const places = [...new Set(lists.townOf.values())];
  const names = [...content.topics.map((one) => one.names.zh), ...content.divisions.filter(({ level }) => level !== 'village').map((one) => one.names.zh)];
  return [
    ...pagesAround(), ...known.flatMap((number) => [`/cases/${number}`, `/open311/v2/requests/${number}.json`]),
    ...STAGES.map((stage) => `/cases?stage=${stage}`), ...topics.flatMap((topic) => [`/cases?topic=${topic}`, `/open311/v2/requests.json?service_code=${topic}`]),
    ...places.flatMap((place) => [`/cases?place=${place}`, ...first.map((topic) => `/cases?place=${place}&topic=${topic}`)]), ...content.units.map(({ id }) => `/cases?unit=${id}`),
    ...['urban-management', 'housing-construction', 'town-qingshan'].flatMap((unit) => [`/units/${unit}`, ...first.map((topic) => `/cases?unit=${unit}&topic=${topic}`), ...places.map((place) => `/cases?unit=${unit}&place=${place}`)]),
    ...STAGES.flatMap((stage) => first.slice(0, 4).map((topic) => `/cases?stage=${stage}&topic=${topic}`)), ...names.map((name) => `/cases?q=${encodeURIComponent(name)}`),
    // A class of one topic says that topic of whatever it lists: the reader takes it from the address, the page does not look at it.
    ...['', ...places.map((place) => `&place=${place}`), '&stage=solved'].map((more) => `/classes/school-fees?topic=education.fees${more}`),
    ...['cases', 'rounds'].map((table) => `/data/current/${table}.jsonl`),
  ];
}

async function look(label: string, addresses: readonly string[] = []): Promise<Release> {
  looks += 1;
  await sequenceAll(county.db.database, COUNTY);
  const answers = new Map<string, string>();
  for (const address of addresses) answers.set(decodeURIComponent(address), await read(address));
  const { rows } = await county.db.owner.query<{ entry: string }>(`select convert_from(entry, 'UTF8') as entry from record.entries where jurisdiction = $1 order by index`, [COUNTY]);
  return { label, answers, log: rows.map(({ entry }) => entry) };
}

/** As it is now, past the second for which a drawn page is kept; without what differs by the address alone. */
async function read(address: string): Promise<string> {
  const { body } = await county.app.inject({ url: address.startsWith('/data/current') ? address : `${address}${address.includes('?') ? '&' : '?'}lang=zh&n=${looks}` , headers: { cookie: '' } });
  let text = body.replaceAll(`n=${looks}`, '');
  for (let next = /href="([^"]*[?&;]after=[^"]*)"/.exec(body)?.[1], page = 0; next !== undefined && page < 5; page += 1) {
    const more: string = (await county.app.inject({ url: next.replaceAll('&amp;', '&') })).body;
    text += more;
    next = /href="([^"]*[?&;]after=[^"]*)"/.exec(more)?.[1];
  }
  return text;
}

/** Every deadline that the public limits set from a moment, whoever's clock it is, and that moves with its minute. */
function deadlinesOf(at: number): readonly number[] {
  const later = new Set(everyDeadline(at + MINUTE_MS));
  return everyDeadline(at).filter((due) => later.has(due + MINUTE_MS) && due - at > 30 * MINUTE_MS);
}

function everyDeadline(at: number): readonly number[] {
  const rules = county.services.caseDeps.rulesFor(COUNTY);
  const units = ['county-government', 'urban-management', 'town-qingshan', 'housing-construction'] as const;
  return [...new Set(LIMITS.flatMap((limit) => [COVER, 'urban.lighting.out', 'rural.water', 'welfare.allowance', 'housing.property.lift'].flatMap((topic) => units.map((unit) =>
    Number(rules.deadline(limit, at as Instant, { kind: 'help', urgency: 'ordinary', topic: topic as never, channel: 'web' }, unit as never))))))];
}

function listsOf(): PublicLists {
  const { content } = county.services.directories.get(COUNTY);
  const rules = county.services.caseDeps.rulesFor(COUNTY);
  const townOf = new Map(content.divisions.flatMap(({ code, names }) => {
    const town = rules.townOf(code);
    return town === undefined ? [] : [[code as string, town as string], ...(town === code ? [[names.zh, town] as const] : [])] as [string, string][];
  }));
  const named = content.topics.flatMap(({ code, names }): [string, string][] => [[code, code], [names.zh, code]]);
  return { topicOf: new Map(named), townOf, townOfUnit: new Map(content.units.flatMap(({ id, divisions }) => {
    const [town] = divisions.map((one) => rules.townOf(one));
    return town === undefined ? [] : [[id as string, town as string] as const];
  })) };
}
