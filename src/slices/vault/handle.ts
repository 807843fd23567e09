import { randomBytes } from 'node:crypto';
import { parseEventId, parsePersonRef, type EventId, type JurisdictionCode, type PersonRef } from '../../kernel/ids.ts';
import { DAY_MS, instantOf, isoOf, plusMs, type Instant } from '../../kernel/instant.ts';
import type { KeyProvider } from '../../platform/crypto/index.ts';
import type { Actor } from '../../platform/db/actor.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Tx } from '../../platform/db/reader.ts';
import { gather } from '../../platform/db/gather.ts';
import type { Contact, ContactField } from './contact.ts';
import {
  blankReasons, confirmDeposit, deleteDeposit, deleteUnconfirmed, insertDeposits, insertRead, selectDeposit, selectReads, selectUnconfirmed,
} from './store.ts';

/** A deposit whose case never came is someone's identity kept for nothing. */
const ORPHAN_AFTER_MS = DAY_MS;
const ORPHANS_PER_SWEEP_MAX = 500;
/** More looks than this at one identity are a scandal that the first page already shows. */
const READS_SHOWN_MAX = 100;
const KEY_BYTES = 32;

export type VaultRead = {
  readonly at: Instant; readonly role: string; readonly unit: string; readonly fields: readonly string[]; readonly reason: string; readonly purpose: string;
  /** The event of the record that the look stands under; absent for looks before there were such. */
  readonly view?: EventId;
};

/** A look that stands in the record already: `view` is its event, and opens once. */
export type Look = {
  readonly jurisdiction: JurisdictionCode; readonly person: PersonRef; readonly view: EventId;
  readonly role: string; readonly unit: string; readonly fields: readonly ContactField[]; readonly purpose: string; readonly reason: string;
};

export interface Vault {
  /**
   * Step 1 of a report with contact: commits the sealed contact, unconfirmed. The reference comes from the idempotency
   * key, so the same form again gives the same reference, and two reports by one person cannot be linked.
   */
  deposit(jurisdiction: JurisdictionCode, idempotencyKey: string, contact: Contact): Promise<PersonRef>;
  /** Step 3, after the case is committed (step 2). Doing it twice is harmless. */
  confirm(jurisdiction: JurisdictionCode, ...persons: readonly PersonRef[]): Promise<void>;
  /**
   * Erases unconfirmed deposits older than a day that no case holds. `held` answers which of the references a case holds;
   * those are confirmed instead: their job was lost, not their case. Returns how many were erased.
   */
  eraseOrphans(jurisdiction: JurisdictionCode, held: (refs: readonly PersonRef[]) => Promise<ReadonlySet<PersonRef>>): Promise<number>;
  /**
   * Opens the fields of a look whose entry in the record is committed; the vault commits a line of its own before it opens anything.
   * Undefined when the deposit is not there, or this look has been shown already.
   */
  open(look: Look): Promise<Partial<Contact> | undefined>;
  /** Erases a contact and what was written about looks at it; that there were looks stays. Twice is harmless. */
  erase(jurisdiction: JurisdictionCode, person: PersonRef): Promise<void>;
  /** Who looked at an identity, newest first. */
  readsOf(jurisdiction: JurisdictionCode, person: PersonRef): Promise<readonly VaultRead[]>;
}

type Sealed = { readonly jurisdiction: JurisdictionCode; readonly person: PersonRef; readonly sealed: Uint8Array; readonly wrapped: Uint8Array };

