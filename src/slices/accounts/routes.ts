import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { unreachable } from '../../kernel/unreachable.ts';
import { seeOther, sendPage } from '../../platform/http/answer.ts';
import { sendProblem } from '../../platform/http/errors.ts';
import { formOf } from '../../platform/http/form.ts';
import { readerOf } from '../../platform/http/reader.ts';
import { sameOrigin } from '../../platform/http/same-origin.ts';
import { EMPTY_FORM, type FormState, type PageContext } from '../../ui/page.ts';
import { renderPage } from '../../ui/render.ts';
import type { StaffSession } from './account.ts';
import type { Accounts } from './index.ts';
import { accountMessages } from './messages.ts';
import type { SignedIn } from './opening.ts';
import { accountPaths, safeNext } from './paths.ts';
import { tellRefused } from './refused.ts';
import type { PasswordRefusal, SignInRefusal } from './refusals.ts';
import { requireFresh } from './proof/require-fresh.ts';
import { owedPage, ownStaff, readyStaff } from './staff-guard.ts';
import { OwnAccountPage, type OwnChange } from './views.tsx';

/** What the sign-in page shows again: the name as typed, never the password; what is wrong, in the reader's language. */
export type SignInState = { readonly left?: boolean; readonly error?: string; readonly username: string; readonly next: string; readonly passkeyFailed?: boolean };

export type AccountRoutes = {
  readonly accounts: Accounts;
  readonly publicUrl: string;
  /** The page's frame for this reader; `session` when somebody is signed in. */
  readonly pageOf: (request: FastifyRequest, session?: StaffSession) => PageContext;
  /** The sign-in page is drawn by the web layer. */
  readonly renderSignIn: (request: FastifyRequest, state: SignInState) => string;
};

/** Sign-in, sign-out and one's own account. To be mounted at `''` and at `/j/:code`. */
export function registerAccountRoutes(app: FastifyInstance, deps: AccountRoutes): void {
  app.get('/staff/sign-in', { config: { unlogged: true } }, (request, reply) => showSignIn(request, reply, deps));
  app.post('/staff/sign-in', { config: { unlogged: true } }, (request, reply) => signIn(request, reply, deps));
  app.post('/staff/sign-out', { config: { unlogged: true } }, (request, reply) => signOut(request, reply, deps));
  app.get('/staff/account', (request, reply) => showOwnAccount(request, reply, deps));
  app.post('/staff/account/ended-sessions', async (request, reply) => {
    const session = await readyStaff(request, reply, deps);
    if (!session) return reply;
    const form = await formOf(request);
    if (form.refused) return sendProblem(request, reply, form.reason);
    if (!await requireFresh(request, reply, deps, session, form.value)) return reply;
    await deps.accounts.ownSessions.endOthers(session, request.headers.cookie);
    return seeOther(reply, `${accountPaths(readerOf(request).prefix).own}?changed=sessions`);
  });
  app.post('/staff/account/password', (request, reply) => changeOwnPassword(request, reply, deps));
}

async function showSignIn(request: FastifyRequest, reply: FastifyReply, deps: AccountRoutes): Promise<FastifyReply> {
  const { next, left } = request.query as { next?: unknown; left?: unknown };
  const wanted = typeof next === 'string' ? next : undefined;
  const session = await deps.accounts.actorOf(request.headers.cookie);
  const reader = readerOf(request);
  if (session?.jurisdiction === reader.jurisdiction) return seeOther(reply, safeNext(wanted, reader.prefix));
  return sendPage(reply, reader, deps.renderSignIn(request, { username: '', next: safeNext(wanted, reader.prefix), left: left === 'single-sign-on' }));
}

