import { describeConfigRefusal, loadConfig, type Config } from './platform/config/index.ts';
import { describeRootProblem, RootError } from './platform/crypto/index.ts';
import { StartRefusal, describeProblem } from './platform/db/start-refusal.ts';
import type { Locale } from './platform/i18n/index.ts';
import { startWords } from './web/start-words.ts';

type Start = (config: Config, say: (line: string) => void, asked: AbortSignal) => Promise<{ stop(): Promise<void> }>;
/** The sentence for a refusal that only this process knows; undefined for anything else. */
type Describe = (error: unknown, locale: Locale, config: Config) => string | undefined;

/** A process: reads the environment, starts, prints where to look, and stops in order. */
export async function runProcess(start: Start, describe: Describe = () => undefined): Promise<void> {
  const config = loadConfig(process.env);
  if (config.refused) {
    for (const locale of ['zh', 'en'] as const) for (const line of describeConfigRefusal(config.reason, locale)) console.error(line);
    process.exit(1);
  }
  try {
    const asked = new AbortController();
    const starting = start(config.value, (line) => { console.log(line); }, asked.signal);
    let stopping: Promise<void> | undefined;
    // From the first moment: whoever stops us while we start, or right after the first answer, is obeyed in order too.
    const stop = (): void => {
      if (stopping) process.exit(130); // asked twice: the reader does not want to wait
      console.log(startWords.stopping);
      asked.abort();
      stopping = starting.then((instance) => instance.stop()).then(() => process.exit(0), (error: unknown) => { console.error(error); process.exit(1); });
    };
    process.on('SIGINT', stop).on('SIGTERM', stop);
    await starting;
  } catch (error) {
    const said = (['zh', 'en'] as const).map((locale) => sentence(error, locale) ?? describe(error, locale, config.value));
    if (said.every((one) => one !== undefined)) for (const one of said) console.error(one);
    else console.error(error);
    process.exit(1);
  }
}

function sentence(error: unknown, locale: Locale): string | undefined {
  if (error instanceof StartRefusal) return describeProblem(error.problem, locale);
  return error instanceof RootError ? describeRootProblem(error.problem, locale) : undefined;
}
