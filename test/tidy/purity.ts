import ts from 'typescript';
import { everyNode, importsOf, isForTests, lineOf, type Source, type Violation } from './source.ts';

const PURE = [
  /^src\/kernel\//, /^src\/record\/(merkle|log)\//,
  /^src\/slices\/[^/]+\/(decide|evolve|policy|score|upcast)(-[a-z0-9-]+)?\.ts$/,
];
/** Hashing and signatures of RFC 8032 have no clock and no randomness; only these files may take them from Node. */
const CRYPTO: ReadonlySet<string> = new Set(['src/record/merkle/sha256.ts', 'src/record/log/ed25519.ts']);
const IMPURE_NAMES: Readonly<Record<string, string>> = {
  'Date.now': 'take the time as a parameter', 'Math.random': 'take the number as a parameter', 'performance.now': 'take the time as a parameter',
  'crypto.randomUUID': 'take the id as a parameter', 'crypto.getRandomValues': 'take the bytes as a parameter',
};
const IMPURE_GLOBALS: ReadonlySet<string> = new Set(['process', 'fetch', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'globalThis', 'Intl', 'Temporal']);

export function isPure(path: string): boolean {
  return PURE.some((pattern) => pattern.test(path)) && !isForTests(path);
}

/** The core has no node:, no platform, no clock, no randomness, no await; nor has anything it imports, at any distance. */
export function purityViolations(sources: readonly Source[]): Violation[] {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  return sources.filter(({ path }) => isPure(path)).flatMap((source) => [...importViolations(source, byPath), ...bodyViolations(source)]);
}

function importViolations(source: Source, byPath: ReadonlyMap<string, Source>): Violation[] {
  return importsOf(source).flatMap(({ target, ours, typeOnly, line }) => {
    const says = (what: string): Violation[] => [{ path: source.path, line, says: `pure code imports ${what}: pass in what it gives` }];
    if (!ours) return CRYPTO.has(source.path) && target === 'node:crypto' ? [] : typeOnly && !target.startsWith('node:') ? [] : says(target);
    if (target.startsWith('src/platform/')) return says(target);
    const impure = typeOnly ? undefined : impureBehind(target, byPath, new Set());
    return impure === undefined ? [] : says(`${target}, which needs ${impure}`);
  });
}

/** The first impure module reachable by imports that remain at run time. */
function impureBehind(path: string, byPath: ReadonlyMap<string, Source>, seen: Set<string>): string | undefined {
  const source = byPath.get(path);
  if (!source || seen.has(path)) return undefined;
  seen.add(path);
  for (const { target, ours, typeOnly } of importsOf(source)) {
    if (typeOnly || (CRYPTO.has(path) && target === 'node:crypto')) continue;
    if (!ours || target.startsWith('src/platform/')) return target;
    const further = impureBehind(target, byPath, seen);
    if (further !== undefined) return further;
  }
  return undefined;
}

function bodyViolations(source: Source): Violation[] {
  const found: Violation[] = [];
  everyNode(source, (node) => {
    const remedy = impurityOf(node);
    if (remedy !== undefined) found.push({ path: source.path, line: lineOf(source, node), says: `pure code uses ${node.getText().slice(0, 40)}: ${remedy}` });
  });
  return found;
}

function impurityOf(node: ts.Node): string | undefined {
  if (ts.isAwaitExpression(node) || node.kind === ts.SyntaxKind.AsyncKeyword) return 'let the caller wait';
  if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && (node.arguments?.length ?? 0) === 0) return 'take the time as a parameter';
  if (ts.isPropertyAccessExpression(node)) return IMPURE_NAMES[node.getText()];
  const declared = ts.isIdentifier(node) && IMPURE_GLOBALS.has(node.text) && !ts.isPropertyAccessExpression(node.parent) && !ts.isPropertyAssignment(node.parent) && !ts.isPropertySignature(node.parent);
  return declared ? 'it belongs to the outside' : undefined;
}
