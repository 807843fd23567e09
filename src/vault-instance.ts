import { join } from 'node:path';
import { claimForVault } from './platform/db/part.ts';
import { ensureInstance } from './platform/clock/instance.ts';
import type { Config } from './platform/config/index.ts';
import { openKeys } from './platform/crypto/index.ts';
import { openDatabase } from './platform/db/database.ts';
import { StartRefusal } from './platform/db/start-refusal.ts';
import { ownerClient, startDatabase } from './platform/db/start-database.ts';
import { describeStep } from './platform/db/start-step.ts';
import { ensureToken, ListenRefusal } from './platform/link/index.ts';
import { createLog } from './platform/log/index.ts';
import { keyOptionsOf } from './key-options.ts';
import { openSink } from './sink.ts';
import { createVault, serveVault } from './slices/vault/index.ts';
import { tokenFrom } from './vault-of.ts';
import { waysOutOf } from './ways-out.ts';
import { startWords } from './web/start-words.ts';

export type RunningVault = { readonly at: string; stop(): Promise<void> };

/** Where it listens when VAULT does not say: whoever may enter its folder reaches it. */
const SOCKET = 'vault.sock';

/**
 * The vault alone: its own folder, database, keys and token, answering whoever knows the token. It has no pages, reads no record, knows
 * no case; its log holds what went wrong, never a question. Throws StartRefusal, RootError.
 */
export async function startVault(config: Config, say: (line: string) => void): Promise<RunningVault> {
  await claimForVault(config.dataDir);
  const sink = openSink(config);
  const log = createLog((line) => { sink.write(line); });
  const running = await startDatabase(config, { onStep: (step) => { say(`${describeStep(step, 'zh')} · ${describeStep(step, 'en')}`); } });
  try {
    const owner = ownerClient(running.address);
    await owner.connect();
    // The true time: a demo's moved clock ends at the pages.
    await ensureInstance(owner, { demo: false, demoDays: 0 }).finally(() => owner.end());
    const keys = await openKeys(join(config.dataDir, 'keys'), keyOptionsOf(config));
    const token = await tokenFrom(() => ensureToken(config.vaultToken));
    const database = openDatabase(running.address);
    const at = config.vault ?? { path: join(config.dataDir, SOCKET) };
    const server = await serveVault(createVault(database, keys, waysOutOf(config.waysOut, false)), at, token, (error) => { log.error('vault', error); }).catch(async (error: unknown) => {
      await database.close();
      throw error instanceof ListenRefusal ? new StartRefusal({ kind: 'vault-listens-not', what: error.kind }) : error;
    });
    const where = 'path' in at ? at.path : `${at.host}:${String(server.port ?? at.port)}`;
    say(startWords.vaultServing(where, config.vaultToken));
    if (sink.path !== undefined) say(startWords.log(sink.path));
    return {
      at: where,
      async stop() {
        await server.close();
        await database.close();
        await running.stop();
        sink.close();
      },
    };
  } catch (error) {
    await running.stop();
    sink.close();
    throw error;
  }
}
