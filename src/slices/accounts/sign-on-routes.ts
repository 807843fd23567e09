import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { seeOther, sendPage } from '../../platform/http/answer.ts';
import { sendProblem } from '../../platform/http/errors.ts';
import { readerOf } from '../../platform/http/reader.ts';
import { SECOND_MS } from '../../kernel/instant.ts';
import { renderPage } from '../../ui/render.ts';
import type { SignOnService } from './index.ts';
import { accountPaths, safeNext } from './paths.ts';
import { signedIn, type AccountRoutes } from './routes.ts';
import { SignOnPage, type SignOnOutcome } from './sign-on-views.tsx';
import { AWAY_MS_MAX, type Errand } from './sign-on/sign-on.ts';
import { ownStaff } from './staff-guard.ts';

type Deps = Omit<AccountRoutes, 'renderSignIn'>;
type Visit = { readonly request: FastifyRequest; readonly reply: FastifyReply; readonly deps: Deps; readonly signOn: SignOnService };

/** Single sign-on, where the operator has set it up: out to the provider and back. To be mounted at `''` and at `/j/:code`. */
export function registerSignOnRoutes(app: FastifyInstance, deps: Deps): void {
  const get = (path: string, handle: (visit: Visit) => Promise<FastifyReply>): void => {
    app.get(path, { config: { unlogged: true, budget: 'sign-in' } }, async (request, reply) => {
      const { signOn } = deps.accounts;
      return signOn ? handle({ request, reply: reply.header('cache-control', 'no-store'), deps, signOn }) : sendProblem(request, reply, { kind: 'not-found' });
    });
  };
  get('/staff/single-sign-on', goThere);
  get('/staff/single-sign-on/confirmation', confirmThere);
  get('/staff/single-sign-on/return', comeBack);
  get('/staff/single-sign-on/end', leaveThere);
}

function goThere(visit: Visit): Promise<FastifyReply> {
  const { next } = visit.request.query as { next?: unknown };
  return send(visit, { kind: 'enter', next: safeNext(typeof next === 'string' ? next : undefined, readerOf(visit.request).prefix) });
}

async function confirmThere(visit: Visit): Promise<FastifyReply> {
  const session = await ownStaff(visit.request, visit.reply, visit.deps);
  return session ? send(visit, { kind: 'confirm', account: session.accountId }) : visit.reply;
}

async function send(visit: Visit, errand: Errand): Promise<FastifyReply> {
  const { reply, signOn } = visit;
  const sent = await signOn.send(errand);
  if (sent.refused) return show(visit, sent.reason.kind);
  const { name, options } = cookieOf(visit);
  // Lax: the way back begins at another site.
  // To a host that the operator named (provider.ts): the one redirect of ours that leads away.
  return reply.setCookie(name, sent.value.token, { ...options, maxAge: AWAY_MS_MAX / SECOND_MS }).redirect(sent.value.address, 303);
}

async function comeBack(visit: Visit): Promise<FastifyReply> {
  const { request, reply, signOn } = visit;
  const { name, options } = cookieOf(visit);
  const token = request.cookies[name];
  // Good for one return, whatever comes of it.
  reply.clearCookie(name, options);
  const back = await signOn.back(readerOf(request).jurisdiction, token, request.url.split('?')[1] ?? '', request.headers.cookie);
  if (back.refused) return show(visit, back.reason.kind);
  if (back.value.kind === 'confirmed') return show(visit, back.value.is ? 'confirmed' : 'other-account');
  return signedIn(request, reply, back.value.signedIn, back.value.next);
}

async function leaveThere({ request, reply, signOn }: Visit): Promise<FastifyReply> {
  const there = await signOn.leaving();
  return there === undefined ? seeOther(reply, accountPaths(readerOf(request).prefix).signIn) : reply.redirect(there, 303);
}

const STATUS: Readonly<Record<SignOnOutcome, number>> = { away: 503, 'not-done': 422, 'too-old': 422, 'no-account': 403, confirmed: 200, 'other-account': 403 };

function show({ request, reply, deps, signOn }: Visit, outcome: SignOnOutcome): FastifyReply {
  const reader = readerOf(request);
  return sendPage(reply.code(STATUS[outcome]), reader, renderPage(SignOnPage({ page: deps.pageOf(request), label: signOn.label[reader.locale], outcome })));
}

function cookieOf({ deps }: Visit) {
  const secure = deps.publicUrl.startsWith('https://');
  return { name: secure ? '__Host-minsheng_sign_on' : 'minsheng_sign_on', options: { path: '/', httpOnly: true, sameSite: 'lax', secure } as const };
}
