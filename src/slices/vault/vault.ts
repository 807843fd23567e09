import type { EventId, JurisdictionCode, PersonRef } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Answers } from './answers.ts';
import type { MaskedCalls } from './calls.ts';
import type { Checks } from './checks.ts';
import type { Consents } from './consents.ts';
import type { Contact, ContactField } from './contact.ts';
import type { OwnContacts } from './own.ts';
import type { Tellings } from './tellings.ts';

/** References asked about at once: a page of a sweep, and no more than one message to a vault apart may carry. */
export const REFS_MAX = 500;
export const ORPHANS_PER_SWEEP_MAX = REFS_MAX;
export const OLD_PER_PAGE_MAX = REFS_MAX;
/** More looks than this at one identity are a scandal that the first page already shows. */
export const READS_SHOWN_MAX = 100;

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

/** References as they stood, and the moment they were measured against. */
export type Aged = { readonly refs: readonly PersonRef[]; readonly before: Instant };

/** `refused`: somebody answers, and it is not a vault that knows our token. */
export type VaultState = 'inside' | 'answers' | 'away' | 'refused';

/**
 * All that anybody may ask of the vault. Kept twice: `createVault` in this process, `connectVault` to a process apart; the same tests
 * run over both. Of a vault apart everything but `state` and `close` rejects with LinkAway while it does not answer.
 */
export interface Vault {
  /**
   * Step 1 of a report with contact: commits the sealed contact, unconfirmed. The reference comes from the idempotency
   * key, so the same form again gives the same reference, and two reports by one person cannot be linked.
   */
  deposit(jurisdiction: JurisdictionCode, idempotencyKey: string, contact: Contact): Promise<PersonRef>;
  /** Step 3, after the case is committed (step 2). Doing it twice is harmless. */
  confirm(jurisdiction: JurisdictionCode, ...persons: readonly PersonRef[]): Promise<void>;
  /** Unconfirmed for longer than a day, the oldest first, at most ORPHANS_PER_SWEEP_MAX. */
  unconfirmed(jurisdiction: JurisdictionCode): Promise<Aged>;
  /** Erases those of them that are still unconfirmed and were not renewed since `before`. How many. */
  eraseUnconfirmed(jurisdiction: JurisdictionCode, persons: readonly PersonRef[], before: Instant): Promise<number>;
  /** Kept longer than `keptMs`, in the order of their references, `after` one of them; a page of OLD_PER_PAGE_MAX. */
  older(jurisdiction: JurisdictionCode, keptMs: number, after: PersonRef | ''): Promise<Aged>;
  /** Which of these it does not keep. */
  missing(jurisdiction: JurisdictionCode, persons: readonly PersonRef[]): Promise<readonly PersonRef[]>;
  /**
   * Opens the fields of a look whose entry in the record is committed; the vault commits a line of its own before it opens anything.
   * Undefined when the deposit is not there, or this look has been shown already.
   */
  open(look: Look): Promise<Partial<Contact> | undefined>;
  /** Erases a contact and what was written about looks at it; that there were looks stays. Twice is harmless. */
  erase(jurisdiction: JurisdictionCode, person: PersonRef): Promise<void>;
  /** Who looked at an identity, newest first. */
  readsOf(jurisdiction: JurisdictionCode, person: PersonRef): Promise<readonly VaultRead[]>;
  readonly consents: Consents;
  readonly checks: Checks;
  readonly tellings: Tellings;
  readonly calls: MaskedCalls;
  readonly answers: Answers;
  readonly own: OwnContacts;
  /** In a process of its own. */
  readonly isApart: boolean;
  /** Whether it can be asked now; never rejects. */
  state(): Promise<VaultState>;
  close(): Promise<void>;
}
