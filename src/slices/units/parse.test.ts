import { describe, expect, test } from 'vitest';
import { LOCALES } from '../../platform/i18n/index.ts';
import { adviceFor, placeOf } from './messages.ts';
import type { Problem } from './mistake.ts';
import { parseJurisdiction, type FileName, type SharedFileName } from './parse.ts';
import { FILE_BYTES_MAX } from './source.ts';
import { SPECIMEN, SPECIMEN_LIBRARIES, SPECIMEN_SHARED, specimenTexts } from './specimen.ts';

/** Kinds that only a load into a database can meet (store.db.test.ts). */
type OfFiles = Exclude<Problem['kind'], 'code-taken-away' | 'origin-changed' | 'origin-taken'>;

type Slip = {
  readonly file: FileName | `_shared/${SharedFileName}`;
  /** What stands in the good file, and what a tired keeper wrote instead; undefined removes the file. */
  readonly change: readonly [was: string, is: string] | undefined;
  /** `line:column`. */
  readonly at: string;
};

const SLIPS: Readonly<Record<OfFiles, Slip>> = {
  'missing-file': { file: 'topics.yaml', change: undefined, at: '1:1' },
  'too-large': { file: 'topics.yaml', change: ['topics:', `#${'x'.repeat(FILE_BYTES_MAX)}\ntopics:`], at: '1:1' },
  'not-yaml': { file: 'units.yaml', change: ['names: {zh: 受理, en: Intake}', 'names: {zh: 受理, en: Intake'], at: '4:3' },
  'not-csv': { file: 'dispatch.csv', change: ['school,,school,,schools,,', 'school,,school,,schools'], at: '5:1' },
  'unreadable-character': { file: 'units.yaml', change: ['en: Intake', 'en: "In\\0take"'], at: '3:38' },
  'missing-key': { file: 'jurisdiction.yaml', change: ['zone: Asia/Shanghai\n', ''], at: '1:1' },
  'unknown-key': { file: 'units.yaml', change: ['parent: government}', 'partner: government}'], at: '3:62' },
  'wrong-type': { file: 'units.yaml', change: ['territorial: true', 'territorial: maybe'], at: '2:100' },
  'missing-language': { file: 'topics.yaml', change: ['{zh: 其他, en: Other}', '{zh: 其他}'], at: '15:26' },
  'bad-code': { file: 'posts.yaml', change: ['id: clerk', 'id: The Clerk'], at: '9:10' },
  'bad-day': { file: 'units.yaml', change: ['to: 2026-07-01', 'to: 2026-02-30'], at: '4:85' },
  'ends-before-it-begins': { file: 'posts.yaml', change: ['to: 2026-03-01', 'to: 2020-03-01'], at: '7:65' },
  'bad-hours': { file: 'calendar.yaml', change: ['14:00-17:30', '11:30-17:30'], at: '3:8' },
  'bad-zone': { file: 'jurisdiction.yaml', change: ['Asia/Shanghai', 'Asia/Nowhere'], at: '3:7' },
  'not-one-of': { file: 'limits.yaml', change: ['unit: calendar-hours', 'unit: hours'], at: '4:74' },
  'out-of-range': { file: 'limits.yaml', change: ['amount: 2', 'amount: 0'], at: '4:65' },
  duplicate: { file: 'units.yaml', change: ['id: intake', 'id: government'], at: '3:5' },
  'unknown-reference': { file: 'dispatch.csv', change: ['school,,school,,schools', 'school,,school,,school'], at: '5:1' },
  cycle: { file: 'units.yaml', change: ['divisions: [SC], territorial: true', 'parent: schools, divisions: [SC], territorial: true'], at: '2:5' },
  'terms-overlap': { file: 'posts.yaml', change: ['to: 2026-03-01', 'to: 2026-03-02'], at: '7:7' },
  'topic-too-deep': { file: 'topics.yaml', change: ['flags: [danger]}', 'children: [{code: deck, names: Deck}]}'], at: '10:68' },
  'same-conditions': { file: 'dispatch.csv', change: ['road-east,SC1,street.road', 'road-east,,street.road'], at: '4:1' },
  'no-default-limit': { file: 'limits.yaml', change: ['include: shared\n', ''], at: '1:1' },
  'several-roots': { file: 'divisions.yaml', change: [', level: town, parent: SC}\n', ', level: town}\n'], at: '3:5' },
  'library-lacks-code': { file: 'divisions.yaml', change: ['divisions:', 'include: [{code: "123456"}]\ndivisions:'], at: '1:18' },
  'class-without-lead': { file: 'vital-interests.yaml', change: [SPECIMEN['vital-interests.yaml'], ''], at: '14:9' },
  'both-halves': { file: 'profile.yaml', change: ['roles: [system-admin, audit-admin]', 'roles: [security-admin, audit-admin]'], at: '2:13' },
  'not-from-above': { file: 'profile.yaml', change: ['unit: outside', 'unit: schools'], at: '4:5' },
  'lead-is-interested': { file: 'vital-interests.yaml', change: ['leadUnit: prices', 'leadUnit: schools'], at: '2:44' },
};

