import type { TestProject } from 'vitest/node';
import { startTestServer, type TestServer } from './server.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    databaseAddress: string;
  }
}

type Shared = { server: Promise<TestServer>; users: number };
// Several vitest projects need the one server of the run; each loads this file for itself, but all share the process.
const holder = globalThis as typeof globalThis & { minshengTestServer?: Shared };

/** Runs once per vitest project that has database tests to run: the first starts the server, the last stops it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const shared = (holder.minshengTestServer ??= { server: startTestServer(), users: 0 });
  shared.users += 1;
  const server = await shared.server;
  project.provide('databaseAddress', JSON.stringify(server.address));
  return async () => {
    shared.users -= 1;
    if (shared.users === 0) await server.stop();
  };
}
