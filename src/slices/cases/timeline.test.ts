import { describe, expect, it } from 'vitest';
import { START } from './rehearsal.ts';
import type { CaseFact } from './events.ts';
import { timelineOf } from './timeline.ts';

const answered = (inPublic: boolean): CaseFact => ({
  type: 'case.answered.v1', stream: 'one', jurisdiction: 'rehearsal', seq: 5, at: START, role: 'handler',
  open: { remindAt: START, windowEndsAt: START, ...(inPublic ? { inPublic: true } : {}) }, sealed: { found: '电缆断了', done: '已换' },
});

describe('the public story', () => {
  it('tells an answer that the unit vouched for, whatever the resident chose for their own words', () => {
    expect(timelineOf([answered(true)], false)[0]?.texts).toEqual({ found: '电缆断了', done: '已换' });
  });
  it('says only "answered" where the unit did not, unless the words themselves are public', () => {
    expect(timelineOf([answered(false)], false)[0]?.texts).toEqual({});
    expect(timelineOf([answered(false)], true)[0]?.texts).toEqual({ found: '电缆断了', done: '已换' });
  });
});
