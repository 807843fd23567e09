import { canonical } from '../../record/canonical.ts';
import type { EventDraft, Json } from '../../record/event.ts';
import { OPEN_DATA_FORMAT } from './columns.ts';
import { parseMonth } from './month.ts';
import type { Cut } from './months.ts';
import type { FileFact } from './sink.ts';

/** What the record says of one month's files. */
export type Published = Cut & { readonly format: number; readonly files: readonly FileFact[] };

export function streamOf(code: string): `opendata:${string}` {
  return `opendata:${code}`;
}

export function publishedDraft(code: string, streamSeq: number, { month, from, to, files }: Omit<Published, 'format'>): EventDraft {
  return {
    type: 'opendata.published.v1', stream: streamOf(code), streamSeq, role: 'system',
    open: { month, from, to, format: OPEN_DATA_FORMAT, files: files.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 })) }, sealed: {},
  };
}

/** Reads the open fields of `opendata.published.v1`; undefined for any others. */
export function parsePublished(open: unknown): Published | undefined {
  if (typeof open !== 'object' || open === null) return undefined;
  const { month: text, from, to, format, files } = open as Readonly<Record<string, unknown>>;
  const month = parseMonth(text);
  if (month === undefined || !isCount(from) || !isCount(to) || !isCount(format) || !Array.isArray(files) || !files.every(isFact)) return undefined;
  return { month, from, to, format, files };
}

/** All of it as one text, for the list that pages read. */
export function writeList(list: readonly Published[]): string {
  return canonical(list as unknown as Json);
}

export function parseList(text: string): readonly Published[] | undefined {
  try {
    const read: unknown = JSON.parse(text);
    const list = Array.isArray(read) ? read.map(parsePublished) : [undefined];
    return list.every((one) => one !== undefined) ? list : undefined;
  } catch {
    return undefined;
  }
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isFact(value: unknown): value is FileFact {
  if (typeof value !== 'object' || value === null) return false;
  const { name, bytes, sha256 } = value as Readonly<Record<string, unknown>>;
  return typeof name === 'string' && /^[a-z]+\.(csv|jsonl|parquet)$/.test(name) && isCount(bytes) && typeof sha256 === 'string' && /^[0-9a-f]{64}$/.test(sha256);
}
