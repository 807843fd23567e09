import type { JurisdictionCode, PersonRef } from '../../kernel/ids.ts';
import { isoOf } from '../../kernel/instant.ts';
import type { KeyProvider } from '../../platform/crypto/index.ts';
import type { Actor } from '../../platform/db/actor.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Tx } from '../../platform/db/reader.ts';
import { statement } from '../../platform/db/statement.ts';
import { CONTACT_FIELDS, type Contact } from './contact.ts';
import { deleteAsked } from './asking.ts';
import { openDeposit, sealDeposit } from './deposit.ts';
import { blankReasons, deleteDeposit, insertRead, selectDeposit } from './store.ts';

/** What whoever holds the receipt did with their own contact. Each leaves a line among the looks: were it somebody else, the owner finds it there. */
export const OWN_ACTS = ['own-look', 'own-correction', 'own-removal'] as const;
export type OwnAct = (typeof OWN_ACTS)[number];

/** One's own contact (PIPL art. 44 to 47): seen, corrected, taken away, by whoever has just shown the receipt's code, and by nobody else. */
export interface OwnContacts {
  isKept(jurisdiction: JurisdictionCode, person: PersonRef): Promise<boolean>;
  /** The line is committed before anything is opened. Undefined where nothing is kept. */
  see(jurisdiction: JurisdictionCode, person: PersonRef): Promise<Contact | undefined>;
  /** Sealed under a new key; the old contact goes with its key. Where none is kept any more, it is kept anew. A consent stays as it was given. */
  correct(jurisdiction: JurisdictionCode, person: PersonRef, contact: Contact): Promise<void>;
  /** Contact, key and consents are gone when this resolves; that there were looks stays. Twice is harmless. */
  remove(jurisdiction: JurisdictionCode, person: PersonRef): Promise<void>;
}

export function createOwnContacts(database: Database, keys: KeyProvider): OwnContacts {
  const inVault = <T>(jurisdiction: JurisdictionCode, work: Parameters<typeof database.inTransaction<T>>[1]): Promise<T> => {
    const actor: Actor = { kind: 'system', jurisdiction, job: 'own contact' };
    return database.inTransaction(actor, work, 'vault_svc');
  };
  return {
    isKept: (jurisdiction, person) => inVault(jurisdiction, async (tx) => await tx.row(selectDeposit, [jurisdiction, person]) !== undefined),
    async see(jurisdiction, person) {
      const deposit = await inVault(jurisdiction, async (tx) => {
        const row = await tx.row(selectDeposit, [jurisdiction, person]);
        if (row) await note(tx, person, 'own-look');
        return row;
      });
      return deposit && openDeposit(keys, jurisdiction, person, deposit);
    },
    async correct(jurisdiction, person, contact) {
      const { sealed, wrapped } = await sealDeposit(keys, jurisdiction, person, contact);
      await inVault(jurisdiction, async (tx) => {
        await tx.run(replaceDeposit, [jurisdiction, person, sealed, wrapped, isoOf(tx.at)]);
        // What was asked at the old number is answered there no more.
        await tx.run(deleteAsked, [jurisdiction, person]);
        await note(tx, person, 'own-correction');
      });
    },
    remove: (jurisdiction, person) => inVault(jurisdiction, async (tx) => {
      if (await tx.run(deleteDeposit, [jurisdiction, person]) === 0) return;
      await tx.run(blankReasons, [jurisdiction, person]);
      await note(tx, person, 'own-removal');
    }),
  };
}

async function note(tx: Tx, person: PersonRef, act: OwnAct): Promise<void> {
  await tx.run(insertRead, [tx.actor.jurisdiction, person, isoOf(tx.at), 'resident', '', CONTACT_FIELDS, '', null, act]);
}

/** The day it was first left stays: what is kept a year is not kept longer for a new number. */
const replaceDeposit = statement<never>('vault_svc', 'vault.replace_deposit', `
  insert into vault.deposits (jurisdiction, person_ref, sealed, wrapped_key, deposited_at, confirmed_at) values ($1, $2, $3, $4, $5::timestamptz, $5::timestamptz)
  on conflict (jurisdiction, person_ref) do update set sealed = excluded.sealed, wrapped_key = excluded.wrapped_key`);
