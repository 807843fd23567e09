import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import vectors from '../../../vectors/keys.json' with { type: 'json' };
import { hmacOf, keysFromRoot, openFileKeys, seal, unseal, UnwrapError } from './index.ts';

const keys = keysFromRoot(Buffer.from(vectors.root, 'hex'));
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('keys from a root', () => {
  test.each(vectors.derive)('derive($label) is the vector of a second implementation', ({ label, key }) => {
    expect(hex(keys.derive(label))).toBe(key);
  });

  test.each(vectors.hmac)('hmac over $parts is the vector', ({ label, parts, mac }) => {
    expect(hex(keys.hmac(label, ...parts))).toBe(mac);
  });

  test('parts cannot merge', () => {
    const [abc, abC] = vectors.hmac;
    expect(abc?.mac).not.toBe(abC?.mac);
    expect(hmacOf(keys.derive('x'), 'a')).not.toEqual(hmacOf(keys.derive('y'), 'a'));
  });

  test.each(vectors.unwrap)('a key wrapped elsewhere is unwrapped', async ({ context, wrapped, key }) => {
    expect(hex(await keys.unwrap(context, Buffer.from(wrapped, 'hex')))).toBe(key);
  });

  test('a wrapped key opens for its own context and root only', async () => {
    const wrapped = await keys.wrap('row 1', Buffer.from('secret'));
    expect(Buffer.from(await keys.unwrap('row 1', wrapped)).toString()).toBe('secret');
    await expect(keys.unwrap('row 2', wrapped)).rejects.toThrow(UnwrapError);
    await expect(keysFromRoot(new Uint8Array(32)).unwrap('row 1', wrapped)).rejects.toThrow(UnwrapError);
  });

  test('a root of another length is a bug', () => {
    expect(() => keysFromRoot(new Uint8Array(31))).toThrow(RangeError);
  });
});

describe('sealing', () => {
  const key = keys.derive('seal test');
  const sealed = seal(key, 'here', Buffer.from('路灯'));

  test('opens again, and twice sealed never looks the same', () => {
    expect(unseal(key, 'here', sealed)?.toString()).toBe('路灯');
    expect(seal(key, 'here', Buffer.from('路灯'))).not.toEqual(sealed);
  });

  test('every flipped bit, every cut and another context are caught', () => {
    const flips = Array.from({ length: sealed.length * 8 }, (_, bit) => {
      const copy = Buffer.from(sealed);
      copy[Math.floor(bit / 8)] = (copy[Math.floor(bit / 8)] as number) ^ (1 << (bit % 8));
      return copy;
    });
    const cuts = Array.from({ length: sealed.length }, (_, length) => sealed.subarray(0, length));
    expect([...flips, ...cuts].filter((bytes) => unseal(key, 'here', bytes) !== undefined)).toEqual([]);
    expect(unseal(key, 'there', sealed)).toBeUndefined();
  });
});

describe('the root key in a file', () => {
  let folder = '';
  beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'minsheng-keys-')); });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test('is made once, for its owner only, and is the same at the next start', async () => {
    const first = await openFileKeys(join(folder, 'keys'));
    const second = await openFileKeys(join(folder, 'keys'));
    expect(hex(second.derive('x'))).toBe(hex(first.derive('x')));
    expect((await stat(join(folder, 'keys', 'root.key'))).mode & 0o777).toBe(0o600);
    expect((await readdir(join(folder, 'keys'))).sort()).toEqual(['ring.json', 'root.key']);
  });

  test('ten first starts at once agree on one key', async () => {
    const all = await Promise.all(Array.from({ length: 10 }, () => openFileKeys(folder)));
    expect(new Set(all.map((one) => hex(one.derive('x')))).size).toBe(1);
    expect((await readdir(folder)).sort()).toEqual(expect.arrayContaining(['ring.json', 'root.key']));
    expect(hex((await openFileKeys(folder)).derive('x'))).toBe(hex(all[0]!.derive('x')));
  });

  test('an instance of the time before rings keeps its derivations and opens what it had wrapped', async () => {
    const root = Buffer.from(vectors.root, 'hex');
    await writeFile(join(folder, 'root.key'), `${hex(root)}\n`);
    const now = await openFileKeys(folder);
    expect(hex(now.derive('x'))).toBe(hex(keys.derive('x')));
    expect(hex(await now.unwrap('row', await keys.wrap('row', Buffer.alloc(32, 5))))).toBe('05'.repeat(32));
    expect(Buffer.from(await now.wrap('row', Buffer.alloc(32))).subarray(0, 3)).toEqual(Buffer.from(now.wrapsAs()));
    // The control: another root opens nothing of it.
    await expect(keys.unwrap('row', await now.wrap('row', Buffer.alloc(32)))).rejects.toThrow(UnwrapError);
  });

  test('a ring that was lost is asked for, never made anew: another would forget every receipt', async () => {
    await openFileKeys(folder);
    await rm(join(folder, 'ring.json'));
    await expect(openFileKeys(folder)).rejects.toThrow('ring.json is missing');
  });

  test('a damaged key file is refused, never replaced', async () => {
    await writeFile(join(folder, 'root.key'), 'half a ke');
    await expect(openFileKeys(folder)).rejects.toThrow('restore it from its backup');
    expect(await readFile(join(folder, 'root.key'), 'utf8')).toBe('half a ke');
  });
});
