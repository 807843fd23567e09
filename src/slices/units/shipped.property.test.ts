import fc from 'fast-check';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { fileURLToPath } from 'node:url';
import { STAFF_ROLES } from '../../platform/db/actor.ts';
import { instantOf, type Instant } from '../../kernel/instant.ts';
import { parseDay } from './day.ts';
import { directoryOf, type Directory } from './directory.ts';
import { checkFolder } from './load.ts';
import { bothHalves } from './parse-profile.ts';
import { CHANNEL_WORDS, KIND_WORDS, LIMIT_NAMES, URGENCY_WORDS, type Permission } from './vocabulary.ts';

// Thousands of cases on a machine that does other things as well.
vi.setConfig({ testTimeout: 60_000 });
const SEED = 20_261_122;
const FOLDERS = ['linjiang', 'city311', '_minimal'] as const;
const directories = new Map<string, Directory>();

beforeAll(async () => {
  for (const folder of FOLDERS) {
    const checked = await checkFolder(fileURLToPath(new URL(`../../../jurisdictions/${folder}`, import.meta.url)));
    if (checked.refused) throw new Error(JSON.stringify(checked.reason.mistakes, undefined, 1));
    directories.set(folder, directoryOf(checked.value, 1));
  }
});

function shipped(folder: string): Directory {
  const directory = directories.get(folder);
  if (!directory) throw new Error(folder);
  return directory;
}
const instants = fc.integer({ min: Date.parse('2020-01-01'), max: Date.parse('2035-12-31') }).map((ms) => ms as Instant);
const kinds = fc.constantFrom(...KIND_WORDS);
function pick<Row>(rows: readonly Row[]): fc.Arbitrary<Row> {
  return fc.constantFrom(...rows);
}

/** Whether whoever holds this could get an account with powers for a friend, or for another self, without anyone else's hand. */
function empowersAlone(permissions: readonly Permission[]): boolean {
  return permissions.includes('account.grant') && (permissions.includes('account.invite') || permissions.includes('account.suspend'));
}

describe.each(FOLDERS)('the shipped jurisdiction %s', (folder) => {
  test('lets no role, and no hats that one person may wear, make a friend powerful alone (promise 12)', () => {
    const { roles, separations, profile } = shipped(folder).content;
    for (const role of roles) expect(empowersAlone(role.permissions), role.code).toBe(false);
    for (const permission of ['account.invite', 'account.suspend', 'account.grant'] as const) expect(roles.some((role) => role.permissions.includes(permission)), permission).toBe(true);
    const together = (profile?.combined ?? []).map((group) => group.roles);
    const mayMeet = (one: string, other: string): boolean => together.some((group) => [one, other].every((role) => group.some((held) => held === role)));
    fc.assert(fc.property(fc.subarray([...roles], { minLength: 1 }), (held) => {
      const codes = held.map((role) => role.code);
      const apart = separations.every((group) => group.every((one) => !codes.includes(one) || group.every((other) => other === one || !codes.includes(other) || mayMeet(one, other))));
      fc.pre(apart && bothHalves(roles, codes) === undefined);
      expect(empowersAlone(held.flatMap((role) => role.permissions)), codes.join()).toBe(false);
    }), { seed: SEED, numRuns: 300 });
    // The control: everything in one hand would do it, and is what the rule refuses.
    expect(empowersAlone(roles.flatMap((role) => role.permissions))).toBe(true);
    expect(bothHalves(roles, ['system-admin', 'security-admin'])).toBe('accounts');
  });

  test('sends every place, topic and kind to exactly one unit that exists', () => {
    const directory = shipped(folder);
    const lost: string[] = [];
    for (const { code: division } of directory.content.divisions) {
      for (const { code: topic } of directory.content.topics) {
        for (const kind of KIND_WORDS) {
          const { lead, assisting } = directory.dispatchFor({ division, topic, kind, at: instantOf(new Date('2026-11-22')) });
          const isWell = lead !== undefined && directory.unit(lead) !== undefined && !assisting.includes(lead);
          if (!isWell) lost.push(`${division} ${topic} ${kind}`);
        }
      }
    }
    expect(lost).toEqual([]);
  });

  test('never sends a case to the unit it is about, nor beneath or above it (promise 12)', () => {
    const { content, ...directory } = shipped(folder);
    fc.assert(fc.property(pick(content.divisions), pick(content.topics), kinds, instants, fc.uniqueArray(pick(content.units), { minLength: 1, maxLength: 3 }),
      (division, topic, kind, at, about) => {
        const ids = about.map((unit) => unit.id);
        const { lead, assisting } = directory.dispatchFor({ division: division.code, topic: topic.code, kind, at, about: ids });
        const concerned = ids.flatMap((id) => [...directory.subtree(id), ...directory.superiorsOf(id)]);
        for (const id of [...assisting, ...(lead ? [lead] : [])]) expect(concerned).not.toContain(id);
      }), { seed: SEED, numRuns: 500 });
  });

  test('never sends a class of vital interests to a unit that is a party to it (promise 16)', () => {
    const { content, ...directory } = shipped(folder);
    fc.assert(fc.property(pick(content.divisions), pick(content.topics), kinds, instants, (division, topic, kind, at) => {
      const interested = directory.vitalInterestOf(topic.code)?.interestedUnits ?? [];
      const { lead, assisting } = directory.dispatchFor({ division: division.code, topic: topic.code, kind, at });
      for (const id of interested) expect([lead, ...assisting]).not.toContain(id);
    }), { seed: SEED, numRuns: 500 });
  });

  test('climbs from every unit to the top without meeting one twice', () => {
    const directory = shipped(folder);
    for (const { id } of directory.content.units) {
      const chain = [id, ...directory.superiorsOf(id)];
      expect(new Set(chain).size).toBe(chain.length);
    }
  });

  test('has a limit for every question, and a reopened round is shorter than the first (promise 3)', () => {
    const { content, ...directory } = shipped(folder);
    fc.assert(fc.property(pick(LIMIT_NAMES), kinds, pick(URGENCY_WORDS), pick(content.topics), pick(CHANNEL_WORDS), pick(content.jurisdiction.levels),
      (limit, kind, urgency, { code: topic }, channel, { code: level }) => {
        const query = { kind, urgency, topic, channel, level } as const;
        expect(directory.limitFor({ ...query, limit }).amount).toBeGreaterThan(0);
        const first = directory.limitFor({ ...query, limit: 'answer' });
        const again = directory.limitFor({ ...query, limit: 'answer-again' });
        expect(roughHours(again)).toBeLessThan(roughHours(first));
      }), { seed: SEED, numRuns: 1_000 });
  });

  test('says everything in both languages', () => {
    const { content } = shipped(folder);
    const named = [...content.divisions, ...content.units, ...content.posts, ...content.topics, ...content.roles, ...content.vitalInterests];
    for (const { names } of named) {
      expect(names.zh.length).toBeGreaterThan(0);
      expect(names.en.length).toBeGreaterThan(0);
    }
    for (const { reason } of content.dispatch) expect(reason.zh && reason.en).toBeTruthy();
  });
});

