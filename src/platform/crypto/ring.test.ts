import { createDecipheriv, createHash, createHmac } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sm2, sm3, sm4 } from 'sm-crypto-v2';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fileRoot } from './file-root.ts';
import { openKeys, UnwrapError } from './index.ts';
import { commandRoot, httpsRoot, parseRootSpec } from './remote-root.ts';
import { rotateRoot } from './rotate.ts';
import { RootError } from './root.ts';
import { joinShares, readShare, SHARE_ROWS, splitRoot, type Share } from './shares.ts';
import { internationalSuite, nationalSuite } from './suite.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const key = Buffer.alloc(32, 9);
let folder = '';
beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'minsheng-ring-')); });
afterEach(() => rm(folder, { recursive: true, force: true }));

describe.each([['international', internationalSuite], ['national', nationalSuite]] as const)('the %s suite', (name, suite) => {
  test('opens what it sealed, and catches every flipped byte, every cut, another key, another context and the other suite', () => {
    const sealed = suite.seal(key, 'here', Buffer.from('路灯坏了三天'));
    expect(suite.unseal(key, 'here', sealed)?.toString()).toBe('路灯坏了三天');
    const altered = Array.from(sealed, (_byte, at) => { const copy = Buffer.from(sealed); copy[at] = (copy[at] ?? 0) ^ 1; return copy; });
    expect([...altered, ...altered.map((_one, length) => sealed.subarray(0, length))].filter((one) => suite.unseal(key, 'here', one) !== undefined)).toEqual([]);
    expect(suite.unseal(key, 'there', sealed)).toBeUndefined();
    expect(suite.unseal(Buffer.alloc(32, 8), 'here', sealed)).toBeUndefined();
    expect((name === 'national' ? internationalSuite : nationalSuite).unseal(key, 'here', sealed)).toBeUndefined();
  });

  test('makes an instance, which keeps it, rotates, and opens old and new', async () => {
    const first = await openKeys(folder, { suite: name });
    const wrapped = await first.wrap('row', key);
    const receipt = hex(first.derive('receipt code v1'));
    await rotateRoot(folder, {});
    const second = await openKeys(folder);
    expect(hex(await second.unwrap('row', wrapped))).toBe(hex(key));
    expect(hex(second.derive('receipt code v1'))).toBe(receipt);
    expect(second.wrapsAs()).not.toEqual(first.wrapsAs());
    // Whoever opened the ring before finds the new custodian by itself.
    expect(hex(await first.unwrap('row', await second.wrap('row', key)))).toBe(hex(key));
    await expect(second.unwrap('other row', wrapped)).rejects.toThrow(UnwrapError);
    expect(JSON.parse(await readFile(join(folder, 'ring.json'), 'utf8'))).toMatchObject({ suite: name, custodians: [{ id: 1 }, { id: 2 }] });
  });
});

describe('the national algorithms', () => {
  test('are those of the standards, by the machine’s OpenSSL and by a second implementation', () => {
    // GB/T 32905-2016, A.1; GB/T 32907-2016, A.1.
    expect(createHash('sm3').update('abc').digest('hex')).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0');
    expect(sm3('abc')).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0');
    const block = '0123456789abcdeffedcba9876543210';
    const decipher = createDecipheriv('sm4-ecb', Buffer.from(block, 'hex'), null).setAutoPadding(false);
    expect(decipher.update('681edf34d206965e86b3e94f536e4246', 'hex', 'hex')).toBe(block);
    // HMAC-SM3 and SM4-CBC of the two agree on what this suite makes.
    const sealed = nationalSuite.seal(key, 'here', Buffer.from('上河村'));
    const sub = (purpose: string): string => sm3(Buffer.from(`minsheng sm4 ${purpose} v1`), { key: hex(key), mode: 'hmac' });
    expect(sub('encrypt')).toBe(createHmac('sm3', key).update('minsheng sm4 encrypt v1').digest('hex'));
    expect(sm4.decrypt(hex(sealed.subarray(17, -32)), sub('encrypt').slice(0, 32), { mode: 'cbc', iv: hex(sealed.subarray(1, 17)) })).toBe('上河村');
    // RFC 8998, A.1: SM4-GCM, by the package alone; it vouches for the package's SM4.
    const gcm = sm4.encrypt(Buffer.from('aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccddddddddddddddddeeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa', 'hex'), block, {
      mode: 'gcm', iv: '00001234567800000000abcd', associatedData: 'feedfacedeadbeeffeedfacedeadbeefabaddad2', output: 'string', outputTag: true,
    } as never) as unknown as { output: string; tag: string };
    expect(gcm.output).toBe('17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d');
    expect(gcm.tag).toBe('83de3541e4c2b58177e065a9bf7b62ec');
  });

  test('wrap the ring by SM2 to the root’s own key', async () => {
    const root = fileRoot(Buffer.alloc(32, 3), 'national');
    const wrapped = await root.wrap('ring seed', key);
    expect(hex(await root.unwrap('ring seed', wrapped))).toBe(hex(key));
    await expect(root.unwrap('another', wrapped)).rejects.toThrow(UnwrapError);
    await expect(fileRoot(Buffer.alloc(32, 4), 'national').unwrap('ring seed', wrapped)).rejects.toThrow(UnwrapError);
    expect(sm2.verifyPublicKey(`04${hex(wrapped).slice(0, 128)}`)).toBe(true);
  });
});

