import { LinkAway } from '../link/away.ts';
import { databaseFaultOf } from './database-errors.ts';
import { AWAY_RETRY_SECONDS, ProblemError, problemOf, type Problem, type ProblemKind } from './problem.ts';

/** What an error means for the reader, and whether it is a bug of ours that the log must keep. */
export type Judged = { readonly problem: Problem; readonly bug: boolean };

const BY_CODE: Readonly<Record<string, ProblemKind>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported-type',
  FST_ERR_CTP_INVALID_TYPE: 'unsupported-type',
  FST_ERR_CTP_EMPTY_TYPE: 'unsupported-type',
  FST_ERR_ROUTE_MISSING_CONTENT_TYPE: 'unsupported-type',
  FST_INVALID_MULTIPART_CONTENT_TYPE: 'unsupported-type',
  FST_ERR_MAX_PARAM_LENGTH: 'not-found',
  FST_ERR_NOT_FOUND: 'not-found',
  FST_ERR_HANDLER_TIMEOUT: 'busy',
  FST_UNDER_PRESSURE: 'busy',
};
const BY_STATUS: Readonly<Record<number, ProblemKind>> = {
  400: 'bad-request', 401: 'sign-in-needed', 403: 'forbidden', 404: 'not-found', 405: 'method-not-allowed', 406: 'unsupported-type',
  408: 'timeout', 409: 'conflict', 410: 'gone', 412: 'bad-request', 413: 'too-large', 414: 'address-too-long', 415: 'unsupported-type',
  416: 'bad-request', 422: 'invalid', 429: 'too-many', 431: 'headers-too-large',
};

/** Classifies whatever a route, hook, parser or the framework threw. Total: what it does not know is a bug. */
export function problemFrom(error: unknown): Judged {
  if (error instanceof ProblemError) return { problem: error.problem, bug: false };
  if (error instanceof LinkAway) return { problem: problemOf('vault-away'), bug: false };
  const fault = databaseFaultOf(error);
  if (fault?.kind === 'away') return { problem: { kind: 'away', retryAfterSeconds: AWAY_RETRY_SECONDS }, bug: false };
  // It should have been refused before it reached the database: the reader hears 400, the log hears of a bug.
  if (fault?.kind === 'input') return { problem: { kind: 'bad-request' }, bug: true };
  if (fault?.kind === 'bug') return { problem: { kind: 'bug' }, bug: true };
  const fields = schemaFields(error);
  if (fields) return { problem: { kind: 'bad-request', fields }, bug: false };
  const kind = frameworkKind(error);
  return kind === undefined ? { problem: { kind: 'bug' }, bug: true } : { problem: problemOf(kind), bug: false };
}

/**
 * Only the framework's own errors, and those that the http-errors library marks as fit to be shown (`expose`), may set a
 * status: an error that happens to carry `statusCode` is still a bug.
 */
function frameworkKind(error: unknown): ProblemKind | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, statusCode, expose } = error as Error & { code?: unknown; statusCode?: unknown; expose?: unknown };
  const ofFramework = typeof code === 'string' && code.startsWith('FST_');
  if (!ofFramework && expose !== true) return undefined;
  return (ofFramework ? BY_CODE[code] : undefined) ?? (typeof statusCode === 'number' ? BY_STATUS[statusCode] : undefined);
}

/** Names of the schema's own fields at fault. Ajv's messages are not used: they may repeat what was sent. */
function schemaFields(error: unknown): string[] | undefined {
  const { validation } = (error ?? {}) as { validation?: unknown };
  if (!Array.isArray(validation)) return undefined;
  return validation.map((one: { instancePath?: string; params?: { missingProperty?: string } }) =>
    one.params?.missingProperty ?? /^\/([A-Za-z][A-Za-z0-9_-]{0,40})/.exec(one.instancePath ?? '')?.[1] ?? '').filter((name) => name !== '');
}
