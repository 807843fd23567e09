import { join } from 'node:path';
import { startInstance, type Running } from '../src/instance.ts';
import type { Config } from '../src/platform/config/index.ts';
import { openFileKeys } from '../src/platform/crypto/index.ts';
import { withDatabase } from '../src/platform/db/command/with-database.ts';
import { openDatabase } from '../src/platform/db/database.ts';
import { adviceFor, loadJurisdiction, placeOf } from '../src/slices/units/index.ts';
import { over, run } from './nyc311.ts';

/** The feed with the instance of this folder around it: the running one where `--url` names it, else one of our own. */
export async function runNyc311(args: readonly string[], config: Config): Promise<number> {
  let running: Running | undefined;
  const print = (line: string): void => { console.log(line); };
  try {
    return await run(args, {
      print, dataDir: config.dataDir,
      load: (folder) => load(config, folder, print),
      inject: async () => {
        running = await startInstance({ ...config, port: 0, demo: false }, () => undefined);
        return over(running.address);
      },
    });
  } finally {
    await running?.stop();
  }
}

async function load(config: Config, folder: string, print: (line: string) => void): Promise<void> {
  const keys = await openFileKeys(join(config.dataDir, 'keys'));
  await withDatabase(config, async (address) => {
    const database = openDatabase(address);
    try {
      const loaded = await loadJurisdiction(database, folder, keys);
      if (!loaded.refused) return;
      for (const mistake of loaded.reason.mistakes) print(`${placeOf(mistake)} ${adviceFor(mistake, 'en').wrong}`);
      throw new Error(`${folder} has mistakes`);
    } finally {
      await database.close();
    }
  });
}
