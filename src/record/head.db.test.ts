import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JurisdictionCode } from '../kernel/ids.ts';
import { DAY_MS } from '../kernel/instant.ts';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { fsck } from './fsck.ts';
import { refuseDrafts } from '../final-logs.ts';
import { StartRefusal } from '../platform/db/start-refusal.ts';
import { readHead, requireFinalLogs } from './head.ts';
import { KEYS, LINJIANG, NoteBook, writeNotes } from './record.fixture.ts';
import { sequenceAll } from './sequencer.ts';

const AHEAD_DAYS = 30;
let db: TestDatabase;
beforeAll(async () => {
  db = await openTestDatabase();
  await db.owner.query('delete from platform.instance');
  await db.owner.query(`insert into platform.instance (is_demo, clock_offset) values (true, interval '${AHEAD_DAYS} days')`);
});
afterAll(() => db.close());

test('a log that is not begun has no head', async () => {
  expect(await readHead(db.database.public, LINJIANG)).toBeUndefined();
});

test('anyone may read size, root and whether it is a draft', async () => {
  await writeNotes(db.database, 2);
  await sequenceAll(db.database, LINJIANG);
  const { rows } = await db.owner.query<{ root: Buffer }>('select root from record.heads where jurisdiction = $1', [LINJIANG]);
  expect(await readHead(db.database.public, LINJIANG)).toMatchObject({ size: 3, root: rows[0]?.root.toString('base64'), draft: false });
});

test('a demo’s record runs at the demo’s clock, says that it is a demo, and is sound', async () => {
  const book = new NoteBook();
  const town = 'demo-town' as JurisdictionCode;
  const { events } = await writeNotes(db.database, 2, town);
  book.keep(events);
  await db.database.connect('worker').then(async (client) => {
    await client.query(`select platform.advance_clock(interval '1 day')`);
    await client.end();
  });
  book.keep((await writeNotes(db.database, 1, town)).events);
  await sequenceAll(db.database, town);
  expect(Math.round(((events[0]?.at ?? 0) - Date.now()) / DAY_MS)).toBe(AHEAD_DAYS);
  const { rows } = await db.owner.query<{ envelope: Buffer }>(`select envelope from record.events where jurisdiction = $1 and type = 'record.begun.v1'`, [town]);
  expect(JSON.parse(rows[0]?.envelope.toString() ?? '')).toMatchObject({ open: { demo: true, draft: false } });
  expect((await fsck({ database: db.database, jurisdiction: town, keys: KEYS, replayers: [book.replayer] })).findings).toEqual([]);
});

test('production mode is refused while a log is a draft; one that is still to begin will be final', async () => {
  await db.owner.query(`insert into record.state (jurisdiction, draft, begun_at) values ('early', true, now())`);
  const [early, notBegun] = ['early', 'not-begun'] as JurisdictionCode[];
  expect(await requireFinalLogs(db.database.public, [LINJIANG, early as JurisdictionCode, notBegun as JurisdictionCode]))
    .toEqual({ refused: true, reason: { kind: 'record-is-draft', jurisdictions: [early] } });
  await expect(refuseDrafts(db.database.public, [early as JurisdictionCode])).rejects.toThrow(StartRefusal);
  await refuseDrafts(db.database.public, [LINJIANG, notBegun as JurisdictionCode]);
});
