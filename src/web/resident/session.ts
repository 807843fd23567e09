import type { FastifyReply, FastifyRequest } from 'fastify';
import { parseCaseId, type CaseId } from '../../kernel/ids.ts';
import { instantOf, MINUTE_MS, plusMs } from '../../kernel/instant.ts';
import { openToken, sealToken } from '../../platform/crypto/index.ts';
import type { Tx } from '../../platform/db/reader.ts';
import { readerOf } from '../../platform/http/reader.ts';
import type { Services } from '../services.ts';
import { endToken, type Kept } from './end-token.ts';

/** Who holds a receipt, for as long as this browser is open and at most an hour. The code itself is not in it. */
export type ResidentSession = {
  readonly caseId: CaseId;
  /** Which code of the case opened it: once there is another, this session is over. */
  readonly generation: number;
  /** HKDF(code, "ballot"), base64url: what the secret ballot is kept under, never the code. */
  readonly ballotKey: string;
};

const SESSION_MINUTES = 60;
const PURPOSE = 'receipt-session';

/** A cookie of this browser window only: no expiry date, so nothing stays behind when it is closed. What it held before ends. */
export async function openSession(reply: FastifyReply, request: FastifyRequest, services: Services, session: ResidentSession): Promise<void> {
  await endToken(request, services, kept(services));
  const { jurisdiction } = readerOf(request);
  const text = JSON.stringify([jurisdiction, session.caseId, session.ballotKey, session.generation]);
  const token = sealToken(services.keys, PURPOSE, text, plusMs(instantOf(new Date()), SESSION_MINUTES * MINUTE_MS));
  reply.setCookie(cookieName(services), token, { path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure(services) });
}

/** Here and for every copy of the cookie. */
export async function endSession(request: FastifyRequest, reply: FastifyReply, services: Services): Promise<void> {
  reply.clearCookie(cookieName(services), { path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure(services) });
  await endToken(request, services, kept(services));
}

/** Undefined without a genuine, fresh cookie for this jurisdiction. What the cookie says was sealed by us alone; whether it was left, `hasLeft` says. */
export function sessionOf(request: FastifyRequest, services: Services): ResidentSession | undefined {
  const opened = openToken(services.keys, PURPOSE, request.cookies[cookieName(services)], instantOf(new Date()));
  if (opened.refused) return undefined;
  const [jurisdiction, caseText, ballotKey, generation] = JSON.parse(opened.value) as [unknown, unknown, unknown, unknown];
  const caseId = parseCaseId(caseText);
  if (jurisdiction !== readerOf(request).jurisdiction || caseId === undefined || typeof ballotKey !== 'string' || typeof generation !== 'number') return undefined;
  return { caseId, ballotKey, generation };
}

/** Whether this session was left: asked in the transaction that reads the case. */
export function hasLeft(tx: Tx, request: FastifyRequest, services: Services): Promise<boolean> {
  return services.ended.has(tx, request.cookies[cookieName(services)] ?? '');
}

function kept(services: Services): Kept {
  return { purpose: PURPOSE, cookie: cookieName(services), msMax: SESSION_MINUTES * MINUTE_MS };
}

function isSecure(services: Services): boolean {
  return services.publicUrl.startsWith('https://');
}

function cookieName(services: Services): string {
  return isSecure(services) ? '__Host-receipt' : 'receipt';
}

