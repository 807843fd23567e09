import { isForTests, textsOf, type Source, type Violation } from './source.ts';

const HAN = /\p{Script=Han}/u;
const LETTERS = /[A-Za-z\p{Script=Han}]{2,}/u;

/** Visible words live in messages.ts, where both languages stand side by side; data files and specimens are not code. */
export function visibleWordViolations(sources: readonly Source[]): Violation[] {
  const code = sources.filter(({ path }) => path.startsWith('src/') && !isForTests(path) && !/(^|\/)([a-z-]+-)?messages\.ts$|\/messages\//.test(path) && !/(^|\/)demo\//.test(path) && !/\/([a-z-]+-)?names\.ts$/.test(path));
  return code.flatMap((source) => textsOf(source).flatMap(({ text, line, inMarkup }) => {
    const visible = HAN.test(text) || (inMarkup && LETTERS.test(text));
    return visible ? [{ path: source.path, line, says: `visible words ${JSON.stringify(text.trim().slice(0, 30))} belong in messages.ts, in both languages` }] : [];
  }));
}

/** A reader's page asks nobody but us: no foreign host in it. (What machines read names specifications; nobody fetches those.) */
export function foreignHostViolations(sources: readonly Source[]): Violation[] {
  const shipped = sources.filter(({ path }) => /^src\/(ui|web)\/|^src\/slices\/[^/]+\/.*views/.test(path) && !path.startsWith('src/web/api/') && !isForTests(path));
  return shipped.flatMap((source) => linesOf(source).flatMap(({ text, line }) => {
    const code = source.path.endsWith('.css') ? text.replace(/\/\*.*?\*\//g, '') : text.replace(/(^|\s)(\/\/|\*).*$/, '');
    const host = /(?:https?:)?\/\/([a-z0-9-]+(\.[a-z0-9-]+)+)/i.exec(code)?.[1];
    return host === undefined || isOwn(host) ? [] : [{ path: source.path, line, says: `a page names the foreign host ${host}: serve it ourselves or make it configuration` }];
  }));
}

/** Names that are never fetched: XML vocabularies, loopback, and the domains reserved for examples (RFC 2606). */
function isOwn(host: string): boolean {
  return /^(www\.w3\.org|127\.0\.0\.1|0\.0\.0\.0|.*\.(example|invalid|test|localhost))$|^([a-z0-9-]+\.)*example\.(com|org|net)$/i.test(host);
}

/** Each word is written in two halves, so that this file does not find itself. */
const UNFINISHED: readonly (readonly [RegExp, string])[] = [
  [new RegExp('\\bTO' + 'DO\\b'), 'do it, or open an issue'],
  [new RegExp('\\bFIX' + 'ME\\b'), 'mend it, or open an issue'],
  [new RegExp('\\.on' + 'ly\\('), 'the other tests must run too'],
  [new RegExp('\\b(it|test|describe)\\.(sk' + 'ip|skipIf|to' + 'do)\\b'), 'a test that does not run proves nothing: mend it or delete it'],
  [new RegExp('@ts-(ign' + 'ore|nocheck|expect-error)'), 'mend the type'],
  [new RegExp('\\bas a' + 'ny\\b(?=[;,)\\].])'), 'parse it into a type'],
  [new RegExp('eslint-dis' + 'able(?!.* -- )'), 'give the reason after " -- "'],
  [new RegExp('\\bplace' + 'holder text\\b|\\blorem ip' + 'sum\\b', 'i'), 'write the real words'],
];

/** The project speaks of itself alone, and runs anywhere. */
const MACHINE: readonly (readonly [RegExp, string])[] = [
  [new RegExp('(?<![\\w.])/wo' + 'rk/'), 'a path of one machine: take it from the environment or the project root'],
  [new RegExp('(?<![\\w])/ro' + 'ot/(?!data|minsheng)'), 'a path of one machine'],
  [new RegExp('\\.\\./sha' + 'red/(?!data)'), 'a folder outside the project'],
];

export function unfinishedViolations(sources: readonly Source[]): Violation[] {
  return sources.flatMap((source) => linesOf(source).flatMap(({ text, line }) =>
    [...UNFINISHED, ...MACHINE].filter(([pattern]) => pattern.test(text)).map(([pattern, remedy]) => ({ path: source.path, line, says: `${pattern.exec(text)?.[0] ?? ''}: ${remedy}` }))));
}

/** Whoever installs decides where packages come from. */
export function lockViolations(lock: Source): Violation[] {
  return linesOf(lock).flatMap(({ text, line }) => {
    const host = /"resolved":|https?:\/\/(?!.*(opencollective|github\.com|paypal|patreon|tidelift|ko-fi|feross|buymeacoffee|polar\.sh|liberapay|\/fund))[^"]*\.tgz/.test(text);
    return host ? [{ path: lock.path, line, says: 'the lock file names a registry: keep omit-lockfile-registry-resolved=true in .npmrc and run npm install --package-lock-only' }] : [];
  });
}

export function wordPlaceViolations(sources: readonly Source[], word: string, allowed: readonly string[]): Violation[] {
  return sources.filter(({ path }) => path.startsWith('src/') && !allowed.includes(path) && !isForTests(path))
    .flatMap((source) => linesOf(source).filter(({ text }) => text.includes(word)).map(({ line }) => ({ path: source.path, line, says: `${word} belongs to ${allowed.join(' and ')} alone (charter promise 4)` })));
}

function linesOf({ text }: Source): { text: string; line: number }[] {
  return text.split('\n').map((one, at) => ({ text: one, line: at + 1 }));
}
