import { instantOf, type Instant } from '../../kernel/instant.ts';
import type { StaffSession } from './account.ts';
import { note } from './administration.ts';
import type { Door } from './door.ts';
import { SESSION_IDLE_MS_MAX, SESSION_MS_MAX } from './library.ts';
import { systemActor } from './sessions.ts';
import * as store from './store.ts';

/** One browser in which the account is signed in. Which browser, and from where, is kept nowhere; `seenAt` is true to the minute. */
export type OwnSession = { readonly begunAt: Instant; readonly seenAt: Instant; readonly isThis: boolean };

/** One's own sessions (ASVS 5.0 7.5.2). Whoever calls `endOthers` has asked for a fresh proof. */
export interface OwnSessions {
  of(session: StaffSession, cookie: string | undefined): Promise<readonly OwnSession[]>;
  endOthers(session: StaffSession, cookie: string | undefined): Promise<void>;
}

export function ownSessions(door: Door): OwnSessions {
  return {
    async of({ accountId, jurisdiction }, cookie) {
      const own = await door.sessions.idOf(cookie);
      const rows = await door.database.inTransaction(systemActor(jurisdiction), (tx) => tx.rows(store.listSessions, [accountId, SESSION_MS_MAX, SESSION_IDLE_MS_MAX]), 'accounts_svc');
      return rows.map((row) => ({ begunAt: instantOf(row.created_at), seenAt: instantOf(row.last_seen_at), isThis: row.id === own }));
    },
    async endOthers(session, cookie) {
      const { accountId, jurisdiction } = session;
      const own = await door.sessions.idOf(cookie);
      const by = session.state === 'ready' ? session.actor : systemActor(jurisdiction);
      await door.database.inTransaction(by, async (tx) => {
        const ended = await tx.run(store.endOtherSessions, [accountId, own ?? '']);
        if (ended > 0) await note(tx, by, accountId, 'sessions-ended');
      }, 'accounts_svc');
      // A crash before this line ends the process and its memory with it.
      door.sessions.invalidate(accountId);
    },
  };
}
