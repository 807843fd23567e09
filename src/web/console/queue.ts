import { parseCaseNumber } from '../../kernel/ids.ts';
import { DAY_MS, HOUR_MS, type Instant } from '../../kernel/instant.ts';
import type { Tx } from '../../platform/db/reader.ts';
import type { ReadyStaff } from '../../slices/accounts/index.ts';
import { casesWithWaitingRemovals, dangerFirst, listPublicCases, PAGE_MAX, queueCounts, queuedByNumbers, staffQueue, type Queue, type QueueCounts, type QueuedCase } from '../../slices/cases/index.ts';
import type { Directory } from '../../slices/units/index.ts';
import { withQuery, type PageContext } from '../../ui/page.ts';
import { placeWords, topicWords, unitNamer } from '../present/names.ts';
import { seesRemovalDesk } from '../removals/desk-props.ts';
import type { Services } from '../services.ts';
import { conversationMessages } from '../views/conversation/messages.ts';
import { maySeeIdentityDesk } from '../identity/who.ts';
import { identityMessages } from '../views/identity/messages.ts';
import { matterWords } from '../views/matters/messages.ts';
import { removalMessages } from '../views/removals/messages.ts';
import { consoleMessages } from './messages.ts';
import type { Queue as QueueView, QueueRow } from '../views/console/console.tsx';

type Asking = {
  readonly services: Services; readonly staff: ReadyStaff; readonly page: PageContext; readonly directory: Directory; readonly now: Instant;
  readonly wanted?: Queue; readonly after?: string; readonly search?: string;
};

const QUEUE_ROWS = 30;

/** What waits for this member of staff, due first. Undefined when the cursor in the address is none of ours. */
export async function queueFor(asking: Asking): Promise<QueueView | undefined> {
  const { services, staff, page, wanted, after, search } = asking;
  const queues = queuesOf(staff);
  return services.database.inTransaction(staff.actor, async (tx) => {
    const counts = await queueCounts(tx, staff.unitId);
    const current = wanted && queues.includes(wanted) ? wanted : queues.find((one) => one !== 'answered' && counts[one] > 0) ?? queues[0] ?? 'handled';
    const tabs = [...queues.map((one) => tabOf(one, current, counts, page)), ...await removalTab(tx, staff, page), ...await identityTab(tx, asking), { name: matterWords(page.locale).deskLink, href: page.paths.matters, count: undefined, current: false }];
    if (search !== undefined) {
      const found = await queuedByNumbers(tx, await numbersFor(asking, search));
      return { tabs: tabs.map((tab) => ({ ...tab, current: false })), rows: found.map((row) => rowOf(row, asking)), query: search };
    }
    const found = await staffQueue(tx, current, staff.unitId, { limit: QUEUE_ROWS, ...(after === undefined ? {} : { cursor: after }) });
    if (!found) return undefined;
    const danger = after === undefined ? await dangerFirst(tx, current, staff.unitId, QUEUE_ROWS) : [];
    const others = found.cases.filter(({ id }) => !danger.some((one) => one.id === id));
    const here = `${page.paths.console}?queue=${current}`;
    return {
      tabs, rows: [...danger, ...others].map((row) => rowOf(row, asking)), query: '',
      previous: after === undefined ? undefined : here,
      next: found.next === undefined ? undefined : withQuery(here, 'after', found.next),
    };
  });
}

/** Which lists a role has: dispatchers the intake's, reviewers the contested, everyone their unit's. */
function queuesOf(staff: ReadyStaff): readonly Queue[] {
  const { roles } = staff.actor;
  return [
    ...(roles.includes('dispatcher') || roles.includes('operator') ? ['intake'] as const : []),
    ...(roles.includes('objection-reviewer') ? ['contested'] as const : []),
    'handled', 'owned', 'assisted', 'answered',
  ];
}

function tabOf(queue: Queue, current: Queue, counts: QueueCounts, page: PageContext): QueueView['tabs'][number] {
  const words = consoleMessages(page.locale);
  return { name: words.queues[queue], href: `${page.paths.console}?queue=${queue}`, count: queue === 'answered' ? undefined : counts[queue], current: queue === current };
}

/** Requests to open an identity, for whoever can be the second person. */
async function identityTab(tx: Tx, { services, staff, page: { paths, locale } }: Asking): Promise<QueueView['tabs']> {
  if (!maySeeIdentityDesk({ services, staff })) return [];
  const waiting = await services.unsealings.waiting(tx);
  return [{ name: identityMessages(locale).linkDesk, href: paths.identityDesk, count: waiting.length, current: false }];
}

/** Requests to hide a text, and objections to it: a list of their own. */
async function removalTab(tx: Tx, staff: ReadyStaff, { paths, locale }: PageContext): Promise<QueueView['tabs']> {
  if (!seesRemovalDesk(staff)) return [];
  const waiting = await casesWithWaitingRemovals(tx, PAGE_MAX);
  return [{ name: removalMessages(locale).deskRequests, href: paths.consoleRemovals, count: waiting.length, current: false }];
}

/** A whole number finds its case even before it is public; other words search what is public. */
async function numbersFor({ services, directory }: Asking, search: string) {
  const number = parseCaseNumber(search);
  if (number) return [number];
  const found = await listPublicCases(services.database.public, directory.code, { text: search }, { limit: PAGE_MAX });
  return (found?.cases ?? []).map((one) => one.number);
}

function rowOf(row: QueuedCase, { directory, page, now }: Asking): QueueRow {
  const nameOf = unitNamer(directory, page.locale);
  const clock = clockWords(row, now, page);
  const town = placeWords(directory, row.division, page.locale);
  const unit = row.handler ?? row.owner;
  return {
    id: row.id, state: { stage: row.stage, round: Math.max(1, row.round) }, title: row.opening === '' ? topicWords(directory, row.topic, page.locale) : row.opening,
    facts: [...(row.hasMessage ? [conversationMessages(page.locale).queueNote] : []), topicWords(directory, row.topic, page.locale), ...(town === '' ? [] : [town]), ...(unit ? [nameOf(unit)] : [])],
    submittedAt: row.submittedAt, ...(clock ? { clock } : {}),
  };
}

function clockWords({ dueAt, paused, overdue }: QueuedCase, now: Instant, page: PageContext): QueueRow['clock'] {
  if (dueAt === undefined) return undefined;
  const words = consoleMessages(page.locale);
  if (paused) return { words: words.paused, late: false };
  const ms = Math.abs(dueAt - now);
  const amount = ms < 2 * DAY_MS ? words.hours(Math.max(1, Math.ceil(ms / HOUR_MS))) : words.days(Math.ceil(ms / DAY_MS));
  return { words: overdue ? words.late(amount) : words.left(amount), late: overdue };
}
