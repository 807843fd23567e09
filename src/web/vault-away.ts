import { LinkAway } from '../platform/link/index.ts';
import type { Vault } from '../slices/vault/index.ts';

/** What the vault gives; 'away' while one that runs apart does not answer, for pages that can do without. */
export async function orAway<T>(work: Promise<T>): Promise<T | 'away'> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof LinkAway) return 'away';
    throw error;
  }
}

/** Asked before a look is entered: one that nobody could have stood on the resident's page otherwise. */
export async function isVaultAway(vault: Vault): Promise<boolean> {
  const state = await vault.state();
  return state === 'away' || state === 'refused';
}

/** Seconds until it is worth trying again: a process that was restarted answers within a few, a machine within some more. */
export const VAULT_RETRY_SECONDS = 30;
