import type { Config } from './platform/config/index.ts';
import type { Database } from './platform/db/database.ts';
import { StartRefusal } from './platform/db/start-refusal.ts';
import { dialLink, readToken, TokenRefusal } from './platform/link/index.ts';
import { connectVault, isApart, type Vault } from './slices/vault/index.ts';

/**
 * The vault of this instance where it is apart; undefined where it is in this process. Throws StartRefusal rather than look for
 * contacts where they are not, or when the token cannot be read. Whether it answers is not asked here. The caller closes it.
 */
export async function vaultApart({ vault, vaultToken }: Pick<Config, 'vault' | 'vaultToken'>, database: Pick<Database, 'public'>): Promise<Vault | undefined> {
  const moved = await isApart(database.public);
  if (!vault && !moved) return undefined;
  if (!vault) throw new StartRefusal({ kind: 'vault-forgotten' });
  if (!moved) throw new StartRefusal({ kind: 'vault-not-moved' });
  return connectVault(dialLink(vault, await tokenFrom(() => readToken(vaultToken))));
}

/** A token, or the sentence that says why there is none. */
export async function tokenFrom(read: () => Promise<Buffer>): Promise<Buffer> {
  return read().catch((error: unknown) => {
    throw error instanceof TokenRefusal ? new StartRefusal({ kind: 'vault-token', what: error.kind, path: error.path }) : error;
  });
}
