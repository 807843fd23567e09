import type { AccountId } from '../../kernel/ids.ts';
import type { StaffSession } from './account.ts';
import type { Door } from './door.ts';
import { systemActor } from './sessions.ts';
import { beginSession } from './store.ts';

export type SignedIn = { readonly setCookies: readonly string[]; readonly session: StaffSession };

/** How a session began, other than with a password, and whether that was two factors in one. */
export type Beginning = { readonly begunBy: 'passkey' | 'single-sign-on'; readonly factorGiven: boolean };

/** Opens a session for somebody whom we have recognised ourselves. Undefined for an account that is closed or gone. */
export async function openSession(door: Door, accountId: AccountId, { begunBy, factorGiven }: Beginning): Promise<SignedIn | undefined> {
  const library = await door.library();
  const answer = await library.api.openSession({ body: { accountId }, headers: new Headers(), returnHeaders: true });
  const begun = answer.response;
  if (!begun) return undefined;
  // A crash here leaves a session whose cookie nobody has, and which housekeeping deletes.
  await door.database.inTransaction(systemActor(begun.jurisdiction), (tx) => tx.run(beginSession, [begun.sessionId, begunBy, factorGiven]), 'accounts_svc');
  const setCookies = answer.headers.getSetCookie().filter((one) => one.startsWith(`${door.cookieName}=`));
  // A disabled account finds no live session here, and this look-up ends it.
  const session = await door.sessions.read(setCookies[0]?.split(';')[0]);
  return session && { setCookies, session };
}
