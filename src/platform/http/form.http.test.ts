import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FastifyInstance } from 'fastify';
import { testServer } from '../../../test/support/http.ts';
import { sendProblem } from './errors.ts';
import { FILE_BYTES_MAX, FILES_MAX, type IncomingFile } from './form-builder.ts';
import { formOf, typedValues } from './form.ts';

let app: FastifyInstance;
let files: IncomingFile[];

beforeAll(async () => {
  app = await testServer();
  app.post('/plain', async (request, reply) => {
    const form = await formOf(request);
    if (form.refused) return sendProblem(request, reply, form.reason);
    return { values: Object.fromEntries(form.value.values), typed: typedValues(form.value), digest: Buffer.from(form.value.digest).toString('hex') };
  });
  app.post('/photos', async (request, reply) => {
    const form = await formOf(request, async (file) => { files.push(file); return Promise.resolve(file.bytes.byteLength); });
    if (form.refused) return sendProblem(request, reply, form.reason);
    return { typed: typedValues(form.value), files: form.value.files, digest: Buffer.from(form.value.digest).toString('hex') };
  });
});
beforeEach(() => { files = []; });
afterAll(async () => { await app.close(); });

type Answer = { values: Record<string, string[]>; typed: Record<string, string>; files: { field: string; kept: unknown }[]; digest: string };

describe('a urlencoded form', () => {
  it('arrives as typed, in order, decomposed accents and all', async () => {
    const words = '路灯坏了三天 😀 + & = % e\u0301\r\n"<b>';
    const answer = await post('/plain', new URLSearchParams([['words', words], ['kind', 'a'], ['kind', 'b'], ['', 'nameless'], ['constructor', 'x'], ['__proto__', 'y']]).toString());
    expect(answer.statusCode).toBe(200);
    const { typed } = answer.json<Answer>();
    expect(typed.words).toBe(words);
    expect(Object.entries(typed).filter(([name]) => name !== 'words')).toEqual([['kind', 'a'], ['', 'nameless'], ['constructor', 'x'], ['__proto__', 'y']]);
  });

  it('without a body is an empty form', async () => {
    expect((await app.inject({ method: 'POST', url: '/plain' })).json<Answer>().typed).toEqual({});
    expect((await post('/plain', '')).json<Answer>().typed).toEqual({});
  });

  it.each([
    ['broken UTF-8', Buffer.from([0x61, 0x3d, 0xff]), 400, '无法识别的字符'],
    ['broken UTF-8 in percent', 'a=%ff', 400, '无法识别的字符'],
    ['half a surrogate pair', 'a=%ED%A0%80', 400, '无法识别的字符'],
    ['NUL', 'a=b%00c', 400, '无法识别的字符'],
    ['NUL in a name', 'a%00=b', 400, '无法识别的字符'],
    ['a bare percent sign', 'a=100%', 400, '无法识别的字符'],
    ['too many fields', 'a=1&'.repeat(101), 413, '内容太大了'],
    ['10 MB of text', `a=${'x'.repeat(10_000_000)}`, 413, '内容太大了'],
  ])('with %s is refused in words', async (_name, body, status, words) => {
    const answer = await post('/plain', body);
    expect([answer.statusCode, answer.body.includes(words)]).toEqual([status, true]);
  });

  it('in another encoding or of another type is refused in words', async () => {
    expect((await post('/plain', 'a=b', 'application/x-www-form-urlencoded; charset=gbk')).body).toContain('UTF-8');
    expect((await post('/plain', 'a=b', 'application/x-www-form-urlencoded; charset="UTF-8"')).statusCode).toBe(200);
    for (const type of ['text/plain', 'application/xml', 'image/png', 'nonsense', 'application/json;;;', 'multipart/form-data', 'multipart/form-data; boundary=']) {
      const answer = await post('/plain', 'a=b', type);
      expect([400, 415], type).toContain(answer.statusCode);
      expect(answer.headers['content-type']).toContain('text/html');
    }
  });

  it('has a digest of all but the key and the token', async () => {
    const digest = async (body: string) => (await post('/plain', body)).json<Answer>().digest;
    const first = await digest('a=1&b=2&key=k1&token=t1');
    expect(await digest('key=k2&a=1&token=t2&b=2')).toBe(first);
    expect(new Set([first, await digest('a=1&b=3'), await digest('a=12&b='), await digest('a=1b&=2'), await digest('b=2&a=1')]).size).toBe(5);
  });
});

describe('JSON from programs', () => {
  it('is a form too, when it holds texts, numbers and lists of them', async () => {
    expect((await post('/plain', '{"words":"灯","n":3,"list":["a","b"]}', 'application/json')).json<Answer>().values).toEqual({ words: ['灯'], n: ['3'], list: ['a', 'b'] });
  });

  it.each([
    ['not JSON', '{"a"'], ['empty', ''], ['a list', '[]'], ['a number', '1'], ['nested', '{"a":{"b":1}}'], ['prototype', '{"__proto__":{"x":1}}'], ['constructor', '{"constructor":{"prototype":{}}}'],
    ['NUL', '{"a":"\\u0000"}'], ['half a pair', '{"a":"\\ud800"}'], ['deep', `${'['.repeat(50_000)}${']'.repeat(50_000)}`], ['null inside', '{"a":null}'], ['broken UTF-8', Buffer.from([0x22, 0xff, 0x22])],
  ])('that is %s is refused with 400', async (_name, body) => {
    const answer = await post('/plain', body, 'application/json');
    expect(answer.statusCode).toBe(400);
    expect(answer.body).not.toMatch(/Unexpected|JSON|position/);
  });
});

