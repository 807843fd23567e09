import type { CaseId, DivisionCode, PostId, TopicCode, UnitId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { MatterKind } from './matter.ts';

export type Author =
  | { readonly kind: 'staff'; readonly account: string; readonly unit: UnitId; readonly post?: PostId; readonly roles: readonly string[] }
  | { readonly kind: 'system' };
type By = { readonly by: Author };

export type Declare = By & {
  readonly do: 'declare'; readonly kind: MatterKind; readonly name: string; readonly words: string; readonly topics: readonly TopicCode[];
  readonly divisions: readonly DivisionCode[]; readonly since: Instant; readonly unit: UnitId; readonly nextWordAt?: Instant;
};
/** `unitsOfCases`: who has each of the cases to be joined; undefined where nobody has it yet. */
export type Gather = By & { readonly do: 'gather'; readonly unitsOfCases: readonly (UnitId | undefined)[] };
export type PartOne = By & { readonly do: 'part'; readonly caseId: CaseId; readonly reason: string };
export type SignAll = By & { readonly do: 'sign' };
export type Update = By & { readonly do: 'update'; readonly words: string; readonly nextWordAt?: Instant };
export type AnswerAll = By & { readonly do: 'answer'; readonly found: string; readonly done: string };
export type Redate = By & { readonly do: 'redate'; readonly dueAt: Instant; readonly explanation: string };
export type Raise = By & { readonly do: 'raise'; readonly cause: string };
export type End = By & { readonly do: 'end'; readonly words: string };

export type MatterCommand = Declare | Gather | PartOne | SignAll | Update | AnswerAll | Redate | Raise | End;

export type MatterRefusal =
  | { readonly kind: 'no-such-matter' }
  | { readonly kind: 'not-yours'; readonly needs: 'dispatcher' | 'supervisor' | 'unit' }
  | { readonly kind: 'text-missing' | 'text-too-long'; readonly field: string }
  | { readonly kind: 'unknown-unit' }
  | { readonly kind: 'no-topic' }
  | { readonly kind: 'time-past'; readonly field: 'nextWordAt' | 'dueAt' }
  | { readonly kind: 'date-too-late'; readonly latest: Instant }
  | { readonly kind: 'too-few' }
  | { readonly kind: 'nobody-found' }
  | { readonly kind: 'too-many' }
  | { readonly kind: 'no-such-member' }
  | { readonly kind: 'only-incidents' }
  | { readonly kind: 'ended' }
  | { readonly kind: 'not-answered' };
