import { parseCaseId, type CaseId } from '../../kernel/ids.ts';
import type { JurisdictionCode } from '../../kernel/ids.ts';
import type { Tx } from '../../platform/db/reader.ts';
import { together } from '../../platform/db/together.ts';
import type { OnOpened } from '../../record/disclose.ts';
import type { OpenedEvent } from '../../record/replayer.ts';
import { lockedCase } from './load.ts';
import { savePages } from './persist.ts';
import type { Rules } from './rules.ts';
import { updateTold } from './store.ts';
import { withOpened } from './told.ts';

/** Cases read and written at once; each is some kilobytes. */
const TOGETHER = 50;

/**
 * Lets the pages say what the daily batch opens, in the batch's own transaction: pages and log never differ. Each case is held
 * until the batch commits, so whoever acts on it meanwhile waits, and then writes on from what is told. A crash leaves it waiting.
 */
export function createShowOpened(rulesFor: (jurisdiction: JurisdictionCode) => Rules): OnOpened {
  return async (tx, opened) => {
    const rules = rulesFor(tx.actor.jurisdiction);
    // One order for all, so that two batches cannot wait for each other.
    const cases = [...byCase(opened)].sort(([a], [b]) => (a < b ? -1 : 1));
    for (let at = 0; at < cases.length; at += TOGETHER) {
      await together(cases.slice(at, at + TOGETHER).map(([id, events]) => showOpened(tx, id, events, rules)));
    }
  };
}

async function showOpened(tx: Tx, id: CaseId, opened: readonly OpenedEvent[], rules: Rules): Promise<void> {
  const held = await lockedCase(tx, id);
  // The record disclosed what the slice does not have: fsck tells of it, and the batch goes on.
  if (!held) return;
  const told = withOpened(held.told, opened);
  await together([tx.run(updateTold, [tx.actor.jurisdiction, id, JSON.stringify(told)]), savePages(tx, { ...held, told }, rules)]);
}

function byCase(opened: readonly OpenedEvent[]): ReadonlyMap<CaseId, OpenedEvent[]> {
  const cases = new Map<CaseId, OpenedEvent[]>();
  for (const one of opened) {
    const id = parseCaseId(one.stream);
    if (id) cases.set(id, [...cases.get(id) ?? [], one]);
  }
  return cases;
}
