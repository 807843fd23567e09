import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseCaseId, parseUnitId, type UnitId } from '../../kernel/ids.ts';
import { DAY_MS, HOUR_MS } from '../../kernel/instant.ts';
import { newFormKey } from '../../platform/http/idempotency.ts';
import { receiptCodeOf } from '../../platform/crypto/index.ts';
import { APP_ROLES } from '../../platform/db/roles.ts';
import { fsck, sequenceAll } from '../../record/index.ts';
import { DEMO_PASSWORD, permittedAccounts } from '../accounts/index.ts';
import { openTestApp, type TestApp } from '../../../test/support/app.ts';
import { closeLetter, openLetter, openProtectedKey } from './letter.ts';
import { ageIdentityOf, digestOf, machineOf, makeDemoKeys, readerKeyOf, routeOf, sealedReplayer, type Filed, type Filing, type SealedCommand, type Wish } from './index.ts';
import { identityToRecipient } from 'age-encryption';

let test: TestApp;
beforeAll(async () => {
  test = await openTestApp();
  const { sealed, accounts, defaultCode } = test.services;
  expect(await makeDemoKeys(sealed, (code) => permittedAccounts(accounts, code, 'protection.handle'), defaultCode, DEMO_PASSWORD)).toBe(2);
});
afterAll(() => test.close());

const WORDS = '城管局副局长收了施工队的钱，canary-sealed-5582。';
const unit = (id: string): UnitId => parseUnitId(id)!;
const wish = (change: Partial<Wish> = {}): Wish => ({ keptFrom: [], spared: [], nobodyInside: false, ...change });

async function file(change: Partial<Filing> = {}, words = WORDS): Promise<Filed> {
  const { sealed, keys, defaultCode } = test.services;
  const key = change.key ?? newFormKey();
  const identity = ageIdentityOf(readerKeyOf(defaultCode, receiptCodeOf(keys, defaultCode, key)));
  const recipient = await identityToRecipient(identity);
  const asked = change.wish ?? wish();
  const routed = routeOf(await sealed.officers(defaultCode), asked, rules());
  if (routed.refused) throw new Error(routed.reason.kind);
  const readers = [...routed.value.readers, ...routed.value.successors];
  const letter = await closeLetter(words, [recipient, ...readers.map((one) => one.recipient)]);
  const filed = await sealed.receive(defaultCode, {
    key, kind: 'whistle-blowing', wish: asked, closedTo: readers.map(({ account }) => account), recipient, letter, closedIn: 'browser', ...change,
  });
  if (filed.refused) throw new Error(filed.reason.kind);
  return filed.value;
}

function rules() {
  const directory = test.services.directories.get(test.services.defaultCode);
  return { superiorOf: (one: UnitId) => directory.superiorOf(one), ...(directory.outsideUnit ? { outsideUnit: directory.outsideUnit } : {}), deadline: (_limit: string, _kind: string, from: never) => from };
}

async function staff(username: string) {
  const { accounts, defaultCode } = test.services;
  const signed = await accounts.signIn({ username, password: DEMO_PASSWORD, address: username });
  if (signed.refused || signed.value.session.state !== 'ready') throw new Error(`${username} cannot sign in`);
  expect(signed.value.session.jurisdiction).toBe(defaultCode);
  return signed.value.session.actor;
}

async function act(filed: Filed, command: SealedCommand, enclosed = {}) {
  const { sealed, database, defaultCode } = test.services;
  const officers = await sealed.officers(defaultCode);
  return database.inTransaction(machineOf(defaultCode), (tx) => sealed.actIn(tx, filed.state.facts.id, command, officers, enclosed), 'sealed_svc');
}

async function identityOf(username: string): Promise<string> {
  const [own] = await test.services.sealed.keysOf(await staff(username));
  return (await openProtectedKey(own?.protected ?? '', DEMO_PASSWORD)) ?? '';
}

