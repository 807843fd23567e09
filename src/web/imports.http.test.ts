import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../../test/support/app.ts';
import { openBrowser } from '../../town/browser.ts';
import { fsck, sequenceAll } from '../record/index.ts';
import { createCasesReplayer, importRows, rulesOf, type CaseDeps } from '../slices/cases/index.ts';
import { Reactions } from '../platform/jobs/index.ts';
import { refusedPathOf, run, runDraft, type ImportInstance } from '../slices/imports/index.ts';
import { loadJurisdiction } from '../slices/units/index.ts';
import { parseJurisdictionCode, type JurisdictionCode } from '../kernel/ids.ts';

const ROWS = 2_400;
const MAP = {
  source: 'Old hotline', zone: 'Asia/Shanghai', externalId: 'no', opened: 'opened', closed: 'closed', due: 'due', status: { column: 'status', closed: ['done'], open: ['open'] },
  topic: { columns: ['field', 'matter'] }, place: { columns: ['town'] }, unit: { columns: ['office'] }, words: ['said'], address: 'where',
};
/** Stands in every row: a page of a place whose words wait for consent must never show it. */
const PLANTED = '丹顶鹤飞过';

let opened: TestApp;
let folder: string;
let places: Readonly<Record<'open' | 'shy', JurisdictionCode>>;
beforeAll(async () => {
  opened = await openTestApp({ folders: ['_minimal'], demoAccounts: false });
  folder = await mkdtemp(join(tmpdir(), 'minsheng-import-'));
  await writeFile(join(folder, 'map.json'), JSON.stringify(MAP));
  await writeFile(join(folder, 'table.csv'), [COLUMNS, ...Array.from({ length: ROWS }, (_, index) => line(index))].join('\n'));
  places = { open: await drafted('open-town', 'always'), shy: await drafted('shy-town', 'consent') };
}, 120_000);
afterAll(async () => {
  await opened.close();
  await rm(folder, { recursive: true, force: true });
});

const COLUMNS = 'no,opened,closed,due,status,field,matter,town,office,said,where';

/** Each third is closed; each fiftieth names an office that nobody has, once the draft is made. */
function line(index: number, office = `office ${String.fromCharCode(97 + (index % 4))}`): string {
  const day = `2026-0${String(1 + (index % 9))}-1${String(index % 9)}`;
  const isClosed = index % 3 === 0;
  return [`N${String(index)}`, `${day}T08:00:00`, isClosed ? `${day}T18:00:00` : '', `${day}T20:00:00`, isClosed ? 'done' : 'open', `field ${String(index % 5)}`, `matter ${String(index % 7)}`,
    `town ${String(index % 3)}`, office, `"${PLANTED}，第${String(index)}件"`, `${String(index)} Planted Lane`].join(',');
}

async function drafted(code: string, publicWords: string): Promise<JurisdictionCode> {
  const into = join(folder, code);
  const told: string[] = [];
  expect(await runDraft([join(folder, 'table.csv'), '--map', join(folder, 'map.json'), '--code', code, '--into', into, '--public-words', publicWords], { locale: 'en', tell: (one) => { told.push(one); } }), told.join('\n')).toBe(0);
  const loaded = await loadJurisdiction(opened.db.database, into, opened.services.keys);
  if (loaded.refused) throw new Error(JSON.stringify(loaded.reason.mistakes));
  await opened.services.directories.refresh();
  return parseJurisdictionCode(code) ?? code as never;
}

type Told = { readonly code: number; readonly lines: readonly string[]; readonly result: { read: number; accepted: number; refused: number; known: number; seconds: number } | undefined };

/** The command on this instance; `breaksAfter` batches the power goes. */
async function imported(args: readonly string[], breaksAfter = Infinity): Promise<Told> {
  const { database } = opened.db;
  const { keys, directories } = opened.services;
  const deps: CaseDeps = { database, keys, rulesFor: (code) => rulesOf(directories.get(code)), reactions: new Reactions() };
  let batches = 0;
  const instance: ImportInstance = {
    directory: (code) => directories.find(code), jurisdictions: directories.list().map(({ code }) => code), settle: async (code) => { await sequenceAll(database, code); },
    now: (jurisdiction) => database.inTransaction({ kind: 'system', jurisdiction, job: 'import' }, (tx) => Promise.resolve(tx.at)),
    take: (code, source, rows, dry) => {
      batches += 1;
      return batches > breaksAfter ? Promise.reject(Object.assign(new Error('gone'), { code: '57P01' })) : importRows(deps, code, source, rows, dry);
    },
  };
  const [lines, printed]: [string[], string[]] = [[], []];
  const code = await run(args, { locale: 'en', tell: (one) => { lines.push(one); }, print: (one) => { printed.push(one); }, withInstance: (work) => work(instance) });
  return { code, lines, result: printed.length === 0 ? undefined : JSON.parse(printed.at(-1) ?? '') as NonNullable<Told['result']> };
}

