import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { seeOther } from '../../platform/http/answer.ts';
import { sendProblem } from '../../platform/http/errors.ts';
import { typedValues } from '../../platform/http/form.ts';
import { readerOf } from '../../platform/http/reader.ts';
import { parseRequestId, unsealingMessages } from '../../slices/unsealing/index.ts';
import { EMPTY_FORM, type FormState } from '../../ui/page.ts';
import { actOnce } from '../act-once.ts';
import { directoryFor } from '../context.ts';
import { myLooksOf } from '../identity/props.ts';
import type { Services } from '../services.ts';
import { ContestLookPage, type MyLook } from '../views/identity/mine.tsx';
import { contextOf, formIn, page, QUIET, residentOf, withCase, type Mine } from './mine.ts';

/** The receipt holder objects to a request about their identity, or to looks under it. */
export function registerMyIdentity(app: FastifyInstance, services: Services): void {
  const mine = (work: (mine: Mine) => FastifyReply | Promise<FastifyReply>) => (request: FastifyRequest, reply: FastifyReply) => withCase(request, reply, services, work);
  app.get('/my/identity/:request', QUIET, mine((one) => showContest(one, EMPTY_FORM)));
  app.post('/my/identity/:request', QUIET, mine(contest));
}

/** Only what was not objected to yet has such a page; anything else leads back to the case. */
async function showContest(one: Mine, form: FormState): Promise<FastifyReply> {
  const look = await lookOf(one);
  return look?.contest.state === 'open' ? page(one, ContestLookPage({ page: contextOf(one), look, form })) : seeOther(one.reply, contextOf(one).paths.my);
}

async function contest(one: Mine): Promise<FastifyReply> {
  const { request, reply, services, session } = one;
  const form = await formIn(one);
  if (!form) return reply;
  const { jurisdiction, locale } = readerOf(request);
  const id = parseRequestId((request.params as { request?: string }).request);
  const around = await services.unsealings.around(jurisdiction, session.caseId);
  // Another case's request is none here: row security shows a resident their own alone.
  if (id === undefined || !around || !await lookOf(one)) return sendProblem(request, reply, { kind: 'not-found' });
  const words = (form.values.get('reason')?.[0] ?? '').normalize('NFC').trim();
  const done = await actOnce({ request, services, form, actor: residentOf(one) }, (tx) => services.unsealings.actIn(tx, around, { do: 'contest', words }, id));
  if (!done.refused) return seeOther(reply, contextOf(one).paths.my);
  const { kind } = done.reason;
  const status = kind === 'words-missing' || kind === 'words-too-long' ? 422 : 409;
  return showContest({ ...one, reply: reply.code(status) }, { values: typedValues(form), errors: { reason: unsealingMessages(locale)[kind] }, hidden: {} });
}

async function lookOf(one: Mine): Promise<MyLook | undefined> {
  const { request, services } = one;
  const id = parseRequestId((request.params as { request?: string }).request);
  const found = id === undefined ? undefined : await services.database.inTransaction(residentOf(one), (tx) => services.unsealings.read(tx, id));
  return found && myLooksOf([found], services.clock.now(), directoryFor(request, services), readerOf(request).locale)[0];
}
