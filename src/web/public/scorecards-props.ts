import type { ScorecardsProps } from '../views/scorecards/scorecards.tsx';
import { queryText, type PublicReading } from './reading.ts';

const RESULTS_SHOWN = 50;

/** Undefined when the cursor in the address is none of ours. */
export async function scorecardsProps({ services, page, directory, query }: PublicReading): Promise<ScorecardsProps | undefined> {
  const cursor = queryText(query, 'before', 16);
  if (cursor !== undefined && !/^[1-9]\d{0,15}$/.test(cursor)) return undefined;
  const found = await services.scorecards.list(directory.code, RESULTS_SHOWN + 1, cursor === undefined ? undefined : Number(cursor));
  const results = found.slice(0, RESULTS_SHOWN);
  const { scorecards } = page.paths;
  return {
    page, results, previous: cursor === undefined ? undefined : scorecards,
    next: found.length > RESULTS_SHOWN ? `${scorecards}?before=${results.at(-1)?.n ?? 1}` : undefined,
  };
}
