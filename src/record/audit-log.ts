import type { JurisdictionCode } from '../kernel/ids.ts';
import type { KeyProvider } from '../platform/crypto/key-provider.ts';
import type { Reader } from '../platform/db/reader.ts';
import { auditEntry } from './audit-entry.ts';
import { parseEnvelope, type PublicEvent } from './envelope.ts';
import type { Ledger } from './finding.ts';
import { parseEntry } from './log/index.ts';
import { leafHash, sameHash } from './merkle/hash.ts';
import { grow, rootOf, tileBytes, type Edge, type Tile } from './merkle/tile.ts';
import { subjectKeysOf } from './subject-keys.ts';
import { auditEntries, auditPending, auditTiles, selectHead, selectState, type AuditedEntry } from './store.ts';

const PAGE = 2_000;

export type LogAudit = { readonly reader: Reader; readonly jurisdiction: JurisdictionCode; readonly keys: KeyProvider; readonly ledger: Ledger };

/**
 * The log itself, from its first entry: indexes without a gap, each leaf the hash of the stored bytes, every tile and the
 * root over all of them. Holds one page and the tree's right edge in memory.
 */
export async function auditLog({ reader, jurisdiction, keys, ledger }: LogAudit, onPage: (entries: number) => void): Promise<void> {
  const head = await reader.row(selectHead, [jurisdiction]);
  if (!head) ledger.add({ kind: 'log-not-begun' });
  const size = Number(head?.size ?? 0);
  const tiles = new TileComparison(reader, jurisdiction, ledger);
  let edge: Edge = [];
  let next = 0;
  for (;;) {
    const rows = await reader.rows(auditEntries, [jurisdiction, String(next), PAGE]);
    if (rows.length === 0) break;
    const leaves: Uint8Array[] = [];
    const subjects = await subjectKeysOf({ reader, jurisdiction, keys }, rows.flatMap((row) => row.subject ?? []));
    for (const row of rows) {
      const index = Number(row.index);
      if (next < index) ledger.add({ kind: 'entry-missing', index: next });
      if (index >= size) ledger.add({ kind: 'entry-beyond-head', index });
      auditEntry(row, row.subject === null ? undefined : subjects.get(row.subject), ledger);
      if (index === 0) await auditFirst(reader, jurisdiction, row, ledger);
      leaves.push(row.leaf_hash);
      next = index + 1;
      ledger.entries += 1;
    }
    const grown = grow(edge, ledger.entries - leaves.length, leaves);
    edge = grown.edge;
    for (const tile of grown.changed) tiles.expect(tile);
    onPage(ledger.entries);
  }
  if (next < size) ledger.add({ kind: 'entry-missing', index: next });
  if (head && !sameHash(rootOf(edge), head.root)) ledger.add({ kind: 'root-differs', size });
  await tiles.finish(edge);
}

/** The first entry says whether the log is a draft; the state row must not say otherwise. */
async function auditFirst(reader: Reader, jurisdiction: JurisdictionCode, { entry, envelope }: AuditedEntry, ledger: Ledger): Promise<void> {
  const state = await reader.row(selectState, [jurisdiction]);
  const first = beginningIn(entry, envelope);
  if (first?.type !== 'record.begun.v1' || first.open['draft'] !== state?.draft) ledger.add({ kind: 'first-entry-differs' });
}

/** Of the entry itself, which may have come back without its event; drafts of the first format hold the envelope instead. */
function beginningIn(entry: Buffer, envelope: Buffer | null): Pick<PublicEvent, 'type' | 'open'> | undefined {
  const told = parseEntry(entry);
  if (told) return told.kind === 'act' ? told : undefined;
  try {
    return envelope?.equals(entry) ? parseEnvelope(envelope) : undefined;
  } catch {
    // Unreadable bytes are no first entry; the stream audit names the envelope itself.
    return undefined;
  }
}

/** What the tiles must hold, gathered while the tree grows, against what is stored. */
class TileComparison {
  readonly #reader: Reader;
  readonly #jurisdiction: JurisdictionCode;
  readonly #ledger: Ledger;
  /** A digest for each tile: some 40 MB for a log of a hundred million entries. */
  readonly #expected = new Map<string, Uint8Array>();

  constructor(reader: Reader, jurisdiction: JurisdictionCode, ledger: Ledger) {
    this.#reader = reader;
    this.#jurisdiction = jurisdiction;
    this.#ledger = ledger;
  }

  expect(tile: Tile): void {
    this.#expected.set(`${tile.level}/${tile.n}`, leafHash(tileBytes(tile)));
  }

  /** Compares every stored tile, then names those that are missing. */
  async finish(edge: Edge): Promise<void> {
    for (const tile of edge) this.expect(tile);
    let [level, n] = [0, '-1'];
    for (;;) {
      const rows = await this.#reader.rows(auditTiles, [this.#jurisdiction, level, n, PAGE]);
      for (const row of rows) this.#compare(row.level, Number(row.n), row.hashes);
      const last = rows.at(-1);
      if (!last) break;
      [level, n] = [last.level, last.n];
    }
    for (const place of this.#expected.keys()) {
      const [missingLevel, missingN] = place.split('/').map(Number);
      this.#ledger.add({ kind: 'tile-differs', level: missingLevel ?? 0, n: missingN ?? 0 });
    }
  }

  #compare(level: number, n: number, hashes: Buffer): void {
    const place = `${level}/${n}`;
    const expected = this.#expected.get(place);
    if (!expected || !sameHash(expected, leafHash(hashes))) this.#ledger.add({ kind: 'tile-differs', level, n });
    this.#expected.delete(place);
  }
}

/** What waits for an index: each ticket must name an event. */
export async function auditQueue(reader: Reader, jurisdiction: JurisdictionCode, ledger: Ledger): Promise<void> {
  let after = '-1';
  for (;;) {
    const rows = await reader.rows(auditPending, [jurisdiction, after, PAGE]);
    for (const row of rows) {
      ledger.waiting += 1;
      if (!row.is_known) ledger.add({ kind: 'queue-without-event', stream: row.stream, streamSeq: row.stream_seq });
    }
    const last = rows.at(-1);
    if (!last) return;
    after = last.ticket;
  }
}
