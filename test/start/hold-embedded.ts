import { startEmbedded } from '../../src/platform/db/embedded.ts';
import { StartRefusal } from '../../src/platform/db/start-refusal.ts';

// A process of its own that starts the embedded server and waits to be killed: `node hold-embedded.ts DATA_DIR`.
try {
  const server = await startEmbedded(process.argv[2] ?? '');
  process.once('SIGTERM', () => void server.stop().then(() => process.exit(0)));
  process.once('SIGHUP', () => process.exit(3)); // A fault that ends us without stopping the server first.
  process.stdout.write(`${JSON.stringify({ postmasterPid: server.postmasterPid(), host: server.address.host })}\n`);
  setInterval(() => undefined, 60_000);
} catch (error) {
  process.stdout.write(`${JSON.stringify({ refused: error instanceof StartRefusal ? error.problem : String(error) })}\n`);
  process.exitCode = 1;
}
