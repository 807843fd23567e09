import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { seeOther, sendPage } from '../../platform/http/answer.ts';
import { sendProblem } from '../../platform/http/errors.ts';
import { formOf, type Form } from '../../platform/http/form.ts';
import { readerOf } from '../../platform/http/reader.ts';
import { sameOrigin } from '../../platform/http/same-origin.ts';
import { EMPTY_FORM, type FormState } from '../../ui/page.ts';
import { renderPage } from '../../ui/render.ts';
import type { FactorRoutes } from './factor-routes.ts';
import { MakePasskeyPage, NamePasskeyPage } from './passkey-views.tsx';
import { passkeyMessages } from './passkeys/messages.ts';
import { accountPaths, safeNext } from './paths.ts';
import { requireFresh } from './proof/require-fresh.ts';
import { tellRefused } from './refused.ts';
import type { PasskeyRefusal } from './refusals.ts';
import { endEarlier, signedIn, type AccountRoutes } from './routes.ts';
import { readyStaff, type ReadyStaff } from './staff-guard.ts';

type Deps = FactorRoutes & Pick<AccountRoutes, 'renderSignIn'>;
type Own = { readonly request: FastifyRequest; readonly reply: FastifyReply; readonly deps: Deps; readonly session: ReadyStaff; readonly form: Form };

/** Passkeys: signing in with one, and one's own: named, made, removed. To be mounted at `''` and at `/j/:code`. */
export function registerPasskeyRoutes(app: FastifyInstance, deps: Deps): void {
  app.post('/staff/sign-in/passkey', { config: { unlogged: true, budget: 'sign-in' } }, (request, reply) => signIn(request, reply, deps));
  app.get('/staff/account/passkeys/new', async (request, reply) => {
    const session = await readyStaff(request, reply, deps);
    return session ? showName(request, reply, deps, session, 200, EMPTY_FORM) : reply;
  });
  const change = (path: string, isSensitive: boolean, handle: (own: Own) => Promise<FastifyReply>): void => {
    app.post(path, async (request, reply) => {
      const session = await readyStaff(request, reply, deps);
      if (!session) return reply;
      const form = await formOf(request);
      if (form.refused) return sendProblem(request, reply, form.reason);
      // A desk left unlocked must not hand its owner's account to another device.
      const goesOn = !isSensitive || await requireFresh(request, reply, deps, session, form.value);
      return goesOn ? handle({ request, reply, deps, session, form: form.value }) : reply;
    });
  };
  change('/staff/account/passkeys/new', true, ask);
  // The question in this form was made after a fresh proof, for this account alone, minutes ago.
  change('/staff/account/passkeys', false, add);
  change('/staff/account/passkeys/:passkey/removal', true, remove);
}

async function signIn(request: FastifyRequest, reply: FastifyReply, deps: Deps): Promise<FastifyReply> {
  if (!sameOrigin(request, deps.publicUrl)) return sendProblem(request, reply, { kind: 'cross-site' });
  const form = await formOf(request);
  if (form.refused) return sendProblem(request, reply, form.reason);
  const reader = readerOf(request);
  const next = safeNext(form.value.values.get('next')?.[0], reader.prefix);
  const answer = await deps.accounts.passkeys.signIn(form.value.values.get('passkey')?.[0] ?? '', request.ip);
  if (!answer.refused) {
    await endEarlier(request, deps);
    return signedIn(request, reply, answer.value, next);
  }
  const { reason } = answer;
  tellRefused(request, 'passkey', reason.kind);
  if (reason.kind === 'too-many-attempts') reply.header('retry-after', reason.retryAfterSeconds);
  const status = reason.kind === 'too-many-attempts' ? 429 : 422;
  return sendPage(reply.code(status), reader, deps.renderSignIn(request, { username: '', next, passkeyFailed: true }));
}

function showName(request: FastifyRequest, reply: FastifyReply, deps: Deps, session: ReadyStaff, status: number, form: FormState): FastifyReply {
  const reader = readerOf(request);
  return sendPage(reply.code(status), reader, renderPage(NamePasskeyPage({ page: deps.pageOf(request, session), paths: accountPaths(reader.prefix), form })));
}

async function ask({ request, reply, deps, session, form }: Own): Promise<FastifyReply> {
  const name = form.values.get('name')?.[0] ?? '';
  const asked = await deps.accounts.passkeys.askNew(session, name);
  if (asked.refused) return refused(request, reply, deps, session, asked.reason, name);
  const reader = readerOf(request);
  const page = MakePasskeyPage({ page: deps.pageOf(request, session), paths: accountPaths(reader.prefix), name, question: asked.value });
  return sendPage(reply.header('cache-control', 'no-store'), reader, renderPage(page));
}

async function add({ request, reply, deps, session, form }: Own): Promise<FastifyReply> {
  const added = await deps.accounts.passkeys.add(session, form.values.get('passkey')?.[0] ?? '');
  if (added.refused) return refused(request, reply, deps, session, added.reason, '');
  return seeOther(reply, `${accountPaths(readerOf(request).prefix).own}?changed=passkey`);
}

async function remove({ request, reply, deps, session }: Own): Promise<FastifyReply> {
  const { passkey } = request.params as { readonly passkey: string };
  await deps.accounts.passkeys.remove(session, request.headers.cookie, passkey);
  return seeOther(reply, `${accountPaths(readerOf(request).prefix).own}?changed=passkey-removed`);
}

function refused(request: FastifyRequest, reply: FastifyReply, deps: Deps, session: ReadyStaff, reason: PasskeyRefusal, name: string): FastifyReply {
  if (reason.kind === 'not-signed-in') return sendProblem(request, reply, { kind: 'sign-in-needed' });
  const error = passkeyMessages(readerOf(request).locale).refusals[reason.kind];
  return showName(request, reply, deps, session, 422, { values: { name }, errors: { name: error }, hidden: {} });
}
