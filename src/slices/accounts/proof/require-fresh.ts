import type { FastifyReply, FastifyRequest } from 'fastify';
import { unreachable } from '../../../kernel/unreachable.ts';
import { sendPage } from '../../../platform/http/answer.ts';
import { sendProblem } from '../../../platform/http/errors.ts';
import type { Form } from '../../../platform/http/form.ts';
import { readerOf } from '../../../platform/http/reader.ts';
import type { Locale } from '../../../platform/i18n/index.ts';
import type { PageContext } from '../../../ui/page.ts';
import { renderPage } from '../../../ui/render.ts';
import type { StaffSession } from '../account.ts';
import type { Accounts } from '../index.ts';
import { tellRefused } from '../refused.ts';
import type { ProofRefusal } from '../refusals.ts';
import { passkeyMessages } from '../passkeys/messages.ts';
import { proofMessages } from './messages.ts';
import { PROOF_KINDS, type Proof } from './prove.ts';
import { ProofPage } from '../proof-views.tsx';

export type FreshOptions = {
  readonly accounts: Pick<Accounts, 'prove' | 'factors' | 'passkeys' | 'signOn'>;
  readonly pageOf: (request: FastifyRequest, session?: StaffSession) => PageContext;
};

/**
 * Before a sensitive act: true when whoever sends this form has proved within the last quarter of an hour who they are, or
 * does so with it. Otherwise the request has been answered with a page (401) that asks for the proof and carries the whole
 * form on, its key included, so that nothing typed is lost and nothing is done twice.
 */
export async function requireFresh(request: FastifyRequest, reply: FastifyReply, options: FreshOptions, session: StaffSession, form: Form<unknown>): Promise<boolean> {
  const proof = proofIn(form);
  if (!proof) {
    if (session.freshUntil > Date.now()) return true;
    await showProof(request, reply, options, session, form);
    return false;
  }
  const proven = await options.accounts.prove({ cookie: request.headers.cookie, proof, address: request.ip });
  if (!proven.refused) return true;
  const { reason } = proven;
  tellRefused(request, 'proof', reason.kind);
  if (reason.kind === 'not-signed-in') {
    sendProblem(request, reply, { kind: 'sign-in-needed' });
    return false;
  }
  if (reason.kind === 'too-many-attempts') reply.header('retry-after', reason.retryAfterSeconds);
  await showProof(request, reply, options, session, form, { kind: proof.kind, reason });
  return false;
}

type Mistake = { readonly kind: Proof['kind']; readonly reason: Exclude<ProofRefusal, { kind: 'not-signed-in' }> };

async function showProof(request: FastifyRequest, reply: FastifyReply, { accounts, pageOf }: FreshOptions, session: StaffSession, form: Form<unknown>, mistake?: Mistake): Promise<void> {
  const page = pageOf(request, session);
  // The form's own key travels on; a fresh token: the old one may have run out meanwhile.
  const { key: _fresh, ...formFields } = page.formFields;
  const fields = [...form.values].filter(([name]) => name !== 'token').flatMap(([name, values]) => values.map((value) => [name, value] as const));
  // A passkey has no field of its own to stand beside.
  const beside = mistake?.kind === 'passkey' ? 'password' : mistake?.kind;
  const errors = mistake && beside ? { [`proof-${beside}`]: mistake.kind === 'passkey' && mistake.reason.kind !== 'too-many-attempts' ? passkeyMessages(page.locale).wrong : proofWords(mistake.reason, page.locale) } : {};
  const status = mistake?.reason.kind === 'too-many-attempts' ? 429 : 401;
  const action = request.url.split('?', 1)[0] ?? page.here;
  const { signOn } = accounts;
  const [{ authenticator }, passkey, isLinked] = await Promise.all([accounts.factors.of(session), accounts.passkeys.askOwner(session), signOn?.isLinked(session)]);
  sendPage(reply.code(status).header('cache-control', 'no-store'), readerOf(request), renderPage(ProofPage({ page: { ...page, formFields }, action, fields, errors, hasApp: authenticator, passkey, ...(signOn && isLinked ? { signOnLabel: signOn.label[page.locale] } : {}) })));
}

/** An empty field proves nothing and is no attempt. */
function proofIn(form: Form<unknown>): Proof | undefined {
  for (const kind of PROOF_KINDS) {
    const text = form.proof.get(kind) ?? '';
    if (text !== '') return { kind, text };
  }
  return undefined;
}

export function proofWords(reason: Mistake['reason'], locale: Locale): string {
  const words = proofMessages(locale);
  switch (reason.kind) {
    case 'wrong-proof': return words.wrong;
    case 'code-used': return words.codeUsed;
    case 'too-many-attempts': return words.tooMany(Math.ceil(reason.retryAfterSeconds / 60));
    default: return unreachable(reason);
  }
}
