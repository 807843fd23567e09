export { startPublisher, type Publisher, type PublisherOptions } from './start.ts';
export { runPublisher, type PublishedLog, type RunningPublisher, type RunOptions } from './run.ts';
export { logFolder } from './places.ts';
export { readStanding, type Standing } from './standing.ts';
export type { Trouble } from './trouble.ts';
