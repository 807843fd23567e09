import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkFolder, directoryOf } from '../src/slices/units/index.ts';
import { open311PlaceOf } from '../src/web/api/open311/adapt-place.ts';
import { mountForEveryPlace } from '../src/platform/http/reader.ts';
import { registerOpen311 } from '../src/web/api/open311/routes.ts';
import { fakeDeps, NOW } from '../src/web/api/open311/specimen.ts';
import { createServer } from '../src/platform/http/server.ts';
import { bodyOf, feed, run, type Send } from './nyc311.ts';
import { JURISDICTION, writeJurisdiction, type Row } from './nyc311-jurisdiction.ts';

// Invented rows in the shape of the set, with what makes the real ones awkward.
const row = (changes: Partial<Row>): Row => ({
  unique_key: '1', agency: 'ABC', agency_name: 'Department of Lamps', complaint_type: 'Street Lamp', descriptor: 'Out', location_type: 'Street',
  incident_address: '3 WILLOW LANE', city: 'RIVER MOUTH', borough: 'EAST', latitude: '40.5', longitude: '-73.5', ...changes,
});
const ROWS: readonly Row[] = [
  row({}), row({ unique_key: '2', descriptor: 'Out/On by day', city: '' }), row({ unique_key: '3', descriptor: 'Out - On by Day!', latitude: '', longitude: '' }),
  row({ unique_key: '4', complaint_type: 'Noise: "Party", & <more>', descriptor: '', agency: 'X-Y', agency_name: '', incident_address: '' }),
  row({ unique_key: '5', complaint_type: `${'Very long '.repeat(9)}type`, descriptor: `${'Very long '.repeat(9)}matter`, borough: 'Unspecified', location_type: '' }),
];

test('the folder made of rows is a jurisdiction without mistakes, and every row finds its service and place in it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'minsheng-nyc311-'));
  const codes = await writeJurisdiction(ROWS, folder);
  const checked = await checkFolder(folder);
  expect(checked.refused ? checked.reason.mistakes : []).toEqual([]);
  if (checked.refused) return;
  const place = open311PlaceOf(directoryOf(checked.value, 1), NOW);
  for (const one of ROWS) {
    expect(place.topics.map((topic) => topic.code as string)).toContain(codes.serviceOf(one));
    expect(place.divisions.map((division) => division.code as string)).toContain(codes.divisionOf(one));
  }
  expect(new Set(ROWS.map(codes.serviceOf)).size).toBe(5);
  await rm(folder, { recursive: true });
});

test('every row is posted and met again in the list; a second run adds nothing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'minsheng-nyc311-'));
  const codes = await writeJurisdiction(ROWS, folder);
  const checked = await checkFolder(folder);
  if (checked.refused) throw new Error('the folder has mistakes');
  const place = open311PlaceOf(directoryOf(checked.value, 1), NOW);
  const deps = fakeDeps({ placeOf: (code) => (code === place.code ? place : undefined), defaultJurisdiction: () => place.code });
  deps.cases.set(place.code, []);
  const app = await createServer({
    places: { defaultCode: () => place.code, localeOf: () => 'en' }, publicUrl: deps.publicUrl, pressureMs: false, accessLog: false,
    health: { version: '0.0.0', demo: () => false, askDatabase: () => Promise.resolve() },
  });
  mountForEveryPlace(app, (scope) => { registerOpen311(scope, deps); });
  const send: Send = async ({ method, path, headers, body }) => {
    const answer = await app.inject({ method, url: path, headers, ...(body === undefined ? {} : { payload: body }) });
    return { status: answer.statusCode, link: String(answer.headers.link ?? ''), text: answer.body };
  };
  for (const round of [1, 2]) {
    const figures = await feed(ROWS, codes, send, 3, { print: () => undefined });
    expect({ round, ...figures }).toMatchObject({ round, read: 5, accepted: 5, refused: 0, cases: 5, listed: 5 });
    expect(deps.submissions).toHaveLength(5);
  }
  await app.close();
  await rm(folder, { recursive: true });
});

test('a post holds place, point and words of the row, and nothing where the row has nothing', () => {
  const codes = { serviceOf: () => 'a.b', divisionOf: () => 'P1' };
  expect(bodyOf(row({}), codes)).toBe('service_code=a.b&address_id=P1&description=Street+Lamp%3A+Out+%28Street%29&address_string=3+WILLOW+LANE&lat=40.5&long=-73.5');
  expect(bodyOf(row({ incident_address: '', latitude: '', location_type: '' }), codes)).toBe('service_code=a.b&address_id=P1&description=Street+Lamp%3A+Out');
});

test('wrong usage and absent rows are said, and end with 2', async () => {
  const said: string[] = [];
  const nowhere = { print: (line: string) => { said.push(line); }, dataDir: tmpdir(), load: () => Promise.reject(new Error('not to be called')), inject: () => Promise.reject(new Error('not to be called')) };
  for (const args of [['--concurrency', '0'], ['--url', 'ftp://x'], ['--what'], ['--data', join(tmpdir(), 'nothing-here')]]) expect(await run(args, nowhere)).toBe(2);
  expect(said).toHaveLength(4);
  expect(said[3]).toContain('MINSHENG_DATA');
  expect(JURISDICTION).toBe('nyc311');
});
