import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { seeOther } from '../../platform/http/answer.ts';
import { sendProblem } from '../../platform/http/errors.ts';
import type { Form } from '../../platform/http/form.ts';
import { problemOf } from '../../platform/http/problem.ts';
import { readerOf } from '../../platform/http/reader.ts';
import { isSignedReply, signReply, type IncomingReply } from '../../platform/gateway/index.ts';
import type { JurisdictionCode } from '../../kernel/ids.ts';
import { readForm } from '../read-form.ts';
import { orAway } from '../vault-away.ts';
import type { Services } from '../services.ts';

/** For the gateway: no cookie, no line in the log, and no budget by address, since all replies of a county come from one. */
const GATEWAY = { config: { api: true, unlogged: true, budget: false } } as const;
/** More of a reply is not read: it is no digit. */
const TEXT_MAX = 200;
const ID_MAX = 100;

/** Where the text gateway hands on what people reply (promises 2, 4). Without its secret there is no such address. */
export function registerReplies(app: FastifyInstance, services: Services): void {
  app.post('/replies', GATEWAY, (request, reply) => hear(request, reply, services));
}

/** A demo's phones answer on its own page, through the same signature. */
export function registerDemoReplies(app: FastifyInstance, services: Services): void {
  const { simulator, replySecret } = services;
  if (!simulator || replySecret === undefined) return;
  app.post('/gateway/replies', { config: { unlogged: true } }, async (request, reply) => {
    const form = await readForm({ request, reply });
    if (!form) return reply;
    const from = simulator.numberOf(valueOf(form, 'phone'));
    if (from === undefined) return seeOther(reply, '/gateway');
    const said = { id: randomUUID(), from, text: valueOf(form, 'words').slice(0, TEXT_MAX) };
    const second = String(nowSeconds());
    await receive(services, readerOf(request).jurisdiction, said, { second, signature: signReply(replySecret, Number(second), said) });
    return seeOther(reply, '/gateway');
  });
}

async function hear(request: FastifyRequest, reply: FastifyReply, services: Services): Promise<FastifyReply> {
  if (services.replySecret === undefined) return sendProblem(request, reply, { kind: 'not-found' });
  const form = await readForm({ request, reply });
  if (!form) return reply;
  const said = { id: valueOf(form, 'id'), from: valueOf(form, 'from'), text: valueOf(form, 'text') };
  const { 'x-minsheng-timestamp': second, 'x-minsheng-signature': signature } = request.headers;
  switch (await receive(services, readerOf(request).jurisdiction, said, { second, signature })) {
    case 'taken': return reply.code(202).send();
    case 'too-many': return sendProblem(request, reply, problemOf('too-many'));
    case 'unsigned': return sendProblem(request, reply, { kind: 'forbidden' });
    case 'unreadable': return sendProblem(request, reply, { kind: 'invalid', fields: ['id', 'from'] });
    case 'away': return sendProblem(request, reply, problemOf('vault-away'));
  }
}

type Received = 'taken' | 'too-many' | 'unsigned' | 'unreadable' | 'away';

/** Whoever has not signed it learns nothing, not even whether it could be read. */
async function receive({ vault, replySecret = '' }: Services, jurisdiction: JurisdictionCode, said: IncomingReply, signed: { readonly second: unknown; readonly signature: unknown }): Promise<Received> {
  if (!isSignedReply(replySecret, signed, said, nowSeconds())) return 'unsigned';
  const from = said.from.normalize('NFKC').replace(/[\s-]/g, '');
  if (!/^[\x21-\x7e]+$/.test(said.id) || said.id.length > ID_MAX || !/^\+?\d{5,15}$/.test(from)) return 'unreadable';
  return orAway(vault.answers.reply(jurisdiction, { id: said.id, from, text: said.text.slice(0, TEXT_MAX) }));
}

function valueOf(form: Form, name: string): string {
  return form.values.get(name)?.[0] ?? '';
}

/** True time, also in a demo whose own clock was moved: the gateway's is. */
function nowSeconds(): number {
  return Math.floor(Date.now() / 1_000);
}
