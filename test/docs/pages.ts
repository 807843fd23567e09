import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { projectRoot } from '../../src/platform/config/project-root.ts';
import type { Source, Violation } from '../tidy/source.ts';

const root = projectRoot();
/** Not ours, or made by running. */
const LEFT_OUT = new Set(['node_modules', '.git', '.build', 'data', 'coverage', 'screenshots']);
/** Bytes, and what the package manager writes. */
const NOT_TEXT = /\.(png|jpe?g|webp|woff2?|ico|gz)$|^package-lock\.json$/;

/** Every text file of the project. */
export function everyText(folder = ''): Source[] {
  return readdirSync(join(root, folder), { withFileTypes: true, encoding: 'utf8' }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (LEFT_OUT.has(entry.name)) return [];
    if (entry.isDirectory()) return everyText(path);
    return entry.isFile() && !NOT_TEXT.test(path) ? [{ path, text: readFileSync(join(root, path), 'utf8') }] : [];
  });
}

export function exists(path: string): boolean {
  return existsSync(join(root, path));
}

/** The cells of a table's rows under the heading of this name (`''`: anywhere), without the head row. */
export function tableUnder({ text }: Source, heading: string): string[][] {
  const lines = text.split('\n');
  const from = heading === '' ? 0 : lines.findIndex((line) => /^#+ /.test(line) && line.replace(/^#+ /, '').startsWith(heading)) + 1;
  const rest = lines.slice(from);
  const until = heading === '' ? -1 : rest.findIndex((line) => /^#+ /.test(line));
  const rows = (until < 0 ? rest : rest.slice(0, until)).filter((line) => line.startsWith('|')).map(cellsOf);
  return rows.filter((cells, at) => !isRule(cells) && !isRule(rows[at + 1] ?? []));
}

/** What stands between backticks. */
export function codesIn(text: string): string[] {
  return [...text.matchAll(/(?<!`)`([^`\n]+)`(?!`)/g)].map(([, code = '']) => code);
}

/** Links that lead nowhere: a file or folder that is not there, or a heading that its page does not have. */
export function deadLinks(pages: readonly Source[]): Violation[] {
  return pages.flatMap(({ path, text }) => text.split('\n').flatMap((line, at) => [...line.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = '']) => {
    if (/^[a-z]+:/.test(link)) return [];
    const [file = '', heading] = link.split('#');
    const target = file === '' ? path : posix.normalize(posix.join(dirname(path), file));
    const said = { path, line: at + 1 };
    if (!exists(target)) return [{ ...said, says: `leads to ${target}, which is not there` }];
    if (heading === undefined || headingsOf(readFileSync(join(root, target), 'utf8')).includes(heading)) return [];
    return [{ ...said, says: `${target} has no heading #${heading}` }];
  })));
}

/** The last part of a link to a heading, as web pages of repositories make it. */
function headingsOf(text: string): string[] {
  return text.split('\n').filter((line) => /^#+ /.test(line)).map((line) =>
    line.replace(/^#+ /, '').toLowerCase().replace(/[^\p{L}\p{N}\s-]/gu, '').trim().replace(/\s/g, '-'));
}

function cellsOf(line: string): string[] {
  return line.split('|').slice(1, -1).map((cell) => cell.trim());
}

function isRule(cells: readonly string[]): boolean {
  return cells.length > 0 && cells.every((cell) => /^:?-+:?$/.test(cell));
}
