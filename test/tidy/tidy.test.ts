import { describe, expect, it } from 'vitest';
import { allowedPairs, layerViolations, markupPlaceViolations, ringIn, sliceViolations } from './layers.ts';
import { purityViolations } from './purity.ts';
import { sizeViolations } from './size.ts';
import { describeViolations, readSource, sourcesIn, type Source, type Violation } from './source.ts';
import { migrationViolations, sqlViolations } from './sql.ts';
import { foreignHostViolations, lockViolations, unfinishedViolations, visibleWordViolations, wordPlaceViolations } from './words.ts';

const code = sourcesIn(['src', 'test', 'town', 'bench'], ['.ts', '.tsx']);
const styles = sourcesIn(['src'], ['.css']);
const scripts = sourcesIn(['bin', '.ci'], ['']);
const prose = [...sourcesIn(['docs', 'jurisdictions'], ['.md', '.yaml', '.yml', '.csv']), ...['ARCHITECTURE.md', 'package.json', 'vitest.config.ts', 'eslint.config.js'].map(readSource)];
const migrations = sourcesIn(['migrations'], ['.sql']);
const pairs = allowedPairs(readSource('ARCHITECTURE.md').text);
const proof = 'mintVerdict' + 'Proof';
const proofPlaces = ['src/kernel/outcome.ts', 'src/slices/verdicts/proof.ts'];

/** A rule holds for the project, and its control is caught: a rule that finds nothing anywhere would be no rule. */
type Rule = { readonly what: string; readonly holds: () => Violation[]; readonly control: () => Violation[]; readonly innocent?: () => Violation[] };

const file = (path: string, text: string): Source => ({ path, text });

