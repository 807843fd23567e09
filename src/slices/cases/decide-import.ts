import type { Instant } from '../../kernel/instant.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Import } from './commands.ts';
import { given, happened, type Decided } from './draft.ts';
import type { CaseEvent } from './events.ts';
import type { Rules } from './rules.ts';

/** Who signs for what a table brought: the list, in the name of the office that takes in. */
const IMPORT_ROLE = 'import';

/**
 * A row of another system's table becomes a case (charter promise 2). Open there: it is in its unit's hand, with a clock that counts
 * from the day it was opened, and overdue at once where that has run out; nothing is reset by moving house (promise 3). Closed there:
 * it rests as `imported-closed`, because nobody here can know whether it was solved (promise 4).
 */
export function importRow(command: Import, at: Instant, rules: Rules): Decided {
  if (command.by.kind !== 'system') return refuse({ kind: 'not-yours', needs: 'system' });
  if (!rules.has(command.owner, at)) return refuse({ kind: 'unknown-unit', unit: command.owner });
  if (command.openedAt > at) return refuse({ kind: 'opened-later' });
  const { point, address } = command.place;
  return happened({ seq: 0, id: command.id }, { role: IMPORT_ROLE, unit: rules.intakeUnit }, [{
    type: 'case.imported.v1', open: openOf(command, at, rules),
    sealed: given({
      address, externalId: command.externalId, point: point && `${String(point.latitude)} ${String(point.longitude)}`, words: command.words,
    }),
  }]);
}

type Open = Extract<CaseEvent, { type: 'case.imported.v1' }>['open'];

function openOf(command: Import, at: Instant, rules: Rules): Open {
  const { number, source, owner, kind, urgency, topic, place, openedAt, isOpenData, standing } = command;
  // Fields in the order of their canonical form: a table has many rows.
  const [day, division] = [rules.dayOf(at), place.division];
  const said = {
    kind, number, ...(isOpenData ? { openedAt } : {}), openedDay: rules.dayOf(openedAt), owner, publishPlace: isOpenData, publishWords: isOpenData,
  };
  if (standing.kind === 'closed') {
    return { ...(standing.closedAt === undefined ? {} : { closedDay: rules.dayOf(standing.closedAt) }), day, division, ...said, source, standing: 'closed', topic, urgency };
  }
  const subject = { kind, urgency, topic, channel: 'import' } as const;
  const due = standing.dueAt ?? rules.deadline('answer', openedAt, subject, owner);
  // A deadline to the minute would tell the minute in which somebody spoke.
  const dueAt = isOpenData ? due : rules.dayEndOf(due);
  // Late ones are public at once; a post is called for only when its unit has had, here, the time that a raised case has.
  const sooner = rules.deadline('escalated', at, subject, owner);
  return {
    answerDueAt: dueAt > sooner ? dueAt : sooner, day, division, dueAt, dueFrom: standing.dueAt === undefined ? 'limit' : 'source', ...said,
    rulesVersion: rules.version, source, standing: 'open', topic, urgency,
  };
}
