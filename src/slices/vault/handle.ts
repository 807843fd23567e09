import { parseEventId, parsePersonRef, type JurisdictionCode, type PersonRef } from '../../kernel/ids.ts';
import { DAY_MS, instantOf, isoOf, plusMs } from '../../kernel/instant.ts';
import type { KeyProvider } from '../../platform/crypto/index.ts';
import type { Actor } from '../../platform/db/actor.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Tx } from '../../platform/db/reader.ts';
import { gather } from '../../platform/db/gather.ts';
import { createAnswers } from './answers.ts';
import { createCalls } from './calls.ts';
import { createChecks } from './checks.ts';
import { createConsents } from './consents.ts';
import { openDeposit, sealDeposit } from './deposit.ts';
import { createOwnContacts } from './own.ts';
import {
  blankReasons, confirmDeposit, deleteDeposit, deleteUnconfirmed, insertDeposits, insertRead, selectDeposit, selectMissing, selectOldDeposits, selectReads, selectUnconfirmed,
} from './store.ts';
import { createTellings, NO_WAYS, tellOne, type TellingWays } from './tellings.ts';
import { OLD_PER_PAGE_MAX, ORPHANS_PER_SWEEP_MAX, READS_SHOWN_MAX, type Look, type Vault } from './vault.ts';

/** A deposit whose case never came is someone's identity kept for nothing. */
const ORPHAN_AFTER_MS = DAY_MS;

type Sealed = { readonly jurisdiction: JurisdictionCode; readonly person: PersonRef; readonly sealed: Uint8Array; readonly wrapped: Uint8Array };

/** The vault in this process: role `vault_svc`, keys that open what it keeps, and ways to whom it keeps. */
export function createVault(database: Database, keys: KeyProvider, ways: TellingWays = NO_WAYS): Vault {
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
      const { sealed, wrapped } = await sealDeposit(keys, jurisdiction, person, contact);
      // A crash after this commit leaves an unconfirmed deposit without a case: eraseOrphans removes it within a day.
      // One statement is a transaction by itself, and carries all deposits of the moment.
      await store({ jurisdiction, person, sealed, wrapped });
      return person;
    },
    async confirm(jurisdiction, ...persons) {
      await inVault(system(jurisdiction), (tx) => tx.run(confirmDeposit, [jurisdiction, persons, isoOf(tx.at)]));
    },
    unconfirmed: (jurisdiction) => inVault(system(jurisdiction), async (tx) => {
      const before = plusMs(tx.at, -ORPHAN_AFTER_MS);
      return { before, refs: refsIn(await tx.rows(selectUnconfirmed, [jurisdiction, isoOf(before), ORPHANS_PER_SWEEP_MAX])) };
    }),
    eraseUnconfirmed: (jurisdiction, persons, before) => inVault(system(jurisdiction), (tx) => tx.run(deleteUnconfirmed, [jurisdiction, persons, isoOf(before)])),
    older: (jurisdiction, keptMs, after) => inVault(system(jurisdiction), async (tx) => {
      const before = plusMs(tx.at, -keptMs);
      return { before, refs: refsIn(await tx.rows(selectOldDeposits, [jurisdiction, isoOf(before), after, OLD_PER_PAGE_MAX])) };
    }),
    missing: (jurisdiction, persons) => inVault(system(jurisdiction), async (tx) => refsIn(await tx.rows(selectMissing, [jurisdiction, persons]))),
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
    consents: createConsents(database),
    checks: createChecks(database, keys),
    tellings: createTellings({ database, keys, ...ways }),
    calls: createCalls({ database, keys, call: ways.call }),
    answers: createAnswers({ database, keys, tellText: (jurisdiction, person, letter) => tellOne({ database, keys, ...ways }, jurisdiction, person, { letter, by: ['text'] }) }),
    own: createOwnContacts(database, keys),
    isApart: false,
    state: () => Promise.resolve('inside'),
    close: () => Promise.resolve(),
  };
}

function refsIn(rows: readonly { readonly person_ref: string }[]): PersonRef[] {
  return rows.map((row) => parsePersonRef(row.person_ref)).filter((ref) => ref !== undefined);
}

/** The vault's own line, unique for the look's entry; undefined where nothing is kept, or this look has had its line. */
async function noteLook(tx: Tx, { jurisdiction, person, role, unit, fields, reason, view, purpose }: Look) {
  const row = await tx.row(selectDeposit, [jurisdiction, person]);
  if (!row) return undefined;
  return await tx.run(insertRead, [jurisdiction, person, isoOf(tx.at), role, unit, fields, reason, view, purpose]) === 1 ? row : undefined;
}

/** HMAC(vault key, jurisdiction, idempotency key): says nothing of the person, and is the same when the form comes again. */
export function personRefOf(keys: KeyProvider, jurisdiction: JurisdictionCode, idempotencyKey: string): PersonRef {
  const ref = parsePersonRef(keys.hmac('vault person', jurisdiction, idempotencyKey).toString('base64url'));
  if (!ref) throw new Error('an HMAC-SHA256 is not 43 base64url characters');
  return ref;
}
