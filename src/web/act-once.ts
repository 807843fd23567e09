import type { FastifyRequest } from 'fastify';
import { accept, type Decision } from '../kernel/refusal.ts';
import type { Actor } from '../platform/db/actor.ts';
import type { TransactionRole } from '../platform/db/database.ts';
import type { Tx } from '../platform/db/reader.ts';
import type { Form } from '../platform/http/form.ts';
import { writeOf } from '../platform/http/write.ts';
import type { Services } from './services.ts';

type Asking = {
  readonly request: FastifyRequest; readonly services: Pick<Services, 'database' | 'idempotency'>; readonly form: Form<unknown>;
  readonly actor: Actor; readonly role?: TransactionRole;
};

/**
 * The act of a form in one transaction, and once however often the form arrives: a second arrival waits for the first to
 * commit, does nothing, and is answered as the first one was. A crash before the commit leaves neither act nor key.
 */
export function actOnce<Kind extends { kind: string }>(asking: Asking, act: (tx: Tx) => Promise<Decision<unknown, Kind>>): Promise<Decision<undefined, Kind>> {
  const { request, services, form, actor, role } = asking;
  const write = writeOf(services.idempotency, request, form, actor);
  return services.database.inTransaction(actor, async (tx) => {
    const done = await write.once(tx, async () => {
      const outcome = await act(tx);
      return outcome.refused ? outcome : accept('done');
    });
    return done.refused ? done : accept(undefined);
  }, role);
}
