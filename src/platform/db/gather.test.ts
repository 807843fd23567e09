import { describe, expect, it } from 'vitest';
import { gather } from './gather.ts';

describe('work gathered', () => {
  it('is done for everyone once, in fewer goes than there are items', async () => {
    const goes: number[][] = [];
    const add = gather<number>(async (items) => {
      goes.push([...items]);
      await new Promise((resolve) => setTimeout(resolve, 1));
    });
    await Promise.all(Array.from({ length: 300 }, (_, item) => add(item)));
    expect(goes.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 300 }, (_, item) => item));
    expect(goes.length).toBeLessThan(20);
  });
  it('fails for whoever is at fault, and for nobody else', async () => {
    const add = gather<string>((items) => (items.includes('bad') ? Promise.reject(new Error('bad')) : Promise.resolve()));
    const all = await Promise.allSettled(['a', 'bad', 'b'].map((item) => add(item)));
    expect(all.map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });
});
