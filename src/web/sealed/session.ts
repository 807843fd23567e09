import type { FastifyReply, FastifyRequest } from 'fastify';
import { parseCaseId } from '../../kernel/ids.ts';
import { instantOf, MINUTE_MS, plusMs } from '../../kernel/instant.ts';
import { openToken, sealToken } from '../../platform/crypto/index.ts';
import { readerOf } from '../../platform/http/reader.ts';
import type { ReportId } from '../../slices/sealed/index.ts';
import { endToken, type Kept } from '../resident/end-token.ts';
import type { Services } from '../services.ts';

/** Who holds the receipt of a sealed report, for as long as this window is open and at most an hour. The code is not in it. */
export type SealedSession = {
  readonly report: ReportId;
  /** What opens the letters, and nothing else: derived from the code, which it does not tell. Sealed in the cookie; kept nowhere. */
  readonly readerKey: Buffer;
};

const SESSION_MINUTES = 60;
const PURPOSE = 'sealed-session';

export async function openSealedSession(reply: FastifyReply, request: FastifyRequest, services: Services, { report, readerKey }: SealedSession): Promise<void> {
  await endToken(request, services, kept(services));
  const text = JSON.stringify([readerOf(request).jurisdiction, report, readerKey.toString('base64url')]);
  const token = sealToken(services.keys, PURPOSE, text, plusMs(instantOf(new Date()), SESSION_MINUTES * MINUTE_MS));
  reply.setCookie(cookieName(services), token, { path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure(services) });
}

/** Here and for every copy of the cookie. */
export async function endSealedSession(request: FastifyRequest, reply: FastifyReply, services: Services): Promise<void> {
  reply.clearCookie(cookieName(services), { path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure(services) });
  await endToken(request, services, kept(services));
}

/** Whether this session was left before its hour was over. */
export function hasLeftSealed(request: FastifyRequest, services: Services): Promise<boolean> {
  const { jurisdiction } = readerOf(request);
  return services.database.inTransaction({ kind: 'system', jurisdiction, job: 'receipt session' }, (tx) => services.ended.has(tx, request.cookies[cookieName(services)] ?? ''));
}

function kept(services: Services): Kept {
  return { purpose: PURPOSE, cookie: cookieName(services), msMax: SESSION_MINUTES * MINUTE_MS };
}

/** Undefined without a genuine, fresh cookie for this jurisdiction. */
export function sealedSessionOf(request: FastifyRequest, services: Services): SealedSession | undefined {
  const opened = openToken(services.keys, PURPOSE, request.cookies[cookieName(services)], instantOf(new Date()));
  if (opened.refused) return undefined;
  const [jurisdiction, reportText, keyText] = JSON.parse(opened.value) as [unknown, unknown, unknown];
  const report = parseCaseId(reportText);
  if (jurisdiction !== readerOf(request).jurisdiction || report === undefined || typeof keyText !== 'string') return undefined;
  return { report, readerKey: Buffer.from(keyText, 'base64url') };
}

function isSecure(services: Services): boolean {
  return services.publicUrl.startsWith('https://');
}

/** A name that tells a glance at the browser's cookies no more than the other receipt's does. */
function cookieName(services: Services): string {
  return isSecure(services) ? '__Host-receipt2' : 'receipt2';
}
