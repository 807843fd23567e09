export { openAttachments, parseAttachmentName, ATTACHMENT_SIZES, type AttachmentName, type Attachments, type AttachmentSize } from './attachments.ts';
export { csvLine, withoutGuard } from './csv.ts';
export { createPhotos, photoRefusalWords, type Photos, type StoredPhoto } from './photos.ts';
export type { PhotoRefusal } from './redraw.ts';
export { createScanner, type Scanner } from './scanner.ts';
export { sendPhoto } from './send-photo.ts';