describe('a multipart form', () => {
  it('brings texts and photos, each photo handed over as it comes', async () => {
    const body = new FormData();
    body.set('words', '路灯\r\n坏了');
    body.append('photo', new Blob([new Uint8Array(3)]), '我的照片.jpg');
    body.append('photo', new Blob([new Uint8Array(5)]), '../../etc/passwd');
    body.append('photo', new Blob([]), '');
    const answer = await postForm('/photos', body);
    expect(answer.json<Answer>()).toMatchObject({ typed: { words: '路灯\r\n坏了' }, files: [{ field: 'photo', kept: 3 }, { field: 'photo', kept: 5 }] });
    expect(files.map((file) => Object.keys(file))).toEqual([['field', 'bytes'], ['field', 'bytes']]);
  });

  it('keeps the words when one photo is too large', async () => {
    const body = new FormData();
    body.set('photo', new Blob([new Uint8Array(FILE_BYTES_MAX + 1)]), 'a.jpg');
    body.set('words', '都还在');
    expect((await postForm('/photos', body)).json<Answer>()).toMatchObject({ typed: { words: '都还在' }, files: [{ kept: 'too-large' }] });
    expect(files).toEqual([]);
  });

  it('takes a photo of exactly the limit, and no more photos than allowed', async () => {
    const body = new FormData();
    body.set('photo', new Blob([new Uint8Array(FILE_BYTES_MAX)]), 'a.jpg');
    expect((await postForm('/photos', body)).json<Answer>().files).toEqual([{ field: 'photo', kept: FILE_BYTES_MAX }]);
    const many = new FormData();
    for (let n = 0; n <= FILES_MAX; n += 1) many.append('photo', new Blob(['x']), `${n}.jpg`);
    expect((await postForm('/photos', many)).statusCode).toBe(413);
  });

  it('without use for files refuses them', async () => {
    const body = new FormData();
    body.set('photo', new Blob(['x']), 'a.jpg');
    expect((await postForm('/plain', body)).statusCode).toBe(422);
  });

  it('has the same digest for the same words and photos only', async () => {
    const digest = async (photo: string) => {
      const body = new FormData();
      body.set('words', 'a');
      body.set('photo', new Blob([photo]), 'a.jpg');
      return (await postForm('/photos', body)).json<Answer>().digest;
    };
    expect(await digest('one')).toBe(await digest('one'));
    expect(await digest('one')).not.toBe(await digest('two'));
  });

  const part = (head: string, body: string | Buffer) => Buffer.concat([Buffer.from(`--b\r\ncontent-disposition: form-data; ${head}\r\n\r\n`), Buffer.from(body as string), Buffer.from('\r\n')]);
  it.each([
    ['broken UTF-8', [part('name="a"', Buffer.from([0xff])), Buffer.from('--b--\r\n')], 400],
    ['broken UTF-8 that says it is not', [part('name="a"\r\ncontent-type: text/plain; charset=utf-8', Buffer.from([0xff])), Buffer.from('--b--\r\n')], 400],
    ['NUL', [part('name="a"', 'b\0c'), Buffer.from('--b--\r\n')], 400],
    ['a broken name', [part('name="\xff\0"', 'b'), Buffer.from('--b--\r\n')], 400],
    ['a prototype name', [part('name="__proto__"', 'b'), Buffer.from('--b--\r\n')], 400],
    ['no name', [part('', 'b'), Buffer.from('--b--\r\n')], 400],
    ['no end', [part('name="a"', 'b')], 400],
    ['half a file', [part('name="photo"; filename="a.jpg"', 'b'.repeat(100_000))], 400],
    ['no parts', [Buffer.from('nothing')], 400],
    ['too long a text', [part('name="a"', 'x'.repeat(300_000)), Buffer.from('--b--\r\n')], 413],
    ['too many parts', [...Array.from({ length: 200 }, (_unused, n) => part(`name="n${n}"`, 'x')), Buffer.from('--b--\r\n')], 413],
  ])('with %s is refused in words', async (_name, chunks, status) => {
    const answer = await post('/photos', Buffer.concat(chunks), 'multipart/form-data; boundary=b');
    expect(answer.statusCode).toBe(status);
    expect(answer.headers['content-type']).toContain('text/html');
  });

  it('that announces more than all its parts may have is not read', async () => {
    const answer = await app.inject({ method: 'POST', url: '/photos', headers: { 'content-type': 'multipart/form-data; boundary=b', 'content-length': '900000000', accept: 'text/html' }, payload: 'x' });
    expect(answer.statusCode).toBe(413);
  });

  it('that breaks off leaves the server well', async () => {
    await app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = app.server.address() as { port: number };
    for (let n = 0; n < 30; n += 1) {
      await new Promise<void>((resolve) => {
        const socket = connect(port, '127.0.0.1', () => {
          socket.write('POST /photos HTTP/1.1\r\nhost: x\r\ncontent-type: multipart/form-data; boundary=b\r\ncontent-length: 99999\r\n\r\n--b\r\ncontent-disposition: form-data; name="photo"; filename="a"\r\n\r\nabc', () => { socket.destroy(); });
        });
        socket.on('close', () => { resolve(); });
      });
    }
    // Every abandoned form has given its place back, or the twenty-fifth would be told to wait.
    await new Promise((resolve) => setTimeout(resolve, 100));
    const body = new FormData();
    body.set('words', 'still here');
    expect((await postForm('/photos', body)).json<Answer>().typed).toEqual({ words: 'still here' });
  });
});

function post(url: string, payload: string | Buffer, type = 'application/x-www-form-urlencoded') {
  return app.inject({ method: 'POST', url, payload, headers: { 'content-type': type, accept: 'text/html' } });
}

async function postForm(url: string, form: FormData) {
  const request = new Request('http://x/', { method: 'POST', body: form });
  return post(url, Buffer.from(await request.arrayBuffer()), request.headers.get('content-type') ?? '');
}
