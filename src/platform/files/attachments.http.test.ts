import { mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testServer } from '../../../test/support/http.ts';
import { formOf } from '../http/form.ts';
import { sendProblem } from '../http/errors.ts';
import { openAttachments, parseAttachmentName, type AttachmentName, type Attachments } from './attachments.ts';
import { createPhotos } from './photos.ts';
import { sendPhoto } from './send-photo.ts';
import { createTurns } from './turns.ts';

let dataDir: string;
let attachments: Attachments;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'minsheng-photos-'));
  attachments = openAttachments(dataDir);
});
afterAll(async () => { await rm(dataDir, { recursive: true, force: true }); });

describe('stored photos', () => {
  it('are found by a random name only, and are gone when removed', async () => {
    const name = await attachments.write(Buffer.from('photo'), Buffer.from('small'));
    expect(name).toMatch(/^[0-9a-f]{32}$/);
    expect(Buffer.from(await attachments.read(name, 'photo') ?? []).toString()).toBe('photo');
    expect(Buffer.from(await attachments.read(name, 'thumbnail') ?? []).toString()).toBe('small');
    await attachments.remove(name);
    expect([await attachments.exists(name), await attachments.read(name, 'photo'), await attachments.read(name, 'thumbnail')]).toEqual([false, undefined, undefined]);
    await attachments.remove(name);
  });

  it.each(['../../keys/secret', '..', '', 'A'.repeat(32), 'a'.repeat(31), `${'a'.repeat(32)}/x`, `${'a'.repeat(31)}\0`, 7, null])('have no name like %j', (name) => {
    expect(parseAttachmentName(name)).toBeUndefined();
  });

  it('that no row names are swept after their time, and no other file is', async () => {
    const [kept, orphan, young] = [await attachments.write(Buffer.from('k'), Buffer.from('k')), await attachments.write(Buffer.from('o'), Buffer.from('o')), await attachments.write(Buffer.from('y'), Buffer.from('y'))];
    for (const name of [kept, orphan]) await age(name);
    const asked: string[] = [];
    const gone = await attachments.sweep((names) => { asked.push(...names); return Promise.resolve(new Set<string>([kept])); }, 60_000);
    expect(gone).toBe(2);
    expect([...asked].sort()).toEqual([kept, orphan].sort());
    expect([await attachments.exists(kept), await attachments.exists(orphan), await attachments.exists(young)]).toEqual([true, false, true]);
    expect(await openAttachments(join(dataDir, 'nothing-here')).sweep(() => Promise.resolve(new Set()), 0)).toBe(0);
  });
});

describe('a photo in a form', () => {
  it('is stored, and served in a sandbox', async () => {
    const app = await testServer();
    const photos = createPhotos(attachments);
    app.post('/photos', async (request, reply) => {
      const form = await formOf(request, (file) => photos.store(file.bytes));
      return form.refused ? sendProblem(request, reply, form.reason) : form.value.files;
    });
    app.get('/photos/:name', async (request, reply) => {
      const name = parseAttachmentName((request.params as { name: string }).name);
      if (name === undefined || !(await sendPhoto(reply, attachments, name, 'thumbnail'))) return sendProblem(request, reply, { kind: 'not-found' });
      return reply;
    });
    const form = new FormData();
    form.append('photo', new Blob([new Uint8Array(await sharp({ create: { width: 900, height: 600, channels: 3, background: '#123456' } }).jpeg().toBuffer())]), 'evil.html');
    form.append('photo', new Blob(['<script>alert(1)</script>']), 'innocent.jpg');
    const sent = new Request('http://x/', { method: 'POST', body: form });
    const answer = await app.inject({ method: 'POST', url: '/photos', payload: Buffer.from(await sent.arrayBuffer()), headers: { 'content-type': sent.headers.get('content-type') ?? '' } });
    const [good, bad] = answer.json<{ kept: { refused: boolean; value?: { name: AttachmentName; width: number }; reason?: { kind: string } } }[]>();
    expect(good?.kept).toMatchObject({ refused: false, value: { width: 900 } });
    expect(bad?.kept).toMatchObject({ refused: true, reason: { kind: 'not-a-photo' } });
    const served = await app.inject(`/photos/${good?.kept.value?.name ?? ''}`);
    expect(served.statusCode).toBe(200);
    expect(served.headers).toMatchObject({ 'content-type': 'image/jpeg', 'content-security-policy': "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox", 'x-content-type-options': 'nosniff', 'content-disposition': 'inline; filename="photo.jpg"', 'cache-control': 'private, no-store' });
    expect(await sharp(served.rawPayload).metadata()).toMatchObject({ format: 'jpeg', width: 480 });
    expect((await app.inject(`/photos/${'0'.repeat(32)}`)).statusCode).toBe(404);
    expect((await app.inject('/photos/..%2f..%2fkeys')).statusCode).toBe(404);
    await app.close();
  });
});

describe('taking turns', () => {
  it('lets only so many work, keeps the order, and turns away whom it has no room for', async () => {
    const turns = createTurns(1, 2);
    const order: number[] = [];
    let working = 0;
    let most = 0;
    const work = (n: number) => turns.take(async () => {
      working += 1;
      most = Math.max(most, working);
      await new Promise((resolve) => setTimeout(resolve, 5));
      working -= 1;
      order.push(n);
      if (n === 1) throw new Error('broken');
      return n;
    });
    const answers = await Promise.allSettled([work(1), work(2), work(3), work(4)]);
    expect(answers.map((one) => (one.status === 'fulfilled' ? one.value : 'threw'))).toEqual(['threw', 2, 3, 'full']);
    expect([order, most]).toEqual([[1, 2, 3], 1]);
    expect(await work(5)).toBe(5);
  });
});

async function age(name: AttachmentName): Promise<void> {
  const folder = join(dataDir, 'attachments', name.slice(0, 2));
  for (const file of await readdir(folder)) if (file.startsWith(name)) await utimes(join(folder, file), 1_000_000, 1_000_000);
}
