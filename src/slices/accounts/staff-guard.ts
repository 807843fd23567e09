import type { FastifyReply, FastifyRequest } from 'fastify';
import { seeOther } from '../../platform/http/answer.ts';
import { sendProblem } from '../../platform/http/errors.ts';
import { readerOf } from '../../platform/http/reader.ts';
import { sameOrigin } from '../../platform/http/same-origin.ts';
import { unreachable } from '../../kernel/unreachable.ts';
import type { StaffSession } from './account.ts';
import { accountPaths } from './paths.ts';

export type ReadyStaff = Extract<StaffSession, { state: 'ready' }>;
export type GuardOptions = {
  readonly accounts: { actorOf(cookie: string | undefined): Promise<StaffSession | undefined> };
  readonly publicUrl: string;
  /** Answers a form that arrives after its session ended, so that what was typed in it is not lost; by default the 401 page. */
  readonly signedOut?: (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;
};

/**
 * For every staff page: who is signed in here, or undefined once the request has been answered (sign in, replace the
 * one-time password, not your place, not sent from here). Staff of one jurisdiction are strangers in every other.
 */
export async function readyStaff(request: FastifyRequest, reply: FastifyReply, options: GuardOptions): Promise<ReadyStaff | undefined> {
  const session = await anyStaff(request, reply, options);
  if (!session) return undefined;
  if (session.state === 'ready') return session;
  seeOther(reply, owedPage(session, readerOf(request).prefix));
  return undefined;
}

/** The page of what is still owed before work begins. */
export function owedPage(session: Exclude<StaffSession, ReadyStaff>, prefix: string): string {
  const paths = accountPaths(prefix);
  switch (session.state) {
    case 'factor-needed': return paths.secondFactor;
    case 'must-change-password': return paths.own;
    case 'must-enrol': return paths.authenticator;
    default: return unreachable(session);
  }
}

/** The same, for one's own account: whoever still owes a new password or a second factor may be here, not who has not shown theirs. */
export async function ownStaff(request: FastifyRequest, reply: FastifyReply, options: GuardOptions): Promise<StaffSession | undefined> {
  const session = await anyStaff(request, reply, options);
  if (session?.state !== 'factor-needed') return session;
  seeOther(reply, owedPage(session, readerOf(request).prefix));
  return undefined;
}

/** The same, for the page where the second factor is given. */
export async function anyStaff(request: FastifyRequest, reply: FastifyReply, options: GuardOptions): Promise<StaffSession | undefined> {
  const reader = readerOf(request);
  if (!sameOrigin(request, options.publicUrl)) {
    sendProblem(request, reply, { kind: 'cross-site' });
    return undefined;
  }
  const session = await options.accounts.actorOf(request.headers.cookie);
  if (session?.jurisdiction === reader.jurisdiction) return session;
  if (session) sendProblem(request, reply, { kind: 'forbidden' });
  else if (request.method === 'GET') seeOther(reply, `${accountPaths(reader.prefix).signIn}?next=${encodeURIComponent(request.url)}`);
  else if (options.signedOut) await options.signedOut(request, reply);
  else sendProblem(request, reply, { kind: 'sign-in-needed' });
  return undefined;
}
