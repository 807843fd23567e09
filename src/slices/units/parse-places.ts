import { parseDivisionCode, type DivisionCode } from '../../kernel/ids.ts';
import type { Division } from './content.ts';
import { Fields } from './fields.ts';
import type { Mistake, Placed } from './mistake.ts';
import type { MapValue } from './source.ts';

/** One row of the national code library; names are in the country's language only. */
export type LibraryDivision = { readonly code: string; readonly name: string; readonly level: string; readonly parent?: string };

/** The codes at and beneath `root`, at most `depth` levels below it; empty when the library has no such code. */
export type DivisionLibrary = (root: string, depth: number) => readonly LibraryDivision[];

/** From a province down to its villages. */
const DEPTH_MAX = 4;

/**
 * divisions.yaml: `include` takes branches of the national list (GB/T 2260 six digits, statistical code twelve), `divisions`
 * adds places of our own or names an included one anew (the library has no English).
 */
export function parseDivisions(map: MapValue, library: DivisionLibrary, mistakes: Mistake[]): readonly Placed<Division>[] {
  const fields = new Fields(map, mistakes);
  const included = fields.each('include', (one) => readInclude(one, library)).flat();
  const own = fields.each('divisions', readDivision);
  fields.done();
  const renamed = new Set(own.map(({ row }) => row.code));
  return [...included.filter(({ row }) => !renamed.has(row.code)), ...own];
}

function readInclude(fields: Fields, library: DivisionLibrary): readonly Placed<Division>[] | undefined {
  const code = fields.code('code', parseDivisionCode);
  const depth = fields.has('depth') ? fields.whole('depth', 0, DEPTH_MAX) : 1;
  if (!code || depth === undefined) return undefined;
  const rows = library(code, depth);
  if (rows.length === 0) return fields.report({ kind: 'library-lacks-code', value: code }, fields.where('code'));
  return rows.map((row) => ({
    at: fields.at,
    row: {
      code: row.code as DivisionCode,
      names: { zh: row.name, en: row.name },
      level: row.level,
      ...(row.parent !== undefined && row.code !== code && { parent: row.parent as DivisionCode }),
    },
  }));
}

function readDivision(fields: Fields): Placed<Division> | undefined {
  const code = fields.code('code', parseDivisionCode);
  const names = fields.names('names');
  const level = fields.text('level');
  const parent = fields.optionalCode('parent', parseDivisionCode);
  const validity = fields.validity();
  if (!code || !level) return undefined;
  return { at: fields.at, row: { code, names, level, ...(parent && { parent }), ...validity } };
}
