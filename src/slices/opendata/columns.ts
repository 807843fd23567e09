/** What a cell holds. All are text or whole numbers, so that every format and every program reads the same. */
export const COLUMN_TYPES = ['text', 'integer', 'minute', 'day', 'json'] as const;
/**
 * `minute`: UTC, `2026-11-22T10:32Z`. `day`: `2026-11-22`, in the jurisdiction's zone. `json`: canonical JSON (RFC 8785) as
 * the record's entries hold it.
 */
export type ColumnType = (typeof COLUMN_TYPES)[number];

export type Column = { readonly name: string; readonly type: ColumnType; readonly nullable: boolean };
export type Value = string | number | null;
/** One value for each column, in their order. */
export type Row = readonly Value[];

/** `log`: computed from the public log's entries alone. `places`: from the jurisdiction's own data, to read codes by. */
export type Table = { readonly name: TableName; readonly from: 'log' | 'places'; readonly key: readonly string[]; readonly columns: readonly Column[] };

export const LOG_TABLES = ['entries', 'cases', 'rounds', 'scorecards'] as const;
export const CODE_TABLES = ['units', 'topics', 'divisions'] as const;
export type TableName = (typeof LOG_TABLES)[number] | (typeof CODE_TABLES)[number];

/** The rules by which files are made: raised whenever the same entries would give other bytes. It stands in the record beside the digests. */
export const OPEN_DATA_FORMAT = 1;

const must = (name: string, type: ColumnType): Column => ({ name, type, nullable: false });
const may = (name: string, type: ColumnType): Column => ({ name, type, nullable: true });

/** One row an entry of the log, nothing left out: a row gives back its entry's bytes. */
const ENTRIES: Table = {
  name: 'entries', from: 'log', key: ['index'],
  columns: [
    must('index', 'integer'), must('kind', 'text'), may('opens', 'integer'), may('batch', 'day'), may('family', 'text'), may('cause', 'text'),
    may('cell_topic1', 'text'), may('cell_town', 'text'), may('type', 'text'), may('stream', 'text'), may('seq', 'integer'), may('at', 'minute'),
    may('day', 'day'), may('role', 'text'), may('unit', 'text'), may('post', 'text'), may('open', 'json'), may('fields', 'json'),
    may('commitments', 'json'), may('commitment', 'text'), may('opening', 'text'),
  ],
};

/** One row a case, as far as the entries tell. */
const CASES: Table = {
  name: 'cases', from: 'log', key: ['number'],
  columns: [
    must('number', 'text'), must('stage', 'text'), may('kind', 'text'), may('topic', 'text'), may('topic1', 'text'), may('town', 'text'),
    may('submitted_day', 'day'), may('accepted_at', 'minute'), may('accepted_day', 'day'), may('diversion', 'text'), may('owner', 'text'), may('handler', 'text'),
    must('rounds', 'integer'), may('due', 'minute'), may('due_day', 'day'), may('answered_at', 'minute'), may('outcome', 'text'), may('outcome_day', 'day'),
    must('first_index', 'integer'), must('last_index', 'integer'),
  ],
};

/** One row a round of the clock. */
const ROUNDS: Table = {
  name: 'rounds', from: 'log', key: ['number', 'round'],
  columns: [
    must('number', 'text'), must('round', 'integer'), may('owner', 'text'), may('handler', 'text'), may('assisting', 'text'), may('started_at', 'minute'),
    may('started_day', 'day'), may('due', 'minute'), may('due_day', 'day'), may('signed_at', 'minute'), may('contacted_at', 'minute'), may('answered_at', 'minute'), may('answered_by', 'text'),
    must('answers', 'integer'), may('outcome', 'text'), may('outcome_day', 'day'), may('means', 'text'), must('pauses', 'integer'), must('paused_minutes', 'integer'),
    must('transfers', 'integer'), must('escalations', 'integer'), must('reminders', 'integer'), must('pause_list', 'json'), must('escalation_list', 'json'),
  ],
};

/** One row a published result: what anyone who computes the figures from the first `n` entries by that rule must get. */
const SCORECARDS: Table = {
  name: 'scorecards', from: 'log', key: ['index'],
  columns: [must('index', 'integer'), must('at', 'minute'), must('n', 'integer'), must('root', 'text'), must('as_of', 'integer'), must('rule', 'integer'), must('result', 'text')],
};

const UNITS: Table = {
  name: 'units', from: 'places', key: ['unit'],
  columns: [
    must('unit', 'text'), must('name_zh', 'text'), must('name_en', 'text'), must('level', 'text'), may('parent', 'text'), may('superior', 'text'),
    must('peer_class', 'text'), may('valid_from', 'day'), may('valid_to', 'day'),
  ],
};

const TOPICS: Table = {
  name: 'topics', from: 'places', key: ['topic'],
  columns: [must('topic', 'text'), must('topic1', 'text'), must('name_zh', 'text'), must('name_en', 'text'), may('vital_interest', 'text'), may('valid_from', 'day'), may('valid_to', 'day')],
};

/** Down to the township: the villages beneath it stand in no row, so that no code list invites to look for them. */
const DIVISIONS: Table = {
  name: 'divisions', from: 'places', key: ['division'],
  columns: [must('division', 'text'), must('name_zh', 'text'), must('name_en', 'text'), must('level', 'text'), may('parent', 'text'), may('valid_from', 'day'), may('valid_to', 'day')],
};

export const TABLES: Readonly<Record<TableName, Table>> = { entries: ENTRIES, cases: CASES, rounds: ROUNDS, scorecards: SCORECARDS, units: UNITS, topics: TOPICS, divisions: DIVISIONS };
export const TABLE_NAMES: readonly TableName[] = [...LOG_TABLES, ...CODE_TABLES];

export const FORMATS = ['csv', 'jsonl', 'parquet'] as const;
export type Format = (typeof FORMATS)[number];

/** RFC 7111, the JSON Lines convention, and what IANA registered for Parquet. */
export const MEDIA_TYPES: Readonly<Record<Format, string>> = {
  csv: 'text/csv; charset=utf-8; header=present', jsonl: 'application/jsonl; charset=utf-8', parquet: 'application/vnd.apache.parquet',
};

export function fileName(table: TableName, format: Format): string {
  return `${table}.${format}`;
}

/** Reads what `fileName` writes; undefined for any other text. */
export function parseFileName(text: unknown): { readonly table: TableName; readonly format: Format } | undefined {
  if (typeof text !== 'string') return undefined;
  const [name, ending, ...rest] = text.split('.');
  const [table, format] = [TABLE_NAMES.find((one) => one === name), FORMATS.find((one) => one === ending)];
  return table && format && rest.length === 0 ? { table, format } : undefined;
}
