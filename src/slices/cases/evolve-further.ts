import type { Instant } from '../../kernel/instant.ts';
import { unreachable } from '../../kernel/unreachable.ts';
import type { HardCase, Round } from './case.ts';
import { ERASED, type CaseFact } from './events.ts';
import { impossible, type InHand } from './state.ts';

type FurtherFact = Extract<CaseFact, { type: 'case.extended.v1' | 'case.convened.v1' | 'case.assisted.v1' | 'case.hard-listed.v1' | 'case.hard-reviewed.v1' }>;

/** What a unit does beside signing, speaking and answering. None of it ends a round or stops its clock. */
export function evolveFurther(state: InHand, fact: FurtherFact): Round {
  const { round } = state;
  switch (fact.type) {
    case 'case.extended.v1': {
      const { ground, dueAt, answerDueAt } = fact.open;
      if (dueAt <= round.dueAt) return impossible(state, fact);
      return { ...round, dueAt, answerDueAt, extensions: [...round.extensions, { ground, at: fact.at, from: round.dueAt, to: dueAt }] };
    }
    case 'case.convened.v1': {
      const { units, assistDueAt } = fact.open;
      const called = units.map((unit) => ({ unit, askedAt: fact.at, dueAt: assistDueAt, lookAt: assistDueAt }));
      return { ...round, assisting: [...new Set([...round.assisting, ...units])], assistance: [...round.assistance, ...called] };
    }
    case 'case.assisted.v1': {
      const owing = round.assistance.find(({ unit, reportedAt }) => unit === fact.unit && reportedAt === undefined);
      if (!owing) return impossible(state, fact);
      return { ...round, assistance: round.assistance.map((one) => (one === owing ? { ...one, reportedAt: fact.at } : one)) };
    }
    case 'case.hard-listed.v1': return { ...round, hard: listed(state, fact) };
    case 'case.hard-reviewed.v1': {
      const { hard } = round;
      if (!hard) return impossible(state, fact);
      const { reviewAt } = fact.open;
      return { ...round, hard: { ...hard, reviewAt, lookAt: reviewAt, reviews: hard.reviews + 1 } };
    }
    default: return unreachable(fact);
  }
}

function listed(state: InHand, fact: Extract<FurtherFact, { type: 'case.hard-listed.v1' }>): HardCase {
  const { ground, post, reviewAt, inPublic } = fact.open;
  const { reason, plan } = fact.sealed;
  return {
    since: fact.at, ground, reason: reason ?? ERASED, plan: plan ?? ERASED, inPublic: inPublic === true, unit: fact.unit ?? impossible(state, fact), ...(post ? { post } : {}),
    reviewAt, lookAt: reviewAt, reviews: 0,
  };
}

/** Somebody was reminded: the next look comes later. Of several units that owe a report, the first that was late. */
export function lookedAt(round: Round, of: 'assist-due' | 'review-due', at: Instant, next: Instant): Round {
  if (of === 'review-due') return round.hard ? { ...round, hard: { ...round.hard, lookAt: next } } : round;
  const late = round.assistance.find(({ reportedAt, lookAt }) => reportedAt === undefined && lookAt <= at);
  return { ...round, assistance: round.assistance.map((one) => (one === late ? { ...one, lookAt: next } : one)) };
}
