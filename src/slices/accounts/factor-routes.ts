import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { unreachable } from '../../kernel/unreachable.ts';
import { seeOther, sendPage } from '../../platform/http/answer.ts';
import { sendProblem } from '../../platform/http/errors.ts';
import { formOf, type Form } from '../../platform/http/form.ts';
import type { Idempotency } from '../../platform/http/idempotency.ts';
import { writeOf } from '../../platform/http/write.ts';
import { readerOf } from '../../platform/http/reader.ts';
import type { Locale } from '../../platform/i18n/index.ts';
import { EMPTY_FORM, type FormState } from '../../ui/page.ts';
import { renderPage } from '../../ui/render.ts';
import type { StaffSession } from './account.ts';
import { EnrolPage, EnterCodePage, RecoveryCodesPage } from './factor-views.tsx';
import { passkeyMessages } from './passkeys/messages.ts';
import { accountPaths, safeNext } from './paths.ts';
import { proofMessages } from './proof/messages.ts';
import { requireFresh } from './proof/require-fresh.ts';
import { tellRefused } from './refused.ts';
import type { FactorRefusal } from './refusals.ts';
import type { AccountRoutes } from './routes.ts';
import { anyStaff, owedPage, ownStaff } from './staff-guard.ts';

export type FactorRoutes = Omit<AccountRoutes, 'renderSignIn'> & { readonly idempotency: Idempotency };

type Own = { readonly request: FastifyRequest; readonly reply: FastifyReply; readonly deps: FactorRoutes; readonly session: StaffSession };

/** The second factor: given at sign-in, set up, renewed, removed. To be mounted at `''` and at `/j/:code`. */
export function registerFactorRoutes(app: FastifyInstance, deps: FactorRoutes): void {
  app.get('/staff/second-factor', { config: { unlogged: true } }, (request, reply) => atEntrance(request, reply, deps, (own) => showEntrance(own, 200, EMPTY_FORM.errors, nextOf(request))));
  app.post('/staff/second-factor', { config: { unlogged: true } }, (request, reply) => atEntrance(request, reply, deps, enter));
  app.get('/staff/account/authenticator', async (request, reply) => {
    const session = await ownStaff(request, reply, deps);
    return session ? showEnrolment({ request, reply, deps, session }, 200, EMPTY_FORM.errors) : reply;
  });
  const change = (path: string, handle: (own: Own, form: Form) => Promise<FastifyReply>): void => {
    app.post(path, async (request, reply) => {
      const session = await ownStaff(request, reply, deps);
      if (!session) return reply;
      const form = await formOf(request);
      if (form.refused) return sendProblem(request, reply, form.reason);
      // A desk left unlocked must not hand its owner's account to another phone.
      return (await requireFresh(request, reply, deps, session, form.value)) ? handle({ request, reply, deps, session }, form.value) : reply;
    });
  };
  change('/staff/account/authenticator', enrol);
  change('/staff/account/authenticator/removal', remove);
  change('/staff/account/recovery-codes', renew);
}

async function atEntrance(request: FastifyRequest, reply: FastifyReply, deps: FactorRoutes, handle: (own: Own) => Promise<FastifyReply> | FastifyReply): Promise<FastifyReply> {
  const session = await anyStaff(request, reply, deps);
  if (!session) return reply;
  if (session.state === 'factor-needed') return handle({ request, reply, deps, session });
  return seeOther(reply, onward(session, readerOf(request).prefix, nextOf(request)));
}

function onward(session: StaffSession, prefix: string, next: string | undefined): string {
  return session.state === 'ready' ? safeNext(next, prefix) : owedPage(session, prefix);
}

function nextOf(request: FastifyRequest): string | undefined {
  const { next } = request.query as { next?: unknown };
  return typeof next === 'string' ? next : undefined;
}

async function showEntrance({ request, reply, deps, session }: Own, status: number, errors: FormState['errors'], next: string | undefined): Promise<FastifyReply> {
  const reader = readerOf(request);
  const form: FormState = { values: {}, errors, hidden: { next: safeNext(next, reader.prefix) } };
  return sendPage(reply.code(status), reader, renderPage(EnterCodePage({ page: deps.pageOf(request, session), paths: accountPaths(reader.prefix), form, passkey: await deps.accounts.passkeys.askOwner(session) })));
}

