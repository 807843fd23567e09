import type { Instant } from '../../../kernel/instant.ts';
import { dayOf, type Directory, type TopicNode } from '../../../slices/units/index.ts';
import type { Open311Place, Open311Topic } from './ports.ts';

const made = new WeakMap<Directory, { readonly day: string; readonly place: Open311Place }>();

/** What Open311 sees of a jurisdiction's directory on the day of `at`; the same object until its version or the day changes. */
export function open311PlaceOf(directory: Directory, at: Instant): Open311Place {
  const day = dayOf(at, directory.zone);
  const known = made.get(directory);
  if (known?.day === day) return known.place;
  const place: Open311Place = {
    code: directory.code,
    names: directory.names,
    zone: directory.zone,
    publicWords: directory.publicWords,
    topics: directory.topicsTree(at).flatMap(flattened),
    // All that ever were: an old case keeps its place after a merger.
    divisions: directory.content.divisions,
    unitNames: (unit) => directory.unit(unit)?.names,
  };
  made.set(directory, { day, place });
  return place;
}

function flattened(node: TopicNode): readonly Open311Topic[] {
  return [node.topic, ...node.children.flatMap(flattened)];
}
