import type { JurisdictionCode } from '../kernel/ids.ts';
import { instantOf, type Instant } from '../kernel/instant.ts';
import { accept, refuse, type Decision } from '../kernel/refusal.ts';
import type { Reader } from '../platform/db/reader.ts';
import { LOGS_BEGIN_AS_DRAFT } from './sequence.ts';
import { selectHead, selectState } from './store.ts';

export type LogHead = {
  /** Entries in the log, the first (`record.begun.v1`) included. */
  readonly size: number;
  /** Merkle root over all of them, base64 (RFC 4648 §4) as checkpoints write it. */
  readonly root: string;
  readonly at: Instant;
  /** Begun before the public record was complete: nobody outside has witnessed it. */
  readonly draft: boolean;
};

/** Where a log stands; undefined before its first entry. Any reader may ask. */
export async function readHead(reader: Reader, jurisdiction: JurisdictionCode): Promise<LogHead | undefined> {
  const [head, state] = await Promise.all([reader.row(selectHead, [jurisdiction]), reader.row(selectState, [jurisdiction])]);
  if (!head || !state) return undefined;
  return { size: Number(head.size), root: head.root.toString('base64'), at: instantOf(head.at), draft: state.draft };
}

export type DraftRefusal = { readonly kind: 'record-is-draft'; readonly jurisdictions: readonly JurisdictionCode[] };

/**
 * An instance that is no demo asks this before it serves: no log may be a draft, nor be going to begin as one.
 */
export async function requireFinalLogs(reader: Reader, jurisdictions: readonly JurisdictionCode[]): Promise<Decision<true, DraftRefusal>> {
  const states = await Promise.all(jurisdictions.map(async (code) => ({ code, state: await reader.row(selectState, [code]) })));
  const drafts = states.filter(({ state }) => state?.draft ?? LOGS_BEGIN_AS_DRAFT).map(({ code }) => code);
  return drafts.length === 0 ? accept(true) : refuse({ kind: 'record-is-draft', jurisdictions: drafts });
}
