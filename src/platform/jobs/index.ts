/** What happens after a commit: promised in its transaction, done by the worker, never lost by a restart. */
export { enqueue, type Job } from './outbox.ts';
export { Reactions, type Happening, type Reaction } from './reactions.ts';
export { startSweeper, type Sweeper } from './sweeper.ts';
export { startJobs, type Jobs, type Task } from './worker.ts';
