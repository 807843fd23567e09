import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DAY_MS } from '../../kernel/instant.ts';
import { seeOther } from '../../platform/http/answer.ts';
import { typedValues } from '../../platform/http/form.ts';
import { askErasure, ERASURE_WAIT_MS, erasureFault, erasureWish, takeBackErasure } from '../../slices/cases/index.ts';
import { EMPTY_FORM, type FormState } from '../../ui/page.ts';
import { actOnce } from '../act-once.ts';
import type { Services } from '../services.ts';
import { ErasurePage, type ErasureStanding } from '../views/kept/erasure.tsx';
import { codeFault, WITH_CODE } from './kept.ts';
import { contextOf, formIn, page, QUIET, residentOf, withCase, type Mine } from './mine.ts';

/** "Erase everything I said" (PIPL art. 47): told on one's own page, carried out a week later, taken back at any time before. */
export function registerErasure(app: FastifyInstance, services: Services): void {
  const mine = (work: (mine: Mine) => Promise<FastifyReply>) => (request: FastifyRequest, reply: FastifyReply) => withCase(request, reply, services, work);
  app.get('/my/erasure', QUIET, mine((one) => showErasure(one, EMPTY_FORM)));
  app.post('/my/erasure', WITH_CODE, mine(ask));
  app.post('/my/erasure/end', QUIET, mine(takeBack));
}

async function showErasure(one: Mine, form: FormState, pressed = false): Promise<FastifyReply> {
  return page(one, ErasurePage({ page: contextOf(one), standing: await standingOf(one, form, pressed), days: ERASURE_WAIT_MS / DAY_MS }));
}

async function standingOf(one: Mine, form: FormState, pressed: boolean): Promise<ErasureStanding> {
  const { services, loaded: { state } } = one;
  const { facts, stage } = state;
  const hasContact = facts.person !== undefined && await services.ownContacts.isKept(facts.jurisdiction, facts.person);
  const fault = erasureFault(state, 'erase-asked');
  if (fault?.kind === 'erased') return { state: 'done' };
  if (fault?.kind === 'wrong-stage') return { state: 'running', hasContact, mayWithdraw: stage !== 'diversion-contested' };
  const wish = await services.database.inTransaction(residentOf(one), (tx) => erasureWish(tx, facts.id));
  if (wish) return { state: 'waiting', dueAt: wish.dueAt, hasContact };
  return fault?.kind === 'not-at-rest' ? { state: 'undecided' } : { state: 'open', form, pressed };
}

async function ask(one: Mine): Promise<FastifyReply> {
  const form = await formIn(one);
  if (!form) return one.reply;
  const again = (errors: FormState['errors'], pressed: boolean): Promise<FastifyReply> =>
    showErasure({ ...one, reply: one.reply.code(422) }, { values: typedValues(form), errors, hidden: {} }, pressed);
  // Whoever is pressed is stopped here, and nothing is noted anywhere that could be held against them.
  if (form.values.get('pressed')?.[0] === 'yes') return again({}, true);
  const fault = await codeFault(one, form);
  if (fault !== undefined) return again({ code: fault }, false);
  const done = await actOnce({ ...one, form, actor: residentOf(one) }, (tx) => askErasure(tx, one.session.caseId));
  return done.refused ? showErasure({ ...one, reply: one.reply.code(409) }, EMPTY_FORM) : seeOther(one.reply, contextOf(one).paths.erasure);
}

async function takeBack(one: Mine): Promise<FastifyReply> {
  const form = await formIn(one);
  if (!form) return one.reply;
  await actOnce({ ...one, form, actor: residentOf(one) }, (tx) => takeBackErasure(tx, one.session.caseId));
  return seeOther(one.reply, `${contextOf(one).paths.kept}?done=withdrawn`);
}
