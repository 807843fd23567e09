import type { FastifyInstance } from 'fastify';
import { parseCaseId } from '../../kernel/ids.ts';
import { parseAttachmentName, sendPhoto } from '../../platform/files/index.ts';
import { sendProblem } from '../../platform/http/errors.ts';
import { readyStaff } from '../../slices/accounts/index.ts';
import { caseOfPhoto } from '../../slices/cases/index.ts';
import type { Services } from '../services.ts';

/** A case's photos for staff: exactly those whose case row security lets them see. */
export function registerPhotos(app: FastifyInstance, services: Services): void {
  app.get('/console/cases/:id/photos/:name', { config: { unlogged: true } }, async (request, reply) => {
    const staff = await readyStaff(request, reply, services);
    if (!staff) return reply;
    const parameters = request.params as { id?: string; name?: string };
    const name = parseAttachmentName(parameters.name);
    const caseId = parseCaseId(parameters.id);
    const owner = name && await services.database.inTransaction(staff.actor, (tx) => caseOfPhoto(tx, name));
    if (name && caseId !== undefined && owner === caseId && await sendPhoto(reply, services.attachments, name, 'photo')) return reply;
    return sendProblem(request, reply, { kind: 'not-found' });
  });
}
