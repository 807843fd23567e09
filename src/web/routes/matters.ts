import type { FastifyInstance, FastifyReply } from 'fastify';
import { parseCaseNumber, type CaseNumber } from '../../kernel/ids.ts';
import { HOUR_MS, plusMs, type Instant } from '../../kernel/instant.ts';
import { accept, refuse, type Decision } from '../../kernel/refusal.ts';
import { seeOther, sendPage } from '../../platform/http/answer.ts';
import { sendProblem } from '../../platform/http/errors.ts';
import { typedValues, type Form } from '../../platform/http/form.ts';
import { readerOf } from '../../platform/http/reader.ts';
import type { Tx } from '../../platform/db/reader.ts';
import { parseDay } from '../../slices/units/index.ts';
import { matterRefusals, parseMatterId, type Matter, type MatterAct, type MatterRefusal } from '../../slices/matters/index.ts';
import type { FormState } from '../../ui/page.ts';
import { renderPage } from '../../ui/render.ts';
import { actOnce } from '../act-once.ts';
import { endOfDay, unitOf } from '../console/read-act.ts';
import { directoryFor } from '../context.ts';
import { atDesk, deskPage, isStale, type Desk } from '../desk.ts';
import { filterOf, knownDivision, knownTopic, matterProps, matterRow } from '../matters/props.ts';
import { webMessages } from '../messages.ts';
import { queryText } from '../public/reading.ts';
import { readForm } from '../read-form.ts';
import { listsOf } from '../report/choices.ts';
import type { Services } from '../services.ts';
import { MATTER_ACTS, MatterPage, MattersDeskPage, type MatterActName } from '../views/matters/desk.tsx';

const NUMBERS_MAX = 50;
const HOURS = ['2', '6', '24', '72'];
const AGO = ['6', '24', '72', '720'];

/** Cases of one matter: declared, gathered, told, answered. Who may do what is the slice's to say; everybody at a desk may read. */
export function registerMatters(app: FastifyInstance, services: Services): void {
  app.get('/console/matters', atDesk(services, (desk) => showList(desk)));
  app.post('/console/matters', atDesk(services, declare));
  app.get('/console/matters/:matter', atDesk(services, (desk) => showOne(desk)));
  for (const act of MATTER_ACTS) {
    app.get(`/console/matters/:matter/${act}`, atDesk(services, async (desk) => {
      const id = idOf(desk);
      return id ? seeOther(desk.reply, deskPage(desk).paths.matterOf(id)) : sendProblem(desk.request, desk.reply, { kind: 'not-found' });
    }));
    app.post(`/console/matters/:matter/${act}`, atDesk(services, (desk) => carryOut(desk, act)));
  }
}

async function showList(desk: Desk, failed?: { readonly kind: 'incident' | 'merged'; readonly form: FormState }): Promise<FastifyReply> {
  const { request, reply, services, staff } = desk;
  const [page, directory] = [deskPage(desk), directoryFor(request, services)];
  const matters = await services.database.inTransaction(staff.actor, (tx) => services.matters.newest(tx));
  const lists = listsOf(directory, page.locale);
  const places = lists.places.flatMap((town) => [{ value: town.code, label: town.name }, ...town.below.map((one) => ({ value: one.code, label: `${town.name} · ${one.name}` }))]);
  return sendPage(reply, readerOf(request), renderPage(MattersDeskPage({
    page, rows: matters.map((one) => matterRow(one, directory, page)), lists: { topics: lists.topicGroups, places, units: lists.unitGroups },
    mayDeclare: staff.actor.roles.includes('dispatcher') || staff.actor.roles.includes('supervisor'), ...(failed ? { failed } : {}),
  })));
}

