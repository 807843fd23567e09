/**
 * What a failed query means for the reader. PostgreSQL's own words and the failing row never leave this file: SQLSTATEs
 * (PostgreSQL manual, appendix A) map to fixed messages (protection T23).
 */
export type DatabaseFault =
  /** The database is away or overloaded: 503, try again. */
  | { readonly kind: 'away'; readonly sqlstate: string }
  /** Something a reader sent got as far as the database, which should have been refused at the door: 400, and our bug. */
  | { readonly kind: 'input'; readonly sqlstate: string }
  /** Anything else a server answers: 500, our bug. */
  | { readonly kind: 'bug'; readonly sqlstate: string };

// 57014: our own statement timeout. 53xxx: out of disk, memory, connections. 40xxx: serialisation, deadlock.
// 25006: a standby that has not taken over yet. 55P03: lock timeout. 58xxx: the disk itself.
const AWAY_STATES = /^(08|53|40|58)...$|^(57P0[1-5]|57014|25006|55P03)$/;
// 22xxx: data exceptions (numbers out of range, NUL, wrong dates, broken encodings).
const INPUT_STATES = /^22...$|^(23514|54000|54001|54023)$/;
const AWAY_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN']);
// Errors of the driver itself carry no code, only words.
const AWAY_WORDS = /^(timeout exceeded when trying to connect|timeout expired|query read timeout|connection terminated|client has encountered a connection error|client was closed|cannot use a pool after calling end|the server does not support ssl|not queryable)/i;
const SQLSTATE = /^[0-9A-Z]{5}$/;
const CAUSES_MAX = 5;

/** Undefined when the error has nothing to do with the database. */
export function databaseFaultOf(error: unknown): DatabaseFault | undefined {
  let one: unknown = error;
  for (let depth = 0; depth < CAUSES_MAX && one instanceof Error; depth += 1) {
    const fault = faultOf(one);
    if (fault) return fault;
    one = one.cause;
  }
  return undefined;
}

function faultOf(error: Error): DatabaseFault | undefined {
  const { code, syscall, severity } = error as Error & { code?: unknown; syscall?: unknown; severity?: unknown };
  if (typeof code === 'string') {
    if (AWAY_CODES.has(code)) return { kind: 'away', sqlstate: code };
    // The socket file of a local server that is not running.
    if (code === 'ENOENT' && syscall === 'connect') return { kind: 'away', sqlstate: code };
    if (severity !== undefined && SQLSTATE.test(code)) return stateOf(code);
  }
  return AWAY_WORDS.test(error.message) ? { kind: 'away', sqlstate: 'driver' } : undefined;
}

function stateOf(sqlstate: string): DatabaseFault {
  if (AWAY_STATES.test(sqlstate)) return { kind: 'away', sqlstate };
  return { kind: INPUT_STATES.test(sqlstate) ? 'input' : 'bug', sqlstate };
}
