import { run } from './command.ts';

// The witness as a program of its own: what the demo starts twice.
process.exitCode = await run(process.argv.slice(2));
