import { randomBytes } from 'node:crypto';
import { instantOf, MINUTE_MS } from '../../../kernel/instant.ts';
import { parseAccountId, type AccountId, type JurisdictionCode } from '../../../kernel/ids.ts';
import { accept, refuse, type Decision } from '../../../kernel/refusal.ts';
import { openToken, sealToken } from '../../../platform/crypto/index.ts';
import type { StaffSession } from '../account.ts';
import { note } from '../administration.ts';
import type { Door } from '../door.ts';
import { openSession, type SignedIn } from '../opening.ts';
import type { SignOnRefusal } from '../refusals.ts';
import { systemActor } from '../sessions.ts';
import { updatePassword } from '../store.ts';
import { factorsOf } from '../proof/factors.ts';
import type { Checks, Provider } from './provider.ts';
import * as store from './store.ts';

/** As long as somebody may need at the provider's pages. */
export const AWAY_MS_MAX = 10 * MINUTE_MS;

/** Why somebody was sent to the provider: to come in, and then to `next`; or to confirm that they are still they. */
export type Errand = { readonly kind: 'enter'; readonly next: string } | { readonly kind: 'confirm'; readonly account: AccountId };
export type Sent = { readonly address: string; readonly token: string };

/** Sends somebody to the provider. `token` goes into a cookie of this browser alone: what comes back counts only beside it. */
export async function sendToProvider(door: Door, provider: Provider, errand: Errand): Promise<Decision<Sent, SignOnRefusal>> {
  const begun = await provider.begin(errand.kind === 'confirm');
  if (begun.refused) return begun;
  const { address, checks } = begun.value;
  return accept({ address, token: sealToken(door.keys, PURPOSE, JSON.stringify({ checks, errand }), instantOf(new Date(Date.now() + AWAY_MS_MAX))) });
}

/** Somebody has come back: what for, and whom the provider swears they are. Everything in `query` is the sender's. */
export async function backFromProvider(door: Door, provider: Provider, token: string | undefined, query: string): Promise<Decision<{ readonly errand: Errand; readonly sworn: { readonly subject: string; readonly secondFactor: boolean } }, SignOnRefusal>> {
  const opened = openToken(door.keys, PURPOSE, token, instantOf(new Date()));
  if (opened.refused) return refuse({ kind: 'too-old' });
  const { checks, errand } = JSON.parse(opened.value) as { readonly checks: Checks; readonly errand: Errand };
  const sworn = await provider.finish(query, checks, errand.kind === 'confirm');
  return sworn.refused ? sworn : accept({ errand, sworn: sworn.value });
}

/**
 * Signs in whose subject it is. The provider's word on a second factor counts once the account's owner has come in by this
 * link with their own, if they have one: else whoever may write down a subject could go round it.
 */
export async function enterBySignOn(door: Door, provider: Provider, place: JurisdictionCode, sworn: { readonly subject: string; readonly secondFactor: boolean }): Promise<Decision<SignedIn, SignOnRefusal>> {
  const link = await findLink(door, provider, place, sworn.subject);
  if (!link) return refuse({ kind: 'no-account' });
  const opened = await openSession(door, link.account, { begunBy: 'single-sign-on', factorGiven: sworn.secondFactor && link.confirmed });
  if (!opened) return refuse({ kind: 'no-account' });
  if (opened.session.state === 'factor-needed' || link.confirmed) return accept(opened);
  const cookie = opened.setCookies[0]?.split(';')[0];
  await confirmLink(door, opened.session, cookie);
  // They have no second factor of their own that this could go round.
  const { authenticator } = await factorsOf(door, opened.session);
  const session = sworn.secondFactor && !authenticator ? await door.sessions.proveFactor(cookie) : await door.sessions.read(cookie);
  return session ? accept({ ...opened, session }) : refuse({ kind: 'no-account' });
}

/** Whether whoever is signed in here has just signed in there anew; from then on their proof is fresh. */
export async function confirmBySignOn(door: Door, provider: Provider, cookie: string | undefined, account: AccountId, sworn: { readonly subject: string }): Promise<boolean> {
  const session = await door.sessions.read(cookie);
  const link = session && await findLink(door, provider, session.jurisdiction, sworn.subject);
  if (!session || session.state === 'factor-needed' || session.accountId !== account || link?.account !== account || !link.confirmed) return false;
  return (await door.sessions.prove(cookie)) !== undefined;
}

/**
 * The owner has come in by the link, and has given the second factor they have. A one-time password that was never replaced
 * opens nothing from now on: who handed it over still knows it.
 */
export async function confirmLink(door: Door, session: StaffSession, cookie: string | undefined): Promise<void> {
  const { jurisdiction, accountId } = session;
  const by = systemActor(jurisdiction);
  const id = await door.sessions.idOf(cookie) ?? '';
  const voids = await door.database.inTransaction(by, async (tx) => {
    if (await tx.run(store.confirmLink, [accountId, id]) === 0) return false;
    await note(tx, by, accountId, 'sign-on-confirmed');
    return (await tx.row(store.mustChangeStill, [jurisdiction, accountId]))?.must_change_password === true;
  }, 'accounts_svc');
  if (!voids) return;
  // A crash before this leaves the one-time password in force, as it was a moment ago.
  const { password } = await (await door.library()).$context;
  const hash = await password.hash(randomBytes(32).toString('base64url'));
  await door.database.inTransaction(by, (tx) => tx.run(updatePassword, [accountId, hash]), 'accounts_svc');
}

/** Whether the account's owner may confirm there that they are they. */
export async function isLinked(door: Door, { jurisdiction, accountId }: StaffSession): Promise<boolean> {
  return (await door.database.inTransaction(systemActor(jurisdiction), (tx) => tx.row(store.linkOf, [accountId]), 'accounts_svc'))?.confirmed === true;
}

const PURPOSE = 'single-sign-on';

/** Whichever place's page it is asked from: a subject belongs to one account of the installation. */
async function findLink(door: Door, provider: Provider, place: JurisdictionCode, subject: string): Promise<{ readonly account: AccountId; readonly confirmed: boolean } | undefined> {
  const row = await door.database.inTransaction(systemActor(place), (tx) => tx.row(store.findLink, [provider.issuer, subject]), 'accounts_svc');
  const account = parseAccountId(row?.account_id);
  return row && account ? { account, confirmed: row.confirmed } : undefined;
}