export function createVault(database: Database, keys: KeyProvider): Vault {
  const inVault = <T>(actor: Actor, work: Parameters<typeof database.inTransaction<T>>[1]): Promise<T> =>
    database.inTransaction(actor, work, 'vault_svc');
  const system = (jurisdiction: JurisdictionCode): Actor => ({ kind: 'system', jurisdiction, job: 'vault' });

  const store = gather<Sealed>((deposits) => {
    // The same form twice in one moment: the first stands, as it would have one after the other.
    const given = [...new Map([...deposits].reverse().map((one) => [`${one.jurisdiction} ${one.person}`, one])).values()];
    const { name, text } = insertDeposits;
    return database.poolOf('vault_svc').query({
      name, text, values: [given.map((one) => one.jurisdiction), given.map((one) => one.person), given.map((one) => one.sealed), given.map((one) => one.wrapped)],
    });
  });

  return {
    async deposit(jurisdiction, idempotencyKey, contact) {
      const person = personRefOf(keys, jurisdiction, idempotencyKey);
      const key = randomBytes(KEY_BYTES);
      const sealed = keys.seal(key, sealContext(jurisdiction, person), Buffer.from(JSON.stringify(contact)));
      const wrapped = await keys.wrap(keyContext(jurisdiction, person), key);
      // A crash after this commit leaves an unconfirmed deposit without a case: eraseOrphans removes it within a day.
      // One statement is a transaction by itself, and carries all deposits of the moment.
      await store({ jurisdiction, person, sealed, wrapped });
      return person;
    },
    async confirm(jurisdiction, ...persons) {
      await inVault(system(jurisdiction), (tx) => tx.run(confirmDeposit, [jurisdiction, persons, isoOf(tx.at)]));
    },
    async eraseOrphans(jurisdiction, held) {
      const { old, before } = await inVault(system(jurisdiction), async (tx) => {
        const before = isoOf(plusMs(tx.at, -ORPHAN_AFTER_MS));
        return { before, old: await tx.rows(selectUnconfirmed, [jurisdiction, before, ORPHANS_PER_SWEEP_MAX]) };
      });
      const refs = old.map((row) => parsePersonRef(row.person_ref)).filter((ref) => ref !== undefined);
      if (refs.length === 0) return 0;
      // If `held` fails nothing is erased.
      const kept = await held(refs);
      const found = refs.filter((one) => kept.has(one));
      if (found.length > 0) await this.confirm(jurisdiction, ...found);
      const orphans = refs.filter((one) => !kept.has(one));
      // One whose form has come again meanwhile is young once more, and its case may be committing: it stays.
      return inVault(system(jurisdiction), (tx) => tx.run(deleteUnconfirmed, [jurisdiction, orphans, before]));
    },
    async open(look) {
      const { jurisdiction, person, fields } = look;
      const deposit = await inVault(system(jurisdiction), (tx) => noteLook(tx, look));
      // A crash here leaves a look on both lists that nobody had: the error is on the resident's side.
      if (!deposit) return undefined;
      const contact = await openDeposit(keys, jurisdiction, person, deposit);
      return Object.fromEntries(fields.map((field) => [field, contact[field]]));
    },
    async erase(jurisdiction, person) {
      await inVault(system(jurisdiction), async (tx) => {
        await tx.run(deleteDeposit, [jurisdiction, person]);
        await tx.run(blankReasons, [jurisdiction, person]);
      });
    },
    async readsOf(jurisdiction, person) {
      const rows = await inVault(system(jurisdiction), (tx) => tx.rows(selectReads, [jurisdiction, person, READS_SHOWN_MAX]));
      return rows.map(({ view_id, at, ...row }) => {
        const view = parseEventId(view_id);
        return { ...row, at: instantOf(at), ...(view ? { view } : {}) };
      });
    },
  };
}

/** The vault's own line, unique for the look's entry; undefined where nothing is kept, or this look has had its line. */
async function noteLook(tx: Tx, { jurisdiction, person, role, unit, fields, reason, view, purpose }: Look) {
  const row = await tx.row(selectDeposit, [jurisdiction, person]);
  if (!row) return undefined;
  return await tx.run(insertRead, [jurisdiction, person, isoOf(tx.at), role, unit, fields, reason, view, purpose]) === 1 ? row : undefined;
}

async function openDeposit(keys: KeyProvider, jurisdiction: JurisdictionCode, person: PersonRef, deposit: { readonly sealed: Uint8Array; readonly wrapped_key: Uint8Array }): Promise<Contact> {
  const key = await keys.unwrap(keyContext(jurisdiction, person), deposit.wrapped_key);
  const plain = keys.unseal(key, sealContext(jurisdiction, person), deposit.sealed);
  if (!plain) throw new Error('a deposit does not open under its own key');
  return JSON.parse(plain.toString()) as Contact;
}

/** HMAC(vault key, jurisdiction, idempotency key): says nothing of the person, and is the same when the form comes again. */
export function personRefOf(keys: KeyProvider, jurisdiction: JurisdictionCode, idempotencyKey: string): PersonRef {
  const ref = parsePersonRef(keys.hmac('vault person', jurisdiction, idempotencyKey).toString('base64url'));
  if (!ref) throw new Error('an HMAC-SHA256 is not 43 base64url characters');
  return ref;
}

function sealContext(jurisdiction: JurisdictionCode, person: PersonRef): string {
  return `vault contact\n${jurisdiction}\n${person}`;
}

export function keyContext(jurisdiction: JurisdictionCode, person: PersonRef): string {
  return `vault key\n${jurisdiction}\n${person}`;
}