describe('a sealed report', () => {
  it('is opened by the officer inside with their key, and by the reporter with the code of the receipt', async () => {
    const { sealed, defaultCode } = test.services;
    const filed = await file();
    expect(filed.state.route).toBe('inside');
    const atDesk = await sealed.forOfficer(await staff('guardian'), filed.state.facts.id);
    expect(await openLetter(atDesk!.letters[0]!.ciphertexts[0]!, [await identityOf('guardian')])).toBe(WORDS);
    const report = await sealed.openReceipt(defaultCode, filed.number, filed.code);
    const own = await sealed.forReporter(defaultCode, report!);
    expect(await openLetter(own!.letters[0]!.ciphertexts[0]!, [ageIdentityOf(readerKeyOf(defaultCode, filed.code))])).toBe(WORDS);
  });

  it('of which the same form comes twice is one report with one receipt', async () => {
    const key = newFormKey();
    const [first, again] = [await file({ key }), await file({ key }, '另一封')];
    expect([again.number, again.code, again.earlier, first.earlier]).toEqual([first.number, first.code, true, false]);
  });

  it('is seen by no dispatcher, supervisor, handler, administrator, nor by an officer who is not its reader, and no other receipt opens it', async () => {
    const { sealed, defaultCode } = test.services;
    const filed = await file();
    for (const username of ['dispatcher', 'supervisor', 'urban', 'urban-leader', 'county', 'outside', 'system', 'security', 'protection']) {
      const actor = await staff(username);
      expect([username, await sealed.forOfficer(actor, filed.state.facts.id), await sealed.listFor(actor)]).toEqual([username, undefined, []]);
    }
    expect((await sealed.listFor(await staff('guardian'))).map(({ facts }) => facts.number)).toContain(filed.number);
    expect(await sealed.forReporter(defaultCode, parseCaseId('00000000-0000-4000-8000-00000000abcd')!)).toBeUndefined();
    expect(await sealed.openReceipt(defaultCode, filed.number, (await file()).code)).toBeUndefined();
  });

  it('goes outside where the officer’s own unit, or one above it, is named, and the officer inside sees nothing of it', async () => {
    const { sealed } = test.services;
    for (const named of ['supervision-office', 'county-government']) {
      const filed = await file({ wish: wish({ keptFrom: [unit(named)] }) });
      expect([named, filed.state.route]).toEqual([named, 'outside']);
      expect(await sealed.forOfficer(await staff('guardian'), filed.state.facts.id)).toBeUndefined();
      expect(await sealed.forOfficer(await staff('protection'), filed.state.facts.id)).toBeDefined();
    }
  });

  it('is handed to the outside body by itself when it is late: retaliation after a day, and from then on only they read it', async () => {
    const { sealed } = test.services;
    const [slow, fast] = [await file(), await file({ kind: 'retaliation' })];
    await test.advance(25 * HOUR_MS);
    const outside = await staff('protection');
    expect(await sealed.forOfficer(outside, slow.state.facts.id)).toBeUndefined();
    const handed = await sealed.forOfficer(outside, fast.state.facts.id);
    expect(handed?.state).toMatchObject({ route: 'outside', handedOver: 'overdue', lateTimes: 1 });
    expect(await openLetter(handed!.letters[0]!.ciphertexts[0]!, [await identityOf('protection')])).toBe(WORDS);
    expect(await sealed.forOfficer(await staff('guardian'), fast.state.facts.id)).toBeUndefined();
    await test.advance(20 * DAY_MS);
    expect((await sealed.forOfficer(outside, slow.state.facts.id))?.state.route).toBe('outside');
    expect(test.troubles()).toEqual([]);
  });

  it('has an answer that its reporter judges; an officer and the clock cannot', async () => {
    const filed = await file();
    const guardian = await staff('guardian');
    const by = { kind: 'officer', account: guardian.accountId, unit: guardian.unitId } as const;
    const letter = await closeLetter('已查，属实。', [filed.state.facts.recipient]);
    expect((await act(filed, { do: 'answer', by, digest: digestOf(letter) }, { letter })).refused).toBe(false);
    expect(await act(filed, { do: 'judge', by, outcome: 'solved' })).toMatchObject({ refused: true, reason: { kind: 'not-yours' } });
    expect(await act(filed, { do: 'judge', by: { kind: 'system' }, outcome: 'solved' })).toMatchObject({ refused: true });
    expect(await act(filed, { do: 'judge', by: { kind: 'reporter' }, outcome: 'unsolved' })).toMatchObject({ refused: false, value: { route: 'outside', outcomes: ['unsolved'], handedOver: 'judged' } });
  });
});

