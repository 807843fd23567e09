import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { parseJurisdictionCode, type JurisdictionCode } from '../../kernel/ids.ts';
import { keysFromRoot } from '../../platform/crypto/index.ts';
import { openDirectoryCache, readDirectory } from './cache.ts';
import { run } from './command.ts';
import { fsck, sequenceAll } from '../../record/index.ts';
import { loadJurisdiction } from './load.ts';
import { unitsReplayer } from './replay.ts';

const MINIMAL = fileURLToPath(new URL('../../../jurisdictions/_minimal', import.meta.url));
const keys = keysFromRoot(new Uint8Array(32).fill(7));
let temporary: TestDatabase;
let place: string;

beforeAll(async () => {
  temporary = await openTestDatabase();
  place = await mkdtemp(join(tmpdir(), 'minsheng-units-'));
});
afterAll(async () => {
  await rm(place, { recursive: true });
  await temporary.close();
});

/** A copy of the minimal jurisdiction under a code of its own; there is no shared folder beside it. */
async function folderOf(code: string): Promise<string> {
  const folder = join(place, code);
  await cp(MINIMAL, folder, { recursive: true });
  await edit(folder, 'jurisdiction.yaml', 'code: minimal', `code: ${code}`);
  await edit(folder, 'jurisdiction.yaml', 'minimal.invalid', `${code}.invalid`);
  return folder;
}
async function edit(folder: string, file: string, was: string, is: string): Promise<void> {
  const text = await readFile(join(folder, file), 'utf8');
  expect(text).toContain(was);
  await writeFile(join(folder, file), text.replace(was, is));
}
async function load(folder: string) {
  return loadJurisdiction(temporary.database, folder, keys);
}
function codeOf(text: string): JurisdictionCode {
  const code = parseJurisdictionCode(text);
  if (!code) throw new Error(text);
  return code;
}
function kindsOf(loaded: Awaited<ReturnType<typeof load>>): readonly string[] {
  return loaded.refused ? loaded.reason.mistakes.map((one) => `${one.file} ${one.problem.kind}`) : [];
}

describe('loading', () => {
  test('the first load is version 1; the same files again are no new version; changed ones are the next', async () => {
    const folder = await folderOf('first');
    expect(await load(folder)).toMatchObject({ value: { code: 'first', version: 1, isNew: true } });
    expect(await load(folder)).toMatchObject({ value: { version: 1, isNew: false } });
    await edit(folder, 'topics.yaml', 'en: Streets', 'en: Roads');
    expect(await load(folder)).toMatchObject({ value: { version: 2, isNew: true } });
    const { rows } = await temporary.owner.query<{ n: number }>(`select count(*)::int as n from units.versions where jurisdiction = 'first'`);
    expect(rows[0]?.n).toBe(2);
  });

  test('each version is told in the public record, with its digest (promise 13)', async () => {
    await load(await folderOf('told'));
    const { rows } = await temporary.owner.query<{ type: string; seq: number; envelope: string; digest: string }>(
      `select e.type, e.stream_seq as seq, convert_from(e.envelope, 'UTF8') as envelope, v.digest
       from record.events e join units.versions v on v.jurisdiction = e.jurisdiction and v.version = e.stream_seq
       where e.jurisdiction = 'told' and e.stream = 'units:told'`,
    );
    expect(rows).toMatchObject([{ type: 'units.jurisdiction-loaded.v1', seq: 1 }]);
    expect(JSON.parse(rows[0]?.envelope ?? '')).toMatchObject({ open: { version: 1, digest: rows[0]?.digest, units: 2, topics: 3 } });
  });

  test('a mistake leaves nothing behind', async () => {
    const folder = await folderOf('wrong');
    await edit(folder, 'units.yaml', 'parent: government', 'parent: nobody');
    expect(kindsOf(await load(folder))).toEqual(['units.yaml unknown-reference']);
    const { rowCount } = await temporary.owner.query(`select 1 from units.jurisdictions where code = 'wrong'`);
    expect(rowCount).toBe(0);
  });

  test('what cases may name is never taken away, only ended', async () => {
    const folder = await folderOf('kept');
    await load(folder);
    await edit(folder, 'divisions.yaml', '  - {code: MIN-2, names: {zh: 西头, en: West End}, level: town, parent: MIN}\n', '');
    await edit(folder, 'topics.yaml', '      - {code: lights,', '      - {code: lamps,');
    expect(kindsOf(await load(folder))).toEqual(['divisions.yaml code-taken-away', 'topics.yaml code-taken-away']);
  });

  test('the name of the public record stays, and belongs to one jurisdiction', async () => {
    const folder = await folderOf('named');
    await load(folder);
    await edit(folder, 'jurisdiction.yaml', 'named.invalid', 'other.invalid');
    expect(kindsOf(await load(folder))).toEqual(['jurisdiction.yaml origin-changed']);
    const thief = await folderOf('thief');
    await edit(thief, 'jurisdiction.yaml', 'thief.invalid', 'named.invalid');
    expect(kindsOf(await load(thief))).toEqual(['jurisdiction.yaml origin-taken']);
  });

  test('several loaders at once make one version', async () => {
    const folder = await folderOf('racing');
    const loaded = await Promise.all([1, 2, 3, 4].map(() => load(folder)));
    expect(loaded.filter((one) => !one.refused && one.value.isNew)).toHaveLength(1);
  });

  test.each(['app_public', 'app_actor', 'app_verdict', 'worker'] as const)('%s can neither change nor remove a version', async (role) => {
    await load(await folderOf(`fixed-${role.replace('_', '-')}`));
    const client = await temporary.database.connect(role);
    try {
      await expect(client.query('update units.versions set digest = digest')).rejects.toThrow(/permission denied/);
      await expect(client.query('delete from units.versions')).rejects.toThrow(/permission denied/);
      await expect(client.query('delete from units.jurisdictions')).rejects.toThrow(/permission denied/);
    } finally {
      await client.end();
    }
  });
});

