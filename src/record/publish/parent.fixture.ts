import { startPublisher, type PublisherOptions } from './start.ts';
import { LOG } from './publish.fixture.ts';

// A server that does nothing but have a publisher, to be killed.
process.once('message', (order: Pick<PublisherOptions, 'dataDir' | 'databaseAddress'>) => {
  const publisher = startPublisher({ ...order, logs: () => [LOG], onTrouble: () => undefined, onPublished: () => { process.send?.({ pid: publisher.pid() }); } });
});
