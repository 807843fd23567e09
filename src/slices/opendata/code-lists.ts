import type { Directory } from '../units/index.ts';
import type { CodeLists } from './build.ts';

/** What the codes of the tables mean, as the jurisdiction's data say it now. Of places the townships, and nothing beneath them. */
export function codeListsOf(directory: Directory): CodeLists {
  const { units, topics } = directory.content;
  const towns = [directory.rootDivision, ...directory.divisionsUnder(directory.rootDivision.code)];
  return {
    units: sorted(units.map((one) => [one.id, one.names.zh, one.names.en, one.level, one.parent ?? null, one.superior ?? null, one.peerClass, one.from ?? null, one.to ?? null])),
    topics: sorted(topics.map((one) => [one.code, one.code.split('.', 1)[0] ?? one.code, one.names.zh, one.names.en, one.vitalInterest ?? null, one.from ?? null, one.to ?? null])),
    divisions: sorted(towns.map((one) => [one.code, one.names.zh, one.names.en, one.level, one.parent ?? null, one.from ?? null, one.to ?? null])),
  };
}

/** By code, compared by code units: the same whatever language the server speaks. */
function sorted<Row extends readonly (string | null)[]>(rows: readonly Row[]): readonly Row[] {
  return [...rows].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
}
