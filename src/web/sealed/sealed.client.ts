/**
 * Closes letters before they leave the device, and opens them on it. Nothing is kept in the browser: an officer's key lives as
 * long as the page. A browser that cannot run this shows what the page said before, and letters are closed on arrival.
 */
import { formatNumber } from '../../platform/i18n/format.ts';
import type { Locale } from '../../platform/i18n/index.ts';
import { closeLetter, newProtectedKey, openLetter, openProtectedKey } from '../../slices/sealed/letter.ts';
import { LETTER_CHARS_MAX } from '../../slices/sealed/padding.ts';
import { sealingMessages } from './messages.ts';

const locale: Locale = document.documentElement.lang.startsWith('zh') ? 'zh' : 'en';
const words = sealingMessages(locale);
const PASSPHRASE_CHARS_MIN = 12;
/** What a form may carry in all, with room for its other fields. */
const COPIES_CHARS_MAX = 1_000_000;

/** Letters that were opened on this page, by number: what is closed again for another officer. */
const opened = new Map<number, string>();

for (const block of document.querySelectorAll<HTMLElement>('[data-close]')) void prepareClosing(block);
for (const block of document.querySelectorAll<HTMLElement>('[data-identity]')) void openAll([block.dataset['identity'] ?? ''], block);
for (const form of document.querySelectorAll<HTMLFormElement>('[data-unlock] form')) prepareUnlocking(form);
for (const form of document.querySelectorAll<HTMLFormElement>('[data-new-key] form')) prepareNewKey(form);
for (const block of document.querySelectorAll<HTMLElement>('[data-share]')) prepareSharing(block);

/** Says that it closes here only after a letter was closed here. */
async function prepareClosing(block: HTMLElement): Promise<void> {
  const recipients = (block.dataset['close'] ?? '').split(' ').filter((one) => one !== '');
  const form = block.querySelector('form');
  const area = block.querySelector('textarea');
  if (!form || !area || recipients.length === 0) return;
  await closeLetter('', recipients);
  say(block.querySelector('[data-closing-words]'), words.closesHere);
  block.querySelector('[data-closing]')?.classList.replace('note-careful', 'note-know');
  form.addEventListener('submit', (event) => {
    const submitter = (event as SubmitEvent).submitter as HTMLButtonElement | null;
    // A letter that was closed before and came back is sent as it is, unless something new was written.
    if (area.value.trim() === '' && hiddenIn(form, 'ciphertext') !== null) return;
    event.preventDefault();
    void sendClosed(form, area, recipients, submitter);
  });
}

async function sendClosed(form: HTMLFormElement, area: HTMLTextAreaElement, recipients: readonly string[], submitter: HTMLButtonElement | null): Promise<void> {
  if (form.dataset['busy'] === 'yes') return;
  if (area.value.trim() === '') return complain(area, words.wordsMissing);
  if ([...area.value].length > LETTER_CHARS_MAX) return complain(area, words.tooLong(formatNumber(LETTER_CHARS_MAX, locale)));
  form.dataset['busy'] = 'yes';
  try {
    const ciphertext = await closeLetter(area.value, recipients);
    setHidden(form, 'ciphertext', base64Of(ciphertext));
    if (submitter?.name) setHidden(form, submitter.name, submitter.value);
    // Without a name a field is not sent: the open words stay on this page alone.
    area.removeAttribute('name');
    HTMLFormElement.prototype.submit.call(form);
  } catch {
    complain(area, words.closingFailed);
  } finally {
    delete form.dataset['busy'];
  }
}

/** Shows each letter where it stands; what does not open says so. */
async function openAll(identities: readonly string[], within: ParentNode): Promise<void> {
  let all = true;
  for (const letter of within.querySelectorAll<HTMLElement>('[data-letter]')) {
    const place = letter.querySelector<HTMLElement>('[data-words]');
    if (!place) continue;
    place.textContent = words.opening;
    let text: string | undefined;
    for (const ciphertext of (letter.dataset['letter'] ?? '').split(' ')) text ??= await openLetter(bytesOf(ciphertext), identities);
    place.textContent = text ?? words.notOpened;
    place.classList.toggle('quiet', text === undefined);
    if (text === undefined) all = false;
    else opened.set(Number(letter.dataset['n']), text);
  }
  if (all) for (const hint of document.querySelectorAll<HTMLElement>('[data-until-opened]')) hint.hidden = true;
}

/** The passphrase never leaves the page: its field has no name, and the form is never sent. */
function prepareUnlocking(form: HTMLFormElement): void {
  enable(form);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void unlock(form);
  });
}

