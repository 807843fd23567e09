import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { plusMs, type Instant } from '../../kernel/instant.ts';
import { projectRoot } from '../../platform/config/project-root.ts';
import { checkFolder, directoryOf, type Directory } from '../units/index.ts';
import { KINDS, PAUSES, URGENCIES } from './case.ts';
import { decide } from './decide.ts';
import { submission } from './rehearsal.ts';
import { LIMITS, type Rules } from './rules.ts';
import { rulesOf } from './rules-of.ts';

const at = Date.UTC(2026, 8, 30, 9) as Instant;

describe('rules from a jurisdiction’s data', () => {
  let directory: Directory;
  let rules: Rules;
  beforeAll(async () => {
    const checked = await checkFolder(join(projectRoot(), 'jurisdictions', 'linjiang'));
    if (checked.refused) throw new Error('the shipped county has mistakes');
    directory = directoryOf(checked.value, 1);
    rules = rulesOf(directory);
  });
  const subject = submission();

  it('give every limit for every kind and urgency, always later than its beginning', () => {
    for (const limit of LIMITS) {
      for (const kind of KINDS) {
        for (const urgency of URGENCIES) expect(rules.deadline(limit, at, { ...subject, kind, urgency })).toBeGreaterThan(at);
      }
    }
    for (const reason of PAUSES) expect(rules.pauseEndMax(reason, at, subject)).toBeGreaterThan(at);
  });

  it('give less time to what comes back or was escalated, and less to danger', () => {
    for (const urgency of URGENCIES) {
      const of = (limit: 'answer' | 'answer-again' | 'escalated') => rules.deadline(limit, at, { ...subject, urgency });
      expect(of('answer-again')).toBeLessThan(of('answer'));
      expect(of('escalated')).toBeLessThan(of('answer'));
    }
    expect(rules.deadline('answer', at, { ...subject, urgency: 'danger' })).toBeLessThan(rules.deadline('answer', at, subject));
  });

  it('lead every unit to the top, where a post answers', () => {
    for (const unit of directory.units()) {
      let one = unit.id;
      for (let above = rules.superiorOf(one); above !== undefined; above = rules.superiorOf(one)) one = above;
      expect(rules.has(one, at)).toBe(true);
      if (!unit.outside) expect(rules.leadPostOf(one)).toBeDefined();
    }
  });

  it('do not lengthen a working clock by a pause over a night', () => {
    const evening = Date.UTC(2026, 10, 23, 12) as Instant;
    const due = rules.deadline('answer', plusMs(evening, -3_600_000 * 4), subject);
    expect(rules.moveOn(due, evening, plusMs(evening, 3_600_000), subject)).toBe(due);
    expect(rules.moveOn(due, evening, plusMs(evening, 48 * 3_600_000), subject)).toBeGreaterThan(due);
  });

  it('are the same object for the same version, and decide', () => {
    expect(rulesOf(directory)).toBe(rules);
    expect(decide(undefined, { ...submission(), jurisdiction: directory.code }, at, rules).refused).toBe(false);
  });
});
