/** Imports: tables of other systems, read row by row into cases. The command at the top and the benchmark meet this slice here only. */
export { hasColumns, opened, parseArguments, readMapFile, run, type ImportInstance, type ImportSurroundings } from './command.ts';
export { runDraft } from './draft-command.ts';
export { Draft } from './draft.ts';
export { importTable, type Counts } from './import-table.ts';
export { parseMap, type TableMap } from './map.ts';
export { refusedPathOf, REASON_COLUMN } from './refused-file.ts';
export { openTable, TableError } from './table.ts';
