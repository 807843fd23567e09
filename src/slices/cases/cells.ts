import type { DivisionCode, JurisdictionCode } from '../../kernel/ids.ts';
import { statement } from '../../platform/db/statement.ts';
import type { CellOf } from '../../record/disclose.ts';
import { topLevelOf } from './publish.ts';
import type { Rules } from './rules.ts';

/** Where a case belongs as it is classified now: its township and the first level of its topic. Anything that is no case has no cell. */
export function createCaseCells(rulesFor: (jurisdiction: JurisdictionCode) => Rules): CellOf {
  return async (reader, jurisdiction, streams) => {
    const rules = rulesFor(jurisdiction);
    const rows = await reader.rows(selectCells, [jurisdiction, streams.filter((stream) => UUID.test(stream))]);
    return new Map(rows.map(({ case_id: id, topic, division }) => {
      const town = rules.townOf(division as DivisionCode);
      return [id, { topic1: topLevelOf(topic), ...(town === undefined ? {} : { town }) }];
    }));
  };
}

const UUID = /^[0-9a-f-]{36}$/;

const selectCells = statement<{ case_id: string; topic: string; division: string }>('app_actor', 'cases.select_cells', `
  select case_id, topic, division from cases.cases where jurisdiction = $1 and case_id = any ($2::uuid[])`);
