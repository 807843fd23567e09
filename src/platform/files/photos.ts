import { accept, refuse, type Decision } from '../../kernel/refusal.ts';
import type { Locale } from '../i18n/index.ts';
import type { AttachmentName, Attachments } from './attachments.ts';
import { photoMessages } from './messages.ts';
import { photoKindOf } from './photo-kind.ts';
import { redrawPhoto, type PhotoRefusal } from './redraw.ts';
import type { Scanner } from './scanner.ts';
import { createTurns } from './turns.ts';

/** A photo as the program knows it: `bytes` counts the redrawn file, `width` and `height` are in pixels. */
export type StoredPhoto = { readonly name: AttachmentName; readonly bytes: number; readonly width: number; readonly height: number };

export type Photos = {
  /**
   * Draws the photo anew and writes it durably. It belongs to no case yet: one that no row comes to name is swept. A
   * page shown again carries the name in a hidden field, so that a photo is not lost with a mistake elsewhere.
   */
  store(bytes: Uint8Array): Promise<Decision<StoredPhoto, PhotoRefusal>>;
};

/** Drawing one 12-megapixel photo takes some 0.3 s of one core and up to 120 MB; more at once would starve the pages. */
const DRAWING_MAX = 1;
/** Those waiting hold their photo in memory, at most 12 MB each. */
const WAITING_MAX = 12;

/** With a `scanner`, nothing it did not call clean is opened by any decoder of ours, nor kept (protection T15). */
export function createPhotos(attachments: Attachments, scanner?: Scanner): Photos {
  const turns = createTurns(DRAWING_MAX, WAITING_MAX);
  return {
    async store(bytes) {
      const drawn = await turns.take(async () => await refusalByScanner(bytes, scanner) ?? redrawPhoto(bytes));
      if (drawn === 'full') return refuse({ kind: 'busy' });
      if (drawn.refused) return drawn;
      const { photo, thumbnail, width, height } = drawn.value;
      return accept({ name: await attachments.write(photo, thumbnail), bytes: photo.byteLength, width, height });
    },
  };
}

/** Only what may be a photo is worth asking about: everything else is refused by its first bytes, and in clearer words. */
async function refusalByScanner(bytes: Uint8Array, scanner: Scanner | undefined): Promise<Decision<never, PhotoRefusal> | undefined> {
  if (!scanner || photoKindOf(bytes) === undefined) return undefined;
  const scanned = await scanner.scan(bytes);
  if (scanned === 'clean') return undefined;
  return refuse({ kind: scanned === 'found' ? 'malware' : 'not-checked' });
}

/** What to say beside the photo field. */
export function photoRefusalWords(refusal: PhotoRefusal | { readonly kind: 'too-large' }, locale: Locale): string {
  const words = photoMessages(locale);
  return refusal.kind === 'too-many-pixels' ? words['too-many-pixels'](refusal.megapixels) : words[refusal.kind];
}