describe('fsck (promise 13)', () => {
  async function findings(jurisdiction: string) {
    await sequenceAll(temporary.database, codeOf(jurisdiction));
    const report = await fsck({ database: temporary.database, jurisdiction: codeOf(jurisdiction), keys, replayers: [unitsReplayer] });
    return report.findings.map((finding) => finding.kind);
  }

  test('what was loaded equals what the record tells', async () => {
    const folder = await folderOf('sound');
    await load(folder);
    await edit(folder, 'topics.yaml', 'en: Streets', 'en: Roads');
    await load(folder);
    expect(await findings('sound')).toEqual([]);
  });

  test('a stored rule altered behind the record is found', async () => {
    await load(await folderOf('altered'));
    await temporary.owner.query(`update units.versions set content = jsonb_set(content, '{limits,0,amount}', '99') where jurisdiction = 'altered'`);
    expect(await findings('altered')).not.toEqual([]);
  });
});

describe('the directories in memory', () => {
  test('a new version is in force without a restart; the old one can be looked up', async () => {
    const folder = await folderOf('fresh');
    const cache = await openDirectoryCache(temporary.database.public, 20);
    try {
      expect(cache.find('fresh')).toBeUndefined();
      await load(folder);
      await cache.refresh();
      const before = cache.get(codeOf('fresh'));
      expect(before.topicsTree().map(({ topic }) => topic.names.en)).toEqual(['Streets', 'Something else']);
      await edit(folder, 'topics.yaml', 'en: Streets', 'en: Roads');
      await load(folder);
      await expect.poll(() => cache.get(codeOf('fresh')).version).toBe(2);
      expect(cache.list().map((one) => one.code)).toContain('fresh');
      const old = await readDirectory(temporary.database.public, codeOf('fresh'), 1);
      expect(old?.content).toEqual(before.content);
      expect(await readDirectory(temporary.database.public, codeOf('fresh'), 9)).toBeUndefined();
    } finally {
      cache.close();
    }
  });

  test.each([undefined, 7, '', 'nowhere', '../etc', 'x'.repeat(500)])('find(%s) knows no such place, get throws', async (text) => {
    const cache = await openDirectoryCache(temporary.database.public);
    cache.close();
    expect(cache.find(text)).toBeUndefined();
    expect(() => cache.get(codeOf('nowhere'))).toThrow('nowhere');
  });
});

describe('the command', () => {
  async function command(...args: string[]) {
    const lines: string[] = [];
    return { code: await run(args, { locale: 'en', print: (line) => lines.push(line), withDatabase: (work) => work(temporary.database, keys) }), text: lines.join('\n') };
  }

  test('loads, and says what is in force', async () => {
    const folder = await folderOf('said');
    expect(await command('load', folder)).toMatchObject({ code: 0, text: expect.stringContaining('said: version 1 is in force.') as string });
    expect(await command('load', folder)).toMatchObject({ code: 0, text: expect.stringContaining('the same as version 1') as string });
  });

  test('prints each mistake with file, line, column and remedy', async () => {
    const folder = await folderOf('slips');
    await edit(folder, 'units.yaml', 'parent: government', 'parent: goverment');
    const { code, text } = await command('check', folder);
    expect(code).toBe(1);
    expect(text.split('\n')).toEqual([
      `${folder}/units.yaml:3:5 there is no unit "goverment"`,
      '    do: did you mean "government"? Otherwise add it first',
      '1 mistake; nothing was changed.',
    ]);
  });

  test('wrong usage and a folder that is not there are told plainly', async () => {
    expect(await command('remove', place)).toMatchObject({ code: 2, text: expect.stringContaining('usage') as string });
    expect(await command('load', join(place, 'nowhere'))).toMatchObject({ code: 2, text: expect.stringContaining('there is no folder') as string });
  });
});
