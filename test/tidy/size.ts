import ts from 'typescript';
import { everyNode, lineOf, treeOf, type Source, type Violation } from './source.ts';

export const FILE_LINES_MAX = 400;
export const FUNCTION_LINES_MAX = 70;

/** Elegance is lost in the tail, so the tail is capped: long files and long functions, nothing else. */
export function sizeViolations(sources: readonly Source[]): Violation[] {
  return sources.flatMap((source) => {
    const found: Violation[] = [];
    const lines = source.text.split('\n').length - (source.text.endsWith('\n') ? 1 : 0);
    if (lines > FILE_LINES_MAX) found.push({ path: source.path, line: 1, says: `${lines} lines, at most ${FILE_LINES_MAX}: give one of its nouns a file of its own` });
    everyNode(source, (node) => {
      const length = functionLines(source, node);
      if (length > FUNCTION_LINES_MAX) found.push({ path: source.path, line: lineOf(source, node), says: `a function of ${length} lines, at most ${FUNCTION_LINES_MAX}: name its steps and call them` });
    });
    return found;
  });
}

/** 0 for what is no function, and for the callback of a describe(), which is a chapter and not a step. */
function functionLines(source: Source, node: ts.Node): number {
  if (!ts.isFunctionLike(node) || !('body' in node) || node.body === undefined) return 0;
  const called = ts.isCallExpression(node.parent) ? node.parent.expression.getText() : '';
  if (/^describe\b/.test(called)) return 0;
  const tree = treeOf(source);
  return tree.getLineAndCharacterOfPosition(node.getEnd()).line - tree.getLineAndCharacterOfPosition(node.getStart()).line + 1;
}