describe('what lies in the database', () => {
  it('is entered by no other role, and read by nobody without an actor', async () => {
    await file();
    const { database } = test.db;
    for (const role of APP_ROLES.filter((one) => one !== 'sealed_svc')) {
      const client = await database.connect(role);
      for (const table of ['reports', 'steps', 'letters', 'copies', 'receipts', 'keys']) await expect(client.query(`select 1 from sealed.${table}`)).rejects.toThrow(/permission denied/);
      await client.end();
    }
    const client = await database.connect('sealed_svc');
    for (const table of ['reports', 'steps', 'letters', 'copies', 'receipts', 'keys']) expect((await client.query(`select 1 from sealed.${table}`)).rowCount).toBe(0);
    await expect(client.query('select 1 from cases.cases')).rejects.toThrow(/permission denied/);
    await expect(client.query('delete from sealed.reports')).rejects.toThrow(/permission denied/);
    await client.end();
    expect((await test.db.owner.query('select 1 from sealed.reports')).rowCount).toBeGreaterThan(0);
  });

  it('holds no word, kind, unit or step in clear, in any table of any schema; the record shows events that are all alike', async () => {
    await file({ kind: 'retaliation', wish: wish({ keptFrom: [unit('county-hospital')] }) });
    await sequenceAll(test.db.database, test.services.defaultCode);
    const { owner } = test.db;
    const { rows: tables } = await owner.query<{ name: string }>(`select format('%I.%I', table_schema, table_name) as name from information_schema.tables where table_type = 'BASE TABLE' and table_schema in ('sealed', 'record', 'jobs', 'cases', 'platform')`);
    const find = async (pattern: string): Promise<string[]> => {
      const found: string[] = [];
      for (const { name } of tables) {
        const { rows: [row] } = await owner.query<{ hit: boolean }>(`select exists (select from ${name} one where one::text ~ $1 or one::text ~ $2) as hit`, [pattern, Buffer.from(pattern).toString('hex')]);
        if (row?.hit) found.push(name);
      }
      return found;
    };
    expect(await find('canary-sealed-5582')).toEqual([]);
    expect(await find('retaliation')).toEqual([]);
    expect(await find('county-hospital')).toEqual([]);
    // The control: this is how it would look, had the row a word in clear.
    expect(await find('age-encryption.org')).toEqual(expect.arrayContaining(['sealed.letters']));
    const { rows: events } = await owner.query<{ shape: string }>(`select distinct convert_from(envelope, 'UTF8')::jsonb - array['at', 'id', 'stream', 'streamSeq', 'commitments'] as shape from record.events where type like 'sealed.%'`);
    expect(events).toEqual([{ shape: { jurisdiction: 'linjiang', open: {}, role: 'sealed', type: 'sealed.recorded.v1' } }]);
    const { rows: entries } = await owner.query<{ entry: string }>(`select distinct regexp_replace(convert_from(entry, 'UTF8'), '"commitment":"[^"]{43}"', '"commitment":"…"') as entry from record.entries where stream like 'sealed:%'`);
    expect(entries).toEqual([{ entry: '{"commitment":"…","kind":"sealed","v":1}' }]);
    expect((await owner.query(`select 1 from record.undisclosed where stream like 'sealed:%'`)).rowCount).toBe(0);
  });

  it('is what its events amount to; fsck finds a changed row, a changed letter, and an entry that commits to something else', async () => {
    const { keys, defaultCode: jurisdiction } = test.services;
    const check = async () => (await fsck({ database: test.db.database, jurisdiction, keys, replayers: [sealedReplayer(keys)] })).findings.map(({ kind }) => kind);
    await sequenceAll(test.db.database, jurisdiction);
    expect(await check()).toEqual([]);
    const { owner } = test.db;
    const tampering = async (sql: string): Promise<readonly string[]> => {
      const { rows } = await owner.query<{ readers: string[]; report_id: string }>('select report_id, readers from sealed.reports order by report_id limit 1');
      await owner.query(sql.replace('$REPORT', `'${rows[0]?.report_id ?? ''}'`));
      const found = await check();
      await owner.query('update sealed.reports set readers = $2 where report_id = $1', [rows[0]?.report_id, rows[0]?.readers]);
      return found;
    };
    expect(await tampering(`update sealed.reports set readers = '{somebody-else}' where report_id = $REPORT`)).toEqual(['row-differs']);
    expect(await check()).toEqual([]);
    expect(await tampering(`update sealed.letters set ciphertext = ciphertext || '\\x00' where report_id = $REPORT and n = 1`)).toEqual(['row-differs']);
  });
});
