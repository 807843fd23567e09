import type { Client } from 'pg';
import type { DatabaseAddress } from '../database.ts';
import { attachEmbedded } from '../embedded-attach.ts';
import { ownerClient, startDatabase } from '../start-database.ts';
import { StartRefusal } from '../start-refusal.ts';

type Source = Parameters<typeof startDatabase>[0];

/** The address of the database whether or not we are serving: attaches to the running server, else starts it meanwhile. */
export async function withDatabase<T>(config: Source, work: (address: DatabaseAddress, started: boolean) => Promise<T>, migrate = true): Promise<T> {
  try {
    const running = await startDatabase(config, { migrate });
    try {
      return await work(running.address, running.embedded !== undefined);
    } finally {
      await running.stop();
    }
  } catch (error) {
    const inUse = error instanceof StartRefusal && error.problem.kind === 'already-started';
    const address = inUse ? await attachEmbedded(config.dataDir) : undefined;
    if (!address) throw error;
    return work(address, false);
  }
}

/** The same, as a connected client of the owner. */
export async function withOwner<T>(config: Source, work: (owner: Client) => Promise<T>, migrate = true): Promise<T> {
  return withDatabase(config, async (address) => {
    const owner = ownerClient(address);
    await owner.connect();
    try {
      return await work(owner);
    } finally {
      await owner.end();
    }
  }, migrate);
}
