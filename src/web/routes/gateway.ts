import type { FastifyInstance } from 'fastify';
import { instantOf } from '../../kernel/instant.ts';
import { sendPage } from '../../platform/http/answer.ts';
import { readerOf } from '../../platform/http/reader.ts';
import { renderPage } from '../../ui/render.ts';
import { pageOf } from '../context.ts';
import type { Services } from '../services.ts';
import { PhonePage } from '../views/notices/notices.tsx';

/** What the phones of a demo's people would show, at `/gateway`, where nothing is really sent. Nowhere else. */
export function registerGateway(app: FastifyInstance, services: Services): void {
  const { simulator } = services;
  if (!simulator) return;
  app.get('/gateway', (request, reply) => sendPage(reply.header('cache-control', 'no-store'), readerOf(request), renderPage(PhonePage({
    page: pageOf(request, services, { form: 'report' }), ringing: simulator.ringing(), messages: simulator.shown().map(({ phone, ...one }) => ({ ...one, ...(services.replySecret === undefined ? {} : { phone }), at: instantOf(new Date(one.at)) })),
  }))));
}
