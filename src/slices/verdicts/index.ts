export { createAsked, forgetAskedOf, type Asked, type AskedWords } from './asked.ts';
export { askedMessages } from './messages.ts';
export { channelGroupOf, type Ballot, type ChannelGroup } from './ballot.ts';
export { createBallots, type BallotRefusal, type Ballots } from './ballots.ts';
export { BALLOTS_PER_BATCH_MIN, RECAST_DAYS } from './batch.ts';
export { ballotKeyOfRound, judge, judgeIn, type ReceiptHolder } from './judge.ts';
export { verdictsReplayer } from './replay.ts';
