import { startInstance } from './instance.ts';
import { describeConfigRefusal, loadConfig } from './platform/config/index.ts';
import { describeRootProblem, RootError } from './platform/crypto/index.ts';
import { StartRefusal, describeProblem } from './platform/db/start-refusal.ts';
import { PublishRefusal, sayTrouble } from './record/publish/index.ts';
import { startWords } from './web/start-words.ts';

// The process: reads the environment, starts, prints where to look, and stops in order. Everything else is in instance.ts.
const config = loadConfig(process.env);
if (config.refused) {
  for (const locale of ['zh', 'en'] as const) for (const line of describeConfigRefusal(config.reason, locale)) console.error(line);
  process.exit(1);
}

try {
  const asked = new AbortController();
  const starting = startInstance(config.value, (line) => { console.log(line); }, asked.signal);
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
  if (error instanceof StartRefusal) {
    console.error(describeProblem(error.problem, 'zh'));
    console.error(describeProblem(error.problem, 'en'));
  } else if (error instanceof RootError) {
    console.error(describeRootProblem(error.problem, 'zh'));
    console.error(describeRootProblem(error.problem, 'en'));
  } else if (error instanceof PublishRefusal) {
    console.error(sayTrouble(error.trouble, 'zh'));
    console.error(sayTrouble(error.trouble, 'en'));
  } else if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') {
    console.error(startWords.portTaken(config.value.port));
  } else {
    console.error(error);
  }
  process.exit(1);
}