describe('a rotation that breaks off', () => {
  test.each(['before the ring is sealed anew', 'before the next root is the root'])('%s leaves an instance that starts, with the same receipts', async (when) => {
    const before = hex((await openKeys(folder)).derive('receipt code v1'));
    const old = await readFile(join(folder, 'root.key'), 'utf8');
    if (when.startsWith('before the ring')) await writeFile(join(folder, 'root.key.next'), `${'ab'.repeat(32)}\nring\n`);
    else {
      await rotateRoot(folder, {});
      await writeFile(join(folder, 'root.key.next'), await readFile(join(folder, 'root.key'), 'utf8'));
      await writeFile(join(folder, 'root.key'), old);
    }
    expect(hex((await openKeys(folder)).derive('receipt code v1'))).toBe(before);
    await rotateRoot(folder, {});
    expect(hex((await openKeys(folder)).derive('receipt code v1'))).toBe(before);
    expect(await readFile(join(folder, 'root.key'), 'utf8')).not.toBe(old);
    // The control: the old root opens nothing any more.
    await writeFile(join(folder, 'root.key'), old);
    await expect(openKeys(folder)).rejects.toThrow(RootError);
  });
});

describe('a root elsewhere', () => {
  /** A small key service with a key of its own: what an HSM would do. */
  const remote = Buffer.alloc(32, 0x42);
  const SCRIPT = `#!/usr/bin/env node
const { createCipheriv, createDecipheriv, randomBytes } = require('node:crypto');
let text = ''; process.stdin.on('data', (part) => { text += part; }).on('end', () => {
  const { context, bytes } = JSON.parse(text); const input = Buffer.from(bytes, 'base64'); const key = Buffer.alloc(32, 0x42);
  if (process.argv[2] === 'wrap') { const iv = randomBytes(12); const c = createCipheriv('aes-256-gcm', key, iv); c.setAAD(Buffer.from(context)); const body = Buffer.concat([iv, c.update(input), c.final(), c.getAuthTag()]); console.log(JSON.stringify({ bytes: body.toString('base64') })); return; }
  try { const c = createDecipheriv('aes-256-gcm', key, input.subarray(0, 12)); c.setAAD(Buffer.from(context)); c.setAuthTag(input.subarray(-16)); console.log(JSON.stringify({ bytes: Buffer.concat([c.update(input.subarray(12, -16)), c.final()]).toString('base64') })); } catch { console.log(JSON.stringify({ refused: true })); }
});`;

  async function program(text = SCRIPT): Promise<string> {
    const path = join(folder, `root-${Math.random().toString(36).slice(2)}`);
    await writeFile(path, text.replace('#!/usr/bin/env node', `#!${process.execPath}`));
    await chmod(path, 0o755);
    return path;
  }

  test('may be a program: the instance starts with it and not without, and moves to it and back', async () => {
    const path = await program();
    const first = await openKeys(join(folder, 'keys'), { root: `command:${path}` });
    const wrapped = await first.wrap('row', key);
    expect(hex(await (await openKeys(join(folder, 'keys'))).unwrap('row', wrapped))).toBe(hex(key));
    await rotateRoot(join(folder, 'keys'), { root: 'file' });
    const moved = await openKeys(join(folder, 'keys'), { root: 'file' });
    expect(hex(await moved.unwrap('row', wrapped))).toBe(hex(key));
    await expect(openKeys(join(folder, 'keys'), { root: `command:${path}` })).rejects.toThrow('keys rotate');
    await rotateRoot(join(folder, 'keys'), { root: `command:${path}` });
    await rm(path);
    await expect(openKeys(join(folder, 'keys'))).rejects.toThrow(RootError);
  });

  test('that answers nonsense, too late or not at all is an error with its name, never a key', async () => {
    const bad = ['#!/usr/bin/env node\nconsole.log("yes")', '#!/usr/bin/env node\nprocess.exit(3)', '#!/usr/bin/env node\nsetTimeout(() => undefined, 60_000)', '#!/usr/bin/env node\nconsole.log(JSON.stringify({ bytes: "" }))'];
    for (const text of bad) await expect(commandRoot(await program(text), { answerMs: 1_500 }).wrap('a', key)).rejects.toThrow(RootError);
    await expect(commandRoot('/nowhere').unwrap('a', key)).rejects.toThrow(RootError);
    expect(await commandRoot(await program()).unwrap('a', Buffer.alloc(60)).catch((error: unknown) => error)).toBeInstanceOf(UnwrapError);
  }, 30_000);

  test('may be a service: asked with its token, over loopback or https alone', async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      let text = '';
      request.on('data', (part: Buffer) => { text += part.toString(); }).on('end', () => {
        asked.push(`${request.url} ${request.headers.authorization}`);
        const { context, bytes } = JSON.parse(text) as { context: string; bytes: string };
        const input = Buffer.from(bytes, 'base64');
        const out = request.url === '/v1/wrap' ? internationalSuite.seal(remote, context, input) : internationalSuite.unseal(remote, context, input);
        response.end(JSON.stringify(out ? { bytes: out.toString('base64') } : { refused: true }));
      });
    });
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
    const opened = await openKeys(folder, { root: url, token: 'secret' });
    expect(hex(await opened.unwrap('row', await opened.wrap('row', key)))).toBe(hex(key));
    expect(asked).toContain('/v1/wrap Bearer secret');
    await expect(httpsRoot(new URL(url)).unwrap('a', Buffer.alloc(60))).rejects.toThrow(UnwrapError);
    const asking = asked.length;
    await opened.wrap('row', key);
    // The root is asked at start and at rotation; a case costs it nothing.
    expect(asked.length).toBe(asking);
    await new Promise((resolve) => { server.close(resolve); });
    await expect(openKeys(folder, { token: 'secret' })).rejects.toThrow(RootError);
    expect(['http://kms.example/v1', 'https://user:pw@kms.example/', 'ftp://x/', 'command:relative', 'nonsense'].map(parseRootSpec)).toEqual(Array(5).fill(undefined));
  });
});

