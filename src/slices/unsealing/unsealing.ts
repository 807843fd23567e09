import type { CaseId, UnitId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { ContactField } from '../vault/index.ts';

/**
 * What an identity may be opened for: a closed, published list. Curiosity, "to complete the file" and finding out who
 * complained are on no list.
 * - `agree-visit`: to agree on a time or a place with someone whom the relay did not reach
 * - `danger`: somebody's life or health is in danger now (Civil Code art. 1005)
 * - `entitlement`: a payment, permit or correction can only be made to a named person
 * - `lawful-order`: a court, procuratorate, supervision or police organ demands it in writing, under the law that it names
 * - `protect-writer`: to protect the person who wrote, for instance against retaliation
 */
export const PURPOSES = ['agree-visit', 'danger', 'entitlement', 'lawful-order', 'protect-writer'] as const;
export type Purpose = (typeof PURPOSES)[number];
/** What somebody who chose to be named agreed to: the unit that has the case reaches them. No second person, and every look told. */
export const AGREED = 'agreed';
export const AGREED_FIELDS: readonly ContactField[] = ['name', 'phone', 'email'];

/** Who had a hand in it, as the resident learns it. */
export type Hand = { readonly role: string; readonly unit: UnitId };
export type View = { readonly at: Instant; readonly fields: readonly ContactField[]; readonly by: Hand };

/** One objection by the resident, to the request and all its looks together; answered in words by `answerBy`. */
export type Contest =
  | { readonly state: 'none' }
  | { readonly state: 'open'; readonly words: string; readonly answerBy: Instant }
  | { readonly state: 'settled'; readonly words: string; readonly ruling: Ruling; readonly explanation: string; readonly by: Hand; readonly at: Instant };
export const RULINGS = ['proper', 'improper'] as const;
export type Ruling = (typeof RULINGS)[number];

/** Where a request goes: a protection officer, or the outside body where inside nobody may decide. */
export type Decider = 'protection' | 'outside';

type Common = {
  readonly id: string;
  readonly seq: number;
  readonly caseId: CaseId;
  readonly asker: Hand;
  /** Accounts that had a hand in it, the asker's first (private); none once the case's words are erased. */
  readonly accounts: readonly string[];
  readonly purpose: Purpose | typeof AGREED;
  readonly words: string;
  readonly fields: readonly ContactField[];
  readonly askedAt: Instant;
  readonly views: readonly View[];
  readonly contest: Contest;
};

/** One request to open an identity, or one look that the person had agreed to beforehand. Times pass by themselves: see `standing`. */
export type Unsealing = Common & (
  | { readonly status: 'agreed' }
  | { readonly status: 'requested'; readonly decider: Decider; readonly decideBy: Instant }
  | { readonly status: 'refused'; readonly by: Hand; readonly explanation: string; readonly at: Instant }
  /** `granted`: which of the fields asked for; `until`: no look after it. */
  | { readonly status: 'approved'; readonly by: Hand; readonly granted: readonly ContactField[]; readonly until: Instant; readonly at: Instant }
);

/** How it stands at a moment: nothing has to run for a request to lapse or for an approval to end. */
export type Standing = 'agreed' | 'waiting' | 'lapsed' | 'refused' | 'open' | 'ended';

export function standing(one: Unsealing, at: Instant): Standing {
  switch (one.status) {
    case 'agreed': case 'refused': return one.status;
    case 'requested': return at < one.decideBy ? 'waiting' : 'lapsed';
    case 'approved': return at < one.until ? 'open' : 'ended';
  }
}
