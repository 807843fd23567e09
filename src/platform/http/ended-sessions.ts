import type { JurisdictionCode } from '../../kernel/ids.ts';
import type { KeyProvider } from '../crypto/index.ts';
import type { Database } from '../db/database.ts';
import type { Tx } from '../db/reader.ts';
import * as store from './store.ts';

/** Sessions that live in a sealed cookie alone and were left before their time: no copy of the cookie opens anything any more. */
export type EndedSessions = {
  /** `token` is genuine; `msLeft` is how long it would still have been valid at most. */
  end(jurisdiction: JurisdictionCode, token: string, msLeft: number): Promise<void>;
  has(tx: Tx, token: string): Promise<boolean>;
  /** Forgets those whose time is over by now; how many. */
  purge(tx: Tx): Promise<number>;
};

export function createEndedSessions(database: Pick<Database, 'inTransaction'>, keys: Pick<KeyProvider, 'hmac'>): EndedSessions {
  // Of the octets, not of the text: base64url writes the same octets in several ways, and a copy must not come back as another.
  const digestOf = (token: string): Uint8Array => keys.hmac('ended sessions v1', Buffer.from(token, 'base64url'));
  return {
    async end(jurisdiction, token, msLeft) {
      await database.inTransaction({ kind: 'system', jurisdiction, job: 'leaving' }, (tx) => tx.run(store.endSession, [jurisdiction, digestOf(token), msLeft]));
    },
    has: async (tx, token) => (await tx.row(store.hasEnded, [tx.actor.jurisdiction, digestOf(token)]))?.ended === true,
    purge: (tx) => tx.run(store.purgeEndedSessions, [tx.actor.jurisdiction]),
  };
}