describe('paper shares', () => {
  const root = Buffer.from('00112233445566778899aabbccddeeff0123456789abcdeffedcba9876543210', 'hex');
  const read = (rows: readonly string[]): Share => { const one = readShare(rows); if (one.refused) throw new Error(JSON.stringify(one.reason)); return one.value; };

  test('any three of five make the root, and no two do', async () => {
    const shares = (await splitRoot(root, 5, 3)).map(read);
    for (const [a, b, c] of [[0, 1, 2], [4, 2, 0], [1, 3, 4]]) expect(await joinShares([shares[a!]!, shares[b!]!, shares[c!]!])).toMatchObject({ refused: false, value: Uint8Array.from(root) });
    expect(await joinShares([shares[0]!, shares[1]!])).toEqual({ refused: true, reason: { kind: 'too-few', threshold: 3 } });
    // And not only because we ask: two shares, passed off as enough, make something else.
    expect(await joinShares(shares.slice(0, 2).map((one) => ({ ...one, threshold: 2 })))).toEqual({ refused: true, reason: { kind: 'do-not-fit' } });
  });

  test('say which row is wrong, whatever is mistyped, and forgive spaces, small letters and look-alikes', async () => {
    const [rows = [], other = []] = await splitRoot(root, 3, 2);
    expect(rows).toHaveLength(SHARE_ROWS);
    expect(read(rows.map((row) => row.toLowerCase().replaceAll(' ', '-').replaceAll('0', 'o').replaceAll('1', 'l')))).toEqual(read(rows));
    let caught = 0;
    for (const [at, row] of rows.entries()) {
      for (let place = 0; place < row.length; place += 1) {
        if (row[place] === ' ') continue;
        const typed = rows.with(at, `${row.slice(0, place)}${row[place] === 'Z' ? 'X' : 'Z'}${row.slice(place + 1)}`);
        const answer = readShare(typed);
        // One in a thousand passes the row's check; the fingerprint stops it at the end.
        if (answer.refused) { expect(answer.reason).toEqual({ kind: 'wrong-row', row: at + 1 }); caught += 1; }
      }
    }
    expect(caught).toBeGreaterThan(60);
    expect(readShare(rows.slice(0, -1))).toEqual({ refused: true, reason: { kind: 'too-few-rows' } });
    expect(readShare(rows.with(0, rows[1] ?? ''))).toMatchObject({ refused: true, reason: { kind: 'wrong-row', row: 1 } });
    expect(await joinShares([read(rows), read(rows)])).toEqual({ refused: true, reason: { kind: 'same-twice' } });
    const [foreign = []] = await splitRoot(Buffer.alloc(32, 1), 3, 2);
    expect(await joinShares([read(other), read(foreign)])).toEqual({ refused: true, reason: { kind: 'of-another-root' } });
  });
});
