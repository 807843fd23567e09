export { sayTrouble } from './messages.ts';
export { logFolder } from './places.ts';
export { runPublisher, type PublishedLog, type RunningPublisher, type RunOptions } from './run.ts';
export { readStanding, type Standing } from './standing.ts';
export { startPublisher, type Publisher, type PublisherOptions } from './start.ts';
export { PublishRefusal, type Trouble } from './trouble.ts';
export { readWitnesses, type WitnessPolicy } from './witnesses-file.ts';