const RULES: readonly Rule[] = [
  {
    what: 'layers import leftwards only',
    holds: () => layerViolations(code),
    control: () => layerViolations([file('src/kernel/a.ts', `import { openDatabase } from '../platform/db/database.ts';`)]),
    innocent: () => layerViolations([file('src/web/a.ts', `import { b } from '../slices/cases/index.ts';`)]),
  },
  {
    what: 'ui imports only kernel and platform/i18n',
    holds: () => layerViolations(code.filter(({ path }) => path.startsWith('src/ui/'))),
    control: () => layerViolations([file('src/ui/a.tsx', `import type { Actor } from '../platform/db/actor.ts';`)]),
  },
  {
    what: 'the verifier imports only kernel, record/merkle, record/log and score',
    holds: () => layerViolations(code.filter(({ path }) => path.startsWith('src/verify/'))),
    control: () => layerViolations([file('src/verify/a.ts', `import { append } from '../record/append.ts';`)]),
  },
  {
    what: 'the witness imports only kernel, record/merkle, record/log and what stands alone: it is one file that needs nothing but Node',
    holds: () => layerViolations(code.filter(({ path }) => path.startsWith('src/witness/'))),
    control: () => layerViolations([file('src/witness/a.ts', `import { openDatabase } from '../platform/db/database.ts';`)]),
    innocent: () => layerViolations([file('src/witness/a.ts', `import { lockFolder } from '../platform/db/folder-lock.ts';`)]),
  },
  {
    what: 'slices meet along the written list only',
    holds: () => sliceViolations(code, pairs),
    control: () => sliceViolations([file('src/slices/units/a.ts', `export { b } from '../cases/index.ts';`)], pairs),
  },
  {
    what: 'slices meet at index.ts only',
    holds: () => sliceViolations(code, pairs),
    control: () => sliceViolations([file('src/slices/cases/a.ts', `const b = await import('../units/store.ts');`)], pairs),
    innocent: () => sliceViolations([file('src/slices/cases/a.ts', `import { b } from '../units/index.ts';`)], pairs),
  },
  {
    what: 'markup lives in ui, web and views',
    holds: () => markupPlaceViolations(code),
    control: () => markupPlaceViolations([file('src/slices/cases/decide.tsx', '')]),
  },
  {
    what: 'only src/record writes the record',
    holds: () => sqlViolations(code),
    control: () => sqlViolations([file('src/slices/cases/store.ts', 'statement("worker", "cases.x", `\n  insert  into record.events values (${a})`)')]),
    innocent: () => sqlViolations([file('src/slices/cases/store.ts', '`select envelope from record.events`')]),
  },
  {
    what: 'only the vault names the vault',
    holds: () => sqlViolations(code),
    control: () => sqlViolations([file('src/record/a.ts', '`select name from vault.persons`')]),
  },
  {
    what: 'a slice’s SQL names no other slice',
    holds: () => sqlViolations(code),
    control: () => sqlViolations([file('src/slices/units/index.ts', ''), file('src/slices/cases/store.ts', '`select u.name from cases.cases c join units.units u using (id)`')]),
  },
  {
    what: 'migrations keep the same walls',
    holds: () => migrationViolations(migrations),
    control: () => migrationViolations([file('migrations/2026-01-01-cases.sql', 'create table cases.a (\n  person text references vault.persons (ref)\n);')]),
    innocent: () => migrationViolations([file('migrations/2026-01-01-cases.sql', 'create table cases.a (\n  b text references cases.b (ref) -- not vault.persons\n);')]),
  },
  {
    what: 'pure code imports nothing impure, at any distance',
    holds: () => purityViolations(code),
    control: () => purityViolations([file('src/slices/cases/decide.ts', `import { a } from './a.ts';`), file('src/slices/cases/a.ts', `import { randomUUID } from 'node:crypto';`)]),
    innocent: () => purityViolations([file('src/slices/cases/decide.ts', `import { a } from './a.ts';`), file('src/slices/cases/a.ts', `import type { Tx } from '../../platform/db/reader.ts';`)]),
  },
  {
    what: 'pure code has no clock, no randomness, no await',
    holds: () => purityViolations(code),
    control: () => purityViolations([file('src/kernel/a.ts', 'export const at = new Date();')]),
    innocent: () => purityViolations([file('src/kernel/a.ts', 'export const at = (ms: number) => new Date(ms);')]),
  },
  {
    what: `${proof} is spoken in two places only`,
    holds: () => wordPlaceViolations(code, proof, proofPlaces),
    control: () => wordPlaceViolations([file('src/slices/cases/handle.ts', `${proof}(id, 'receipt')`)], proof, proofPlaces),
  },
  {
    what: 'visible words live in messages.ts',
    holds: () => visibleWordViolations(code),
    control: () => visibleWordViolations([file('src/web/a.tsx', 'export const A = () => <p>Hello there</p>;')]),
    innocent: () => visibleWordViolations([file('src/web/a.tsx', '/** 诉求 */ export const A = () => <p class="lead">{words.hello} · 1</p>;')]),
  },
  {
    what: 'Chinese words live in messages.ts',
    holds: () => visibleWordViolations(code),
    control: () => visibleWordViolations([file('src/slices/cases/a.ts', 'throw new Error(`找不到 ${id}`);')]),
  },
  {
    what: 'pages ask no foreign host',
    holds: () => foreignHostViolations([...code, ...styles]),
    control: () => foreignHostViolations([file('src/ui/theme/a.css', '@import url(//fonts.googleapis.com/css);')]),
    innocent: () => foreignHostViolations([file('src/ui/a.tsx', '<svg xmlns="http://www.w3.org/2000/svg" />')]),
  },
  {
    what: 'nothing is left unfinished, and nothing names one machine',
    holds: () => unfinishedViolations([...code, ...styles, ...scripts, ...prose, ...migrations]),
    control: () => unfinishedViolations([file('src/a.ts', 'it.sk' + 'ip("later")')]),
    innocent: () => unfinishedViolations([file('src/a.ts', 'const skipped = list.filter(Boolean)')]),
  },
  {
    what: 'the lock file names no registry',
    holds: () => lockViolations(readSource('package-lock.json')),
    control: () => lockViolations(file('package-lock.json', '      "resolved": "https://registry.example/a/-/a-1.0.0.tgz",')),
  },
  {
    what: 'files and functions stay short',
    holds: () => sizeViolations(code),
    control: () => sizeViolations([file('src/a.ts', `export function a() {\n${'  b();\n'.repeat(70)}}\n`)]),
    innocent: () => sizeViolations([file('src/a.ts', `export function a() {\n${'  b();\n'.repeat(68)}}\n`)]),
  },
];

describe.each(RULES)('$what', ({ holds, control, innocent }) => {
  it('holds', () => { expect(describeViolations(holds())).toEqual([]); });
  it('catches what breaks it', () => { expect(control()).not.toEqual([]); });
  it('lets pass what does not', () => { expect(describeViolations(innocent?.() ?? [])).toEqual([]); });
});

it('the written list of slices that may meet has no ring', () => {
  expect(pairs.size).toBeGreaterThan(0);
  expect(ringIn(pairs)).toBeUndefined();
  expect(ringIn(new Set(['a → b', 'b → c', 'c → a']))).toEqual(['a', 'b', 'c', 'a']);
});

it('looks at the files there are', () => {
  expect(code.length).toBeGreaterThan(100);
  expect(migrations.length).toBeGreaterThan(3);
});
