import { terminalLocale } from './platform/config/terminal.ts';
import { runDraft } from './slices/imports/index.ts';
import { run as unitsCommand } from './slices/units/command.ts';

/** `minsheng units draft`, which reads a table of another system; `check` and `load`, which are the slice's own. */
export function run(parameters: readonly string[]): Promise<number> {
  const [verb, ...args] = parameters;
  if (verb !== 'draft') return unitsCommand(parameters);
  return runDraft(args, { locale: terminalLocale(process.env), tell: (line) => { process.stdout.write(`${line}\n`); } });
}
