import { parseAttachmentName, photoRefusalWords, type AttachmentName } from '../platform/files/index.ts';
import type { Form, IncomingFile } from '../platform/http/form.ts';
import type { Locale } from '../platform/i18n/index.ts';
import { webMessages } from './messages.ts';
import { openPhotos } from './report/form.ts';
import type { Services } from './services.ts';

/** What became of a file of a form: a stored photo, or why it is none; an empty file field says nothing. */
export type KeptPhoto = { readonly name: AttachmentName } | { readonly refusal: string };

/** Draws and stores each photo as it arrives; one that no case comes to name is swept. */
export function keepPhoto(services: Services, locale: Locale): (file: IncomingFile) => Promise<KeptPhoto> {
  return async ({ bytes }) => {
    if (bytes.byteLength === 0) return { refusal: '' };
    const stored = await services.photos.store(bytes);
    return stored.refused ? { refusal: photoRefusalWords(stored.reason, locale) } : { name: stored.value.name };
  };
}

/** Those of earlier attempts (field `kept`, unless `drop` says to leave them out) and the new ones; with what is wrong, first. */
export function photosOf(form: Form<KeptPhoto>, services: Services, locale: Locale, max: number): { readonly names: readonly AttachmentName[]; readonly mistake?: string } {
  const unwanted = form.values.get('drop')?.[0] === 'yes';
  const names = [...(unwanted ? [] : openPhotos(services.keys, form.values.get('kept')?.[0] ?? ''))];
  let mistake: string | undefined;
  for (const { kept } of form.files) {
    if (kept === 'too-large') mistake ??= photoRefusalWords({ kind: 'too-large' }, locale);
    else if ('name' in kept) names.push(parseAttachmentName(kept.name) ?? kept.name);
    else if (kept.refusal !== '') mistake ??= kept.refusal;
  }
  if (names.length > max) mistake ??= webMessages(locale).tooManyPhotos(max);
  return { names: names.slice(0, max), ...(mistake === undefined ? {} : { mistake }) };
}
