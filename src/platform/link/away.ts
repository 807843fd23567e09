/** `refused`: somebody listens there and does not know our token, or we not theirs. */
export type AwayReason = 'away' | 'refused';

/** What stands in a process apart does not answer. Carries nothing of what was asked. */
export class LinkAway extends Error {
  readonly why: AwayReason;

  constructor(why: AwayReason) {
    super(why === 'away' ? 'a part of the program that runs apart does not answer' : 'a part of the program that runs apart refuses our token');
    this.name = 'LinkAway';
    this.why = why;
  }
}
