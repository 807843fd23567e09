import { databaseFaultOf } from '../../platform/http/database-errors.ts';
import { listenLink, type LinkAddress, type LinkServer } from '../../platform/link/index.ts';
import { answerTo } from './questions.ts';
import type { Vault } from './vault.ts';

/** Answers for this vault whoever knows the token. `onBug` hears of what went wrong, never of what was asked. Throws ListenRefusal. */
export function serveVault(vault: Vault, at: LinkAddress, token: Uint8Array, onBug: (error: unknown) => void): Promise<LinkServer> {
  return listenLink(at, token, (asked) => answerTo(vault, asked).catch((error: unknown) => {
    if (databaseFaultOf(error)?.kind === 'away') return { failed: 'away' };
    onBug(error);
    return { failed: 'bug' };
  }));
}
