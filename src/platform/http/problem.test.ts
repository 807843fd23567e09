import { describe, expect, it } from 'vitest';
import { databaseFaultOf } from './database-errors.ts';
import { problemFrom } from './problem-from.ts';
import { problemMessages } from './messages.ts';
import { PROBLEM_STATUS, problemOf, ProblemError, type ProblemKind } from './problem.ts';
import { safeErrorOf } from './safe-error.ts';

describe('what an error means for the reader', () => {
  it.each([
    ['57P01', 'away'], ['57P02', 'away'], ['57P03', 'away'], ['57014', 'away'], ['08006', 'away'], ['08P01', 'away'], ['53300', 'away'], ['53100', 'away'],
    ['40001', 'away'], ['40P01', 'away'], ['25006', 'away'], ['55P03', 'away'], ['58030', 'away'],
    ['22003', 'input'], ['22021', 'input'], ['22P02', 'input'], ['22001', 'input'], ['22007', 'input'], ['22008', 'input'], ['23514', 'input'], ['54000', 'input'],
    ['23505', 'bug'], ['42P01', 'bug'], ['42501', 'bug'], ['XX000', 'bug'],
  ])('SQLSTATE %s is %s', (sqlstate, kind) => {
    expect(databaseFaultOf(fromPostgres(sqlstate))).toEqual({ kind, sqlstate });
    expect(problemFrom(fromPostgres(sqlstate)).problem.kind).toBe({ away: 'away', input: 'bad-request', bug: 'bug' }[kind]);
  });

  it.each(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'])('%s means that the database is away', (code) => {
    expect(problemFrom(Object.assign(new Error('connect'), { code })).problem).toEqual({ kind: 'away', retryAfterSeconds: 5 });
  });

  it.each([
    'timeout exceeded when trying to connect', 'Connection terminated unexpectedly', 'Connection terminated due to connection timeout',
    'Client has encountered a connection error and is not queryable', 'Client was closed and is not queryable', 'Cannot use a pool after calling end on the pool',
  ])('so does the driver when it says "%s", even as a cause', (words) => {
    expect(problemFrom(new Error('outer', { cause: new Error(words) })).problem.kind).toBe('away');
  });

  it('a missing socket file is a database that is away, any other missing file a bug', () => {
    expect(problemFrom(Object.assign(new Error('x'), { code: 'ENOENT', syscall: 'connect' })).problem.kind).toBe('away');
    expect(problemFrom(Object.assign(new Error('x'), { code: 'ENOENT', syscall: 'open' }))).toEqual({ problem: { kind: 'bug' }, bug: true });
  });

  it('an error cannot choose its status by carrying one', () => {
    expect(problemFrom(Object.assign(new Error('x'), { statusCode: 404 }))).toEqual({ problem: { kind: 'bug' }, bug: true });
    expect(problemFrom(Object.assign(new Error('x'), { statusCode: 404, code: 'FST_X' })).problem.kind).toBe('not-found');
    expect(problemFrom(Object.assign(new Error('x'), { statusCode: 403, expose: true })).problem.kind).toBe('forbidden');
    expect(problemFrom(Object.assign(new Error('x'), { statusCode: 500, expose: true })).bug).toBe(true);
    expect(problemFrom(new ProblemError(problemOf('gone'))).problem).toEqual({ kind: 'gone' });
    expect(problemFrom('a thrown string')).toEqual({ problem: { kind: 'bug' }, bug: true });
    expect(problemFrom(undefined)).toEqual({ problem: { kind: 'bug' }, bug: true });
  });

  it('has words in both languages for every kind, and waits with every 503', () => {
    for (const kind of Object.keys(PROBLEM_STATUS) as ProblemKind[]) {
      const [zh, en] = [problemMessages('zh')[kind], problemMessages('en')[kind]];
      expect(zh.title + zh.remedy).toMatch(/\p{Script=Han}/u);
      expect(en.title + en.remedy).toMatch(/^[\x20-\x7e]+$/);
      if (PROBLEM_STATUS[kind] === 503) expect(problemOf(kind).retryAfterSeconds).toBeGreaterThan(0);
    }
  });
});

describe('what the log keeps of an error', () => {
  const secret = '林小禾 13800001234';

  it.each([
    ['a failing row', Object.assign(fromPostgres('23505'), { detail: `Failing row contains (${secret})`, where: secret, message: `invalid input: "${secret}"` })],
    ['text that is not JSON', parseError(`{"name": ${secret}}`)],
    ['a value after a colon', new Error(`unreachable variant: ${JSON.stringify(secret)}`)],
    ['a value in quotes', new Error(`no unit “${secret}” here`)],
    ['several lines', new Error(`first: \n${secret}\n${secret}`)],
    ['a cause', new Error('outer', { cause: new Error(`inner: ${secret}`) })],
    ['a thrown string', secret],
  ])('never holds %s', (_name, error) => {
    expect(JSON.stringify(safeErrorOf(error))).not.toMatch(/林小禾|13800001234/);
  });

  it('still says where it happened and what kind it was', () => {
    const kept = safeErrorOf(new TypeError('Cannot read properties of undefined (reading \'unit\')'));
    expect(kept).toMatchObject({ type: 'TypeError', message: 'Cannot read properties of undefined (reading \'unit\')' });
    expect(kept.stack).toContain('problem.test.ts');
  });
});

function fromPostgres(code: string): Error {
  return Object.assign(new Error('words of the server'), { code, severity: 'ERROR' });
}

function parseError(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return error;
  }
}
