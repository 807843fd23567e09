import { describe, expect, it } from 'vitest';
import { hashPassword, isPassword } from './password-hash.ts';

const never = (): Promise<boolean> => Promise.reject(new Error('asked the library'));

describe('a stored password', () => {
  it('is Argon2id at no less than the guidance, with a salt of its own each time', async () => {
    const [one, two] = [await hashPassword('minsheng-demo'), await hashPassword('minsheng-demo')];
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(two);
    expect(await isPassword({ hash: one, password: 'minsheng-demo' }, never)).toBe(true);
    expect(await isPassword({ hash: one, password: 'minsheng-demp' }, never)).toBe(false);
  });

  it('is the same however an accent was typed', async () => {
    expect(await isPassword({ hash: await hashPassword('caf\u00e9 river stone'), password: 'cafe\u0301 river stone' }, never)).toBe(true);
  });

  it('of another cost than it was made at is another, and one that asks for too much is refused before any work', async () => {
    const hash = await hashPassword('password');
    expect(await isPassword({ hash: hash.replace('m=19456', 'm=999999'), password: 'password' }, never)).toBe(false);
    expect(await isPassword({ hash: hash.replace('t=2', 't=3'), password: 'password' }, never)).toBe(false);
  });

  it('that was written before, the library still knows', async () => {
    const asked: string[] = [];
    const library = ({ hash }: { readonly hash: string }): Promise<boolean> => Promise.resolve(asked.push(hash) > 0);
    expect(await isPassword({ hash: 'c2FsdA:aGFzaA', password: 'x' }, library)).toBe(true);
    expect(asked).toEqual(['c2FsdA:aGFzaA']);
  });
});