async function signIn(request: FastifyRequest, reply: FastifyReply, deps: AccountRoutes): Promise<FastifyReply> {
  if (!sameOrigin(request, deps.publicUrl)) return sendProblem(request, reply, { kind: 'cross-site' });
  const read = await formOf(request);
  if (read.refused) return sendProblem(request, reply, read.reason);
  const field = (name: string): string => read.value.values.get(name)?.[0] ?? '';
  const reader = readerOf(request);
  const username = field('username').slice(0, 200);
  const next = safeNext(field('next'), reader.prefix);
  const again = (status: number, error: string): FastifyReply =>
    sendPage(reply.code(status), reader, deps.renderSignIn(request, { error, username, next }));
  if (username.trim() === '' || field('password') === '') return again(422, accountMessages(reader.locale).bothNeeded);
  const answer = await deps.accounts.signIn({ username, password: field('password'), address: request.ip });
  if (answer.refused) {
    const { reason } = answer;
    tellRefused(request, 'sign-in', reason.kind);
    if (reason.kind === 'too-many-attempts') reply.header('retry-after', reason.retryAfterSeconds);
    return again(SIGN_IN_STATUS[reason.kind], signInWords(reason, reader.locale));
  }
  await endEarlier(request, deps);
  return signedIn(request, reply, answer.value, next);
}

/** Whatever this browser was signed in as before ends, here and for every copy of its cookie (ASVS 5.0 7.2.4). */
export async function endEarlier(request: FastifyRequest, { accounts }: Pick<AccountRoutes, 'accounts'>): Promise<void> {
  await accounts.signOut(request.headers.cookie);
}

/** Whoever has just signed in goes where they wanted, or where they owe something first. `next` is a safe page of this place. */
export function signedIn(request: FastifyRequest, reply: FastifyReply, { session, setCookies }: SignedIn, next: string): FastifyReply {
  const reader = readerOf(request);
  reply.header('set-cookie', [...setCookies]);
  // The name decides the place, whichever place's page it was typed on.
  const isHere = session.jurisdiction === reader.jurisdiction;
  const prefix = isHere ? reader.prefix : `/j/${session.jurisdiction}`;
  const wanted = isHere ? next : accountPaths(prefix).console;
  if (session.state === 'factor-needed') return seeOther(reply, `${owedPage(session, prefix)}?next=${encodeURIComponent(wanted)}`);
  return seeOther(reply, session.state === 'ready' ? wanted : owedPage(session, prefix));
}

async function signOut(request: FastifyRequest, reply: FastifyReply, deps: AccountRoutes): Promise<FastifyReply> {
  if (!sameOrigin(request, deps.publicUrl)) return sendProblem(request, reply, { kind: 'cross-site' });
  const session = await deps.accounts.actorOf(request.headers.cookie);
  const isThereToo = session !== undefined && await deps.accounts.signOn?.isLinked(session) === true;
  // Nothing of ours is kept by a browser (no-store); should one have kept a page after all, it is told to drop it (ASVS 14.3.1).
  reply.header('set-cookie', [...await deps.accounts.signOut(request.headers.cookie)]).header('clear-site-data', '"cache"');
  const { signIn } = accountPaths(readerOf(request).prefix);
  return seeOther(reply, isThereToo ? `${signIn}?left=single-sign-on` : signIn);
}

async function showOwnAccount(request: FastifyRequest, reply: FastifyReply, deps: AccountRoutes): Promise<FastifyReply> {
  const session = await ownStaff(request, reply, deps);
  if (!session) return reply;
  const { changed } = request.query as { changed?: unknown };
  return ownAccount(request, reply, deps, session, EMPTY_FORM, CHANGES.find((one) => one === changed));
}