describe('a mistake in a file is refused at load, with its place and a remedy (promise 3)', () => {
  test('the specimen itself has none', () => {
    expect(parseJurisdiction(specimenTexts(), SPECIMEN_LIBRARIES).mistakes).toEqual([]);
  });

  for (const [kind, slip] of Object.entries(SLIPS)) {
    test(kind, () => {
      const { content, mistakes } = parseJurisdiction(specimenTexts(changed(slip)), SPECIMEN_LIBRARIES);
      expect(content).toBeUndefined();
      const found = mistakes.find((mistake) => mistake.problem.kind === kind);
      if (!found) throw new Error(`not found among ${JSON.stringify(mistakes)}`);
      const where = slip.file === 'vital-interests.yaml' && kind === 'class-without-lead' ? 'topics.yaml' : slip.file;
      expect(placeOf(found)).toBe(`${where}:${slip.at}`);
      for (const locale of LOCALES) {
        const { wrong, remedy } = adviceFor(found, locale);
        expect(wrong.length).toBeGreaterThan(3);
        expect(remedy.length).toBeGreaterThan(3);
        expect(/[\u4e00-\u9fff]/.test(remedy)).toBe(locale === 'zh');
      }
    });
  }
});

function changed({ file, change }: Slip): Partial<Record<FileName, string | undefined>> {
  if (change === undefined) return { [file]: undefined };
  const text = SPECIMEN[file as FileName];
  expect(text).toContain(change[0]);
  return { [file]: text.replace(change[0], change[1]) };
}

describe('all mistakes are told at once', () => {
  test('in several files, ordered by file and line', () => {
    const { mistakes } = parseJurisdiction(specimenTexts({
      'units.yaml': SPECIMEN['units.yaml'].replace('level: county, outside: true', 'level: {}, outside: 3').replace('id: intake', 'id: "?"'),
      'limits.yaml': SPECIMEN['limits.yaml'].replace('amount: 1', 'amount: one'),
    }), SPECIMEN_LIBRARIES);
    expect(mistakes.map((one) => `${one.file}:${one.line} ${one.problem.kind}`)).toEqual([
      'limits.yaml:3 wrong-type', 'units.yaml:3 bad-code', 'units.yaml:10 wrong-type', 'units.yaml:10 wrong-type',
    ]);
  });

  test('a missing file is one mistake, not one for each of its keys', () => {
    const { mistakes } = parseJurisdiction(specimenTexts({ 'jurisdiction.yaml': undefined }), SPECIMEN_LIBRARIES);
    expect(mistakes.map((one) => one.problem.kind)).toEqual(['missing-file']);
  });

  test('a slip of one letter is answered with the code that was meant', () => {
    const { mistakes } = parseJurisdiction(specimenTexts({ 'dispatch.csv': SPECIMEN['dispatch.csv'].replace(',schools,', ',scholos,') }), SPECIMEN_LIBRARIES);
    expect(mistakes[0]?.problem).toEqual({ kind: 'unknown-reference', to: 'unit', value: 'scholos', nearest: 'schools' });
  });

  test.each([['null', 'units: ~'], ['a text', '"units"'], ['a list', '- units'], ['numbers', '1: 2'], ['an alias', 'units: &a [*a]']])(
    'a units file that holds %s is refused, not a crash', (_, text) => {
      const { content } = parseJurisdiction(specimenTexts({ 'units.yaml': text }), SPECIMEN_LIBRARIES);
      expect(content).toBeUndefined();
    });
});

