import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createServer } from 'node:tls';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { dialLink, ensureToken, isPrivateAddress, listenLink, LinkAway, ListenRefusal, readToken, type Link, type LinkServer } from './index.ts';
import { ASKED_BYTES_MAX } from './listen.ts';
import { dialingWith } from './secrecy.ts';

const TOKEN = Buffer.alloc(32, 1);
const OTHER = Buffer.alloc(32, 2);
let folder: string;
let socket: { readonly path: string };
const open: { close(): Promise<void> }[] = [];
beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'link-')); socket = { path: join(folder, 's') }; });
afterEach(async () => { for (const one of open.splice(0).reverse()) await one.close(); });
afterAll(() => { rmSync(folder, { recursive: true }); });

const asked: unknown[] = [];
const listen = async (token = TOKEN): Promise<LinkServer> => {
  const server = await listenLink(socket, token, (question) => {
    asked.push(question);
    return Promise.resolve(question === 'away' ? { failed: 'away' } : question === 'bug' ? { failed: 'bug' } : question === 'never' ? new Promise(() => undefined) as never : { value: question });
  });
  open.push(server);
  return server;
};
const dial = (token = TOKEN): Link => {
  const link = dialLink(socket, token);
  open.push(link);
  return link;
};
const why = (error: unknown): unknown => (error instanceof LinkAway ? error.why : error);

describe('a link to a part that runs apart', () => {
  it('answers each question with its own answer, however many at once', async () => {
    await listen();
    const link = dial();
    const answers = await Promise.all(Array.from({ length: 600 }, (_, at) => link.ask({ at, words: '中文' }, true)));
    expect(answers).toEqual(Array.from({ length: 600 }, (_, at) => ({ at, words: '中文' })));
  });

  it('is no way in for whoever does not know the token, and answers nothing before it is known', async () => {
    await listen();
    asked.length = 0;
    expect(await dial(OTHER).ask('x', true).catch(why)).toBe('refused');
    expect(asked).toEqual([]);
    // The control.
    expect(await dial().ask('x', true)).toBe('x');
  });

  it('is not made to whoever does not know the token either, certificate or not', async () => {
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1', '-subj', '/CN=localhost', '-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')], { stdio: 'ignore' });
    const stranger = createServer({ key: readFileSync(join(folder, 'key.pem')), cert: readFileSync(join(folder, 'cert.pem')) }, (client) => { client.on('data', (bytes) => asked.push(bytes)); client.on('error', () => undefined); });
    await new Promise<void>((resolve) => { stranger.listen(socket.path, resolve); });
    open.push({ close: () => new Promise((resolve) => { stranger.close(() => { resolve(); }); }) });
    asked.length = 0;
    expect(await dial().ask('contact', true).catch(why)).toBe('refused');
    // Were the certificate signed by somebody this machine believes, it would make no difference.
    const believing = connect({ ...socket, ...dialingWith(TOKEN), ca: readFileSync(join(folder, 'cert.pem')) });
    const [error] = await once(believing, 'error') as [Error];
    expect(error.message).toContain('a certificate where the token was expected');
    expect(asked).toEqual([]);
  });

  it('says "away" while nobody listens, and goes on by itself when somebody does again', async () => {
    const link = dial();
    expect(await link.ask('x', true).catch(why)).toBe('away');
    const first = await listen();
    expect(await link.ask('x', true)).toBe('x');
    await first.close();
    open.splice(open.indexOf(first), 1);
    expect(await link.ask('x', true).catch(why)).toBe('away');
    await listen();
    expect(await link.ask('y', true)).toBe('y');
  });

  it('hands on that its own database is away, and a bug as a bug', async () => {
    await listen();
    const link = dial();
    expect(await link.ask('away', true).catch(why)).toBe('away');
    await expect(link.ask('bug', true)).rejects.toThrow('over the link');
    expect(await link.ask('still here', true)).toBe('still here');
  });

  it('hangs up on a message that is too long or none, and serves the others on', async () => {
    await listen();
    const link = dial();
    await link.ask('x', true);
    await expect(link.ask('x'.repeat(ASKED_BYTES_MAX), true)).rejects.toThrow(RangeError);
    for (const bytes of [Buffer.from([0xff, 0, 0, 0]), Buffer.from([0, 0, 0, 2, 0x7b, 0x7b]), Buffer.from([0, 0, 0, 4, ...Buffer.from('null')])]) {
      const hostile = connect({ ...socket, ...dialingWith(TOKEN) });
      await once(hostile, 'secureConnect');
      hostile.on('error', () => undefined).on('data', () => undefined);
      hostile.write(bytes);
      await once(hostile, 'close');
    }
    expect(await link.ask('x', false)).toBe('x');
  });

  it('rejects what waits when the connection breaks, and asks again only what may be', async () => {
    const first = await listen();
    const link = dial();
    await link.ask('x', true);
    const waiting = link.ask('never', false).catch(why);
    await new Promise((resolve) => { setTimeout(resolve, 50); });
    await first.close();
    open.splice(open.indexOf(first), 1);
    expect(await waiting).toBe('away');
  });

  it('listens where strangers cannot reach it, or not at all, and not where somebody listens already', async () => {
    const answer = (): Promise<{ value: null }> => Promise.resolve({ value: null });
    await expect(listenLink({ host: '0.0.0.0', port: 0 }, TOKEN, answer)).rejects.toThrow(new ListenRefusal('not-private'));
    const here = await listenLink({ host: '127.0.0.1', port: 0 }, TOKEN, answer);
    open.push(here);
    expect(await dialLink({ host: '127.0.0.1', port: here.port ?? 0 }, TOKEN).ask(1, true)).toBe(null);
    await listen();
    await expect(listenLink(socket, TOKEN, answer)).rejects.toThrow(new ListenRefusal('taken'));
    for (const [address, is] of [['127.9.9.9', true], ['10.0.0.1', true], ['172.31.0.1', true], ['172.32.0.1', false], ['192.168.1.1', true], ['8.8.8.8', false], ['0.0.0.0', false], ['::', false], ['::1', true], ['fd00::1', true], ['2001:db8::1', false]] as const) {
      expect(isPrivateAddress(address), address).toBe(is);
    }
  });
});

describe('a token file', () => {
  it('is made once, for its owner alone, and refused when missing, damaged or open to everybody', async () => {
    const path = join(folder, 'keys', 'vault-token');
    const [one, other] = await Promise.all([ensureToken(path), ensureToken(path)]);
    expect(one).toEqual(other);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(await readToken(path)).toEqual(one);
    await expect(readToken(join(folder, 'nothing'))).rejects.toMatchObject({ kind: 'token-missing' });
    chmodSync(path, 0o644);
    await expect(readToken(path)).rejects.toMatchObject({ kind: 'token-readable' });
    writeFileSync(join(folder, 'damaged'), 'x', { mode: 0o600 });
    await expect(readToken(join(folder, 'damaged'))).rejects.toMatchObject({ kind: 'token-damaged' });
  });
});
