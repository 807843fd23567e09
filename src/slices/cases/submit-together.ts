import type { JurisdictionCode } from '../../kernel/ids.ts';
import { accept, type Decision } from '../../kernel/refusal.ts';
import type { SqlValue } from '../../platform/db/reader.ts';
import { together } from '../../platform/db/together.ts';
import { appendManyNew } from '../../record/append.ts';
import type { CaseRefusal } from './commands.ts';
import type { CaseDeps, Submission } from './deps.ts';
import { insertSubmissions } from './insert-submission.ts';
import { prepareSubmission, submitCase, type PlainSubmission, type SubmissionKey, type SubmittedCase } from './submit.ts';

/** More in one transaction only make the first wait for the last. */
const TOGETHER_MAX = 32;
/** While these run, whoever comes next gathers for the one after: nobody waits for company. */
const RUNNING_MAX = 3;

type Waiting = {
  readonly submission: Submission;
  readonly key: SubmissionKey;
  readonly resolve: (decision: Decision<SubmittedCase, CaseRefusal>) => void;
  readonly reject: (error: unknown) => void;
};

export type SubmissionQueue = {
  /** What anyone says over the web, in the order it comes. Acknowledged when its transaction has committed. */
  submit(jurisdiction: JurisdictionCode, submission: Submission, key: SubmissionKey): Promise<Decision<SubmittedCase, CaseRefusal>>;
};

/**
 * Group commit: submissions of one place that arrive while others are being written share the next transaction, its clock,
 * its actor and its flush to disk. Alone, one goes at once. Where anything fails in company (a form sent twice, a number
 * taken), nothing of that transaction stays and each goes again by itself, so nobody fails for another's sake.
 */
export function createSubmissionQueue(deps: CaseDeps): SubmissionQueue {
  const places = new Map<JurisdictionCode, { readonly waiting: Waiting[]; running: number }>();
  const next = (jurisdiction: JurisdictionCode): void => {
    const place = places.get(jurisdiction);
    if (!place || place.running >= RUNNING_MAX || place.waiting.length === 0) return;
    const company = place.waiting.splice(0, TOGETHER_MAX);
    place.running += 1;
    void submitTogether(deps, jurisdiction, company).finally(() => {
      place.running -= 1;
      next(jurisdiction);
    });
  };
  return {
    submit: (jurisdiction, submission, key) => new Promise((resolve, reject) => {
      const place = places.get(jurisdiction) ?? { waiting: [], running: 0 };
      places.set(jurisdiction, place);
      place.waiting.push({ submission, key, resolve, reject });
      // After this turn's other requests have joined.
      if (place.waiting.length === 1) setImmediate(() => { next(jurisdiction); });
      else if (place.waiting.length >= TOGETHER_MAX) next(jurisdiction);
    }),
  };
}

async function submitTogether(deps: CaseDeps, jurisdiction: JurisdictionCode, company: readonly Waiting[]): Promise<void> {
  const actor = { kind: 'public', jurisdiction } as const;
  const alone = (one: Waiting): Promise<void> => submitCase(deps, actor, one.submission, one.key).then(one.resolve, one.reject);
  const [only] = company;
  if (only && company.length === 1) return alone(only);
  const decisions = await deps.database.inTransaction(actor, async (tx) => {
    const prepared = await Promise.all(company.map(({ submission, key }) => prepareSubmission(deps, tx, submission, key, undefined)));
    // A refusal has sent nothing. A crash before the commit leaves none of them, after it all.
    const sending = prepared.flatMap((one) => (one.refused ? [] : [one.value]));
    const plain = sending.flatMap((one) => one.plain ?? []);
    await together([
      ...(plain.length > 0 ? [tx.run(insertSubmissions, columnsOf(plain)), appendManyNew(tx, plain.map((one) => one.words))] : []),
      ...sending.flatMap((one) => (one.plain ? [] : one.send())), tx.commit(),
    ]);
    return prepared.map((one) => (one.refused ? one : accept(one.value.made)));
  }).catch(() => undefined);
  if (!decisions) {
    await Promise.all(company.map(alone));
    return;
  }
  for (const [index, decision] of decisions.entries()) company[index]?.resolve(decision);
}

/** Places of `insertSubmission`'s values, from 0, in the order in which `insertSubmissions` takes them as columns. */
const SCALARS = [1, 2, 3, 4, 8, 9, 10, 11, 12, 13] as const;
const [ABOUT, DUE, SEALED, SALT, VERIFIER, TIMERS, TIMERS_DUE] = [17, 19, 24, 25, 26, 27, 28] as const;
const [JURISDICTION, EXPIRES, SUBMITTED, RULES] = [0, 5, 20, 29] as const;

function columnsOf(plain: readonly PlainSubmission[]): readonly SqlValue[] {
  const column = (place: number): SqlValue => plain.map(({ values }) => values[place]) as SqlValue;
  const inside = (place: number, read: (list: readonly string[]) => string): SqlValue => plain.map(({ values }) => read(values[place] as readonly string[]));
  const only = ([first = '']: readonly string[]): string => first;
  const shared = (place: number): SqlValue => plain[0]?.values[place] ?? null;
  return [
    shared(JURISDICTION), ...SCALARS.map(column), inside(ABOUT, (units) => units.join(',')), column(DUE), inside(SEALED, only), column(SALT), column(VERIFIER),
    inside(TIMERS, only), inside(TIMERS_DUE, only), shared(EXPIRES), shared(SUBMITTED), shared(RULES),
  ];
}
