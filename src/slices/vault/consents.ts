import type { JurisdictionCode, PersonRef } from '../../kernel/ids.ts';
import { DAY_MS, instantOf, isoOf, type Instant } from '../../kernel/instant.ts';
import { accept, refuse, type Decision } from '../../kernel/refusal.ts';
import type { Actor } from '../../platform/db/actor.ts';
import type { Database } from '../../platform/db/database.ts';
import { statement } from '../../platform/db/statement.ts';
import { CONTACT_FIELDS, type ContactField } from './contact.ts';

/** "You may phone me until …": fields that the unit which has the case may see, and the moment after which it may not. */
export type Consent = { readonly fields: readonly ContactField[]; readonly until: Instant };

/** Two months at a time: a consent that is forgotten must end. */
export const CONSENT_DAYS_MAX = 60;

export type ConsentRefusal = { readonly kind: 'no-fields' } | { readonly kind: 'in-past' } | { readonly kind: 'too-long' } | { readonly kind: 'nothing-kept' };

/** What is wrong with a consent at the moment it is given. */
export function consentFault({ fields, until }: Consent, at: Instant): ConsentRefusal | undefined {
  if (fields.length === 0) return { kind: 'no-fields' };
  if (until <= at) return { kind: 'in-past' };
  return until - at > CONSENT_DAYS_MAX * DAY_MS ? { kind: 'too-long' } : undefined;
}

/** Given and taken back by the resident alone; read before every look. */
export interface Consents {
  /** A new consent replaces the one before. */
  give(jurisdiction: JurisdictionCode, person: PersonRef, consent: Consent): Promise<Decision<undefined, ConsentRefusal>>;
  /** Leaves nothing behind; twice is harmless. */
  revoke(jurisdiction: JurisdictionCode, person: PersonRef): Promise<void>;
  /** Undefined where there is none, or it is over. */
  of(jurisdiction: JurisdictionCode, person: PersonRef): Promise<Consent | undefined>;
}

export function createConsents(database: Database): Consents {
  const inVault = <T>(jurisdiction: JurisdictionCode, work: Parameters<typeof database.inTransaction<T>>[1]): Promise<T> => {
    const actor: Actor = { kind: 'system', jurisdiction, job: 'consents' };
    return database.inTransaction(actor, work, 'vault_svc');
  };
  return {
    give: (jurisdiction, person, consent) => inVault<Decision<undefined, ConsentRefusal>>(jurisdiction, async (tx) => {
      const fault = consentFault(consent, tx.at);
      if (fault) return refuse(fault);
      const fields = CONTACT_FIELDS.filter((field) => consent.fields.includes(field));
      const kept = await tx.row(upsertConsent, [jurisdiction, person, fields, isoOf(consent.until)]);
      return kept ? accept(undefined) : refuse({ kind: 'nothing-kept' });
    }),
    revoke: (jurisdiction, person) => inVault(jurisdiction, async (tx) => { await tx.run(deleteConsent, [jurisdiction, person]); }),
    of: (jurisdiction, person) => inVault(jurisdiction, async (tx) => {
      const row = await tx.row(selectConsent, [jurisdiction, person]);
      const until = row && instantOf(row.until);
      return until === undefined || tx.at >= until ? undefined : { fields: CONTACT_FIELDS.filter((field) => row?.fields.includes(field)), until };
    }),
  };
}

/** Only beside a contact that is kept. */
const upsertConsent = statement<{ person_ref: string }>('vault_svc', 'vault.upsert_consent', `
  insert into vault.consents (jurisdiction, person_ref, fields, until)
  select d.jurisdiction, d.person_ref, $3::text[], $4::timestamptz from vault.deposits d where d.jurisdiction = $1 and d.person_ref = $2
  on conflict (jurisdiction, person_ref) do update set fields = excluded.fields, until = excluded.until
  returning person_ref`);

const deleteConsent = statement<never>('vault_svc', 'vault.delete_consent', `
  delete from vault.consents where jurisdiction = $1 and person_ref = $2`);

const selectConsent = statement<{ fields: string[]; until: Date }>('vault_svc', 'vault.select_consent', `
  select fields, until from vault.consents where jurisdiction = $1 and person_ref = $2`);