async function showOne(desk: Desk, failed?: { readonly act: MatterActName; readonly form: FormState }): Promise<FastifyReply> {
  const { request, reply, services, staff } = desk;
  const id = idOf(desk);
  const props = id && await services.database.inTransaction(staff.actor, async (tx) => {
    const loaded = await services.matters.read(tx, id);
    return loaded && matterProps(tx, services, loaded, staff, directoryFor(request, services), deskPage(desk));
  });
  if (!props) return sendProblem(request, reply, { kind: 'not-found' });
  const done = queryText(request.query as Record<string, unknown>, 'done') !== undefined;
  // What was just refused is shown even to whoever may not do it, with what they typed.
  const may = failed && !props.may.includes(failed.act) ? [failed.act, ...props.may] : props.may;
  return sendPage(reply, readerOf(request), renderPage(MatterPage({ ...props, may, done, ...(failed ? { failed } : {}) })));
}

async function declare(desk: Desk): Promise<FastifyReply> {
  const { request, reply, services, staff } = desk;
  const form = await readForm(desk);
  if (!form) return reply;
  const kind = textIn(form, 'kind') === 'merged' ? 'merged' : 'incident';
  const again = (status: number, errors: FormState['errors']): Promise<FastifyReply> => showList({ ...desk, reply: reply.code(status) }, { kind, form: { values: typedValues(form), errors, hidden: {} } });
  const { locale } = readerOf(request);
  if (isStale(desk, form)) return again(422, { form: webMessages(locale).formExpired });
  const directory = directoryFor(request, services);
  const unit = unitOf(textIn(form, 'unit'), directory);
  if (!unit) return again(422, { unit: webMessages(locale).unknownUnit });
  const numbers = kind === 'merged' ? numbersIn(form) : [];
  if (numbers === undefined || (kind === 'merged' && numbers.length < 2)) return again(422, { numbers: matterRefusals(locale)['nobody-found'] });
  const topics = ['topic', 'alsoTopic'].flatMap((name) => (kind === 'incident' ? knownTopic(textIn(form, name), directory) ?? [] : []));
  const divisions = ['place', 'alsoPlace'].flatMap((name) => (kind === 'incident' ? knownDivision(textIn(form, name), directory) ?? [] : []));
  let made: Matter | undefined;
  const done = await actOnce({ request, services, form, actor: staff.actor }, async (tx) => {
    const act: MatterAct = {
      do: 'declare', kind, name: textIn(form, 'name'), words: textIn(form, 'words'), topics: [...new Set(topics)], divisions: [...new Set(divisions)], unit,
      since: plusMs(tx.at, -hoursIn(form, 'since', AGO, '24') * HOUR_MS), ...nextWord(form, tx.at),
    };
    const declared = await services.matters.actIn(tx, act);
    if (declared.refused) return declared;
    made = declared.value;
    return kind === 'incident' ? declared : gather(tx, services, declared.value.id, numbers);
  });
  if (done.refused) return again(statusOf(done.reason), { [fieldOf(done.reason)]: matterRefusals(locale)[done.reason.kind] });
  const { paths } = deskPage(desk);
  return seeOther(reply, made ? paths.matterOf(made.id) : paths.matters);
}

async function carryOut(desk: Desk, act: MatterActName): Promise<FastifyReply> {
  const { request, reply, services, staff } = desk;
  const id = idOf(desk);
  const form = await readForm(desk);
  if (!form) return reply;
  if (!id) return sendProblem(request, reply, { kind: 'not-found' });
  const { locale } = readerOf(request);
  const again = (status: number, errors: FormState['errors']): Promise<FastifyReply> => showOne({ ...desk, reply: reply.code(status) }, { act, form: { values: typedValues(form), errors, hidden: {} } });
  if (isStale(desk, form)) return again(422, { form: webMessages(locale).formExpired });
  const done = await actOnce({ request, services, form, actor: staff.actor }, async (tx): Promise<Decision<unknown, MatterRefusal>> => {
    const loaded = await services.matters.read(tx, id);
    if (!loaded) return refuse({ kind: 'no-such-matter' });
    if (act === 'members') {
      if (textIn(form, 'by') === 'filter') return services.matters.gatherIn(tx, id, (await services.matters.find(tx, filterOf(loaded.matter, directoryFor(request, services)))).cases);
      const numbers = numbersIn(form);
      return numbers ? gather(tx, services, id, numbers) : refuse({ kind: 'nobody-found' });
    }
    const said = await saidIn(tx, desk, id, act, form);
    return said.refused ? said : services.matters.actIn(tx, said.value, id);
  });
  if (!done.refused) return seeOther(reply, `${deskPage(desk).paths.matterOf(id)}?done=${act}`);
  if (done.reason.kind === 'no-such-matter') return sendProblem(request, reply, { kind: 'not-found' });
  return again(statusOf(done.reason), { [fieldOf(done.reason)]: matterRefusals(locale)[done.reason.kind] });
}

