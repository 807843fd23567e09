export { COMPARED_N_MIN, PUBLISHED_N_MIN, score, type Excluded, type Rate, type Scorecard, type UnitCounts } from './score.ts';
export { permilleOf, wilsonInterval, type Interval } from './wilson.ts';
