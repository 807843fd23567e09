import { deflateSync, crc32 } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { photoMessages } from './messages.ts';
import { photoKindOf } from './photo-kind.ts';
import { photoRefusalWords } from './photos.ts';
import { redrawPhoto, type PhotoRefusal, type RedrawnPhoto } from './redraw.ts';

const CANARY = 'canary-author';
const METADATA = { IFD0: { Artist: CANARY, ImageDescription: CANARY, Make: CANARY }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '31/1 14/1 7/1', GPSLongitudeRef: 'E', GPSLongitude: '121/1 28/1 9/1' } };

describe('a photo drawn anew', () => {
  it.each(['jpeg', 'png', 'webp'] as const)('from %s has nothing left of place, author, profile or program', async (format) => {
    const sent = await canvas(600, 400).withExif(METADATA).withXmp(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><!-- ${CANARY} --></x:xmpmeta>`).withIccProfile('p3').toFormat(format).toBuffer();
    expect(sent.includes(CANARY), 'the canary must be in what is sent').toBe(true);
    const drawn = await accepted(sent);
    for (const bytes of [drawn.photo, drawn.thumbnail]) {
      const text = Buffer.from(bytes);
      for (const trace of [CANARY, 'Exif', 'GPS', 'ICC_PROFILE', 'http://ns.adobe.com', 'Photoshop']) expect(text.includes(trace), trace).toBe(false);
      expect(await sharp(bytes).metadata()).toMatchObject({ format: 'jpeg', space: 'srgb', hasProfile: false });
      expect((await sharp(bytes).metadata()).exif).toBeUndefined();
    }
  });

  it('stands upright as the camera held it, though the note saying so is gone', async () => {
    const sent = await canvas(600, 400).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    const drawn = await accepted(sent);
    expect([drawn.width, drawn.height]).toEqual([400, 600]);
    expect((await sharp(drawn.photo).metadata()).orientation).toBeUndefined();
  });

  it('is at most 2,048 px and its thumbnail 480 px, and small ones are not blown up', async () => {
    const large = await accepted(await canvas(3_000, 1_500).jpeg().toBuffer());
    expect([large.width, large.height]).toEqual([2_048, 1_024]);
    expect(await sharp(large.thumbnail).metadata()).toMatchObject({ width: 480, height: 240 });
    expect(await accepted(await canvas(30, 20).png().toBuffer())).toMatchObject({ width: 30, height: 20 });
  });

  it('of an animation is its first picture', async () => {
    const frames = await Promise.all(['#ff0000', '#00ff00'].map((background) => sharp({ create: { width: 40, height: 30, channels: 3, background } }).png().toBuffer()));
    const animated = await sharp(frames, { join: { animated: true } }).webp({ loop: 0 }).toBuffer();
    const drawn = await accepted(animated);
    expect([drawn.width, drawn.height]).toEqual([40, 30]);
    const { dominant } = await sharp(drawn.photo).stats();
    expect(dominant.r).toBeGreaterThan(dominant.g);
  });

  it('loses whatever hid behind or inside it', async () => {
    const script = '<script>alert(1)</script><?php evil(); ?>';
    const jpeg = await canvas(50, 50).jpeg().toBuffer();
    const comment = Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xfe, 0, script.length + 2]), Buffer.from(script), jpeg.subarray(2)]);
    for (const polyglot of [Buffer.concat([jpeg, Buffer.from(script)]), Buffer.concat([jpeg, Buffer.from('PK\x03\x04'), Buffer.from(script)]), comment]) {
      const drawn = await accepted(polyglot);
      expect(Buffer.concat([drawn.photo, drawn.thumbnail]).includes('alert')).toBe(false);
    }
  });
});

describe('what is not taken as a photo', () => {
  it.each<[string, Buffer, PhotoRefusal['kind']]>([
    ['nothing', Buffer.alloc(0), 'empty'],
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'), 'not-a-photo'],
    ['HTML', Buffer.from('<!doctype html><script>alert(1)</script>'), 'not-a-photo'],
    ['PDF', Buffer.from('%PDF-1.7\n1 0 obj'), 'document'],
    ['PDF that begins late', Buffer.from(`\0\0${' '.repeat(900)}%PDF-1.4\n`), 'document'],
    ['Word, Excel, WPS, and every ZIP', Buffer.from('PK\x03\x04\x14\x00[Content_Types].xml'), 'document'],
    ['old Word', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0]), 'document'],
    ['RTF', Buffer.from('{\\rtf1\\ansi{\\author 阮青禾}}'), 'document'],
    ['a video of a phone', Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypmp42\0\0\0\0isommp42')]), 'video'],
    ['a video of a browser', Buffer.from([0x1a, 0x45, 0xdf, 0xa3, 0x01]), 'video'],
    ['SVG that calls itself XML', Buffer.from('<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg>&a;</svg>'), 'not-a-photo'],
    ['a compressed bomb', Buffer.from([0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0, 0, 3]), 'not-a-photo'],
    ['a program', Buffer.from('MZ\x90\x00'), 'not-a-photo'],
    ['an archive', Buffer.from('Rar!\x1a\x07\x01\x00'), 'not-a-photo'],
    ['GIF', Buffer.from('GIF89a\x01\x00\x01\x00\x00\x00\x00;'), 'not-a-photo'],
    ['text', Buffer.from('我的照片.jpg'), 'not-a-photo'],
    ['only the first bytes of a JPEG', Buffer.from([0xff, 0xd8, 0xff]), 'damaged'],
    ['only the first bytes of a PNG', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), 'damaged'],
    ['only the first bytes of a WebP', Buffer.from('RIFF\x04\x00\x00\x00WEBP'), 'damaged'],
    ['HTML that begins like a JPEG', Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from('<script>alert(1)</script>'.repeat(50))]), 'damaged'],
    ['an iPhone photo', Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic\0\0\0\0mif1heic'), Buffer.alloc(500)]), 'heic-not-supported'],
  ])('%s', async (_name, bytes, kind) => {
    expect(await refusalOf(bytes)).toMatchObject({ kind });
  });

  it('a photo cut short, wherever it is cut', async () => {
    const jpeg = await noise(400, 300).jpeg().toBuffer();
    const png = await noise(400, 300).png().toBuffer();
    for (const whole of [jpeg, png]) {
      for (const share of [0.01, 0.3, 0.6, 0.9]) {
        expect(await refusalOf(whole.subarray(0, Math.floor(whole.length * share)))).toEqual({ kind: 'damaged' });
      }
    }
  });

  it('a hundred megapixels, and a bomb of a billion in a few kilobytes, before anything is decoded', async () => {
    for (const [width, height] of [[10_000, 10_000], [65_000, 65_000], [40_000_001, 1], [2_147_483_647, 2_147_483_647]] as const) {
      const began = performance.now();
      const refusal = await refusalOf(hollowPng(width, height));
      expect(['too-many-pixels', 'damaged'], `${width} × ${height}`).toContain(refusal.kind);
      expect(performance.now() - began).toBeLessThan(1_000);
    }
    expect(await refusalOf(hollowPng(10_000, 10_000))).toEqual({ kind: 'too-many-pixels', megapixels: 40 });
  });

  it('a real hundred-megapixel picture', async () => {
    const sent = await sharp({ create: { width: 10_000, height: 10_000, channels: 3, background: '#808080' } }).jpeg({ quality: 1 }).toBuffer();
    expect(await refusalOf(sent)).toEqual({ kind: 'too-many-pixels', megapixels: 40 });
  });

  it('random bytes behind any true beginning: refused or drawn, never thrown', async () => {
    let state = 20261122;
    const next = (): number => (state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0) >>> 24;
    const whole = await Promise.all([noise(60, 60).jpeg().toBuffer(), noise(60, 60).png().toBuffer(), noise(60, 60).webp().toBuffer()]);
    for (let round = 0; round < 60; round += 1) {
      const bytes = Buffer.from(whole[round % 3] ?? Buffer.alloc(0));
      for (let flips = 0; flips < 20; flips += 1) bytes[12 + ((next() << 8) + next()) % (bytes.length - 12)] = next();
      const drawn = await redrawPhoto(bytes);
      expect(drawn.refused ? drawn.reason.kind : 'drawn').toMatch(/^(drawn|damaged|too-many-pixels)$/);
    }
  });

  it('is told in words that name what to do', () => {
    for (const kind of Object.keys(photoMessages('zh')) as (PhotoRefusal['kind'] | 'too-large')[]) {
      const refusal = kind === 'too-many-pixels' ? { kind, megapixels: 40 } : { kind };
      expect(photoRefusalWords(refusal, 'zh')).toMatch(/请/);
      expect(photoRefusalWords(refusal, 'en')).toMatch(/please|choose|set|take|send|press/i);
    }
  });
});

it('a kind is told by the first bytes alone', () => {
  expect(photoKindOf(Buffer.from([0xff, 0xd8, 0xff, 0xdb]))).toBe('jpeg');
  expect(photoKindOf(Buffer.from('RIFF0000WEBPVP8 '))).toBe('webp');
  expect(photoKindOf(Buffer.from('0000ftypavif'))).toBe('heif');
  expect(photoKindOf(Buffer.from('RIFF0000WAVE'))).toBeUndefined();
  expect(photoKindOf(Buffer.from('0000ftypmp42'))).toBeUndefined();
});

function canvas(width: number, height: number): Sharp {
  return sharp({ create: { width, height, channels: 3, background: '#b42318' } });
}

function noise(width: number, height: number): Sharp {
  const pixels = Buffer.alloc(width * height * 3);
  for (let at = 0, state = 7; at < pixels.length; at += 1) pixels[at] = (state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0) >>> 24;
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

/** A PNG whose header claims any size, over an almost empty body. */
function hollowPng(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.alloc(5_000))), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, body: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type), body]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length);
  check.writeUInt32BE(crc32(typed));
  return Buffer.concat([length, typed, check]);
}

async function accepted(bytes: Uint8Array): Promise<RedrawnPhoto> {
  const drawn = await redrawPhoto(bytes);
  if (drawn.refused) throw new Error(`refused: ${drawn.reason.kind}`);
  return drawn.value;
}

async function refusalOf(bytes: Uint8Array): Promise<PhotoRefusal> {
  const drawn = await redrawPhoto(bytes);
  if (!drawn.refused) throw new Error('expected a refusal');
  return drawn.reason;
}
