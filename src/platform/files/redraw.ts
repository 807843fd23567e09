import sharp from 'sharp';
import { accept, refuse, type Decision } from '../../kernel/refusal.ts';
import { otherKindOf, photoKindOf } from './photo-kind.ts';

export type PhotoRefusal =
  | { readonly kind: 'empty' }
  | { readonly kind: 'not-a-photo' }
  | { readonly kind: 'document' }
  | { readonly kind: 'video' }
  | { readonly kind: 'malware' }
  /** The scanner that must look at it did not answer. */
  | { readonly kind: 'not-checked' }
  | { readonly kind: 'heic-not-supported' }
  | { readonly kind: 'too-many-pixels'; readonly megapixels: number }
  | { readonly kind: 'damaged' }
  | { readonly kind: 'busy' };

/** A photo drawn anew: only pixels are left of what was sent. */
export type RedrawnPhoto = { readonly photo: Uint8Array; readonly thumbnail: Uint8Array; readonly width: number; readonly height: number };

/** Decoded, this many pixels take 120 MB; phones set to their standard resolution stay below a third of it. */
export const PIXELS_MAX = 40_000_000;
/** Longest side in pixels: enough to read a notice on a wall. */
const SIDE_MAX = 2_048;
const THUMBNAIL_SIDE_MAX = 480;
const QUALITY = 80;
const SECONDS_MAX = 20;

// One photo uses one thread: the second core belongs to those who only read. No cache: every photo is drawn once.
sharp.concurrency(1);
sharp.cache(false);

/**
 * Draws a photo anew as JPEG, upright, at most 2,048 px, and a thumbnail of at most 480 px. EXIF, GPS, author, ICC profile
 * and whatever hid behind the picture's end are gone, because nothing of the old file is copied (protection T11, T15).
 * Of an animation the first picture remains. Never throws on any input; not-yet-decoded dimensions are checked first.
 */
export async function redrawPhoto(bytes: Uint8Array): Promise<Decision<RedrawnPhoto, PhotoRefusal>> {
  if (bytes.byteLength === 0) return refuse({ kind: 'empty' });
  const kind = photoKindOf(bytes);
  if (kind === undefined) return refuse({ kind: otherKindOf(bytes) ?? 'not-a-photo' });
  const pixels = await pixelsOf(bytes);
  const unreadable: PhotoRefusal = { kind: kind === 'heif' ? 'heic-not-supported' : 'damaged' };
  if (pixels === undefined) return refuse(unreadable);
  if (pixels > PIXELS_MAX) return refuse({ kind: 'too-many-pixels', megapixels: PIXELS_MAX / 1_000_000 });
  try {
    return accept(await draw(bytes));
  } catch {
    // The decoder stopped: truncated, corrupt, a bomb, or past its time. Its words may quote the file, so they go nowhere.
    return refuse(unreadable);
  }
}

/** Width × height from the header alone; undefined when there is no readable header. */
async function pixelsOf(bytes: Uint8Array): Promise<number | undefined> {
  try {
    const { width, height } = await sharp(bytes, { limitInputPixels: false, pages: 1 }).metadata();
    return width * height;
  } catch {
    return undefined;
  }
}

async function draw(bytes: Uint8Array): Promise<RedrawnPhoto> {
  const jpeg = { quality: QUALITY, chromaSubsampling: '4:2:0' } as const;
  const { data: photo, info } = await sharp(bytes, { limitInputPixels: PIXELS_MAX, pages: 1, failOn: 'truncated', sequentialRead: true })
    .autoOrient()
    .resize({ width: SIDE_MAX, height: SIDE_MAX, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .jpeg(jpeg)
    .timeout({ seconds: SECONDS_MAX })
    .toBuffer({ resolveWithObject: true });
  const thumbnail = await sharp(photo)
    .resize({ width: THUMBNAIL_SIDE_MAX, height: THUMBNAIL_SIDE_MAX, fit: 'inside', withoutEnlargement: true })
    .jpeg(jpeg)
    .timeout({ seconds: SECONDS_MAX })
    .toBuffer();
  return { photo, thumbnail, width: info.width, height: info.height };
}
