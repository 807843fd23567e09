import type { Client } from 'pg';
import type { JurisdictionCode } from '../kernel/ids.ts';
import type { KeyProvider } from '../platform/crypto/key-provider.ts';
import type { Database } from '../platform/db/database.ts';
import type { Reader, SqlValue } from '../platform/db/reader.ts';
import type { Statement } from '../platform/db/statement.ts';
import { auditLog, auditQueue } from './audit-log.ts';
import { auditLiveRows, auditStreamsOf } from './audit-streams.ts';
import { Ledger, type Report } from './finding.ts';
import type { Replayer } from './replayer.ts';

export type Progress = { readonly step: 'log' | 'streams'; readonly done: number };

export type FsckOptions = {
  readonly database: Database;
  readonly jurisdiction: JurisdictionCode;
  readonly keys: KeyProvider;
  readonly replayers: readonly Replayer[];
  readonly onProgress?: (progress: Progress) => void;
};

/**
 * Replays everything recorded in one jurisdiction and compares it with all that stands: log, tiles, root, queue, streams,
 * words, live rows. Reads one snapshot as the owner, so it may run beside a working system, and writes nothing.
 * Memory is bounded by pages and by the longest single stream. Throws only where the database fails; what is wrong is in the report.
 */
export async function fsck({ database, jurisdiction, keys, replayers, onProgress }: FsckOptions): Promise<Report> {
  const client = await database.connect('owner');
  const ledger = new Ledger();
  try {
    // One snapshot: an event appended meanwhile is neither here nor there, in all tables alike.
    await client.query('begin isolation level repeatable read read only');
    const actor = JSON.stringify({ kind: 'system', jurisdiction, job: 'fsck' });
    await client.query(`select set_config('minsheng.actor', $1, true), set_config('minsheng.jurisdiction', $2, true)`, [actor, jurisdiction]);
    const reader = readerOn(client);
    const audit = { reader, jurisdiction, keys, replayers, ledger };
    await auditLog(audit, (done) => onProgress?.({ step: 'log', done }));
    await auditQueue(reader, jurisdiction, ledger);
    await auditStreamsOf(audit, (done) => onProgress?.({ step: 'streams', done }));
    await auditLiveRows(audit);
    await client.query('commit');
  } finally {
    await client.end();
  }
  return ledger.report(jurisdiction);
}

function readerOn(client: Client): Reader {
  const rows = async <Row>(made: Statement<Row>, values: readonly SqlValue[] = []): Promise<Row[]> =>
    (await client.query({ name: made.name, text: made.text, values: values as unknown[] })).rows as Row[];
  return { rows, row: async (made, values) => (await rows(made, values))[0] };
}
