import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { parseTopicCode } from '../../kernel/ids.ts';
import { sendPage, seeOther } from '../../platform/http/answer.ts';
import { sendProblem } from '../../platform/http/errors.ts';
import { formOf, typedValues, type Form } from '../../platform/http/form.ts';
import { idempotencyOf, newFormKey } from '../../platform/http/idempotency.ts';
import { readerOf } from '../../platform/http/reader.ts';
import { sendPhoto, type AttachmentName } from '../../platform/files/index.ts';
import type { JurisdictionCode } from '../../kernel/ids.ts';
import type { FormState, PageContext } from '../../ui/page.ts';
import { renderPage } from '../../ui/render.ts';
import { directoryFor, pageOf } from '../context.ts';
import { incidentsIn } from '../matters/props.ts';
import { webMessages } from '../messages.ts';
import { keepPhoto, photosOf } from '../photos-in-form.ts';
import { listsOf } from '../report/choices.ts';
import { openPhotos, readReport, sealPhotos, type Report, type ReportMistakes } from '../report/form.ts';
import { turnAsked, turnOf, type Turn } from '../report/turn.ts';
import { placeWords, topicWords, townWords } from '../present/names.ts';
import { classOfTopic } from '../present/classes.ts';
import { openPreview, previewOf } from '../report/preview.ts';
import { sendReport } from '../report/send.ts';
import type { Services } from '../services.ts';
import { VAULT_RETRY_SECONDS } from '../vault-away.ts';
import { CheckPage } from '../views/resident/check.tsx';
import { QuestionPage } from '../views/sealed/filing.tsx';
import { ReportPage, REPORT_LIMITS } from '../views/resident/report.tsx';

/** Nothing on these routes is logged, and nothing is kept in the browser: what was typed travels in the form itself. */
const QUIET = { config: { unlogged: true, budget: 'report' } } as const;

/** Say it, check it, send it: three pages, no account. */
export function registerReport(app: FastifyInstance, services: Services): void {
  app.get('/report', { config: { unlogged: true } }, (request, reply) => {
    const values = prefilled(request, services);
    // Before anything is typed: is it about an official, or is somebody being punished or stopped for speaking (promise 12)?
    if ((request.query as Record<string, unknown>)['sealed'] !== 'no') return sendPage(reply, readerOf(request), renderPage(QuestionPage({ page: pageOf(request, services), carry: values, emergency: emergencyOf(request, services) })));
    return reportPage(request, reply, services, { values, errors: {}, hidden: { key: newFormKey() } });
  });
  app.post('/report', QUIET, (request, reply) => check(request, reply, services));
  app.get('/receipts', { config: { unlogged: true } }, (request, reply) => seeOther(reply, pageOf(request, services).paths.report));
  app.post('/receipts', QUIET, (request, reply) => send(request, reply, services));
  app.get('/report/photos/:token', { config: { unlogged: true } }, async (request, reply) => {
    const name = openPreview(services.keys, (request.params as { token?: string }).token ?? '');
    if (name && await sendPhoto(reply, services.attachments, name, 'thumbnail')) return reply;
    return sendProblem(request, reply, { kind: 'not-found' });
  });
}

/** A poster's code may name the place or topic it hangs at: `/report?place=…&topic=…`. Unknown ones are passed over. */
function prefilled(request: FastifyRequest, services: Services): Record<string, string> {
  const { place, topic } = request.query as Record<string, unknown>;
  const lists = listsOf(directoryFor(request, services), readerOf(request).locale);
  const values: Record<string, string> = {};
  if (lists.places.some((town) => town.code === place || town.below.some((one) => one.code === place))) values['place'] = String(place);
  if (lists.topics.some((group) => group.topics.some((one) => one.code === topic))) values['topic'] = String(topic);
  return values;
}

async function check(request: FastifyRequest, reply: FastifyReply, services: Services): Promise<FastifyReply> {
  const { locale } = readerOf(request);
  const read = await formOf(request, keepPhoto(services, locale));
  if (read.refused) return sendProblem(request, reply, read.reason);
  const form = read.value;
  const photos = photosOf(form, services, locale, REPORT_LIMITS.photos);
  const key = idempotencyOf(request, form) ?? newFormKey();
  const { drop: _drop, ...given } = typedValues(form);
  const values: Record<string, string> = { ...given, kept: sealPhotos(services.keys, photos.names) };
  const hidden = { key, kept: values['kept'] ?? '' };
  const edit = form.values.get('edit')?.[0];
  if (edit === 'yes' || edit === 'sealed') return reportPage(request, reply, services, { values: edit === 'sealed' ? { ...values, anonymity: 'sealed' } : values, errors: {}, hidden });
  const { report, mistakes } = readReport(form, directoryFor(request, services), locale, await services.waysOffered());
  const errors: ReportMistakes = { ...mistakes, ...tokenMistake(form, services, locale), ...(photos.mistake ? { photos: photos.mistake } : {}) };
  if (!report || Object.keys(errors).length > 0) {
    return reportPage(request, reply.code(422), services, { values, errors, hidden });
  }
  const turn = services.pressure.isOn(request.ip) ? await turnOf(request, services, key) : undefined;
  return checkPage(request, reply, services, { report, values, names: photos.names, hidden, ...(turn ? { turn } : {}) });
}

