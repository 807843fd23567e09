import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openAttachments } from './attachments.ts';
import { EICAR, openClamd, type Clamd, type Mood } from './clamd.fixture.ts';
import { createPhotos } from './photos.ts';
import { createScanner, type Scanner } from './scanner.ts';

const STREAM_BYTES_MAX = 300_000;
let clamd: Clamd;
let scanner: Scanner;
let dataDir: string;
let photo: Buffer;

beforeAll(async () => {
  clamd = await openClamd(STREAM_BYTES_MAX);
  scanner = createScanner({ host: '127.0.0.1', port: clamd.port }, 300);
  dataDir = await mkdtemp(join(tmpdir(), 'minsheng-scan-'));
  photo = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#336699' } }).jpeg().toBuffer();
});
beforeEach(() => { clamd.mood = 'well'; });
afterAll(async () => {
  await clamd.close();
  await rm(dataDir, { recursive: true, force: true });
});

describe('a scanner', () => {
  it('calls clean what is clean, byte for byte and however many chunks it takes, and finds what is not', async () => {
    for (const bytes of [0, 1, 65_535, 65_536, 65_537, 200_000]) {
      expect(await scanner.scan(Buffer.alloc(bytes, 'x')), `${bytes}`).toBe('clean');
      expect(clamd.scanned.at(-1)).toBe(bytes);
      // Wherever it hides, the seam between two chunks included.
      expect(await scanner.scan(Buffer.concat([Buffer.alloc(Math.max(0, bytes - 30), 'x'), Buffer.from(EICAR)])), `${bytes}`).toBe('found');
    }
    expect(await scanner.answers()).toBe(true);
  });

  it.each<Mood>(['silent', 'cuts', 'garbage', 'half-an-answer', 'broken'])('that is %s has not called anything clean', async (mood) => {
    clamd.mood = mood;
    expect(await scanner.scan(photo)).toBe('unanswered');
    expect(await scanner.scan(Buffer.from(EICAR))).toBe('unanswered');
  });

  it('has not called clean what was too large for it, nor what nobody listened to', async () => {
    expect(await scanner.scan(Buffer.alloc(STREAM_BYTES_MAX + 1))).toBe('unanswered');
    expect(await scanner.scan(Buffer.alloc(12_000_000))).toBe('unanswered');
    const nobody = createScanner({ host: '127.0.0.1', port: 1 }, 300);
    expect([await nobody.scan(photo), await nobody.answers()]).toEqual(['unanswered', false]);
    expect(await createScanner({ path: join(dataDir, 'no-socket') }, 300).scan(photo)).toBe('unanswered');
  });
});

describe('photos with a scanner', () => {
  it('are kept when clean; malware and whatever nobody looked at is refused, and leaves no file (T15)', async () => {
    const photos = createPhotos(openAttachments(dataDir), scanner);
    const infected = Buffer.concat([photo, Buffer.from(EICAR)]);
    expect(await photos.store(infected)).toMatchObject({ refused: true, reason: { kind: 'malware' } });
    clamd.mood = 'cuts';
    expect(await photos.store(photo)).toMatchObject({ refused: true, reason: { kind: 'not-checked' } });
    expect(await readdir(dataDir)).toEqual([]);
    clamd.mood = 'well';
    expect(await photos.store(photo)).toMatchObject({ refused: false });
    // The control: without a scanner the infected photo is redrawn, and what hid behind it is gone.
    expect(await createPhotos(openAttachments(dataDir)).store(infected)).toMatchObject({ refused: false });
  });

  it('that are none are refused without asking it', async () => {
    const photos = createPhotos(openAttachments(dataDir), scanner);
    const asked = clamd.scanned.length;
    expect(await photos.store(Buffer.from('%PDF-1.7'))).toMatchObject({ reason: { kind: 'document' } });
    expect(clamd.scanned.length).toBe(asked);
  });
});
