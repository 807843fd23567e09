import { copyFile } from 'node:fs/promises';
import type { Locale } from '../platform/i18n/index.ts';
import { terminalLocale } from '../platform/config/terminal.ts';
import { unreachable } from '../kernel/unreachable.ts';
import { witnessMessages } from './messages.ts';
import { parseOptions } from './options.ts';
import { startWitness, type RunningWitness, type StartFault } from './run.ts';

/** What a parent process is told once the witness answers. */
export type WitnessReady = { readonly port: number; readonly vkey: string; readonly policyLine: string };

/** Exit code: the port belongs to somebody else. */
export const PORT_TAKEN = 3;

/** `minsheng witness …`: serves until it is asked to stop, or until the parent that started it with a channel is gone. */
export async function run(parameters: readonly string[]): Promise<number> {
  try {
    return await serve(parameters);
  } finally {
    // An open channel to a parent would keep this process alive.
    if (process.connected) process.disconnect();
  }
}

async function serve(parameters: readonly string[]): Promise<number> {
  const locale = terminalLocale(process.env);
  const words = witnessMessages(locale);
  const asked = parseOptions(parameters);
  if (!asked) {
    console.error(words.usage);
    return 2;
  }
  if (asked.what === 'write-program') return writeProgram(asked.path, locale);
  const stopped = untilAsked();
  const started = await startWitness({
    ...asked.options,
    onWrongLine: (path, line) => { console.error(words.wrongLine(path, line)); },
    onHalt: (origin, error) => { console.error(words.halted(origin, (error as NodeJS.ErrnoException).code ?? 'unknown')); },
  });
  if (started.refused) {
    console.error(describeFault(started.reason, locale));
    return started.reason.kind === 'port-taken' ? PORT_TAKEN : 1;
  }
  const { value: running } = started;
  await announce(running, locale);
  await stopped;
  console.log(words.stopping);
  await running.stop();
  return 0;
}

async function announce(running: RunningWitness, locale: Locale): Promise<void> {
  const words = witnessMessages(locale);
  const { port, vkey, policyLine } = running;
  console.log(words.serving(running.address));
  console.log(words.key(vkey));
  console.log(words.policy(policyLine));
  if (!await running.knowsLogs()) console.log(words.noLogs);
  process.send?.({ port, vkey, policyLine } satisfies WitnessReady);
}

/** A parent that was killed cannot ask: its end of the channel closes, and that asks for it. */
function untilAsked(): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => { resolve(); };
    process.once('SIGINT', stop).once('SIGTERM', stop);
    if (process.connected) process.once('disconnect', stop);
  });
}

/** The bundle that runs is the program: it imports nothing but Node. */
async function writeProgram(path: string, locale: Locale): Promise<number> {
  await copyFile(process.argv[1] ?? '', path);
  console.log(witnessMessages(locale).programWritten(path));
  return 0;
}

export function describeFault(fault: StartFault, locale: Locale): string {
  const words = witnessMessages(locale);
  switch (fault.kind) {
    case 'name-missing': return words.faultNameMissing;
    case 'name-wrong': return words.faultNameWrong;
    case 'name-differs': return words.faultNameDiffers(fault);
    case 'key-wrong': return words.faultKeyWrong(fault);
    case 'memory-lost': return words.faultMemoryLost(fault);
    case 'log-key-wrong': return words.faultLogKey(fault);
    case 'folder-taken': return words.faultFolderTaken(fault);
    case 'port-taken': return words.faultPortTaken(fault);
    default: return unreachable(fault);
  }
}
