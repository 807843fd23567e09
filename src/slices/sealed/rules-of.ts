import { unreachable } from '../../kernel/unreachable.ts';
import { deadlineOf, type Directory, type LimitName } from '../units/index.ts';
import type { SealedRules } from './policy.ts';
import type { SealedKind } from './report.ts';

/** The rules that one version of a jurisdiction's data gives for sealed reports. */
export function sealedRulesOf(directory: Directory): SealedRules {
  const { calendar, outsideUnit, intakeUnit } = directory;
  // These limits hang on nothing but the kind: whatever the report is about is written in it, and nobody here reads it.
  const topic = directory.topicsTree()[0]?.topic.code;
  if (topic === undefined) throw new Error('a jurisdiction has topics');
  return {
    ...(outsideUnit ? { outsideUnit } : {}),
    superiorOf: (unit) => directory.superiorOf(unit),
    deadline: (limit, kind, from) => deadlineOf(calendar, from, directory.limitFor({
      limit: limitNameOf(limit, kind), kind: 'report', urgency: 'ordinary', topic, channel: 'web', level: directory.unit(intakeUnit)?.level ?? directory.level,
    })),
  };
}

function limitNameOf(limit: 'acknowledge' | 'answer' | 'verdict', kind: SealedKind): LimitName {
  const isFast = kind !== 'whistle-blowing';
  switch (limit) {
    case 'acknowledge': return isFast ? 'retaliation-acknowledge' : 'sealed-acknowledge';
    case 'answer': return isFast ? 'retaliation-answer' : 'sealed-answer';
    case 'verdict': return 'verdict-window';
    default: return unreachable(limit);
  }
}
