import { describe, expect, it } from 'vitest';
import { together } from './together.ts';

const failed = (code: string) => Promise.reject(Object.assign(new Error(code), { code }));

describe('statements sent together', () => {
  it('give their answers in order', async () => {
    expect(await together([Promise.resolve(1), 'two', Promise.resolve(undefined)])).toEqual([1, 'two', undefined]);
  });

  it('throw the cause, not what was aborted because of it, wherever it stands', async () => {
    await expect(together([failed('25P02'), failed('42501'), failed('25P02')])).rejects.toMatchObject({ code: '42501' });
    await expect(together([failed('25P02')])).rejects.toMatchObject({ code: '25P02' });
  });

  it('wait for the slowest, so that nothing is sent into a transaction that is being rolled back', async () => {
    let answered = false;
    const slow = new Promise((resolve) => { setTimeout(() => { answered = true; resolve(1); }, 10); });
    await expect(together([failed('23505'), slow])).rejects.toMatchObject({ code: '23505' });
    expect(answered).toBe(true);
  });
});