type Checked = {
  readonly report: Report; readonly values: Readonly<Record<string, string>>; readonly names: readonly AttachmentName[];
  readonly hidden: Readonly<Record<string, string>>; readonly turn?: Turn; readonly vaultAway?: boolean;
};

async function checkPage(request: FastifyRequest, reply: FastifyReply, services: Services, { report, values, names, hidden, turn, vaultAway = false }: Checked): Promise<FastifyReply> {
  const { locale } = readerOf(request);
  const directory = directoryFor(request, services);
  const vital = report.topicGiven ? classOfTopic(report.topic, directory, locale) : undefined;
  const { key: _key, token: _token, edit: _edit, photos: _photos, kept: _kept, turn: _turn, work: _work, ...typed } = values;
  const page = pageOf(request, services, { form: 'report' });
  const answered = await answeredLike(services, directory.code, report.words, values['kind'] ?? '', page);
  return sendPage(reply, readerOf(request), renderPage(CheckPage({
    page,
    form: { values: typed, errors: {}, hidden },
    ...(turn ? { turn } : {}), ...(vital ? { vital } : {}), vaultAway,
    words: report.words, anonymity: report.anonymity, publish: report.publish,
    place: report.divisionGiven ? [placeWords(directory, report.division, locale), report.address].filter(Boolean).join(' · ') : report.address,
    town: report.divisionGiven ? townWords(directory, report.division, locale) : '',
    topic: report.topicGiven ? topicWords(directory, report.topic, locale) : '',
    photos: names.map((name) => previewAddress(pageOf(request, services), services, name)),
    ...(report.about ? { about: directory.unit(report.about)?.names[locale] ?? report.about } : {}),
    isProxy: report.proxy !== undefined, similar: [], answered,
  })));
}

/** Only to who asks, or did not say: whoever complains about an office is not handed its leaflet. A hint that cannot be had is none. */
async function answeredLike(services: Services, code: JurisdictionCode, words: string, kindGiven: string, page: PageContext) {
  if (kindGiven !== '' && kindGiven !== 'question') return [];
  const found = await services.knowledge.similar(code, words, services.clock.now()).catch(() => []);
  return found.map(({ id, question }) => ({ href: page.paths.answerOf(id), question }));
}

async function send(request: FastifyRequest, reply: FastifyReply, services: Services): Promise<FastifyReply> {
  const read = await formOf(request);
  if (read.refused) return sendProblem(request, reply, read.reason);
  const form = read.value;
  const { locale } = readerOf(request);
  const kept = form.values.get('kept')?.[0] ?? '';
  const key = idempotencyOf(request, form);
  const { report, mistakes } = readReport(form, directoryFor(request, services), locale, await services.waysOffered());
  const errors: ReportMistakes = { ...mistakes, ...tokenMistake(form, services, locale) };
  if (!report || Object.keys(errors).length > 0 || key === undefined) {
    const hidden = { key: key ?? newFormKey(), kept };
    const all = key === undefined ? { ...errors, words: errors['words'] ?? webMessages(locale).formExpired } : errors;
    return reportPage(request, reply.code(422), services, { values: typedValues(form), errors: all, hidden });
  }
  const photos = openPhotos(services.keys, kept);
  const turn = await turnAsked(request, services, form, key);
  if (turn) {
    const retryAfter = String(turn.waitSeconds);
    return checkPage(request, reply.code(429).header('retry-after', retryAfter), services, { report, values: typedValues(form), names: photos, hidden: { key, kept }, turn });
  }
  return sendReport(request, reply, services, report, {
    key, photos,
    again: () => checkPage(request, reply.code(503).header('retry-after', String(VAULT_RETRY_SECONDS)), services, { report, values: typedValues(form), names: photos, hidden: { key, kept }, vaultAway: true }),
  });
}

async function reportPage(request: FastifyRequest, reply: FastifyReply, services: Services, form: FormState): Promise<FastifyReply> {
  const reader = readerOf(request);
  const directory = directoryFor(request, services);
  const { places, topics, units } = listsOf(directory, reader.locale);
  const emergency = emergencyOf(request, services);
  const page = pageOf(request, services, { form: 'report' });
  const vital = classOfTopic(parseTopicCode(form.values['topic']), directory, reader.locale);
  const kept = openPhotos(services.keys, form.hidden['kept'] ?? '').map((name) => previewAddress(page, services, name));
  const incidents = await incidentsIn({ services, page, directory });
  return sendPage(reply, reader, renderPage(ReportPage({ page, incidents, form, places, topics, units, emergency, kept, ...(vital ? { vital } : {}), offered: await services.waysOffered() })));
}

/** Whom to call first, as the jurisdiction's data say. */
function emergencyOf(request: FastifyRequest, services: Services): readonly { readonly number: string; readonly name: string }[] {
  const { locale } = readerOf(request);
  return directoryFor(request, services).content.jurisdiction.emergencyNumbers.map(({ number, names }) => ({ number, name: names[locale] }));
}

function previewAddress(page: PageContext, services: Services, name: AttachmentName): string {
  return `${page.paths.report}/photos/${previewOf(services.keys, name)}`;
}

/** A page of yesterday is shown again with a fresh token; nothing typed is lost. Programs without script carry it, too. */
function tokenMistake(form: Form<unknown>, services: Services, locale: 'zh' | 'en'): ReportMistakes {
  return services.tokens.check('report', form.values.get('token')?.[0]) === 'valid' ? {} : { words: webMessages(locale).formExpired };
}
