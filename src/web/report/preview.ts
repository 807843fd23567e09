import { HOUR_MS, instantOf, plusMs } from '../../kernel/instant.ts';
import { openToken, sealToken, type KeyProvider } from '../../platform/crypto/index.ts';
import { parseAttachmentName, type AttachmentName } from '../../platform/files/index.ts';

/** A photo that belongs to no case yet is shown to whoever holds this token: the page that has just stored it. */
export function previewOf(keys: KeyProvider, name: AttachmentName): string {
  return sealToken(keys, 'photo-preview', name, plusMs(instantOf(new Date()), HOUR_MS));
}

export function openPreview(keys: KeyProvider, token: string): AttachmentName | undefined {
  const opened = openToken(keys, 'photo-preview', token, instantOf(new Date()));
  return opened.refused ? undefined : parseAttachmentName(opened.value);
}