const argsFor = (code: string, file = 'table.csv', ...more: string[]) => [join(folder, file), '--jurisdiction', code, '--map', join(folder, 'map.json'), ...more];
const count = async (code: string): Promise<number> => Number((await opened.db.owner.query<{ n: string }>('select count(*) as n from cases.cases where jurisdiction = $1', [code])).rows[0]?.n);
let asked = 0;
const page = async (path: string): Promise<string> => {
  const { status, html } = await openBrowser(opened.app).get(`${path}${path.includes('?') ? '&' : '?'}asked=${String(asked += 1)}`);
  expect([path, status]).toEqual([path, 200]);
  return html;
};

describe('a table of another system', () => {
  it('is tried without writing, breaks off, goes on, and comes once', async () => {
    const { open } = places;
    const dry = await imported(argsFor(open, 'table.csv', '--dry-run'));
    expect(dry).toMatchObject({ code: 0, result: { read: ROWS, accepted: ROWS, refused: 0, known: 0 } });
    expect([await count(open), await stat(refusedPathOf(join(folder, 'table.csv'))).catch(() => 'no file')]).toEqual([0, 'no file']);
    const broken = await imported(argsFor(open), 2);
    expect([broken.code, broken.result]).toEqual([1, undefined]);
    expect(broken.lines.join('\n')).toMatch(/broke off \(57P01\).*\n.*goes on where it stopped/);
    expect(await count(open)).toBe(2_000);
    expect(await imported(argsFor(open))).toMatchObject({ code: 0, result: { read: ROWS, accepted: ROWS - 2_000, known: 2_000, refused: 0 } });
    expect(await imported(argsFor(open))).toMatchObject({ code: 0, result: { accepted: 0, known: ROWS } });
    expect(await count(open)).toBe(ROWS);
  }, 120_000);

  it('is listed, paged to the end, found by unit and by what is overdue; a page of a closed row calls nothing solved', async () => {
    const base = `/j/${places.open}`;
    const seen = new Set<string>();
    let next: string | undefined = `${base}/cases?overdue=1`;
    for (let pages = 0; next !== undefined && pages < 60; pages += 1) {
      const html = await page(next);
      for (const [, number = ''] of html.matchAll(/\/cases\/(\d{12})/g)) seen.add(number);
      next = /<a[^>]+rel="next"[^>]*href="([^"]+)"|<a[^>]+href="([^"]+)"[^>]*rel="next"/.exec(html)?.slice(1).find(Boolean)?.replaceAll('&amp;', '&');
    }
    const { rows } = await opened.db.owner.query<{ number: string; stage: string }>(`select number, stage from cases.public_cases where jurisdiction = $1`, [places.open]);
    const overdue = rows.filter(({ stage }) => stage === 'signed').map(({ number }) => number);
    expect(overdue.length).toBe(1_600);
    expect([seen.size, overdue.filter((number) => !seen.has(number)).length]).toEqual([overdue.length, 0]);
    const closed = await page(`${base}/cases/${rows.find(({ stage }) => stage === 'imported-closed')?.number ?? ''}`);
    expect(closed).toContain('Old hotline');
    expect(closed).toContain(PLANTED);
    expect(closed).toMatch(/does not count as solved|不算解决/);
    expect(await page(`${base}/units`)).toContain('office a');
    expect(await page(`${base}/units/office-a`)).toMatch(/overdue|超期/);
    expect(opened.troubles()).toEqual([]);
  }, 120_000);

  it('shows no word and no address where words wait for consent, and says nothing of them in the log', async () => {
    const { shy } = places;
    expect(await imported(argsFor(shy))).toMatchObject({ code: 0, result: { accepted: ROWS } });
    const { rows: [row] } = await opened.db.owner.query<{ number: string }>(`select number from cases.public_cases where jurisdiction = $1 limit 1`, [shy]);
    const html = [await page(`/j/${shy}/cases`), await page(`/j/${shy}/cases/${row?.number ?? ''}`), await page(`/j/${shy}/cases?q=${encodeURIComponent(PLANTED)}`)].join('').replaceAll(`value="${PLANTED}"`, '');
    const inTheLog = async (): Promise<string> => (await opened.db.owner.query<{ text: string }>(`select string_agg(convert_from(entry, 'utf8'), '') as text from record.entries where jurisdiction = $1`, [shy])).rows[0]?.text ?? '';
    // The sequencer gives entries their place in the background.
    await expect.poll(async () => (await inTheLog()).split('"case.imported.v1"').length - 1, { timeout: 60_000 }).toBe(ROWS);
    const log = await inTheLog();
    for (const word of ['丹顶鹤飞过，', 'Planted Lane', '"N17"']) expect([html.includes(word), log.includes(word)]).toEqual([false, false]);
  }, 120_000);

  it('leaves out what it cannot take, with why and in words; corrected, that file is taken', async () => {
    const { open } = places;
    const bad = [line(9_001, 'office nobody'), line(9_002), 'N9003,yesterday,,,open,field 1,matter 1,town 1,office a,said,x', 'N9004,2026-01-01,,,lost,field 1,matter 1,town 1,office a,said,x', ',2026-01-01,,,open,field 1,matter 1,town 1,office a,said,x', 'N9005,2026-01-01'];
    await writeFile(join(folder, 'bad.csv'), [COLUMNS, ...bad].join('\n'));
    const dry = await imported(argsFor(open, 'bad.csv', '--dry-run'));
    const once = await imported(argsFor(open, 'bad.csv'));
    expect(once).toMatchObject({ code: 0, result: { read: 6, accepted: 1, refused: 5, known: 0 } });
    expect({ ...dry.result, seconds: 0 }).toEqual({ ...once.result, seconds: 0 });
    const path = refusedPathOf(join(folder, 'bad.csv'));
    const text = await readFile(path, 'utf8');
    for (const why of ['No unit is found for', 'is no time', 'neither as open nor as closed', 'no number of its own system', 'has 2 cells']) expect(text).toContain(why);
    expect(text.startsWith(`${COLUMNS},minsheng_reason\r\n`)).toBe(true);
    await writeFile(join(folder, 'again.csv'), text.replace('office nobody', 'office b').replace('yesterday', '2026-01-02'));
    expect(await imported(argsFor(open, 'again.csv'))).toMatchObject({ code: 0, result: { read: 5, accepted: 2, refused: 3 } });
  });

  it('that is not there, or whose map, columns or place are not, ends with a sentence, a remedy and no zero', async () => {
    await writeFile(join(folder, 'other.csv'), 'id,text\n1,x\n');
    await writeFile(join(folder, 'slip.json'), JSON.stringify({ ...MAP, sorce: 'x', zone: 'Mars' }, undefined, 1));
    const at = (name: string): string => join(folder, name);
    for (const [args, said, code] of [
      [[], /Usage:/, 2], [[at('table.csv'), '--map', at('map.json')], /Usage:/, 2], [argsFor('open-town', 'none.csv'), /no such file/, 1], [argsFor('nowhere'), /no jurisdiction "nowhere".*open-town/s, 1],
      [[at('table.csv'), '--jurisdiction', 'open-town', '--map', at('none.json')], /no map/, 1], [argsFor('open-town', 'other.csv'), /"externalId" names the column "no".*has these columns: id, text/s, 1],
      [[at('table.csv'), '--jurisdiction', 'open-town', '--map', at('slip.json')], /slip\.json:3:\d+ .*Mars[\s\S]*remedy: [\s\S]*"sorce" is not known/, 1],
    ] as const) {
      const answer = await imported(args);
      expect([answer.code, answer.result]).toEqual([code, undefined]);
      expect(answer.lines.join('\n')).toMatch(said);
      expect(answer.lines.join('\n')).not.toMatch(/ {4}at |Error/);
    }
  });

  it('leaves a record that replays to the same rows', async () => {
    for (const code of Object.values(places)) {
      await sequenceAll(opened.db.database, code);
      const report = await fsck({ database: opened.db.database, jurisdiction: code, keys: opened.services.keys, replayers: [createCasesReplayer((one) => rulesOf(opened.services.directories.get(one)))] });
      expect(report.findings).toEqual([]);
    }
  }, 120_000);
});
