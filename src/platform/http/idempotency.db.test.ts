import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FastifyRequest } from 'fastify';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { EASTON, LINHE } from '../../../test/support/http.ts';
import { accept, refuse } from '../../kernel/refusal.ts';
import type { Actor } from '../db/actor.ts';
import type { Form } from './form-builder.ts';
import { createIdempotency, idempotencyOf, newFormKey, parseIdempotencyKey, purgeIdempotencyKeys, type IdempotencyKey } from './idempotency.ts';

const resident: Actor = { kind: 'public', jurisdiction: LINHE };
const idempotency = createIdempotency(new Uint8Array(32).fill(9));
let test: TestDatabase;
let done = 0;

beforeAll(async () => { test = await openTestDatabase(); });
afterAll(async () => { await test.close(); });

describe('a write sent twice', () => {
  it('is done once, and the second answer is the first', async () => {
    const key = newFormKey();
    expect(await send(key, 'body', 'case:1')).toEqual(accept({ result: 'case:1', earlier: false }));
    expect(await send(key, 'body', 'case:2')).toEqual(accept({ result: 'case:1', earlier: true }));
  });

  it('with another body is refused, and what was done first stands', async () => {
    const key = newFormKey();
    await send(key, 'body', 'case:1');
    expect(await send(key, 'another body', 'case:2')).toEqual(refuse({ kind: 'key-reused' }));
    expect(await send(key, 'body', 'case:3')).toEqual(accept({ result: 'case:1', earlier: true }));
  });

  it('at the same moment, 100 keys by 5, is done 100 times', async () => {
    done = 0;
    const keys = Array.from({ length: 100 }, newFormKey);
    const answers = await Promise.all(keys.flatMap((key) => Array.from({ length: 5 }, () => send(key, 'body', `case:${key}`))));
    expect(done).toBe(100);
    expect(answers.every((answer) => !answer.refused)).toBe(true);
    expect(answers.filter((answer) => !answer.refused && !answer.value.earlier)).toHaveLength(100);
  });

  it('that was refused or rolled back the first time may come again, even changed', async () => {
    const key = newFormKey();
    const refused = await test.database.inTransaction(resident, (tx) => idempotency.once(tx, key, digestOf('a'), () => Promise.resolve(refuse({ kind: 'not-open' as const }))));
    expect(refused).toEqual(refuse({ kind: 'not-open' }));
    await expect(test.database.inTransaction(resident, (tx) => idempotency.once(tx, key, digestOf('b'), () => Promise.reject(new Error('bug'))))).rejects.toThrow('bug');
    expect(await send(key, 'c', 'case:9')).toEqual(accept({ result: 'case:9', earlier: false }));
  });

  it('to another place is another write', async () => {
    const key = newFormKey();
    await send(key, 'body', 'case:1');
    expect(await send(key, 'body', 'case:2', { kind: 'public', jurisdiction: EASTON })).toEqual(accept({ result: 'case:2', earlier: false }));
  });

  it('after 72 hours is a new write, and the old row can be purged', async () => {
    const [reused, purged] = [newFormKey(), newFormKey()];
    await send(reused, 'body', 'case:1');
    await send(purged, 'body', 'case:1');
    await test.owner.query(`update platform.idempotency set expires_at = now() - interval '1 second'`);
    expect(await send(reused, 'other', 'case:2')).toEqual(accept({ result: 'case:2', earlier: false }));
    const gone = await test.database.inTransaction({ kind: 'system', jurisdiction: LINHE, job: 'purge' }, (tx) => purgeIdempotencyKeys(tx, 10_000), 'worker');
    expect(gone).toBeGreaterThan(0);
    const { rows } = await test.owner.query<{ left: number }>('select count(*)::integer as left from platform.idempotency');
    expect(rows).toEqual([{ left: 1 }]);
  });

  it('leaves neither key nor body in the database', async () => {
    const key = newFormKey();
    await send(key, 'canary words', 'case:1');
    const { rows } = await test.owner.query<{ row: string }>('select i::text as row from platform.idempotency i');
    expect(rows.map(({ row }) => row).join('')).not.toMatch(new RegExp(`canary|${Buffer.from(key).toString('hex')}`));
    expect(rows.map(({ row }) => row).join('')).not.toContain(key);
  });
});

describe('the key of a request', () => {
  it('comes from the form or the header, and is none when they differ', () => {
    const [one, two] = ['a'.repeat(22), 'b'.repeat(22)];
    expect(idempotencyOf(requestWith(undefined), formWith(one))).toBe(one);
    expect(idempotencyOf(requestWith(`"${one}"`))).toBe(one);
    expect(idempotencyOf(requestWith(one), formWith(one))).toBe(one);
    expect(idempotencyOf(requestWith(one), formWith(two))).toBeUndefined();
    expect(idempotencyOf(requestWith(undefined), formWith(one, two))).toBeUndefined();
    expect(idempotencyOf(requestWith(undefined))).toBeUndefined();
  });

  it.each(['short', 'x'.repeat(129), 'has space has space', '漢字漢字漢字漢字漢字', '../../../../../../', "';drop table x;--aaaa", 7, null, undefined])('is never %j', (text) => {
    expect(parseIdempotencyKey(text)).toBeUndefined();
  });

  it('is made with 128 random bits', () => {
    const keys = Array.from({ length: 1_000 }, newFormKey);
    expect(new Set(keys).size).toBe(1_000);
    expect(keys.every((key) => parseIdempotencyKey(key) === key && key.length === 22)).toBe(true);
  });
});

function send(key: IdempotencyKey, body: string, result: string, actor = resident) {
  return test.database.inTransaction(actor, (tx) => idempotency.once(tx, key, digestOf(body), () => {
    done += 1;
    return Promise.resolve(accept(result));
  }));
}

function digestOf(body: string): Uint8Array {
  return idempotency.requestDigest('/receipts', 'public', createHash('sha256').update(body).digest());
}

function formWith(...keys: string[]): Form {
  return { values: new Map([['key', keys]]), files: [], proof: new Map(), digest: new Uint8Array(32) };
}

function requestWith(header: string | undefined): FastifyRequest {
  return { headers: { 'idempotency-key': header } } as unknown as FastifyRequest;
}
