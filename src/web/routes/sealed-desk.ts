import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { parseAccountId, parseCaseId } from '../../kernel/ids.ts';
import type { Decision } from '../../kernel/refusal.ts';
import { unreachable } from '../../kernel/unreachable.ts';
import { seeOther, sendPage } from '../../platform/http/answer.ts';
import { sendProblem } from '../../platform/http/errors.ts';
import { formOf, type Form } from '../../platform/http/form.ts';
import { readerOf } from '../../platform/http/reader.ts';
import { permits, readyStaff } from '../../slices/accounts/index.ts';
import { closedToHowMany, couldRead, digestOf, machineOf, parseRecipient, sealedRulesOf, type Enclosed, type LoadedReport, type SealedCommand, type SealedRefusal } from '../../slices/sealed/index.ts';
import { renderPage } from '../../ui/render.ts';
import { actOnce } from '../act-once.ts';
import { directoryFor } from '../context.ts';
import { deskPage, isStale, type Desk } from '../desk.ts';
import { webMessages } from '../messages.ts';
import { queryText } from '../public/reading.ts';
import { sendAgain } from '../send-again.ts';
import { fingerprintOf, parseCiphertext, readerView } from '../sealed/filing.ts';
import { letterViews } from '../sealed/letters.ts';
import { DESK_ACTS, sealedPathsOf, type DeskAct } from '../sealed/paths.ts';
import type { Services } from '../services.ts';
import { SealedDeskPage, SealedKeyPage, SealedReportPage, type SealedDone } from '../views/sealed/desk/desk.tsx';
import { sealedDeskWords } from '../views/sealed/desk/messages.ts';

/** The permission that makes a protection officer of an account; who is one is data (roles.yaml). */
const HANDLE = 'protection.handle';
/** Which officer looked at which letter when is in no log. */
const QUIET = { config: { unlogged: true } } as const;
/** An age identity under a passphrase, armored: some 500 characters. */
const PROTECTED_CHARS_MAX = 4_000;

type AtReport = Desk & { readonly loaded: LoadedReport };

/** The protection officers' desk. What letters say is opened in their browsers; the server has ciphertext. */
export function registerSealedDesk(app: FastifyInstance, services: Services): void {
  const atDesk = { ...services, signedOut: (request: FastifyRequest, reply: FastifyReply) => sendAgain(request, reply, services, 'staff') };
  const desk = (work: (desk: Desk) => Promise<FastifyReply>) => async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const staff = await readyStaff(request, reply, request.method === 'GET' ? services : atDesk);
    if (!staff) return reply;
    const may = permits(services.accounts.organisation.permissionsOf(staff.jurisdiction), staff.actor.roles, HANDLE);
    return may ? work({ request, reply, services, staff }) : sendProblem(request, reply, { kind: 'forbidden' });
  };
  app.get('/console/sealed', QUIET, desk(showDesk));
  app.get('/console/sealed/key', QUIET, desk((one) => showKeys(one)));
  app.post('/console/sealed/key', QUIET, desk(registerKey));
  app.get('/console/sealed/:report', QUIET, desk((one) => atReport(one, (here) => showReport(here))));
  for (const act of DESK_ACTS) app.post(`/console/sealed/:report/${act}`, QUIET, desk((one) => atReport(one, (here) => carryOut(here, act))));
}

async function showDesk(one: Desk): Promise<FastifyReply> {
  const { request, reply, services, staff } = one;
  const [reports, keys, officers] = await Promise.all([services.sealed.listFor(staff.actor), services.sealed.keysOf(staff.actor), services.sealed.officers(staff.jurisdiction)]);
  const { outsideUnit } = directoryFor(request, services);
  const inside = officers.filter(({ unit }) => unit !== outsideUnit);
  const done = doneIn(request);
  return sendPage(reply, readerOf(request), renderPage(SealedDeskPage({
    page: deskPage(one), reports, hasKey: keys.some(({ isInUse }) => isInUse), isAlone: staff.actor.unitId !== outsideUnit && inside.length === 1, now: services.clock.now(), ...(done ? { done } : {}),
  })));
}

async function atReport(one: Desk, work: (here: AtReport) => Promise<FastifyReply>): Promise<FastifyReply> {
  const { request, reply, services, staff } = one;
  const report = parseCaseId((request.params as { report?: string }).report);
  const loaded = report && await services.sealed.forOfficer(staff.actor, report);
  // Whoever is kept from it meets what a report that does not exist would show.
  return loaded ? work({ ...one, loaded }) : sendProblem(request, reply, { kind: 'not-found' });
}

async function showReport(here: AtReport, mistake?: string): Promise<FastifyReply> {
  const { request, reply, services, staff, loaded: { state } } = here;
  const { locale, jurisdiction } = readerOf(request);
  const directory = directoryFor(request, services);
  const [officers, own, recipients] = await Promise.all([services.sealed.officers(jurisdiction), services.sealed.keysOf(staff.actor), services.sealed.recipientsOf(jurisdiction, state)]);
  const others = couldRead(state, officers, sealedRulesOf(directory)).map((officer) => ({ ...readerView(officer, directory, locale), account: officer.account, recipient: officer.recipient }));
  const { watch } = state.facts;
  const adverse = watch && await services.sealed.adverseActs(staff.actor, watch);
  const outside = state.successors.length > 0 ? directory.outsideUnit : undefined;
  const done = doneIn(request);
  return sendPage(reply, readerOf(request), renderPage(SealedReportPage({
    page: deskPage(here), report: state, letters: letterViews(here.loaded), recipients, others,
    protectedKeys: own.flatMap((key) => key.protected ?? []),
    ...(outside ? { outside: directory.unit(outside)?.names[locale] ?? outside } : {}),
    ...(adverse ? { adverse: adverse.map((one) => ({ ...one, ...(one.unit === undefined ? {} : { unit: directory.units().find(({ id }) => id === one.unit)?.names[locale] ?? one.unit }) })) } : {}),
    ...(mistake === undefined ? {} : { mistake }), ...(done ? { done } : {}),
  })));
}

