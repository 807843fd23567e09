import type { EventId } from '../../kernel/ids.ts';
import type { PageContext } from '../../ui/page.ts';

/** Where the proof of an event's entry is fetched. Whoever knows the id may; it stands on pages of its resident alone. */
export function proofOf({ paths }: PageContext, event: EventId): string {
  return `${paths.receipts}/${event}/proof`;
}
