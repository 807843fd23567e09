import type { DivisionCode, PostId, TopicCode, UnitId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';

/** `merged`: a few cases that tell of the same thing, known to offices alone. `incident`: declared in public, for many at once. */
export const MATTER_KINDS = ['merged', 'incident'] as const;
export type MatterKind = (typeof MATTER_KINDS)[number];

/**
 * What several cases tell of. It leads, not one of the cases: so nobody's verdict, withdrawal or erasure decides for the others, and
 * no case is reopened but by its own resident.
 */
export type Matter = {
  readonly id: string;
  readonly seq: number;
  readonly kind: MatterKind;
  /** An office's words, without a person in them; of an incident everybody reads them. */
  readonly name: string;
  /** What an incident is about and where: whole branches of the jurisdiction's trees. Empty for merged cases. */
  readonly topics: readonly TopicCode[];
  readonly divisions: readonly DivisionCode[];
  /** Since when cases belong to it. */
  readonly since: Instant;
  readonly declaredAt: Instant;
  readonly declarer: UnitId;
  /** Who answers for it now; goes up, never down. */
  readonly unit: UnitId;
  /** The same as everybody reads it: a rise follows a resident's verdict, so it shows with the next act of an office, not in its minute. */
  readonly shownUnit: UnitId;
  /** `answered` is all that a unit can reach; a verdict of "partly" or "unsolved" of any member opens it again, one level up. */
  readonly stage: 'open' | 'answered';
  readonly raises: readonly { readonly to: UnitId; readonly post?: PostId; readonly cause: string }[];
  readonly nextWordAt?: Instant;
  readonly latest?: { readonly words: string; readonly at: Instant };
  readonly declaredDate?: { readonly dueAt: Instant; readonly explanation: string; readonly role: string };
  readonly endedAt?: Instant;
};

/** An event of the matter that is carried to every member. */
export const TELLING = ['matter.signed.v1', 'matter.updated.v1', 'matter.answered.v1', 'matter.redated.v1'] as const;

/** Fewer are never told of: nothing public of a matter rests on less, and no date is moved for less. */
export const MEMBERS_MIN = 10;
/** More at once than a storm day of a county brings; the next filter takes the rest. */
export const GATHER_MAX = 5_000;
export const NAME_MAX = 60;

/** How many are told to stand together: whole tens, or none. */
export function shownCount(members: number): number {
  return members - (members % MEMBERS_MIN);
}
