import type { DivisionCode, PostId, TopicCode, UnitId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { MatterKind } from './matter.ts';

type Shape<Type extends string, Open, Sealed extends string> = { readonly type: Type; readonly open: Open; readonly sealed: { readonly [Field in Sealed]?: string } };
type Nothing = Readonly<Record<never, never>>;

/** `by` is an account. Of merged cases nothing is ever opened; of an incident what an office declares, at once. */
export type MatterEvent =
  | Shape<'matter.declared.v1', {
      readonly kind: MatterKind; readonly topics: readonly TopicCode[]; readonly divisions: readonly DivisionCode[]; readonly since: Instant;
      readonly unit: UnitId; readonly nextWordAt?: Instant;
    }, 'name' | 'words' | 'by'>
  /** Cases were looked for and asked to be joined; which, the cases say. */
  | Shape<'matter.gathered.v1', Nothing, 'by'>
  /** One is to go its own way again. */
  | Shape<'matter.parted.v1', Nothing, 'case' | 'reason' | 'by'>
  | Shape<'matter.signed.v1', Nothing, 'by'>
  | Shape<'matter.updated.v1', { readonly nextWordAt?: Instant }, 'words' | 'by'>
  | Shape<'matter.answered.v1', Nothing, 'found' | 'done' | 'by'>
  | Shape<'matter.redated.v1', { readonly dueAt: Instant }, 'explanation' | 'by'>
  /** A member called it partly solved or unsolved; `cause` is the event of that verdict. */
  | Shape<'matter.raised.v1', { readonly unit: UnitId; readonly post?: PostId }, 'cause'>
  | Shape<'matter.ended.v1', Nothing, 'words' | 'by'>;

export const MATTER_EVENTS: readonly MatterEvent['type'][] = [
  'matter.declared.v1', 'matter.gathered.v1', 'matter.parted.v1', 'matter.signed.v1', 'matter.updated.v1', 'matter.answered.v1', 'matter.redated.v1',
  'matter.raised.v1', 'matter.ended.v1',
];

export type MatterFact = MatterEvent & {
  readonly stream: string; readonly seq: number; readonly at: Instant; readonly role: string; readonly unit?: UnitId; readonly post?: PostId;
};
