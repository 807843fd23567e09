import type { FastifyRequest } from 'fastify';
import { parseJurisdictionCode } from '../../kernel/ids.ts';
import { instantOf } from '../../kernel/instant.ts';
import { openToken } from '../../platform/crypto/index.ts';
import type { Services } from '../services.ts';

/** A session that a browser keeps in a sealed cookie; its text is a JSON list that begins with the jurisdiction. */
export type Kept = { readonly purpose: string; readonly cookie: string; readonly msMax: number };

/**
 * Ends the session in this request's cookie for every copy of it (ASVS 5.0 7.4.1); nothing happens without a genuine one, so strangers
 * leave no rows. Whoever must leave at once does not wait for a database that is away: then the log says that the copy still lives.
 */
export async function endToken(request: FastifyRequest, services: Services, { purpose, cookie, msMax }: Kept): Promise<void> {
  const token = request.cookies[cookie];
  const opened = openToken(services.keys, purpose, token, instantOf(new Date()));
  if (opened.refused || token === undefined) return;
  const [text] = JSON.parse(opened.value) as [unknown];
  const jurisdiction = parseJurisdictionCode(text);
  if (jurisdiction === undefined) return;
  await services.ended.end(jurisdiction, token, msMax).catch((error: unknown) => { request.log.error({ err: error }, 'a session was left and could not be ended'); });
}
