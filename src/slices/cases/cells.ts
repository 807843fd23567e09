import type { DivisionCode, JurisdictionCode, UnitId } from '../../kernel/ids.ts';
import { statement } from '../../platform/db/statement.ts';
import type { CellOf } from '../../record/disclose.ts';
import { topLevelOf } from './publish.ts';
import type { Rules } from './rules.ts';
import type { Told } from './told.ts';

/**
 * Where a case belongs as it is classified now: its township, the first level of its topic, whether an office that has it tells
 * the place, and what is told of it already. Anything that is no case has no cell.
 */
export function createCaseCells(rulesFor: (jurisdiction: JurisdictionCode) => Rules): CellOf {
  return async (reader, jurisdiction, streams) => {
    const rules = rulesFor(jurisdiction);
    const rows = await reader.rows(selectCells, [jurisdiction, streams.filter((stream) => UUID.test(stream))]);
    return new Map(rows.map(({ case_id: id, topic, division, units, told }) => {
      const town = rules.townOf(division as DivisionCode);
      return [id, { topic1: topLevelOf(topic), ...(town === undefined ? {} : { town }), ...(units.some((unit) => rules.isLocal(unit as UnitId)) ? { isPlaced: true } : {}), told: told.town ? 'town' : told.topic === 'none' ? 'nothing' : 'topic' }];
    }));
  };
}

const UUID = /^[0-9a-f-]{36}$/;

const selectCells = statement<{ case_id: string; topic: string; division: string; units: string[]; told: Told }>('app_actor', 'cases.select_cells', `
  select case_id, topic, division, array_remove(array[owner, handler] || assisting, null) as units, told from cases.cases where jurisdiction = $1 and case_id = any ($2::uuid[])`);
