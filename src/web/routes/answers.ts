import type { FastifyInstance, FastifyReply } from 'fastify';
import { seeOther, sendPage } from '../../platform/http/answer.ts';
import { sendProblem } from '../../platform/http/errors.ts';
import { choiceField } from '../../platform/http/fields.ts';
import { typedValues, type Form } from '../../platform/http/form.ts';
import { readerOf } from '../../platform/http/reader.ts';
import { formatDay } from '../../platform/i18n/index.ts';
import { permits } from '../../slices/accounts/index.ts';
import { knowledgeRefusals, newest, parseEntryId, WITHDRAWALS, WRITE, type Entry, type KnowledgeCommand, type KnowledgeRefusal } from '../../slices/knowledge/index.ts';
import { EMPTY_FORM, withQuery, type FormState } from '../../ui/page.ts';
import { renderPage } from '../../ui/render.ts';
import { actOnce } from '../act-once.ts';
import { PAGE_ROWS, rowOf } from '../answers/props.ts';
import { fieldOf, readContent, valuesOf } from '../answers/read.ts';
import { directoryFor } from '../context.ts';
import { atDesk, deskPage, isStale, type Desk } from '../desk.ts';
import { webMessages } from '../messages.ts';
import { noonOf } from '../present/case-stub.ts';
import { unitNamer } from '../present/names.ts';
import { queryText } from '../public/reading.ts';
import { readForm } from '../read-form.ts';
import { listsOf } from '../report/choices.ts';
import type { Services } from '../services.ts';
import { ANSWER_DONE, AnswerDeskPage, AnswerFormPage, type AnswerDone } from '../views/answers/desk.tsx';
import { answerWords } from '../views/answers/messages.ts';

type AtEntry = Desk & { readonly entry: Entry };

/** Where units write the answers that anyone can look up (promises 1, 5): by whoever is permitted `knowledge.write`, for their own unit. */
export function registerAnswers(app: FastifyInstance, services: Services): void {
  const desk = (work: (desk: Desk) => Promise<FastifyReply> | FastifyReply) => atDesk(services, async (one) => {
    const granted = services.accounts.organisation.permissionsOf(one.staff.jurisdiction);
    return permits(granted, one.staff.actor.roles, WRITE) ? work(one) : sendProblem(one.request, one.reply, { kind: 'forbidden' });
  });
  const atEntry = (work: (here: AtEntry) => Promise<FastifyReply> | FastifyReply) => desk(async (one) => {
    const id = parseEntryId((one.request.params as { entry?: string }).entry);
    const entry = id && await services.knowledge.read(one.staff.jurisdiction, id);
    return entry ? work({ ...one, entry }) : sendProblem(one.request, one.reply, { kind: 'not-found' });
  });
  app.get('/console/answers', desk(showDesk));
  app.get('/console/answers/new', desk((one) => showNew(one, EMPTY_FORM)));
  app.post('/console/answers', desk(publish));
  app.get('/console/answers/:entry', atEntry((here) => showEntry(here, {})));
  app.post('/console/answers/:entry', atEntry(renew));
  app.post('/console/answers/:entry/withdrawal', atEntry(withdraw));
}

async function showDesk(desk: Desk): Promise<FastifyReply> {
  const { request, reply, services, staff } = desk;
  const page = deskPage(desk);
  const query = request.query as Record<string, unknown>;
  const cursor = queryText(query, 'after');
  const done = ANSWER_DONE.find((one) => one === queryText(query, 'done'));
  const found = await services.knowledge.list(staff.jurisdiction, { standing: 'any', unit: staff.actor.unitId }, services.clock.now(), { limit: PAGE_ROWS, ...(cursor === undefined ? {} : { cursor }) });
  if (!found) return sendProblem(request, reply, { kind: 'not-found' });
  const directory = directoryFor(request, services);
  return sendPage(reply, readerOf(request), renderPage(AnswerDeskPage({
    page, rows: found.entries.map((one) => rowOf(one, directory, page, `${page.paths.answerDesk}/${one.id}`)), ...(done ? { done } : {}),
    previous: cursor === undefined ? undefined : page.paths.answerDesk, next: found.next === undefined ? undefined : withQuery(page.paths.answerDesk, 'after', found.next),
  })));
}

function formParts(desk: Desk) {
  const { request, services, staff } = desk;
  const page = deskPage(desk);
  const latest = formatDay(noonOf(services.knowledge.latestDay(staff.jurisdiction, services.clock.now())), page.jurisdiction.zone, page.locale);
  return { page, topics: listsOf(directoryFor(request, services), page.locale).topicGroups, latest };
}

function showNew(desk: Desk, form: FormState): FastifyReply {
  return sendPage(desk.reply, readerOf(desk.request), renderPage(AnswerFormPage({ ...formParts(desk), form })));
}

