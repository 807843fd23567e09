import type { JurisdictionCode, PersonRef } from '../../kernel/ids.ts';
import { isoOf } from '../../kernel/instant.ts';
import type { KeyProvider } from '../../platform/crypto/index.ts';
import type { Database } from '../../platform/db/database.ts';
import type { CallGateway, Handed } from '../../platform/gateway/index.ts';
import { countMessage, countOf, handedInTime } from './budgets.ts';
import { createConsents } from './consents.ts';
import { openDeposit } from './deposit.ts';
import { selectDeposit } from './store.ts';

/** A phone of the office, and where the gateway says what became of the call. */
export type Connecting = { readonly line: string; readonly callback: string };
export const CONNECTED = ['ringing', 'not-agreed', 'over-budget', 'failed'] as const;
export type Connected = (typeof CONNECTED)[number];

/** Calls to somebody who agreed to be phoned, until their day: the number goes from here to the gateway and nowhere else. */
export interface MaskedCalls {
  offered(): Promise<boolean>;
  /** Reads afresh whether they agree. Resolves with nothing that says who they are. */
  connect(jurisdiction: JurisdictionCode, person: PersonRef, connecting: Connecting): Promise<Connected>;
}

/** To one number a day, over all its cases. */
const TO_ONE_MAX = 6;
/** Of a jurisdiction a day: calls are paid for by the minute (protection T19). */
const CALLS_PER_DAY = 500;

export function createCalls({ database, keys, call }: { readonly database: Database; readonly keys: KeyProvider; readonly call?: CallGateway | undefined }): MaskedCalls {
  const consents = createConsents(database);
  const inVault = <T>(jurisdiction: JurisdictionCode, work: Parameters<typeof database.inTransaction<T>>[1]): Promise<T> =>
    database.inTransaction({ kind: 'system', jurisdiction, job: 'calls' }, work, 'vault_svc');
  return {
    offered: () => Promise.resolve(call !== undefined),
    async connect(jurisdiction, person, connecting) {
      if (!call) return 'failed';
      const consent = await consents.of(jurisdiction, person);
      const { deposit, day } = await inVault(jurisdiction, async (tx) => ({ deposit: await tx.row(selectDeposit, [jurisdiction, person]), day: isoOf(tx.at).slice(0, 10) }));
      if (!deposit || !consent?.fields.includes('phone')) return 'not-agreed';
      const { phone } = await openDeposit(keys, jurisdiction, person, deposit);
      if (phone === '') return 'not-agreed';
      const count = (kind: string, value: string, most: number) => countOf(keys, jurisdiction, day, { kind, value, most });
      const counts = [count('call one', phone, TO_ONE_MAX), count('call all', '', CALLS_PER_DAY)];
      if (!await inVault(jurisdiction, (tx) => countMessage(tx, day, counts))) return 'over-budget';
      const handed: Handed = await handedInTime(() => call.connect({ to: phone, ...connecting }));
      return handed === 'handed-over' ? 'ringing' : 'failed';
    },
  };
}
