import { createHash } from 'node:crypto';
import { canonical } from '../../record/canonical.ts';
import type { Json } from '../../record/event.ts';
import type { Replayer } from '../../record/replayer.ts';
import type { JurisdictionContent } from './content.ts';
import { selectContents, selectLoadedJurisdictions } from './store.ts';

/** SHA-256 of the canonical JSON (RFC 8785) of a content, lower-case hexadecimal: whoever has the content can check it. */
export function digestOf(content: JurisdictionContent): string {
  return createHash('sha256').update(canonical(content as unknown as Json)).digest('hex');
}

/**
 * For fsck: the versions that the record tells of are those that are stored, and each still has the content whose digest was
 * recorded when it was loaded. A dispatch list or a time limit altered afterwards is found (charter promises 3 and 13).
 */
export const unitsReplayer: Replayer = {
  name: 'units',
  prefix: 'units.',
  async payloads(_reader, _jurisdiction, events) {
    return new Map(events.map((event) => [event.id, {}])); // all of such an event is public
  },
  replay(_stream, events) {
    return written(events.map(({ open }) => ({ version: Number(open['version']), digest: String(open['digest']) })));
  },
  async live(reader, jurisdiction, streams) {
    const rows = await reader.rows(selectContents, [jurisdiction]);
    const stored = written(rows.map(({ version, content }) => ({ version, digest: digestOf(content) })));
    return new Map(streams.filter((stream) => stream === streamOf(jurisdiction) && rows.length > 0).map((stream) => [stream, stored]));
  },
  async liveStreams(reader, jurisdiction, after, limit) {
    const rows = await reader.rows(selectLoadedJurisdictions, [jurisdiction]);
    return rows.map(({ code }) => streamOf(code)).filter((stream) => stream > after).slice(0, limit);
  },
};

export function streamOf(code: string): `units:${string}` {
  return `units:${code}`;
}

function written(versions: readonly { readonly version: number; readonly digest: string }[]): string {
  return canonical([...versions].sort((a, b) => a.version - b.version).map(({ version, digest }) => ({ version, digest })));
}
