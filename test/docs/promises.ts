import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../src/platform/config/project-root.ts';
import { isForTests, type Source, type Violation } from '../tidy/source.ts';
import { codesIn, exists, tableUnder } from './pages.ts';

/** Names of the one list that the other lacks, and the other way round: both must say the same. */
export function differences(documented: Iterable<string>, real: Iterable<string>): string[] {
  const [left, right] = [new Set(documented), new Set(real)];
  return [
    ...[...right].filter((one) => !left.has(one)).map((one) => `not documented: ${one}`),
    ...[...left].filter((one) => !right.has(one)).map((one) => `documented, but there is none: ${one}`),
  ];
}

/** Types of events that the program's own code writes as a text. */
export function eventTypesIn(code: readonly Source[]): Set<string> {
  const own = code.filter(({ path }) => path.startsWith('src/') && !isForTests(path));
  return new Set(own.flatMap(({ text }) => [...text.matchAll(/['"]([a-z-]+\.[a-z-]+\.v[1-9]\d*)['"]/g)].map(([, type = '']) => type)));
}

/** The verbs of `bin/minsheng.mjs`, as its own table has them. */
export function verbsIn({ text }: Source): string[] {
  return [...text.matchAll(/^ {2}([a-z]+): \['/gm)].map(([, verb = '']) => verb);
}

/** Verbs that any page tells the reader to run: `bin/db …`, `node bin/minsheng.mjs fsck …`. */
export function verbsTold(pages: readonly Source[]): string[] {
  const told = pages.flatMap(({ text }) => [...text.matchAll(/\bbin\/(?:minsheng\.mjs )?([a-z]+)(?![\w./-]|\.mjs)/g)].map(([, verb = '']) => verb));
  return [...new Set(told)];
}

/** Whether an absence is really watched: its file is there and has a test (or rule) of those very words. */
export function unwatched(architecture: Source): Violation[] {
  return tableUnder(architecture, 'What is absent').flatMap(([absence = '', kept = '']) => {
    const files = codesIn(kept).filter((code) => code.endsWith('.ts'));
    const titles = [...kept.matchAll(/“([^”]+)”/g)].map(([, title = '']) => title);
    const text = files.filter(exists).map((file) => readFileSync(join(projectRoot(), file), 'utf8')).join('\n');
    const missing = [
      ...files.filter((file) => !exists(file)).map((file) => `${file} is not there`),
      ...titles.filter((title) => !text.includes(title)).map((title) => `no test says “${title}”`),
      ...(files.length === 0 || titles.length === 0 ? ['names no test'] : []),
    ];
    return missing.map((says) => ({ path: architecture.path, line: 0, says: `${absence}: ${says}` }));
  });
}

/** A term in both languages with a meaning, and each term once. */
export function glossaryMistakes(glossary: Source): Violation[] {
  const seen = new Set<string>();
  return tableUnder(glossary, '').flatMap((cells) => {
    const [english = '', chinese = '', meaning = ''] = cells;
    const twice = seen.has(english);
    seen.add(english);
    const wrong = !/[a-z]/i.test(english) ? 'no English term' : !/\p{Script=Han}/u.test(chinese) ? 'no Chinese term' : meaning === '' ? 'no meaning' : cells.length !== 3 ? 'not three cells' : twice ? 'stands there twice' : undefined;
    return wrong === undefined ? [] : [{ path: glossary.path, line: 0, says: `“${english}”: ${wrong}` }];
  });
}

/** Each written in two halves, so that this file does not find itself. */
const NOT_OURS: readonly (readonly [RegExp, string])[] = [
  [new RegExp('(?<![\\w.])/wo' + 'rk/|(?<![\\w])/ro' + 'ot/(?!data|minsheng)|/ho' + 'me/[a-z]'), 'a path of one machine'],
  [new RegExp('\\.\\./sha' + 'red/(?!data)'), 'a folder outside the project'],
  [new RegExp('registry\\.npm' + 'js|npm' + 'mirror|yarnpkg\\.c' + 'om|/artifac' + 'tory/', 'i'), 'whoever installs decides where packages come from'],
  [new RegExp('\\b(clau' + 'de|anthro' + 'pic|open' + 'ai|chat' + 'gpt|gpt-\\d|copi' + 'lot|language mo' + 'del|sub-?ag' + 'ents?)\\b', 'i'), 'the project speaks of itself alone'],
  [new RegExp('\\b(co-author' + 'ed-by|as an a' + 'i\\b|ai-gener' + 'ated|written by (an?|the) (mod' + 'el|assis' + 'tant|bot))', 'i'), 'the project speaks of itself alone'],
];

/** Words that tell of whoever wrote it, of one machine, or of where packages were fetched from. */
export function foreignWords(texts: readonly Source[]): Violation[] {
  return texts.flatMap(({ path, text }) => text.split('\n').flatMap((line, at) =>
    NOT_OURS.filter(([pattern]) => pattern.test(line)).map(([pattern, remedy]) => ({ path, line: at + 1, says: `${pattern.exec(line)?.[0] ?? ''}: ${remedy}` }))));
}