async function changeOwnPassword(request: FastifyRequest, reply: FastifyReply, deps: AccountRoutes): Promise<FastifyReply> {
  // Passwords are not carried on. After the same form sent twice the browser is signed in anew already, and lands on its account.
  const toSignIn = async (_: FastifyRequest, answer: FastifyReply): Promise<FastifyReply> => {
    const paths = accountPaths(readerOf(request).prefix);
    return seeOther(answer, `${paths.signIn}?next=${encodeURIComponent(paths.own)}`);
  };
  const session = await ownStaff(request, reply, { ...deps, signedOut: toSignIn });
  if (!session) return reply;
  const read = await formOf(request);
  if (read.refused) return sendProblem(request, reply, read.reason);
  const field = (name: string): string => read.value.values.get(name)?.[0] ?? '';
  const { locale, prefix } = readerOf(request);
  const again = (status: number, errors: FormState['errors']): Promise<FastifyReply> =>
    ownAccount(request, reply.code(status), deps, session, { values: {}, errors, hidden: {} }, undefined);
  if (field('next') !== field('repeated')) return again(422, { repeated: accountMessages(locale).notTheSameTwice });
  const answer = await deps.accounts.changeOwnPassword({
    cookie: request.headers.cookie, current: field('current'), next: field('next'), address: request.ip,
  });
  if (!answer.refused) {
    reply.header('set-cookie', [...answer.value.setCookies]);
    return seeOther(reply, session.state === 'ready' ? `${accountPaths(prefix).own}?changed=password` : accountPaths(prefix).console);
  }
  const { reason } = answer;
  tellRefused(request, 'password-change', reason.kind);
  if (reason.kind === 'not-signed-in') return sendProblem(request, reply, { kind: 'sign-in-needed' });
  if (reason.kind === 'too-many-attempts') reply.header('retry-after', reason.retryAfterSeconds);
  return again(reason.kind === 'too-many-attempts' ? 429 : 422, passwordErrors(reason, locale));
}

async function ownAccount(request: FastifyRequest, reply: FastifyReply, deps: AccountRoutes, session: StaffSession, form: FormState, changed: OwnChange | undefined): Promise<FastifyReply> {
  const reader = readerOf(request);
  const page = deps.pageOf(request, session);
  const { organisation } = deps.accounts;
  const unitName = organisation.unitName(session.jurisdiction, session.unitId, reader.locale);
  const roles = session.state === 'ready' ? session.actor.roles.map((role) => organisation.roleName(session.jurisdiction, role, reader.locale)) : [];
  const own = session.state === 'ready' ? { factors: await deps.accounts.factors.of(session), passkeys: await deps.accounts.passkeys.of(session), passkeysPossible: deps.accounts.passkeys.askAnyone() !== undefined, sessions: await deps.accounts.ownSessions.of(session, request.headers.cookie) } : undefined;
  return sendPage(reply, reader, renderPage(OwnAccountPage({
    page, paths: accountPaths(reader.prefix), session, unitName, roles, form, changed, ...(own ? { own } : {}), mayRemoveFactor: deps.accounts.factors.isOptional(session),
  })));
}

const CHANGES: readonly OwnChange[] = ['password', 'passkey', 'passkey-removed', 'sessions'];

/** A wrong password is a form to be mended; too many are a reason to wait. */
const SIGN_IN_STATUS: Readonly<Record<SignInRefusal['kind'], number>> = { 'not-recognised': 422, 'too-many-attempts': 429 };

function signInWords(reason: SignInRefusal, locale: PageContext['locale']): string {
  const words = accountMessages(locale);
  switch (reason.kind) {
    case 'not-recognised': return words.notRecognised;
    case 'too-many-attempts': return words.tooManyAttempts(Math.ceil(reason.retryAfterSeconds / 60));
    default: return unreachable(reason);
  }
}

function passwordErrors(reason: Exclude<PasswordRefusal, { kind: 'not-signed-in' }>, locale: PageContext['locale']): FormState['errors'] {
  const words = accountMessages(locale);
  switch (reason.kind) {
    case 'wrong-current-password': return { current: words.wrongCurrent };
    case 'same-password': return { next: words.samePassword };
    case 'weak-password': return { next: words.weakPassword[reason.mistake] };
    case 'too-many-attempts': return { current: words.tooManyAttempts(Math.ceil(reason.retryAfterSeconds / 60)) };
    default: return unreachable(reason);
  }
}