async function publish(desk: Desk): Promise<FastifyReply> {
  const form = await readForm(desk);
  if (!form) return desk.reply;
  const again = (status: number, errors: FormState['errors']): FastifyReply => showNew({ ...desk, reply: desk.reply.code(status) }, { values: typedValues(form), errors, hidden: {} });
  const read = contentIn(desk, form, again);
  return 'answered' in read ? read.answered : carryOut(desk, form, { do: 'publish', content: read.content }, 'done', again);
}

function showEntry(here: AtEntry, failed: { readonly form?: FormState; readonly withdrawing?: FormState }): FastifyReply {
  const { request, reply, services, staff, entry } = here;
  const parts = formParts(here);
  const words = answerWords(parts.page.locale);
  const last = newest(entry);
  const hidden = { follows: String(last.version) };
  const form = failed.form ?? { values: valuesOf(last), errors: {}, hidden: {} };
  return sendPage(reply, readerOf(request), renderPage(AnswerFormPage({
    // What was typed over an older version stays that: only a page opened anew follows the newest.
    ...parts, form: { ...form, hidden: { ...hidden, ...form.hidden } }, withdrawing: failed.withdrawing ?? EMPTY_FORM,
    entry: {
      id: entry.id, state: entry.unit !== staff.actor.unitId ? 'others' : entry.withdrawn ? 'withdrawn' : 'own',
      facts: [
        { key: words.unit, value: unitNamer(directoryFor(request, services), parts.page.locale)(entry.unit) }, { key: words.version, value: words.versionOf(last.version) },
        { key: words.validUntil, value: formatDay(noonOf(last.validUntil), parts.page.jurisdiction.zone, parts.page.locale) },
      ],
    },
  })));
}

async function renew(here: AtEntry): Promise<FastifyReply> {
  const form = await readForm(here);
  if (!form) return here.reply;
  const follows = form.values.get('follows')?.[0] ?? '';
  const again = (status: number, errors: FormState['errors']): FastifyReply => {
    const { follows: _follows, ...values } = typedValues(form) as Record<string, string>;
    return showEntry({ ...here, reply: here.reply.code(status) }, { form: { values, errors, hidden: {} } });
  };
  const read = contentIn(here, form, again);
  return 'answered' in read ? read.answered : carryOut(here, form, { do: 'renew', content: read.content, follows: /^\d{1,4}$/.test(follows) ? Number(follows) : 0 }, 'renewed', again, here.entry);
}

async function withdraw(here: AtEntry): Promise<FastifyReply> {
  const form = await readForm(here);
  if (!form) return here.reply;
  const { locale } = readerOf(here.request);
  const again = (status: number, errors: FormState['errors']): FastifyReply => showEntry({ ...here, reply: here.reply.code(status) }, { withdrawing: { values: typedValues(form), errors, hidden: {} } });
  const reason = choiceField(form, 'reason', WITHDRAWALS, { required: true });
  if (isStale(here, form)) return again(422, { form: webMessages(locale).formExpired });
  if (reason.refused) return again(422, { reason: answerWords(locale).pickReason });
  return carryOut(here, form, { do: 'withdraw', reason: reason.value }, 'taken', again, here.entry);
}

type Again = (status: number, errors: FormState['errors']) => FastifyReply;

function contentIn(desk: Desk, form: Form, again: Again) {
  const { locale } = readerOf(desk.request);
  if (isStale(desk, form)) return { answered: again(422, { form: webMessages(locale).formExpired }) };
  const { content, mistakes } = readContent(form, directoryFor(desk.request, desk.services), locale);
  return content ? { content } : { answered: again(422, mistakes) };
}

async function carryOut(desk: Desk, form: Form, command: KnowledgeCommand, done: AnswerDone, again: Again, entry?: Entry): Promise<FastifyReply> {
  const { request, reply, services, staff } = desk;
  const outcome = await actOnce({ request, services, form, actor: staff.actor }, (tx) => services.knowledge.actIn(tx, command, entry?.id));
  if (!outcome.refused) return seeOther(reply, withQuery(deskPage(desk).paths.answerDesk, 'done', done));
  const { kind } = outcome.reason;
  return again(statusOf(outcome.reason), { [fieldOf(kind)]: knowledgeRefusals(readerOf(request).locale)[kind] });
}

function statusOf({ kind }: KnowledgeRefusal): number {
  if (kind === 'not-permitted' || kind === 'not-your-entry') return 403;
  return kind === 'withdrawn' || kind === 'newer-version' || kind === 'versions-spent' || kind === 'nothing-changed' || kind === 'no-such-entry' ? 409 : 422;
}
