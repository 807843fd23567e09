import { startInstance } from './instance.ts';
import { PublishRefusal, sayTrouble } from './record/publish/index.ts';
import { runProcess } from './run.ts';
import { startMessages } from './web/start/messages.ts';

// The process that serves. Everything else is in instance.ts.
await runProcess(startInstance, (error, locale, config) => {
  if (error instanceof PublishRefusal) return sayTrouble(error.trouble, locale);
  return (error as NodeJS.ErrnoException).code === 'EADDRINUSE' ? startMessages(locale).portTaken(config.port) : undefined;
});
