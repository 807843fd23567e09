import { solveChallenge, type Challenge, type Solution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2';
import { beforeAll, describe, expect, it } from 'vitest';
import { createWorks } from './work.ts';

const works = createWorks(new Uint8Array(32).fill(9));
let challenge: Challenge;
let solution: Solution;
beforeAll(async () => {
  challenge = JSON.parse(await works.challenge('form-a')) as Challenge;
  // As a browser does it, with the browser's own crypto.
  const solved = await solveChallenge({ challenge, deriveKey });
  if (!solved) throw new Error('not solved in time');
  solution = solved;
});

describe('the work of a device', () => {
  it('is accepted for the form it was done for, and for no other (T25)', async () => {
    const payload = JSON.stringify({ challenge, solution });
    expect(await works.isDone(payload, 'form-a')).toBe(true);
    expect(await works.isDone(payload, 'form-b')).toBe(false);
    expect(await createWorks(new Uint8Array(32)).isDone(payload, 'form-a')).toBe(false);
  });

  it('cannot be left out, made easier, prolonged or borrowed', async () => {
    const { parameters } = challenge;
    const easier = { ...challenge, parameters: { ...parameters, keyPrefix: '0' } };
    const longer = { ...challenge, parameters: { ...parameters, expiresAt: (parameters.expiresAt ?? 0) + 9_999 } };
    const other = { ...challenge, parameters: { ...parameters, data: { form: 'x' } } };
    const attempts = [
      { challenge, solution: { ...solution, counter: solution.counter + 1 } }, { challenge, solution: { ...solution, derivedKey: '00'.repeat(32) } },
      { challenge: easier, solution }, { challenge: longer, solution }, { challenge: other, solution }, { challenge: { parameters }, solution },
      { challenge: { ...challenge, parameters: { ...parameters, cost: 1_000_000_000 } }, solution }, { challenge, solution: null }, { challenge: { parameters: null, signature: '' }, solution },
    ];
    for (const attempt of attempts) expect(await works.isDone(JSON.stringify(attempt), 'form-a'), JSON.stringify(attempt)).toBe(false);
    for (const junk of [undefined, '', 'null', '7', '[]', '{', '{"challenge":{},"solution":{}}', 'x'.repeat(5_000), { challenge, solution }]) expect(await works.isDone(junk, 'form-a')).toBe(false);
  });

  it('is refused when it is stale', async () => {
    const stale = { ...challenge, parameters: { ...challenge.parameters, expiresAt: 1 } };
    expect(await works.isDone(JSON.stringify({ challenge: stale, solution }), 'form-a')).toBe(false);
  });
});