function roughHours({ amount, unit }: { amount: number; unit: string }): number {
  return amount * (unit === 'calendar-days' || unit === 'working-days' ? 24 : unit === 'working-hours' ? 3 : 1);
}

describe('Linjiang', () => {
  test('carries the six classes of vital interests, each with topics, prompts and a lead (promise 16)', () => {
    const { content, vitalInterestOf, post, unit } = shipped('linjiang');
    const codes = ['farm-support', 'fake-supplies', 'diverted-funds', 'school-fees', 'medical-care', 'land-and-housing'];
    expect(content.vitalInterests.map((one) => one.code)).toEqual(codes);
    for (const one of content.vitalInterests) {
      expect(one.evidencePrompts.length).toBeGreaterThan(1);
      expect(one.law?.zh && one.law.en).toBeTruthy();
      expect(post(one.leadPost)?.leading).toBe(true);
      expect(unit(one.leadUnit)).toBeDefined();
      expect(content.topics.some((topic) => vitalInterestOf(topic.code)?.code === one.code)).toBe(true);
    }
  });

  test('keeps the make-up days of 2026 as the State Council announced them', () => {
    const { calendar } = shipped('linjiang');
    const works = (text: string): boolean => calendar.isWorkingDay(parseDay(text) ?? (() => { throw new Error(text); })());
    expect(['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'].map(works)).toEqual([true, true, true, true, true, true]);
    expect(['2026-01-02', '2026-02-17', '2026-02-23', '2026-04-06', '2026-05-05', '2026-06-19', '2026-09-25', '2026-10-07', '2026-11-06'].map(works))
      .toEqual([false, false, false, false, false, false, false, false, false]);
    expect(calendar.version).toMatch(/^cn chinese-days@\d+\.\d+\.\d+ 2004–\d{4}$/);
  });

  test('its codes belong to no real place', () => {
    for (const { code } of shipped('linjiang').content.divisions) expect(code.startsWith('9901')).toBe(true);
  });

  test('names the holder of every leading post today', () => {
    const { content, holderOf } = shipped('linjiang');
    for (const post of content.posts) expect(holderOf(post.id, instantOf(new Date('2026-11-22')))?.holder.zh.length).toBeGreaterThan(1);
  });

  test('knows every staff role', () => {
    expect(shipped('linjiang').content.roles.map((role) => role.code)).toEqual(STAFF_ROLES);
  });
});
