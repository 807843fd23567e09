import type { Publish } from '../../record/event.ts';
import type { MatterEvent } from './events.ts';
import type { MatterKind } from './matter.ts';

/**
 * Of an incident the public log holds what an office declared, at once, under a number at random; its words stand on its page. Which
 * cases are in it is never told, nor that one was taken out, nor a rise, whose minute would be a verdict's. Of merged cases nothing.
 */
export function publicationOf(id: string, kind: MatterKind, event: MatterEvent): Publish {
  const isPrivate = kind === 'merged' || event.type === 'matter.gathered.v1' || event.type === 'matter.parted.v1' || event.type === 'matter.raised.v1' || event.type === 'matter.signed.v1';
  return { stream: `matter:${id}`, when: isPrivate ? 'never' : 'at-once', open: isPrivate ? {} : event.open, later: {} };
}
