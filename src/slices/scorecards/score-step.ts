import type { Act } from '../../record/log/entry.ts';

/** What one act of a case does to the round that it falls into. `due` is undefined where the record tells no deadline. */
export type Step = { readonly seq: number; readonly index: number; readonly atMs: number } & Deed;

export type Deed =
  | { readonly does: 'begin'; readonly round: number; readonly handler: string; readonly due: number | undefined }
  | { readonly does: 'transfer'; readonly handler: string }
  /** An objection was upheld: another unit's from the beginning, and no transfer of anybody's. */
  | { readonly does: 'hand-on'; readonly handler: string }
  | { readonly does: 'escalate'; readonly handler: string; readonly isTransfer: boolean; readonly dueAt: number | undefined; readonly dueBy: number | undefined }
  | { readonly does: 'answer'; readonly unit: string }
  | { readonly does: 'extend'; readonly due: number | undefined }
  | { readonly does: 'resume'; readonly due: number | undefined }
  | { readonly does: 'judge'; readonly round: number; readonly outcome: 'solved' | 'partly' | 'unsolved' }
  | { readonly does: 'stay-silent'; readonly round: number }
  /** Closed by another system before it came here: counted as left out, and nowhere else. */
  | { readonly does: 'leave-out'; readonly unit: string }
  | { readonly does: 'contact' | 'pause' | 'withdraw' };

/** Where only the date of a deadline is public, it lasts until that date is over everywhere on earth (UTC−12). */
const DATE_LASTS_MS = 36 * 3_600_000;

/** Undefined for an act that moves no figure, or that lacks what its type must have. Whatever stands in the act, it never throws. */
export function deedOf({ type, unit, open }: Act): Deed | undefined {
  switch (type) {
    case 'case.dispatched.v1': return begin(1, open['owner'], open);
    case 'case.imported.v1': return importOf(open);
    case 'case.reopened.v1': return begin(open['round'], open['handler'], open);
    case 'case.transferred.v1': return isText(open['handler']) ? { does: 'transfer', handler: open['handler'] } : undefined;
    case 'case.objection-ruled.v1': return open['ruling'] === 'upheld' && isText(open['handler']) ? { does: 'hand-on', handler: open['handler'] } : undefined;
    case 'case.redated.v1': case 'case.extended.v1': return { does: 'extend', due: deadlineOf(open) };
    case 'case.escalated.v1': return escalate(open);
    case 'case.answered.v1': return unit === undefined ? undefined : { does: 'answer', unit };
    case 'case.resumed.v1': return { does: 'resume', due: deadlineOf(open) };
    case 'case.judged.v1': return judge(open);
    case 'case.unjudged.v1': return isCount(open['round']) ? { does: 'stay-silent', round: open['round'] } : undefined;
    case 'case.contacted.v1': return { does: 'contact' };
    case 'case.paused.v1': return { does: 'pause' };
    case 'case.withdrawn.v1': return { does: 'withdraw' };
    default: return undefined;
  }
}

/** Milliseconds since 1970: the minute of an office's act, the UTC midnight that begins the date of any other. */
export function timeOf({ at, day }: Act): number | undefined {
  const ms = at === undefined ? midnightOf(day ?? '') : minuteOf(at);
  return Number.isNaN(ms) ? undefined : ms;
}

/** `2026-11-22T10:32Z`, from its midnight; anything else as the engine reads it. */
function minuteOf(at: string): number {
  const [hours, minutes] = [Number(at.slice(11, 13)), Number(at.slice(14, 16))];
  const isPlain = at.length === 17 && /^\d\d:\d\dZ$/.test(at.slice(11)) && at[10] === 'T' && hours < 24 && minutes < 60;
  return isPlain ? midnightOf(at.slice(0, 10)) + (hours * 60 + minutes) * 60_000 : Date.parse(at);
}

/** Acts come day by day, and reading a date costs as much as all else that is done with one. */
const lastDay = { text: '', ms: Number.NaN };

function midnightOf(day: string): number {
  if (day !== lastDay.text) [lastDay.text, lastDay.ms] = [day, Date.parse(`${day}T00:00Z`)];
  return lastDay.ms;
}

type Open = Act['open'];

function begin(round: unknown, handler: unknown, open: Open): Deed | undefined {
  return isCount(round) && isText(handler) ? { does: 'begin', round, handler, due: deadlineOf(open) } : undefined;
}

function importOf(open: Open): Deed | undefined {
  const { owner, standing } = open;
  if (standing === 'open') return begin(1, owner, open);
  return standing === 'closed' && isText(owner) ? { does: 'leave-out', unit: owner } : undefined;
}

function escalate(open: Open): Deed | undefined {
  const { handler, cause, dueAt } = open;
  if (!isText(handler)) return undefined;
  return { does: 'escalate', handler, isTransfer: cause === 'third-transfer', dueAt: isInteger(dueAt) ? dueAt : undefined, dueBy: dateEnd(open['dueDay']) };
}

function judge({ round, outcome }: Open): Deed | undefined {
  return isCount(round) && (outcome === 'solved' || outcome === 'partly' || outcome === 'unsolved') ? { does: 'judge', round, outcome } : undefined;
}

function deadlineOf({ dueAt, dueDay }: Open): number | undefined {
  return isInteger(dueAt) ? dueAt : dateEnd(dueDay);
}

function dateEnd(day: unknown): number | undefined {
  const from = typeof day === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00Z`) : Number.NaN;
  return Number.isNaN(from) ? undefined : from + DATE_LASTS_MS;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isInteger(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function isCount(value: unknown): value is number {
  return isInteger(value) && value > 0;
}