async function gather(tx: Tx, services: Services, id: string, numbers: readonly CaseNumber[]): Promise<Decision<unknown, MatterRefusal>> {
  const found = await services.matters.findNumbers(tx, numbers);
  return found.length === 0 ? refuse({ kind: 'nobody-found' }) : services.matters.gatherIn(tx, id, found);
}

async function saidIn(tx: Tx, { request, services }: Desk, id: string, act: Exclude<MatterActName, 'members'>, form: Form): Promise<Decision<MatterAct, MatterRefusal>> {
  switch (act) {
    case 'signature': return accept({ do: 'sign' });
    case 'update': return accept({ do: 'update', words: textIn(form, 'words'), ...nextWord(form, tx.at) });
    case 'answer': return accept({ do: 'answer', found: textIn(form, 'found'), done: textIn(form, 'done') });
    case 'end': return accept({ do: 'end', words: textIn(form, 'words') });
    case 'date': {
      const day = parseDay(textIn(form, 'date'));
      if (!day) return refuse({ kind: 'text-missing', field: 'dueAt' });
      return accept({ do: 'redate', dueAt: endOfDay(day, directoryFor(request, services)), explanation: textIn(form, 'why') });
    }
    case 'parting': {
      const number = parseCaseNumber(textIn(form, 'number').replace(/[\s-]/g, ''));
      const one = number && await services.matters.memberOf(tx, id, number);
      return one ? accept({ do: 'part', caseId: one, reason: textIn(form, 'why') }) : refuse({ kind: 'no-such-member' });
    }
  }
}

function statusOf({ kind }: MatterRefusal): number {
  return kind === 'not-yours' ? 403 : kind === 'ended' ? 409 : 422;
}

function fieldOf(reason: MatterRefusal): string {
  switch (reason.kind) {
    case 'text-missing': case 'text-too-long': return { explanation: 'why', reason: 'why', dueAt: 'date' }[reason.field] ?? reason.field;
    case 'time-past': return reason.field === 'dueAt' ? 'date' : 'next';
    case 'date-too-late': case 'too-few': return 'date';
    case 'unknown-unit': return 'unit';
    case 'no-topic': return 'topic';
    case 'nobody-found': case 'too-many': return 'numbers';
    case 'no-such-member': return 'number';
    default: return 'form';
  }
}

function textIn(form: Form, name: string): string {
  return form.values.get(name)?.[0]?.trim() ?? '';
}

/** Undefined where one is none, or there are too many. */
function numbersIn(form: Form): readonly CaseNumber[] | undefined {
  const words = textIn(form, 'numbers').split(/[\s,，、;；]+/).filter(Boolean);
  const numbers = words.flatMap((word) => parseCaseNumber(word) ?? []);
  return numbers.length === words.length && numbers.length <= NUMBERS_MAX ? numbers : undefined;
}

function hoursIn(form: Form, name: string, allowed: readonly string[], preset: string): number {
  return Number(allowed.find((one) => one === textIn(form, name)) ?? preset);
}

function nextWord(form: Form, at: Instant): { readonly nextWordAt?: Instant } {
  return HOURS.includes(textIn(form, 'next')) ? { nextWordAt: plusMs(at, hoursIn(form, 'next', HOURS, '24') * HOUR_MS) } : {};
}

function idOf({ request }: Desk): string | undefined {
  return parseMatterId((request.params as { matter?: string }).matter);
}
