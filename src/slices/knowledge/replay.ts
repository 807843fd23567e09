import { canonical } from '../../record/canonical.ts';
import type { Json, Replayer } from '../../record/index.ts';
import { digestOf } from './digest.ts';
import type { Entry } from './entry.ts';
import { streamOf } from './handle.ts';
import { entryOf, selectIdsAfter, selectMany, type VersionRow } from './store.ts';

/** For fsck: each version that pages show is the one whose digest the record holds, by the unit and role that it names. */
export const knowledgeReplayer: Replayer = {
  name: 'knowledge',
  prefix: 'knowledge.',
  async payloads(_reader, _jurisdiction, events) {
    return new Map(events.map((event) => [event.id, {}])); // all of such an event is public
  },
  replay(_stream, events) {
    const withdrawn = events.find((event) => event.type === 'knowledge.withdrawn.v1');
    return written({
      versions: events.filter((event) => event.type === 'knowledge.published.v1').map(({ open, unit, role, at }) => (
        { version: Number(open['version']), digest: String(open['digest']), unit: unit ?? '', role, at })),
      withdrawn: withdrawn ? { reason: String(withdrawn.open['reason']), at: withdrawn.at } : null,
    });
  },
  async live(reader, jurisdiction, streams) {
    const rows = await reader.rows(selectMany, [jurisdiction, streams.map(idOf)]);
    const byEntry = new Map<string, VersionRow[]>();
    for (const row of rows) byEntry.set(row.entry, [...(byEntry.get(row.entry) ?? []), row]);
    return new Map([...byEntry.values()].flatMap((versions) => {
      const entry = entryOf(versions);
      return entry ? [[streamOf(entry.id), written(rowsOf(entry))] as const] : [];
    }));
  },
  async liveStreams(reader, jurisdiction, after, limit) {
    const rows = await reader.rows(selectIdsAfter, [jurisdiction, idOf(after), limit]);
    return rows.map(({ entry }) => `knowledge:${entry}`);
  },
};

function rowsOf({ versions, withdrawn }: Entry) {
  return {
    versions: versions.map((one) => ({ version: one.version, digest: digestOf(one), unit: one.unit, role: one.role, at: one.at })),
    withdrawn: withdrawn ? { reason: withdrawn.reason, at: withdrawn.at } : null,
  };
}

function idOf(stream: string): string {
  return stream.replace(/^knowledge:/, '');
}

function written(row: object): string {
  return canonical(row as unknown as Json);
}
