import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { parseCaseNumber, parseEventId, type EventId, type JurisdictionCode } from '../../kernel/ids.ts';
import { sendProblem } from '../../platform/http/errors.ts';
import { readerOf } from '../../platform/http/reader.ts';
import { proveEntry } from '../../record/entry-proof.ts';
import { entryOfEvent, type EntryOfEvent } from '../../record/entry-of-event.ts';
import { awaitCovering } from '../../record/published-log.ts';
import type { Services } from '../services.ts';

/** Publishing takes less than a second; whoever has waited twice as long gets a promise instead. */
const WAIT_MS_MAX = 2_000;
/** The sequencer looks four times a second. */
const LOOK_AGAIN_MS = 100;
/** While the publisher is away many may wait at once; beyond these, a promise comes without waiting. */
const WAITING_MAX = 200;

/**
 * The proof of one entry, for whoever knows its event's id: 122 random bits that only the receipt shows. It names nobody: a
 * sealed entry is one commitment. Asking pays as entering a receipt does, for both would be ways to guess.
 */
export function registerProofs(app: FastifyInstance, services: Services): void {
  const waiting = { count: 0 };
  app.get('/receipts/:event/proof', { config: { unlogged: true, budget: 'code' } }, async (request, reply) => {
    const event = parseEventId((request.params as { event?: string }).event);
    const { jurisdiction } = readerOf(request);
    const found = event && await find(services, jurisdiction, event);
    if (!event || !found) return sendProblem(request, reply, { kind: 'not-found' });
    const deadlineMs = performance.now() + (waiting.count < WAITING_MAX ? WAIT_MS_MAX : 0);
    waiting.count += 1;
    try {
      const { proof, entry } = await proveBy(deadlineMs, services, jurisdiction, event, found);
      if (proof) return await sendFile(request, reply, 200, 'tlog-proof', proof);
      return await sendFile(request, reply, 202, 'tlog-promise', services.promises.promise(jurisdiction, entry));
    } finally {
      waiting.count -= 1;
    }
  });
  app.get('/record/promise.vkey', { config: { api: true } }, (request, reply) => reply
    .header('cache-control', 'public, max-age=300').header('access-control-allow-origin', '*').header('cross-origin-resource-policy', 'cross-origin')
    .type('text/plain; charset=utf-8').send(`${services.promises.vkey(readerOf(request).jurisdiction)}\n`));
}

function find(services: Services, jurisdiction: JurisdictionCode, event: EventId): Promise<EntryOfEvent | undefined> {
  return services.database.inTransaction({ kind: 'public', jurisdiction }, (tx) => entryOfEvent(tx, event));
}

type Proven = { readonly entry: Uint8Array; readonly proof?: Uint8Array | undefined };

/** Waits for a place in the log, then for a published checkpoint that covers it. */
async function proveBy(deadlineMs: number, services: Services, jurisdiction: JurisdictionCode, event: EventId, first: EntryOfEvent): Promise<Proven> {
  let { index } = first;
  const { entry } = first;
  while (index === undefined) {
    if (performance.now() + LOOK_AGAIN_MS > deadlineMs) return { entry };
    await wait(LOOK_AGAIN_MS);
    index = (await find(services, jurisdiction, event))?.index;
  }
  const published = await awaitCovering(services.recordFolder(jurisdiction), index, deadlineMs);
  if (!published) return { entry };
  return { entry, proof: await proveEntry(services.database.public, jurisdiction, { index, entry }, published) };
}

/** A file to keep. The number in its name is what the reader's own page asked for, and nothing is looked up by it. */
function sendFile(request: FastifyRequest, reply: FastifyReply, status: number, suffix: string, bytes: Uint8Array): FastifyReply {
  const number = parseCaseNumber((request.query as { number?: unknown }).number) ?? 'act';
  return reply.code(status).header('cache-control', 'no-store').header('content-disposition', `attachment; filename="minsheng-${number}.${suffix}"`)
    .type('text/plain; charset=utf-8').send(Buffer.from(bytes));
}
