import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../../kernel/instant.ts';
import { ATTEMPT_WINDOW_MS, ATTEMPTS_MAX, AttemptLimiter, networkOf } from './attempts.ts';

describe('a network', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'], ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'], ['2001:DB8:0001:0002::9', '2001:db8:1:2'], ['2001:db8::1', '2001:db8:0:0'],
    ['::1', '0:0:0:0'], ['::', '0:0:0:0'], ['fe80::1%eth0', 'fe80:0:0:0'], ['1::', '1:0:0:0'],
    ['', 'unknown'], ['not an address', 'unknown'], ['999.1.1.1', 'unknown'],
  ])('of %j is %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});

describe('attempts', () => {
  const spend = (limiter: AttemptLimiter, times: number, name: (at: number) => string, address: (at: number) => string) =>
    Array.from({ length: times }, (_, at) => limiter.take(name(at), address(at)).allowed);

  it('on one name from one network are few, from all networks more, from one network on all names more', () => {
    const limiter = new AttemptLimiter(() => 0);
    expect(spend(limiter, ATTEMPTS_MAX.nameFromNetwork + 1, () => 'a', () => '192.0.2.1').at(-1)).toBe(false);
    expect(spend(new AttemptLimiter(() => 0), ATTEMPTS_MAX.name + 1, () => 'a', (at) => `192.0.2.${at}`)).toEqual([...Array<boolean>(ATTEMPTS_MAX.name).fill(true), false]);
    expect(spend(new AttemptLimiter(() => 0), ATTEMPTS_MAX.network + 1, (at) => `n${at}`, () => '192.0.2.1')).toEqual([...Array<boolean>(ATTEMPTS_MAX.network).fill(true), false]);
  });

  it('come back when the window has passed, and say when', () => {
    let now = 0;
    const limiter = new AttemptLimiter(() => now);
    spend(limiter, ATTEMPTS_MAX.nameFromNetwork, () => 'a', () => '192.0.2.1');
    now = ATTEMPT_WINDOW_MS - 1_500;
    expect(limiter.take('a', '192.0.2.1')).toEqual({ allowed: false, retryAfterSeconds: 2 });
    now = ATTEMPT_WINDOW_MS;
    expect(limiter.take('a', '192.0.2.1').allowed).toBe(true);
  });

  it('that ended well are not counted, nor the slips before them', () => {
    const limiter = new AttemptLimiter(() => 0);
    for (let day = 0; day < 20; day += 1) {
      limiter.take('a', '192.0.2.1');
      const right = limiter.take('a', '192.0.2.1');
      expect(right.allowed).toBe(true);
      if (right.allowed) right.forget();
    }
  });

  it('are all forgotten with the key of the day', () => {
    let now = 0;
    const limiter = new AttemptLimiter(() => now);
    now = DAY_MS - 1;
    spend(limiter, ATTEMPTS_MAX.nameFromNetwork, () => 'a', () => '192.0.2.1');
    expect(limiter.take('a', '192.0.2.1').allowed).toBe(false);
    now = DAY_MS;
    expect(limiter.take('a', '192.0.2.1').allowed).toBe(true);
  });
});
