import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { isForTests, sourcesIn, type Source } from './tidy/source.ts';

/**
 * ASVS 5.0 1.3.12: no regular expression that backtracks without end. Each literal of the program is run on text made of its own
 * letters, repeated and then broken, first short (what is exponential shows there), then as long as a text of a form may be.
 */
const code = sourcesIn(['src'], ['.ts', '.tsx']).filter(({ path }) => !isForTests(path) && !path.includes('.fixture.') && !path.includes('.examples.'));

type Literal = { readonly at: string; readonly source: string; readonly flags: string };

/** Longest text that a field may hold, in characters; a bound beside the literal may be much lower. */
const LONG = 10_000;
const SHORT = [18, 22, 26];
/** What takes this long on 10,000 characters is held up; a sound one needs some microseconds. */
const MS_MAX = 250;
const SHORT_MS_MAX = 25;

function literalsIn({ path, text }: Source): Literal[] {
  const found: Literal[] = [];
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS);
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const [, source = '', flags = ''] = /^\/(.*)\/([a-z]*)$/s.exec(node.text) ?? [];
      found.push({ at: `${path}:${file.getLineAndCharacterOfPosition(node.pos).line + 1}`, source, flags });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** Letters that the expression speaks of, and one of each common kind. */
function lettersOf({ source }: Literal): string[] {
  const own = [...source.replace(/\\[dwsDWSbBpP]|\{[^}]*\}/g, '')].filter((letter) => !'\\^$()[]{}|?*+'.includes(letter));
  return [...new Set(['a', '0', ' ', '-', ',', '"', '\n', ...own])].slice(0, 14);
}

function heldUp(literal: Literal): string | undefined {
  const expression = new RegExp(literal.source, literal.flags.replace(/[gy]/g, ''));
  const letters = lettersOf(literal);
  const units = [...letters, ...letters.slice(0, 8).flatMap((one) => letters.slice(0, 8).map((other) => one + other))];
  for (const [lengths, msMax] of [[SHORT, SHORT_MS_MAX], [[LONG], MS_MAX]] as const) {
    for (const length of lengths) for (const unit of units) for (const end of ['!\u0001', '']) {
      const text = unit.repeat(Math.ceil(length / unit.length)) + end;
      const began = performance.now();
      expression.test(text);
      // A busy machine may take the core away once; what is held up is held up again.
      if (performance.now() - began <= msMax) continue;
      const again = performance.now();
      expression.test(text);
      const ms = performance.now() - again;
      if (ms > msMax) return `${literal.at} /${literal.source}/ takes ${Math.round(ms)} ms on ${length} × ${JSON.stringify(unit)}`;
    }
  }
  return undefined;
}

describe('a regular expression', () => {
  const literals = code.flatMap(literalsIn);

  it('ends in time on text made to hold it up', () => {
    expect(literals.length).toBeGreaterThan(200);
    const different = [...new Map(literals.map((one) => [`${one.source}/${one.flags}`, one])).values()];
    expect(different.flatMap((one) => heldUp(one) ?? [])).toEqual([]);
  }, 120_000);

  it.each(['^(a+)+$', '^(a|a)*$', '(\\s*,\\s*)+$', '^(\\d+)*-$'])('would be caught by this test: %s', (source) => {
    const caught = literalsIn({ path: 'a.ts', text: `const a = /${source}/;` }).flatMap((one) => heldUp(one) ?? []);
    expect(caught).toHaveLength(1);
  }, 30_000);

  it('none is made from anything but constants of ours', () => {
    const made = code.flatMap(({ path, text }) => [...text.matchAll(/new RegExp\(([^;]*?)\)\s*[;,.)]/g)].map(([, from = '']) => `${path}: ${from}`));
    // The second from an administrator's file: each letter stands for one of our digit groups, all else is escaped; nothing repeats.
    expect(made).toEqual(['src/slices/accounts/proof/code.ts: `^[${ALPHABET}]{12}$`', "src/slices/imports/times.ts: `^${source}$`, 'u'"]);
  });
});
