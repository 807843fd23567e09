import type { Readable, Writable } from 'node:stream';
import type { Client } from 'pg';
import { from, to } from 'pg-copy-streams';

/** A `copy … to stdout`; `rows` is known once the stream has ended. */
export function copyTo(client: Client, text: string): { readonly stream: Readable; readonly rows: () => number } {
  const stream = client.query(to(text));
  return { stream, rows: () => stream.rowCount };
}

/** A `copy … from stdin`; `rows` is known once the stream has finished. */
export function copyFrom(client: Client, text: string): { readonly stream: Writable; readonly rows: () => number } {
  const stream = client.query(from(text));
  return { stream, rows: () => stream.rowCount };
}