describe('what may be left out', () => {
  test('everything but four files: the shared ones serve, and every case goes to the intake unit', () => {
    const bare = specimenTexts({
      'posts.yaml': undefined, 'dispatch.csv': undefined, 'calendar.yaml': undefined, 'limits.yaml': undefined, 'roles.yaml': undefined, 'profile.yaml': undefined,
      'vital-interests.yaml': undefined, 'topics.yaml': 'topics: [{code: other, names: Other}]',
    });
    const { content } = parseJurisdiction(bare, SPECIMEN_LIBRARIES);
    expect(content?.topics[0]?.names).toEqual({ zh: 'Other', en: 'Other' });
    expect(content?.dispatch).toEqual([]);
    expect(content?.calendar.version).toBe('cn specimen 2026');
    expect(content?.limits.length).toBeGreaterThan(10);
  });

  test('JSON is YAML: a program can write the files', () => {
    const topics = JSON.stringify({ topics: [{ code: 'other', names: { zh: '其他', en: 'Other' } }] });
    const { content, mistakes } = parseJurisdiction(specimenTexts({ 'topics.yaml': topics, 'dispatch.csv': undefined, 'limits.yaml': undefined }), SPECIMEN_LIBRARIES);
    expect(mistakes).toEqual([]);
    expect(content?.topics.map((topic) => topic.code)).toEqual(['other']);
  });

  test('included codes come from the national list, and a local entry gives them an English name', () => {
    const divisions = `include: [{code: "990200", depth: 1}]
divisions:
  - {code: "990201", names: {zh: 某县, en: Some County}, level: county, parent: "990200"}
  - {code: SC, names: SC, level: county, parent: "990200"}
  - {code: SC1, names: SC1, level: town, parent: SC}
`;
    const { content, mistakes } = parseJurisdiction(
      specimenTexts({ 'divisions.yaml': divisions }, { 'levels.yaml': `${SPECIMEN_SHARED['levels.yaml']}  - {code: prefecture, names: {zh: 市, en: prefecture}}\n` }), SPECIMEN_LIBRARIES);
    expect(mistakes).toEqual([]);
    expect(content?.divisions.map(({ code, names, parent }) => [code, names.en, parent])).toEqual([
      ['990200', '某市', undefined], ['990201', 'Some County', '990200'], ['SC', 'SC', '990200'], ['SC1', 'SC1', 'SC'],
    ]);
  });

  test('own limits replace shared ones of the same conditions, the others stay', () => {
    const { content } = parseJurisdiction(specimenTexts({
      'limits.yaml': 'include: shared\nlimits: [{id: own-sign, limit: sign, amount: 3, unit: working-hours}]',
    }), SPECIMEN_LIBRARIES);
    const limits = content?.limits ?? [];
    expect(limits.filter((rule) => rule.limit === 'sign').map((rule) => rule.id)).toEqual(['own-sign']);
    expect(limits.filter((rule) => rule.limit === 'answer').map((rule) => rule.id)).toEqual(['answer']);
  });
});
