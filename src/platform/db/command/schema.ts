import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../config/index.ts';
import { dumpSchema } from '../dump.ts';
import { startEmbedded } from '../embedded.ts';
import { ownerClient, prepareDatabase } from '../start-database.ts';
import type { CommandContext } from './index.ts';
import { commandMessages } from './messages.ts';

/** Writes schema.sql from a database made of the migrations alone, whatever the data folder holds. */
export async function writeSchema({ locale, say }: CommandContext): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'minsheng-schema-'));
  await chmod(folder, 0o755); // PostgreSQL's own user enters it too.
  const server = await startEmbedded(folder, { durable: false });
  try {
    await prepareDatabase(server.address);
    const owner = ownerClient(server.address);
    await owner.connect();
    const path = join(projectRoot(), 'schema.sql');
    await writeFile(path, await dumpSchema(owner));
    await owner.end();
    say(commandMessages(locale).schemaWritten(path));
    return 0;
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
