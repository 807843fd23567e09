import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendPage } from '../../platform/http/answer.ts';
import { sendProblem } from '../../platform/http/errors.ts';
import type { IdempotencyKey } from '../../platform/http/idempotency.ts';
import { readerOf } from '../../platform/http/reader.ts';
import type { AttachmentName } from '../../platform/files/index.ts';
import { receiverOf, rulesOf } from '../../slices/cases/index.ts';
import { renderPage } from '../../ui/render.ts';
import { directoryFor, pageOf } from '../context.ts';
import { proofOf } from '../present/proof.ts';
import type { Services } from '../services.ts';
import { orAway } from '../vault-away.ts';
import { ReceiptPage } from '../views/resident/receipt.tsx';
import type { Report } from './form.ts';

type Sending = {
  readonly key: IdempotencyKey; readonly photos: readonly AttachmentName[];
  /** The page before, with all that was typed, for when the contact cannot be kept just now. */
  readonly again: () => FastifyReply | Promise<FastifyReply>;
};

/**
 * 1. The vault commits the contact, unconfirmed. A crash after it leaves a deposit that is erased within a day.
 * 2. The case commits. A crash after it leaves a case whose writer did not see the receipt: the same form, sent again,
 *    shows the same one.
 * 3. The deposit is confirmed, together with others of the same second. A crash before that leaves it unconfirmed, and the
 *    vault's sweep finds its case.
 * The receipt is the answer itself: behind a redirect its code would have to stand in an address or a cookie.
 */
export async function sendReport(request: FastifyRequest, reply: FastifyReply, services: Services, report: Report, sending: Sending): Promise<FastifyReply> {
  const { jurisdiction, locale } = readerOf(request);
  const directory = directoryFor(request, services);
  const person = report.contact && await orAway(services.vault.deposit(jurisdiction, sending.key, report.contact));
  // A crash before it leaves a deposit that is told nothing; the same form agrees again.
  const agreed = !person || person === 'away' || report.tell.length === 0 || await orAway(services.tellings.agree(jurisdiction, person, { channels: report.tell, locale }));
  // No case without the contact they wanted to leave, or the ways they chose to be told: they choose.
  if (person === 'away' || agreed === 'away') return sending.again();
  services.pressure.note(request.ip);
  const submitted = await services.cases.submit({ kind: 'public', jurisdiction }, {
    channel: 'web', anonymity: report.anonymity, ...(person ? { person } : {}), kind: report.kind, urgency: 'ordinary', topic: report.topic,
    place: { division: report.division, address: report.address }, words: report.words, publishWords: report.publish,
    // Whatever the rule for machines is: the page before this one promised that nobody sees more than the township.
    publishPlace: false, photos: sending.photos, about: report.about ? [report.about] : [],
    ...(report.proxy ? { proxy: report.proxy } : {}),
  }, { idempotencyKey: sending.key, fingerprint: fingerprintOf(report, sending.photos) });
  if (submitted.refused) {
    const { reason } = submitted;
    if (reason.kind === 'key-reused') return sendProblem(request, reply, { kind: 'key-reused' });
    // Everything else was checked with the form; a refusal here is a rule that the form does not know yet.
    return sendProblem(request, reply, { kind: 'invalid', fields: [reason.kind] });
  }
  // A form from before the vault was moved has another reference there now: only the sweep, which asks the case, may confirm what comes again.
  if (person && submitted.value.isNew) services.confirmations.add(jurisdiction, person);
  const { number, code, submittedAt, eventId } = submitted.value;
  const acceptBy = rulesOf(directory).deadline('accept', submittedAt, { ...report, urgency: 'ordinary', channel: 'web' });
  // A case about the intake itself has gone past it.
  const receiver = receiverOf(report.about ? [report.about] : [], rulesOf(directory)) ?? directory.intakeUnit;
  const page = pageOf(request, services);
  return sendPage(reply.code(201), readerOf(request), renderPage(ReceiptPage({
    page, number, code, followAddress: `${services.publicUrl}${page.paths.follow}`, submittedAt, proof: proofOf(page, eventId),
    isProxy: report.proxy !== undefined, hasContact: report.contact !== undefined,
    acceptUnit: directory.unit(receiver)?.names[locale] ?? receiver, acceptBy,
  })));
}

/** What was said and shown, not how it travelled: the check page shown twice is the same report. */
function fingerprintOf(report: Report, photos: readonly AttachmentName[]): string {
  return createHash('sha256').update(JSON.stringify([report, photos])).digest('base64url');
}
