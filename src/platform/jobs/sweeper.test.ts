import { describe, expect, it } from 'vitest';
import { startSweeper } from './sweeper.ts';

const never = (error: unknown): never => { throw error; };

describe('a sweeper', () => {
  it('sweeps until nothing is due', async () => {
    const left = [3, 2, 0];
    const sweeper = startSweeper(async () => left.shift() ?? 0, never);
    expect(await sweeper.sweepNow()).toBe(5);
    await sweeper.stop();
  });

  it('never runs twice at once, and looks again for whoever asked meanwhile', async () => {
    let running = 0;
    let most = 0;
    let sweeps = 0;
    const sweeper = startSweeper(async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running -= 1;
      sweeps += 1;
      return 0;
    }, never);
    await Promise.all([sweeper.sweepNow(), sweeper.sweepNow(), sweeper.sweepNow()]);
    expect([most, sweeps]).toEqual([1, 2]);
    await sweeper.stop();
  });

  it('comes by itself, tells of errors, and goes on', async () => {
    const errors: unknown[] = [];
    let calls = 0;
    const sweeper = startSweeper(async () => {
      calls += 1;
      if (calls === 1) throw new Error('away');
      return 0;
    }, (error) => errors.push(error), 5);
    await new Promise((resolve) => setTimeout(resolve, 60));
    await sweeper.stop();
    expect(errors).toHaveLength(1);
    expect(calls).toBeGreaterThan(1);
  });

  it('is never lazier than five seconds', () => {
    expect(() => startSweeper(async () => 0, never, 60_000)).toThrow(RangeError);
  });
});
