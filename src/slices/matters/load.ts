import type { Tx } from '../../platform/db/reader.ts';
import { readStream } from '../../record/stream.ts';
import type { MatterFact } from './events.ts';
import { fold } from './evolve.ts';
import type { Matter } from './matter.ts';
import { seeMatter, selectPayloads } from './store.ts';

export type LoadedMatter = { readonly matter: Matter; readonly history: readonly MatterFact[] };

/** As its actor may see it; undefined where there is none, or none for them. */
export async function readMatter(tx: Tx, id: string): Promise<LoadedMatter | undefined> {
  const { jurisdiction } = tx.actor;
  const seen = await tx.row(seeMatter, [jurisdiction, id]);
  if (!seen) return undefined;
  const [events, payloads] = await Promise.all([readStream(tx, jurisdiction, streamOf(id)), tx.rows(selectPayloads, [jurisdiction, id])]);
  const sealed = new Map(payloads.map((row) => [row.seq, row.sealed]));
  const history = events.map((event) => factOf(event, sealed.get(event.streamSeq) ?? {}));
  const matter = fold(history);
  if (matter?.seq !== seen.version) throw new Error(`matter ${id}: its row says version ${String(seen.version)}, its stream ${String(matter?.seq)}`);
  return { matter, history };
}

type Stored = { readonly type: string; readonly stream: string; readonly streamSeq: number; readonly at: number; readonly role: string; readonly unit?: string; readonly post?: string; readonly open: object };

/** From what is stored: `append` took exactly these shapes, and the record proves them unchanged. */
export function factOf(event: Stored, sealed: object): MatterFact {
  const { type, stream, streamSeq: seq, at, role, unit, post, open } = event;
  return { type, stream, seq, at, role, ...(unit ? { unit } : {}), ...(post ? { post } : {}), open, sealed } as unknown as MatterFact;
}

export function streamOf(id: string): `matter:${string}` {
  return `matter:${id}`;
}
