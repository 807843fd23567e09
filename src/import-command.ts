import { onInstance } from './command-instance.ts';
import { terminalLocale } from './platform/config/terminal.ts';
import { Reactions } from './platform/jobs/index.ts';
import { sequenceAll } from './record/index.ts';
import { importRows, rulesOf, type CaseDeps } from './slices/cases/index.ts';
import { run as importCommand } from './slices/imports/index.ts';

/** `minsheng import FILE --jurisdiction CODE --map MAP [--dry-run]`, on the instance that the environment names, serving or not. */
export function run(parameters: readonly string[]): Promise<number> {
  const locale = terminalLocale(process.env);
  const tell = (line: string): void => { process.stderr.write(`${line}\n`); };
  const print = (line: string): void => { process.stdout.write(`${line}\n`); };
  return importCommand(parameters, {
    locale, tell, print,
    withInstance: (work) => onInstance(async ({ database, keys, directories }) => {
      const deps: CaseDeps = { database, keys, rulesFor: (code) => rulesOf(directories.get(code)), reactions: new Reactions() };
      return work({
        directory: (code) => directories.find(code), jurisdictions: directories.list().map(({ code }) => code),
        now: (jurisdiction) => database.inTransaction({ kind: 'system', jurisdiction, job: 'import' }, (tx) => Promise.resolve(tx.at)),
        settle: async (code) => { await sequenceAll(database, code); },
        take: (code, source, rows, dry) => importRows(deps, code, source, rows, dry),
      });
    }, tell),
  });
}
