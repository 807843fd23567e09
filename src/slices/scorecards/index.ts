export { COMPARED_N_MIN, PUBLISHED_N_MIN, score, type Excluded, type Rate, type Scorecard, type UnitCounts } from './score.ts';
export { emptyCounts, scorecardOf, type RecordCounts } from './score-counts.ts';
export { publishedOf, type PublishedScorecard } from './score-published.ts';
export { createRecordFold, resultDigest, resultText, RULE, UNIT_DAYS, WHOLE_DAYS, type RecordFold, type RecordResult } from './score-record.ts';
export { permilleOf, wilsonInterval, type Interval } from './wilson.ts';
export { createScorecards, type Announced, type Published, type Scorecards } from './scorecards.ts';
export { scorecardsReplayer } from './replay.ts';
export { forgetResults } from './forget.ts';
