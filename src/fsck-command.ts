import { onInstance } from './command-instance.ts';
import { run as fsck } from './record/command.ts';
import { createCasesReplayer, rulesOf } from './slices/cases/index.ts';
import { knowledgeReplayer } from './slices/knowledge/index.ts';
import { mattersReplayer } from './slices/matters/index.ts';
import { scorecardsReplayer } from './slices/scorecards/index.ts';
import { sealedReplayer } from './slices/sealed/index.ts';
import { unitsReplayer } from './slices/units/index.ts';
import { unsealingReplayer } from './slices/unsealing/index.ts';
import { verdictsReplayer } from './slices/verdicts/index.ts';

/** `minsheng fsck [JURISDICTION …]`: the record against the live rows of every slice that keeps some. Reads only. */
export function run(parameters: readonly string[]): Promise<number> {
  return onInstance(({ database, keys, directories, locale, print }) => fsck(parameters, {
    locale, print,
    open: () => Promise.resolve({
      database, keys, jurisdictions: directories.list().map(({ code }) => code), replayers: [createCasesReplayer((code) => rulesOf(directories.get(code))), mattersReplayer, knowledgeReplayer, scorecardsReplayer, sealedReplayer(keys), unitsReplayer, unsealingReplayer, verdictsReplayer], close: () => Promise.resolve(),
    }),
  }));
}