async function unlock(form: HTMLFormElement): Promise<void> {
  const block = form.closest<HTMLElement>('[data-unlock]');
  const field = form.querySelector<HTMLInputElement>('input[type=password]');
  if (!block || !field) return;
  const file = form.querySelector<HTMLInputElement>('input[type=file]')?.files?.[0];
  const kept = JSON.parse(block.dataset['unlock'] ?? '[]') as readonly string[];
  const texts = file ? [await file.text(), ...kept] : kept;
  say(form.querySelector('[data-says]'), words.unlocking);
  const identities = (await Promise.all(texts.map((text) => openProtectedKey(text, field.value)))).filter((one) => one !== undefined);
  if (identities.length === 0) {
    say(form.querySelector('[data-says]'), words.wrongPassphrase);
    return;
  }
  field.value = '';
  block.hidden = true;
  await openAll(identities, document);
}

function prepareNewKey(form: HTMLFormElement): void {
  enable(form);
  form.addEventListener('submit', (event) => {
    if (hiddenIn(form, 'recipient') !== null) return;
    event.preventDefault();
    void makeKey(form);
  });
}

async function makeKey(form: HTMLFormElement): Promise<void> {
  const [first, second] = form.querySelectorAll<HTMLInputElement>('input[type=password]');
  const line = form.querySelector<HTMLElement>('[data-says]');
  if (!first || !second) return;
  if (first.value.length < PASSPHRASE_CHARS_MIN) return say(line, words.passphraseShort);
  if (first.value !== second.value) return say(line, words.passphraseDiffers);
  say(line, words.making);
  const key = await newProtectedKey(first.value);
  const keepsItself = form.querySelector<HTMLInputElement>('input[name=keepMyself]')?.checked === true;
  if (keepsItself) download(key.protected);
  setHidden(form, 'recipient', key.recipient);
  if (!keepsItself) setHidden(form, 'protected', key.protected);
  [first.value, second.value] = ['', ''];
  HTMLFormElement.prototype.submit.call(form);
}

/** Closes every letter once more, to one officer; only letters that were opened here can be. */
function prepareSharing(block: HTMLElement): void {
  const form = block.querySelector('form');
  const recipient = block.dataset['share'] ?? '';
  form?.addEventListener('submit', (event) => {
    event.preventDefault();
    void share(form, recipient);
  });
}

async function share(form: HTMLFormElement, recipient: string): Promise<void> {
  const line = form.querySelector<HTMLElement>('[data-says]');
  const count = document.querySelectorAll('[data-letter]').length;
  if (opened.size < count) return say(line, words.notOpened);
  say(line, words.closing);
  const copies: string[] = [];
  for (let n = 1; n <= count; n += 1) copies.push(base64Of(await closeLetter(opened.get(n) ?? '', [recipient])));
  if (copies.join('').length > COPIES_CHARS_MAX) return say(line, words.tooMany);
  for (const copy of copies) form.append(hidden('copy', copy));
  HTMLFormElement.prototype.submit.call(form);
}

function download(text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  link.download = words.keyFile;
  link.click();
}

function enable(form: HTMLFormElement): void {
  for (const field of form.querySelectorAll<HTMLButtonElement | HTMLInputElement | HTMLTextAreaElement>('button, input, textarea')) field.disabled = false;
}

function complain(area: HTMLTextAreaElement, text: string): void {
  const id = `${area.id}-says`;
  const line = document.getElementById(id) ?? document.createElement('p');
  line.id = id;
  line.className = 'mistake';
  line.setAttribute('role', 'alert');
  line.textContent = text;
  area.before(line);
  area.focus();
}

function say(line: Element | null, text: string): void {
  if (line) line.textContent = text;
}

function hiddenIn(form: HTMLFormElement, name: string): HTMLInputElement | null {
  return form.querySelector<HTMLInputElement>(`input[type=hidden][name=${name}]`);
}

function setHidden(form: HTMLFormElement, name: string, value: string): void {
  const field = hiddenIn(form, name);
  if (field) field.value = value;
  else form.append(hidden(name, value));
}

function hidden(name: string, value: string): HTMLInputElement {
  const field = document.createElement('input');
  field.type = 'hidden';
  field.name = name;
  field.value = value;
  return field;
}

function base64Of(bytes: Uint8Array): string {
  let text = '';
  for (const octet of bytes) text += String.fromCharCode(octet);
  return btoa(text);
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}
