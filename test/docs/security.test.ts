import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../../src/kernel/instant.ts';
import { projectRoot } from '../../src/platform/config/project-root.ts';
import { PIXELS_MAX } from '../../src/platform/files/redraw.ts';
import { FIELD_BYTES_MAX, FIELDS_MAX, FILE_BYTES_MAX, FILES_MAX, FORM_BYTES_MAX } from '../../src/platform/http/form-builder.ts';
import { BUDGET_SIZES } from '../../src/platform/http/limits.ts';
import { ATTEMPT_WINDOW_MS, ATTEMPTS_MAX } from '../../src/slices/accounts/attempts.ts';
import { FRESH_MS_MAX, SESSION_IDLE_MS_MAX, SESSION_MS_MAX } from '../../src/slices/accounts/library.ts';
import { PASSWORD_CHARACTERS_MAX, PASSWORD_CHARACTERS_MIN } from '../../src/slices/accounts/password.ts';
import { NOTE_MAX, PHOTOS_MAX, TRANSFERS_MAX, WORDS_MAX } from '../../src/slices/cases/commands.ts';
import { MESSAGE_PHOTOS_MAX, MESSAGES_MAX, UNANSWERED_MAX } from '../../src/slices/cases/conversation.ts';
import { isForTests, readSource, sourcesIn } from '../tidy/source.ts';
import { codesIn, exists } from './pages.ts';

const { text } = readSource('docs/security.md');
const says = (words: string): string | undefined => (text.includes(words) ? undefined : words);
const number = (of: number): string => of.toLocaleString('en-US');
const code = sourcesIn(['src'], ['.ts', '.tsx']).filter(({ path }) => !isForTests(path));
/** Figures that a file keeps to itself. */
const told = (path: string, constant: RegExp): string => constant.exec(readFileSync(join(projectRoot(), path), 'utf8'))?.[1] ?? `not in ${path}`;

describe('docs/security.md', () => {
  it('every file and decision that it names is there', () => {
    const files = codesIn(text).filter((one) => /^(src|test|bin|docs|jurisdictions)\/|^schema\.sql$|^package-lock\.json$/.test(one));
    expect(files.length).toBeGreaterThan(40);
    expect(files.filter((one) => !exists(one))).toEqual([]);
  });
  it('says the figures that the code has', () => {
    expect([
      `at most ${FORM_BYTES_MAX / 2 ** 20} MB, ${FIELDS_MAX} fields of ${FIELD_BYTES_MAX / 1024} KB, JSON ${told('src/platform/http/parsers.ts', /JSON_DEPTH_MAX = (\d+);/)} deep`,
      `at most ${number(Number(told('src/platform/http/server.ts', /URL_CHARACTERS_MAX = ([\d_]+);/).replaceAll('_', '')))} characters, one parameter ${told('src/platform/http/server.ts', /PARAMETER_CHARACTERS_MAX = (\d+);/)}`,
      `words of a case ${number(WORDS_MAX)} characters, notes ${number(NOTE_MAX)}, anything else ${told('src/platform/http/fields.ts', /CHARACTERS_MAX = (\d+);/)}`,
      `${FILE_BYTES_MAX / 2 ** 20} MB each, six with a report, three with a message, ${PIXELS_MAX / 1e6} megapixels`,
      `read ${number(BUDGET_SIZES.read.max)}, write ${BUDGET_SIZES.write.max}, report ${BUDGET_SIZES.report.max}, code ${BUDGET_SIZES.code.max}, tiles of the record ${number(BUDGET_SIZES.record.max)}, downloads ${BUDGET_SIZES.download.max}`,
      `${ATTEMPTS_MAX.nameFromNetwork} a name and network, ${ATTEMPTS_MAX.name} a name, ${ATTEMPTS_MAX.network} a network in ${ATTEMPT_WINDOW_MS / MINUTE_MS} minutes`,
      `${PASSWORD_CHARACTERS_MIN} to ${PASSWORD_CHARACTERS_MAX} characters that are hard to guess`,
      `| staff | ${SESSION_IDLE_MS_MAX / MINUTE_MS} minutes | ${SESSION_MS_MAX / HOUR_MS} hours |`,
      `| receipt | none | ${told('src/web/resident/session.ts', /SESSION_MINUTES = (\d+);/)} minutes, and with the window |`,
      `Proofs for sensitive acts last ${FRESH_MS_MAX / MINUTE_MS} minutes`,
      `${MESSAGES_MAX} messages a case`,
      `${told('src/slices/accounts/index.ts', /HASHES_AT_ONCE = (\d+);/)} at once, ${told('src/slices/accounts/index.ts', /HASHES_WAITING_MAX = (\d+);/)} waiting`,
      `${told('src/platform/files/photos.ts', /DRAWING_MAX = (\d+);/)} at once, ${told('src/platform/files/photos.ts', /WAITING_MAX = (\d+);/)} waiting, ${told('src/platform/files/redraw.ts', /SECONDS_MAX = (\d+);/)} s`,
      `${told('src/platform/http/form-multipart.ts', /READING_MAX = (\d+);/)} (\`src/platform/http/form-multipart.ts\`)`,
      `${told('src/platform/db/database.ts', /app_actor: (\d+)/)}, 4, 8, 4, 4 and 4 connections by role`,
    ].map(says).filter((one) => one !== undefined)).toEqual([]);
    // Those that stand there as words.
    expect({ FILES_MAX, PHOTOS_MAX, MESSAGE_PHOTOS_MAX, UNANSWERED_MAX, TRANSFERS_MAX }).toEqual({ FILES_MAX: 6, PHOTOS_MAX: 6, MESSAGE_PHOTOS_MAX: 3, UNANSWERED_MAX: 3, TRANSFERS_MAX: 2 });
  });
  it('names every algorithm that the code names, and every purpose that a key is derived for', () => {
    const words: Readonly<Record<string, string>> = { 'sha256': 'SHA-256', 'sm3': 'SM3', 'aes-256-gcm': 'AES-256-GCM', 'sm4-cbc': 'SM4-CBC', 'ed25519': 'Ed25519', 'PBKDF2/SHA-256': 'PBKDF2-SHA256', 'SHA1': 'HMAC-SHA-1', 'sha1': 'HMAC-SHA-1' };
    const found = new Set(code.flatMap(({ text: source }) => [...source.matchAll(/(?:createHash|createHmac|createCipheriv|hkdfSync|generateKeyPairSync|algorithm:)[( ]\s*'([^']+)'/g)].map(([, name = '']) => name)));
    expect([...found]).toEqual(expect.arrayContaining(['sha256', 'aes-256-gcm', 'sm3', 'sm4-cbc', 'SHA1']));
    expect([...found].filter((name) => !text.includes(words[name] ?? `no word for ${name}`))).toEqual([]);
    // Each purpose has a label of its own, and a version: whatever is derived twice under one name would be one key.
    const purposes = code.flatMap(({ text: source }) => [...source.matchAll(/\.(?:derive|hmac)\(\s*['`]([^'`]+)['`]/g)].map(([, label = '']) => label));
    expect(purposes.length).toBeGreaterThan(12);
    expect(purposes.filter((label) => !/^[a-z$][a-z -]*(\$\{[a-z]+\}[a-z -]*)? v1$/.test(label) && label !== 'vault person')).toEqual([]);
  });
});
