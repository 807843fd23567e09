import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../src/platform/config/project-root.ts';
import type { Source } from '../tidy/source.ts';
import { codesIn, exists } from './pages.ts';

/** Requirements of OWASP ASVS 5.0.0 by level: numbers are facts. `1.2.1-5` is 1.2.1 to 1.2.5. */
const BY_LEVEL: Readonly<Record<string, string>> = {
  1: '1.2.1-5 1.3.1-2 1.5.1 2.1.1 2.2.1-2 2.3.1 3.2.1-2 3.3.1 3.4.1-2 3.5.1-3 4.1.1 4.4.1 5.2.1-2 5.3.1-2 6.1.1 6.2.1-8 6.3.1-2 6.4.1-2 7.2.1-4 7.4.1-2 8.1.1 8.2.1-2 8.3.1 9.1.1-3 9.2.1 10.4.1-5 '
    + '11.3.1-2 11.4.1 12.1.1 12.2.1-2 13.4.1 14.2.1 14.3.1 15.1.1 15.2.1 15.3.1',
  2: '1.1.1-2 1.2.6-9 1.3.3-11 1.4.1-3 1.5.2 2.1.2-3 2.2.3 2.3.2-4 2.4.1 3.3.2-4 3.4.3-6 3.5.4-5 3.7.1-2 4.1.2-3 4.2.1 4.3.1-2 4.4.2-4 5.1.1 5.2.3 5.4.1-3 6.1.2-3 6.2.9-12 6.3.3-4 6.4.3-4 6.5.1-5 6.6.1-3 6.8.1-4 '
    + '7.1.1-3 7.3.1-2 7.4.3-5 7.5.1-2 7.6.1-2 8.1.2 8.2.3 8.4.1 9.2.2-4 10.1.1-2 10.2.1-2 10.3.1-4 10.4.6-11 10.5.1-5 10.6.1-2 10.7.1-3 11.1.1-2 11.2.1-3 11.3.3 11.4.2-4 11.5.1 11.6.1 12.1.2-3 12.3.1-4 '
    + '13.1.1 13.2.1-5 13.3.1-2 13.4.2-5 14.1.1-2 14.2.2-4 14.3.2-3 15.1.2-3 15.2.2-3 15.3.2-7 16.1.1 16.2.1-5 16.3.1-4 16.4.1-3 16.5.1-3 17.1.1 17.2.1-4 17.3.1-2',
  // Of level 3 the project set itself these.
  3: '1.2.10 1.3.12 2.3.5 5.2.4 5.2.6 6.3.8 7.5.3 8.3.2 14.2.7 14.2.8 15.4.2',
};

export const STATES = ['met', 'not applicable', 'deviation', 'open'] as const;
/** Fewer letters than this say nothing of what is missing, or why. */
const WORDS_MIN = 10;

export type Line = { readonly number: string; readonly level: string; readonly asked: string; readonly state: string; readonly evidence: string };

/** Each number with its level. */
export function requirements(): ReadonlyMap<string, string> {
  return new Map(Object.entries(BY_LEVEL).flatMap(([level, numbers]) => numbers.split(' ').flatMap((range) => {
    const [, section = '', first = '', last = first] = /^(.*\.)(\d+)(?:-(\d+))?$/.exec(range) ?? [];
    return Array.from({ length: Number(last) - Number(first) + 1 }, (_, at) => [`${section}${Number(first) + at}`, level] as const);
  })));
}

/** Lines of every table whose first cell is a number of the standard. */
export function linesIn({ text }: Source): Line[] {
  return text.split('\n').filter((line) => /^\| \d+\.\d+\.\d+ \|/.test(line)).map((line) => {
    const [, number = '', level = '', asked = '', state = '', ...rest] = line.split('|').map((cell) => cell.trim());
    return { number, level, asked, state, evidence: rest.join('|').replace(/\|$/, '') };
  });
}

/** What is wrong with one line, by form: whether its evidence is there, never whether it is true. */
export function mistakesIn({ number, asked, state, evidence }: Line): string[] {
  const files = codesIn(evidence).filter((code) => /^(src|test|bin|jurisdictions|docs)\/|\.(sql|json|js)$/.test(code));
  const titles = [...evidence.matchAll(/“([^”]+)”/g)].map(([, title = '']) => title);
  const tests = files.filter((file) => /\.test\.ts$/.test(file));
  const words = evidence.replace(/\[[^\]]*\]\([^)]*\)|`[^`]*`|“[^”]*”/g, '').replace(/[^\p{L}]/gu, '');
  const text = tests.filter(exists).map((file) => readFileSync(join(projectRoot(), file), 'utf8').replaceAll("\\'", "'")).join('\n');
  const links = [...evidence.matchAll(/\]\((decisions\/[^)#]+)\)/g)].map(([, link = '']) => link);
  return [
    ...(STATES.some((one) => one === state) ? [] : [`“${state}” is no state`]),
    ...(asked === '' ? ['does not say what is asked'] : []),
    ...files.filter((file) => !exists(file)).map((file) => `${file} is not there`),
    ...titles.filter((title) => !isSaid(title, text)).map((title) => `no named test says “${title}”`),
    ...(state === 'met' && tests.length === 0 ? ['names no test'] : []),
    ...(state === 'met' && titles.length === 0 ? ['names no test by its title'] : []),
    ...(state === 'met' && files.length === tests.length && !evidence.includes('](security.md#') && words.length < WORDS_MIN ? ['names no code'] : []),
    ...(state === 'deviation' && links.length === 0 ? ['names no decision'] : []),
    ...((state === 'open' || state === 'not applicable') && words.length < WORDS_MIN ? ['does not say why'] : []),
  ].map((says) => `${number}: ${says}`);
}

function isSaid(title: string, text: string): boolean {
  return text.includes(title.replaceAll("\\'", "'"));
}