async function enter(own: Own): Promise<FastifyReply> {
  const { request, reply, deps } = own;
  const form = await formOf(request);
  if (form.refused) return sendProblem(request, reply, form.reason);
  const next = form.value.values.get('next')?.[0];
  const { locale, prefix } = readerOf(request);
  const passkey = form.value.values.get('passkey')?.[0] ?? '';
  const shown = passkey === '' ? { code: form.value.values.get('code')?.[0] ?? '' } : { passkey };
  const entered = await deps.accounts.enter({ cookie: request.headers.cookie, address: request.ip, ...shown });
  if (!entered.refused) return seeOther(reply, onward(entered.value, prefix, next));
  const { reason } = entered;
  tellRefused(request, 'second-factor', reason.kind);
  if (reason.kind === 'not-signed-in') return seeOther(reply, accountPaths(prefix).signIn);
  return showEntrance({ ...own, reply: waiting(reply, reason) }, statusOf(reason), { code: passkey !== '' && reason.kind !== 'too-many-attempts' ? passkeyMessages(locale).wrong : factorWords(reason, locale) }, next);
}

async function showEnrolment({ request, reply, deps, session }: Own, status: number, errors: FormState['errors'], token?: string): Promise<FastifyReply> {
  const reader = readerOf(request);
  const page = deps.pageOf(request, session);
  const [begun, factors] = await Promise.all([deps.accounts.factors.begin(session, page.jurisdiction.name, token), deps.accounts.factors.of(session)]);
  const form: FormState = { values: {}, errors, hidden: { enrolment: begun.token } };
  return sendPage(reply.code(status).header('cache-control', 'no-store'), reader, renderPage(EnrolPage({
    page, paths: accountPaths(reader.prefix), session, uri: begun.uri, typedKey: begun.typed, replaces: factors.authenticator, form,
  })));
}

async function enrol(own: Own, form: Form): Promise<FastifyReply> {
  const { request, reply, deps, session } = own;
  const token = form.values.get('enrolment')?.[0] ?? '';
  const made = await deps.accounts.factors.enrol(session, request.headers.cookie, { token, code: form.values.get('code')?.[0] ?? '', address: request.ip });
  if (made.refused) tellRefused(request, 'enrolment', made.reason.kind);
  if (made.refused) return showEnrolment({ ...own, reply: waiting(reply, made.reason) }, statusOf(made.reason), { code: factorWords(made.reason, readerOf(request).locale) }, token);
  return showCodes(own, made.value, true);
}

async function renew(own: Own, form: Form): Promise<FastifyReply> {
  const { request, reply, deps, session } = own;
  if (session.state !== 'ready') return seeOther(reply, owedPage(session, readerOf(request).prefix));
  const { seed } = writeOf(deps.idempotency, request, form, session.actor);
  const made = await deps.accounts.factors.renewCodes(session, seed);
  return made.refused ? seeOther(reply, accountPaths(readerOf(request).prefix).own) : showCodes(own, made.value, false);
}

async function remove({ request, reply, deps, session }: Own): Promise<FastifyReply> {
  const { prefix } = readerOf(request);
  const removed = await deps.accounts.factors.remove(session);
  return removed.refused && removed.reason.kind === 'factor-required' ? sendProblem(request, reply, { kind: 'forbidden' }) : seeOther(reply, accountPaths(prefix).own);
}

function showCodes({ request, reply, deps, session }: Own, codes: readonly string[], enrolled: boolean): FastifyReply {
  const reader = readerOf(request);
  return sendPage(reply.code(201).header('cache-control', 'no-store'), reader, renderPage(RecoveryCodesPage({ page: deps.pageOf(request, session), paths: accountPaths(reader.prefix), codes, enrolled })));
}

function waiting(reply: FastifyReply, reason: FactorRefusal): FastifyReply {
  return reason.kind === 'too-many-attempts' ? reply.header('retry-after', reason.retryAfterSeconds) : reply;
}

function statusOf(reason: FactorRefusal): number {
  return reason.kind === 'too-many-attempts' ? 429 : 422;
}

function factorWords(reason: FactorRefusal, locale: Locale): string {
  const words = proofMessages(locale);
  switch (reason.kind) {
    case 'wrong-proof': return words.wrongCode;
    case 'code-used': return words.codeUsed;
    case 'too-many-attempts': return words.tooMany(Math.ceil(reason.retryAfterSeconds / 60));
    case 'enrolment-too-old': return words.enrolTooOld;
    case 'no-factor': return words.noFactor;
    case 'factor-required': return words.factorRequired;
    case 'not-signed-in': return words.enrolTooOld;
    default: return unreachable(reason);
  }
}