async function carryOut(here: AtReport, act: DeskAct): Promise<FastifyReply> {
  const { request, reply, loaded: { state } } = here;
  const read = await formOf(request);
  if (read.refused) return sendProblem(request, reply, read.reason);
  const { locale } = readerOf(request);
  const again = (status: number, mistake: string): Promise<FastifyReply> => showReport({ ...here, reply: reply.code(status) }, mistake);
  if (isStale(here, read.value)) return again(422, webMessages(locale).formExpired);
  const wanted = commandOf(here, act, read.value);
  if (!wanted) return again(422, sealedDeskWords(locale).noScript);
  const outcome = await perform(here, read.value, wanted.command, wanted.enclosed);
  if (outcome.refused) return again(outcome.reason.kind === 'not-yours' ? 403 : 409, sealedDeskWords(locale).stale);
  const paths = sealedPathsOf(deskPage(here));
  return seeOther(reply, act === 'handover' ? `${paths.desk}?done=handover` : `${paths.report(state.facts.id)}?done=${act}`);
}

type Wanted = { readonly command: SealedCommand; readonly enclosed: Enclosed };

/** What the form asks for; undefined when a letter is missing that only the page's script could have closed. */
function commandOf({ staff }: AtReport, act: DeskAct, form: Form): Wanted | undefined {
  const by = { kind: 'officer', account: staff.actor.accountId, unit: staff.actor.unitId } as const;
  switch (act) {
    case 'acknowledgement': return { command: { do: 'acknowledge', by }, enclosed: {} };
    case 'handover': return { command: { do: 'hand-over', by }, enclosed: {} };
    case 'letters': {
      const letter = closedIn(form.values.get('ciphertext')?.[0]);
      if (!letter) return undefined;
      const digest = digestOf(letter);
      return { command: form.values.get('answers')?.[0] === 'yes' ? { do: 'answer', by, digest } : { do: 'write', by, digest, closedIn: 'browser' }, enclosed: { letter } };
    }
    case 'copies': {
      const copies = (form.values.get('copy') ?? []).map(closedIn);
      const reader = parseAccountId(form.values.get('reader')?.[0]);
      if (!reader || copies.length === 0 || !copies.every((copy) => copy !== undefined)) return undefined;
      return { command: { do: 'share', by, reader, digests: copies.map(digestOf) }, enclosed: { copies } };
    }
    default: return unreachable(act);
  }
}

function closedIn(text: string | undefined): Buffer | undefined {
  const bytes = parseCiphertext(text);
  return bytes && closedToHowMany(bytes) !== undefined ? bytes : undefined;
}

async function perform({ request, services, staff, loaded }: AtReport, form: Form, command: SealedCommand, enclosed: Enclosed): Promise<Decision<undefined, SealedRefusal>> {
  const officers = await services.sealed.officers(staff.jurisdiction);
  return actOnce({ request, services, form, actor: machineOf(staff.jurisdiction), role: 'sealed_svc' }, (tx) => services.sealed.actIn(tx, loaded.state.facts.id, command, officers, enclosed));
}

async function showKeys(one: Desk, mistake?: string): Promise<FastifyReply> {
  const { request, reply, services, staff } = one;
  const keys = await services.sealed.keysOf(staff.actor);
  return sendPage(reply, readerOf(request), renderPage(SealedKeyPage({
    page: deskPage(one), keys: keys.map((key) => ({ fingerprint: fingerprintOf(key.recipient), isInUse: key.isInUse, isKept: key.protected !== undefined })),
    ...(mistake === undefined ? {} : { mistake }), ...(doneIn(request) === 'key' ? { done: true } : {}),
  })));
}

/** Only the public half, and the private one as the officer's browser locked it. */
async function registerKey(one: Desk): Promise<FastifyReply> {
  const { request, reply, services, staff } = one;
  const read = await formOf(request);
  if (read.refused) return sendProblem(request, reply, read.reason);
  const { locale } = readerOf(request);
  const again = (mistake: string): Promise<FastifyReply> => showKeys({ ...one, reply: reply.code(422) }, mistake);
  if (isStale(one, read.value)) return again(webMessages(locale).formExpired);
  const recipient = parseRecipient(read.value.values.get('recipient')?.[0]);
  const given = read.value.values.get('protected')?.[0]?.replaceAll('\r\n', '\n');
  if (!recipient || (given !== undefined && !isProtected(given))) return again(sealedDeskWords(locale).badKey);
  const isNew = await services.sealed.registerKey(staff.actor, { recipient, ...(given === undefined ? {} : { protected: given }) });
  return isNew ? seeOther(reply, `${sealedPathsOf(deskPage(one)).key}?done=key`) : again(sealedDeskWords(locale).badKey);
}

function isProtected(text: string): boolean {
  return text.length <= PROTECTED_CHARS_MAX && /^-----BEGIN AGE ENCRYPTED FILE-----\n[A-Za-z0-9+/=\n]{100,}-----END AGE ENCRYPTED FILE-----\n?$/.test(text);
}

function doneIn(request: FastifyRequest): SealedDone | undefined {
  const given = request.method === 'GET' ? queryText(request.query as Record<string, unknown>, 'done') : undefined;
  return ([...DESK_ACTS, 'key'] as const).find((one) => one === given);
}
