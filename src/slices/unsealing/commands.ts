import type { CaseId, UnitId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { ContactField } from '../vault/index.ts';
import type { Purpose, Ruling } from './unsealing.ts';

export type Author =
  | { readonly kind: 'staff'; readonly account: string; readonly unit: UnitId; readonly roles: readonly string[] }
  | { readonly kind: 'resident' };

export type UnsealingCommand =
  | { readonly do: 'request'; readonly by: Author; readonly purpose: Purpose; readonly words: string; readonly fields: readonly ContactField[] }
  | { readonly do: 'look-as-agreed'; readonly by: Author; readonly words: string; readonly fields: readonly ContactField[] }
  | { readonly do: 'approve'; readonly by: Author; readonly granted: readonly ContactField[]; readonly explanation: string }
  | { readonly do: 'refuse'; readonly by: Author; readonly explanation: string }
  | { readonly do: 'view'; readonly by: Author; readonly fields: readonly ContactField[] }
  | { readonly do: 'contest'; readonly by: Author; readonly words: string }
  | { readonly do: 'settle'; readonly by: Author; readonly ruling: Ruling; readonly explanation: string };

/** What the decision needs to know of the case, read afresh each time: whoever has become a party meanwhile is out. */
export type CaseNow = {
  readonly id: CaseId;
  readonly anonymity: 'anonymous' | 'sealed' | 'named';
  /** Fields that the person lets the unit which has the case see now, though they did not choose to be named. */
  readonly consented?: readonly ContactField[];
  /** Something is kept in the vault. */
  readonly hasPerson: boolean;
  /** Somebody still owes the resident something. */
  readonly isOpen: boolean;
  readonly isErased: boolean;
  /** Who has it in hand now: the owner and the handler of the running round. */
  readonly holders: readonly UnitId[];
  /** Every unit that has, or had, a hand in it. */
  readonly involved: readonly UnitId[];
};

/** The jurisdiction's law as this slice sees it; the same question always has the same answer. */
export type UnsealingRules = {
  permits(roles: readonly string[], permission: 'identity.request' | 'identity.approve'): boolean;
  /** Whether the unit, or one above it, must be kept from this case (charter promise 12). */
  isParty(unit: UnitId): boolean;
  /** Whether `unit` is `other` or lies beneath it. */
  isWithin(unit: UnitId, other: UnitId): boolean;
  readonly outsideUnit?: UnitId;
  /** The end of a time limit of the jurisdiction's data that begins at `from`. */
  deadline(limit: 'identity-decision' | 'identity-open' | 'identity-contest', from: Instant): Instant;
  /** The date in the jurisdiction's zone. */
  dayOf(at: Instant): string;
  /** Accounts that could decide now, with their units: who exists is not the core's to know. */
  readonly deciders: readonly { readonly account: string; readonly unit: UnitId }[];
};

export type UnsealingRefusal =
  | { readonly kind: 'not-yours' | 'own-unit' | 'same-hand' | 'about-this-unit' | 'outside-only' }
  | { readonly kind: 'nothing-kept' | 'at-rest' | 'erased' | 'not-agreed' | 'nobody-may-decide' }
  | { readonly kind: 'lapsed' | 'ended' | 'already-decided' | 'not-approved' | 'no-such-request' | 'already-asked' | 'views-spent' }
  | { readonly kind: 'no-fields' | 'other-fields' | 'words-missing' | 'words-too-long' }
  | { readonly kind: 'already-contested' | 'not-contested' };

