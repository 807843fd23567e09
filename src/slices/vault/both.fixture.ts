import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KeyProvider } from '../../platform/crypto/index.ts';
import type { Database } from '../../platform/db/database.ts';
import { dialLink } from '../../platform/link/index.ts';
import { connectVault, createVault, serveVault, type TellingWays, type Vault } from './index.ts';

/** The two ways in which a vault is had: whatever a test says of one it says of the other. */
export const WAYS = ['in this process', 'in a process apart'] as const;
export type Way = (typeof WAYS)[number];

const TOKEN = Buffer.alloc(32, 5);

/** The vault over this database, had in one of both ways. The caller closes it. */
export async function openVaultBy(way: Way, database: Database, keys: KeyProvider, ways?: TellingWays): Promise<Vault> {
  const inside = createVault(database, keys, ways);
  if (way === 'in this process') return inside;
  const folder = await mkdtemp(join(tmpdir(), 'vault-'));
  const at = { path: join(folder, 'vault.sock') };
  const bugs: unknown[] = [];
  const server = await serveVault(inside, at, TOKEN, (error) => { bugs.push(error); });
  const apart = connectVault(dialLink(at, TOKEN));
  return {
    ...apart,
    async close() {
      await apart.close();
      await server.close();
      await rm(folder, { recursive: true });
      if (bugs.length > 0) throw new Error(`the vault met bugs: ${bugs.map(String).join('; ')}`);
    },
  };
}
