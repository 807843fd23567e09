import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import ts from 'typescript';
import { projectRoot } from '../../src/platform/config/project-root.ts';

/** A file of the project: path from the root, with forward slashes. */
export type Source = { readonly path: string; readonly text: string };

/** What a rule found, and what to do about it. */
export type Violation = { readonly path: string; readonly line: number; readonly says: string };

const root = projectRoot();
const trees = new Map<string, ts.SourceFile>();

/** Every file below the folders whose name ends in one of the suffixes. */
export function sourcesIn(folders: readonly string[], suffixes: readonly string[]): Source[] {
  return folders.flatMap((folder) => list(folder)).filter((path) => suffixes.some((suffix) => path.endsWith(suffix)))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

export function readSource(path: string): Source {
  return { path, text: readFileSync(join(root, path), 'utf8') };
}

function list(folder: string): string[] {
  const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true, encoding: 'utf8' });
  return entries.filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1).replaceAll('\\', '/')).sort();
}

export function treeOf({ path, text }: Source): ts.SourceFile {
  const key = `${path}\n${text}`;
  const known = trees.get(key);
  if (known) return known;
  const kind = path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, kind);
  trees.set(key, tree);
  return tree;
}

export function everyNode(source: Source, visit: (node: ts.Node) => void): void {
  const walk = (node: ts.Node): void => {
    visit(node);
    ts.forEachChild(node, walk);
  };
  walk(treeOf(source));
}

export function lineOf(source: Source, node: ts.Node): number {
  return treeOf(source).getLineAndCharacterOfPosition(node.getStart()).line + 1;
}

export type Import = {
  /** A path from the root for files of ours, else the package or `node:` name. */
  readonly target: string;
  readonly ours: boolean;
  readonly typeOnly: boolean;
  readonly line: number;
};

/** Static and dynamic imports, and re-exports. */
export function importsOf(source: Source): Import[] {
  const found: Import[] = [];
  everyNode(source, (node) => {
    const specifier = specifierOf(node);
    if (specifier === undefined) return;
    const ours = specifier.startsWith('.');
    const target = ours ? posix.normalize(posix.join(posix.dirname(source.path), specifier)) : specifier;
    found.push({ target, ours, typeOnly: isTypeOnly(node), line: lineOf(source, node) });
  });
  return found;
}

function specifierOf(node: ts.Node): string | undefined {
  if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) return node.moduleSpecifier.text;
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const [first] = node.arguments;
    return first && ts.isStringLiteral(first) ? first.text : undefined;
  }
  return undefined;
}

function isTypeOnly(node: ts.Node): boolean {
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  if (!ts.isImportDeclaration(node)) return false;
  const clause = node.importClause;
  if (clause?.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const named = clause?.namedBindings;
  return clause?.name === undefined && named !== undefined && ts.isNamedImports(named) && named.elements.length > 0 && named.elements.every((one) => one.isTypeOnly);
}

export type Text = { readonly text: string; readonly line: number; readonly inMarkup: boolean };

/** Every literal text: quoted, templated (its fixed parts joined by a space), or between tags. Comments are none. */
export function textsOf(source: Source): Text[] {
  const found: Text[] = [];
  everyNode(source, (node) => {
    const line = (): number => lineOf(source, node);
    // The name on a key is the same in every language.
    if (ts.isJsxText(node) && ts.isJsxElement(node.parent) && node.parent.openingElement.tagName.getText() === 'kbd') return;
    if (ts.isJsxText(node)) found.push({ text: node.text, line: line(), inMarkup: true });
    else if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) found.push({ text: node.text, line: line(), inMarkup: false });
    else if (ts.isTemplateExpression(node)) found.push({ text: [node.head.text, ...node.templateSpans.map((span) => span.literal.text)].join(' '), line: line(), inMarkup: false });
  });
  return found;
}

/** Files that exist only for tests and specimens; what they hold is shown to nobody. */
export function isForTests(path: string): boolean {
  return /\.test\.tsx?$|\.examples\.tsx?$|[.-]fixture\.tsx?$|(^|\/)(rehearsal|specimen)\.ts$|^test\//.test(path);
}

/** `path:line says`, one a line: what a failing rule prints. */
export function describeViolations(violations: readonly Violation[]): string[] {
  return violations.map(({ path, line, says }) => `${path}:${line} ${says}`);
}
