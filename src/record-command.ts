import { onInstance } from './command-instance.ts';
import { runReplay } from './record/publish/replay-command.ts';
import { forgetResults } from './slices/scorecards/index.ts';

/** `minsheng record replay [JURISDICTION …] [--from FOLDER]`: after an old backup was restored. */
export function run(parameters: readonly string[]): Promise<number> {
  return onInstance(({ config, database, directories, locale, print }) =>
    runReplay(parameters, { dataDir: config.dataDir, database, jurisdictions: directories.list().map(({ code }) => code), forget: forgetResults, locale, print }));
}
