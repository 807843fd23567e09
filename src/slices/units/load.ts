import type { JurisdictionCode } from '../../kernel/ids.ts';
import { accept, refuse, type Decision } from '../../kernel/refusal.ts';
import type { KeyProvider } from '../../platform/crypto/key-provider.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Tx } from '../../platform/db/reader.ts';
import { append } from '../../record/append.ts';
import type { EventDraft } from '../../record/event.ts';
import type { JurisdictionContent } from './content.ts';
import { openLibraries, readFolder } from './files.ts';
import type { Mistake, Problem, Reference } from './mistake.ts';
import { parseJurisdiction } from './parse.ts';
import { digestOf, streamOf } from './replay.ts';
import { insertJurisdiction, insertVersion, lockJurisdiction, selectLatestVersion, selectOrigin, type VersionRow } from './store.ts';

/** Shape of the stored content; a change of shape raises it and brings a reader for the old one. */
export const CONTENT_FORMAT = 1;

export type Loaded = {
  readonly code: JurisdictionCode;
  readonly version: number;
  /** False when the files say what the latest version already says. */
  readonly isNew: boolean;
  /** Last year whose holidays the calendar knows; undefined when its days have no end. */
  readonly holidaysKnownTo: number | undefined;
};

export type LoadRefusal = { readonly kind: 'mistakes'; readonly mistakes: readonly Mistake[] };

/** Reads and checks a folder without storing anything. Touches no database. */
export async function checkFolder(folder: string): Promise<Decision<JurisdictionContent, LoadRefusal>> {
  const texts = await readFolder(folder);
  const { content, mistakes } = parseJurisdiction(texts, await openLibraries(texts));
  return content ? accept(content) : refuse({ kind: 'mistakes', mistakes });
}

/**
 * Loads a folder as a new version that holds from now on. Refuses with every mistake in it, and where it would take away
 * something that cases may still name. Nothing is ever deleted or overwritten.
 */
export async function loadJurisdiction(database: Database, folder: string, keys: KeyProvider): Promise<Decision<Loaded, LoadRefusal>> {
  const checked = await checkFolder(folder);
  if (checked.refused) return checked;
  const code = checked.value.jurisdiction.code;
  return database.inTransaction(
    { kind: 'system', jurisdiction: code, job: 'units.load' },
    (tx) => storeVersion(tx, checked.value, keys),
    'worker',
  );
}

async function storeVersion(tx: Tx, content: JurisdictionContent, keys: KeyProvider): Promise<Decision<Loaded, LoadRefusal>> {
  const { code, origin } = content.jurisdiction;
  await tx.row(lockJurisdiction, [code]);
  const [latest, origins] = await Promise.all([tx.row(selectLatestVersion, [code]), tx.rows(selectOrigin, [code, origin])]);
  const digest = digestOf(content);
  const loaded = { code, holidaysKnownTo: content.calendar.knownTo };
  if (latest?.digest === digest) return accept({ ...loaded, version: latest.version, isNew: false });
  const mistakes = [...originMistakes(code, origin, origins), ...(latest ? takenAway(latest, content) : [])];
  if (mistakes.length > 0) return refuse({ kind: 'mistakes', mistakes });
  const version = (latest?.version ?? 0) + 1;
  const at = new Date(tx.at);
  // A crash between these leaves none of them: one transaction holds the version and the event that tells of it.
  await tx.run(insertJurisdiction, [code, origin, at]);
  await tx.run(insertVersion, [code, version, digest, at, CONTENT_FORMAT, JSON.stringify(content)]);
  await append(tx, streamOf(code), [versionLoaded(content, version, digest)], keys);
  return accept({ ...loaded, version, isNew: true });
}

/** Anyone can see in the public record when the rules changed; the digest says to what. */
function versionLoaded(content: JurisdictionContent, version: number, digest: string): EventDraft {
  return {
    type: 'units.jurisdiction-loaded.v1',
    stream: streamOf(content.jurisdiction.code),
    streamSeq: version,
    role: 'system',
    open: {
      version, digest,
      calendar: content.calendar.version,
      divisions: content.divisions.length, units: content.units.length, posts: content.posts.length,
      topics: content.topics.length, dispatch: content.dispatch.length, limits: content.limits.length,
    },
    sealed: {},
  };
}

function originMistakes(code: string, origin: string, known: readonly { code: string; origin: string }[]): readonly Mistake[] {
  const own = known.find((row) => row.code === code);
  if (own && own.origin !== origin) return [inFile('jurisdiction.yaml', { kind: 'origin-changed', was: own.origin })];
  const other = known.find((row) => row.code !== code && row.origin === origin);
  return other ? [inFile('jurisdiction.yaml', { kind: 'origin-taken', origin, by: other.code })] : [];
}

/** Codes of the latest version that are missing now. Each must stay, with an end date: cases and scorecards name it. */
export function takenAway(latest: Pick<VersionRow, 'version' | 'content'>, next: JurisdictionContent): readonly Mistake[] {
  const was = latest.content;
  const compare = (what: Reference, file: string, before: readonly string[], now: readonly string[]): readonly Mistake[] => {
    const kept = new Set(now);
    return before.filter((value) => !kept.has(value))
      .map((value) => inFile(file, { kind: 'code-taken-away', what, value, version: latest.version }));
  };
  return [
    ...compare('division', 'divisions.yaml', was.divisions.map((row) => row.code), next.divisions.map((row) => row.code)),
    ...compare('unit', 'units.yaml', was.units.map((row) => row.id), next.units.map((row) => row.id)),
    ...compare('post', 'posts.yaml', was.posts.map((row) => row.id), next.posts.map((row) => row.id)),
    ...compare('topic', 'topics.yaml', was.topics.map((row) => row.code), next.topics.map((row) => row.code)),
  ];
}

function inFile(file: string, problem: Problem): Mistake {
  return { file, line: 1, column: 1, problem };
}
