import type { JurisdictionCode, PersonRef } from '../../kernel/ids.ts';
import type { Vault } from './vault.ts';

/** Deposits whose case is committed, waiting to be confirmed together. */
export interface Confirmations {
  add(jurisdiction: JurisdictionCode, person: PersonRef): void;
  /** Confirms what waits; what fails waits on. */
  flush(): Promise<void>;
  /** Flushes once more. What a crash loses here, the vault's sweep finds by its case. */
  close(): Promise<void>;
}

const EVERY_MS = 1_000;
/** A burst beyond this leaves the rest to the sweep rather than to memory. */
const WAITING_MAX = 10_000;

/** One statement a second and jurisdiction instead of one a report: half the vault's work in a burst. */
export function createConfirmations(vault: Pick<Vault, 'confirm'>, everyMs = EVERY_MS): Confirmations {
  const waiting = new Map<JurisdictionCode, PersonRef[]>();
  const flush = async (): Promise<void> => {
    for (const [jurisdiction, persons] of [...waiting]) {
      waiting.delete(jurisdiction);
      await vault.confirm(jurisdiction, ...persons).catch(() => {
        waiting.set(jurisdiction, [...persons, ...(waiting.get(jurisdiction) ?? [])].slice(0, WAITING_MAX));
      });
    }
  };
  const timer = setInterval(() => void flush(), everyMs);
  timer.unref();
  return {
    add(jurisdiction, person) {
      const persons = waiting.get(jurisdiction) ?? [];
      if (persons.length < WAITING_MAX) waiting.set(jurisdiction, persons.concat(person));
    },
    flush,
    async close() {
      clearInterval(timer);
      await flush();
    },
  };
}
