import { Temporal } from 'temporal-polyfill';
import type { JurisdictionCode } from '../../../kernel/ids.ts';
import { instantOf, type Instant } from '../../../kernel/instant.ts';
import { accept, refuse } from '../../../kernel/refusal.ts';
import { groupReceiptCode } from '../../../platform/crypto/index.ts';
import type { Database } from '../../../platform/db/database.ts';
import { statement } from '../../../platform/db/statement.ts';
import type { Photos } from '../../../platform/files/index.ts';
import type { Idempotency } from '../../../platform/http/idempotency.ts';
import { changedCases, openData, publicCases, publicStories, type Cases, type Direct, type PublicCase, type Submission, type Urgency } from '../../../slices/cases/index.ts';
import { dayOf, type Directory, type DirectoryCache } from '../../../slices/units/index.ts';
import type { Vault } from '../../../slices/vault/index.ts';
import { replyOnce } from './adapt-reply.ts';
import { open311PlaceOf } from './adapt-place.ts';
import type { Open311Case, Open311Deps, Open311Filter, Open311Submission } from './ports.ts';

/** What of the whole program's services is needed here. */
export type Open311Parts = {
  readonly database: Pick<Database, 'public' | 'inTransaction'>;
  readonly directories: Pick<DirectoryCache, 'find' | 'get'>;
  readonly defaultCode: JurisdictionCode;
  readonly vault: Pick<Vault, 'deposit' | 'confirm'>;
  readonly cases: Pick<Cases, 'submit' | 'actIn' | 'openReceipt'>;
  readonly photos: Photos;
  readonly idempotency: Idempotency;
  readonly publicUrl: string;
  readonly isDemo: boolean;
};

const readClock = statement<{ at: Date }>('app_public', 'open311.read_clock', 'select platform.now() as at');

/** Open311 over the slices. `apiKey` comes from `apiKeysOf`; without it nobody needs a key. */
export function open311Deps(parts: Open311Parts, apiKey: Open311Deps['apiKey'] = () => 'fine'): Open311Deps {
  const { database, directories } = parts;
  const now = async (): Promise<Instant> => {
    const row = await database.public.row(readClock);
    if (!row) throw new Error('platform.now() answered nothing');
    return instantOf(row.at);
  };
  return {
    defaultJurisdiction: () => parts.defaultCode,
    placeOf: (code) => {
      const directory = directories.find(code);
      // Which topics are in force today needs no better clock than the process's own.
      return directory && open311PlaceOf(directory, instantOf(new Date()));
    },
    now,
    submit: async (code, submission, key) => submit(parts, directories.get(code), submission, key, await now()),
    list: async (code, filter, page) => {
      const { zone } = directories.get(code);
      const found = await openData(database.public, code, openDataFilter(filter, zone), page);
      return found && { ...found, cases: found.cases.map((one) => caseOf(one, zone)) };
    },
    find: async (code, numbers) => {
      const { zone } = directories.get(code);
      return (await publicCases(database.public, code, numbers)).map((one) => caseOf(one, zone));
    },
    keepPhoto: async (bytes) => { const stored = await parts.photos.store(bytes); return stored.refused ? stored : accept(stored.value.name); },
    reply: (code, reply, key) => replyOnce(parts, directories.get(code), reply, key),
    changed: (code, from, page) => changedCases(database.public, code, from, page),
    stories: (code, numbers) => publicStories(database.public, code, numbers),
    apiKey,
    publicUrl: parts.publicUrl,
    demo: parts.isDemo,
  };
}

async function submit(parts: Open311Parts, directory: Directory, submission: Open311Submission, idempotencyKey: string, at: Instant): ReturnType<Open311Deps['submit']> {
  const { code } = directory;
  // A crash after this leaves an unconfirmed deposit: the vault erases it within a day, unless the same key comes again.
  const person = submission.contact && await parts.vault.deposit(code, idempotencyKey, submission.contact);
  const said = spoken(submission, directory);
  const submitted = await parts.cases.submit(
    { kind: 'public', jurisdiction: code },
    { ...said, photos: submission.photos?.names ?? [], anonymity: person ? 'sealed' : 'anonymous', ...(person ? { person } : {}) },
    // The contact is not part of the case; only so does another contact under the same key count as another request.
    { idempotencyKey, fingerprint: JSON.stringify({ ...submission, ...(submission.photos ? { photos: submission.photos.digest } : {}) }) },
    directFor(said, directory, at),
  );
  if (submitted.refused) return refuse({ kind: submitted.reason.kind === 'key-reused' ? 'key-reused' : 'not-accepted' });
  // The case is committed. Should this fail, the vault's own sweep finds the case and confirms.
  if (person && submitted.value.isNew) await parts.vault.confirm(code, person).catch(() => undefined);
  return accept({ number: submitted.value.number, receiptCode: groupReceiptCode(submitted.value.code) });
}

type Spoken = Omit<Submission, 'anonymity' | 'person'>;

/** GeoReport tells no kind: a service request asks for help. Danger and utilities are known by their topic. */
function spoken({ topic, division, address, point, words }: Open311Submission, directory: Directory): Spoken {
  const open = directory.publicWords === 'always';
  return {
    channel: 'open311', kind: 'help', urgency: urgencyOf(directory.topic(topic)?.flags ?? []), topic,
    place: { division, address, ...(point ? { point } : {}) },
    words, publishWords: open, publishPlace: open, photos: [], about: [],
  };
}

function urgencyOf(flags: readonly string[]): Urgency {
  return flags.includes('danger') ? 'danger' : flags.includes('utility') ? 'utility' : 'ordinary';
}

/**
 * Where words are open data by rule nobody reviews them first, and the dispatch list acts at once (直派): what is posted
 * is public in the same moment. Elsewhere a dispatcher reads first.
 */
function directFor({ topic, place, kind, urgency }: Spoken, directory: Directory, at: Instant): Direct | undefined {
  if (directory.publicWords !== 'always') return undefined;
  const { division } = place;
  const { lead, assisting } = directory.dispatchFor({ division, topic, kind, at });
  if (lead === undefined) return undefined;
  return { accept: { kind, urgency, topic, division, wordsReviewed: true }, dispatch: { lead, assisting } };
}

function openDataFilter({ topics, from, until, status }: Open311Filter, zone: string): Parameters<typeof openData>[2] {
  return {
    days: { from: dayOf(from, zone), until: dayOf(until, zone) },
    instants: { from, until },
    ...(topics.length > 0 ? { topics } : {}),
    ...(status ? { status } : {}),
  };
}

function caseOf({ submittedAt, publicDay, ...rest }: PublicCase, zone: string): Open311Case {
  return { ...rest, submittedAt: submittedAt ?? startOf(publicDay, zone) };
}

function startOf(day: string, zone: string): Instant {
  return instantOf(new Date(Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds));
}
