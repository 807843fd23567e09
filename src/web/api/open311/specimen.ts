import { accept, refuse } from '../../../kernel/refusal.ts';
import { caseNumberOf, parseDivisionCode, parseJurisdictionCode, parseTopicCode, parseUnitId, type CaseNumber, type JurisdictionCode } from '../../../kernel/ids.ts';
import { parseInstant, type Instant } from '../../../kernel/instant.ts';
import { parseReceiptCode } from '../../../platform/crypto/index.ts';
import { parseAttachmentName, type AttachmentName } from '../../../platform/files/index.ts';
import type { PublicStory } from '../../../slices/cases/index.ts';
import type { Open311Case, Open311Deps, Open311Filter, Open311Place, Open311Reply, Open311Submission } from './ports.ts';
import { statusOf } from './resource.ts';

/** Invented places and cases for the tests of this folder. */
export const NOW = instant('2026-11-22T08:00:00Z');
export const LINHE = must(parseJurisdictionCode('linhe'));
export const EASTON = must(parseJurisdictionCode('easton'));
export const LAMPS = must(parseTopicCode('city.street.lamps'));
export const NOISE = must(parseTopicCode('city.noise'));
export const RIVER = must(parseDivisionCode('9001-02'));

const names = (zh: string, en: string): { zh: string; en: string } => ({ zh, en });
const topic = (code: string, zh: string, en: string, synonyms: readonly string[] = []): Open311Place['topics'][number] =>
  ({ code: must(parseTopicCode(code)), names: names(zh, en), hint: names(`${zh}的问题`, `About ${en}`), synonyms: { zh: synonyms, en: synonyms } });

/** `easton` opens everything, `linhe` only stubs. */
export function place(code: JurisdictionCode, publicWords: Open311Place['publicWords']): Open311Place {
  return {
    code, publicWords, names: names('临河', 'Easton'), zone: code === LINHE ? 'Asia/Shanghai' : 'America/New_York',
    topics: [
      topic('city', '城市管理', 'City'), topic('city.street', '街道', 'Street'),
      topic('city.street.lamps', '路灯', 'Street lamps', ['lamp', 'dark, street']), topic('city.noise', '噪声', 'Noise'), topic('praise', '表扬', 'Praise'),
    ],
    divisions: [
      { code: must(parseDivisionCode('9001')), names: names('临河县', 'Easton') },
      { code: must(parseDivisionCode('9001-01')), names: names('青山镇', 'Ham'), parent: must(parseDivisionCode('9001')) },
      { code: RIVER, names: names('河口镇', 'River Mouth'), parent: must(parseDivisionCode('9001')) },
      { code: must(parseDivisionCode('9001-02-1')), names: names('柳树村', 'Willow'), parent: RIVER },
    ],
    unitNames: (unit) => (unit === 'lighting' ? names('路灯所', 'Lighting Office') : undefined),
  };
}

/** The code that opens every case here. */
export const CODE = must(parseReceiptCode('1111 2222 3333 4444 5555 6666'));

/** A case with everything known, as far as the public may ever know it. */
export function specimenCase(changes: Partial<Open311Case> = {}): Open311Case {
  return {
    number: caseNumberOf('48210937551'), stage: 'dispatched', diversionFinal: false, topic: LAMPS, division: RIVER, owner: must(parseUnitId('lighting')),
    round: 1, overdue: false, paused: false, submittedAt: instant('2026-11-20T21:34:56Z'), updatedAt: instant('2026-11-21T03:04:05Z'), dueAt: instant('2026-11-27T09:30:00Z'),
    ...changes,
  };
}

export type Fake = Open311Deps & { readonly cases: Map<JurisdictionCode, Open311Case[]>; readonly told: PublicStory[]; readonly replies: (Open311Reply & { readonly key: string | undefined })[]; readonly submissions: Open311Submission[]; readonly broken: { error?: Error } };

/** Stricter than the real thing: throws on a limit, a cursor or a key that it should never be handed. */
export function fakeDeps(changes: Partial<Open311Deps> = {}): Fake {
  const places = new Map([[LINHE, place(LINHE, 'consent')], [EASTON, place(EASTON, 'always')]]);
  const cases = new Map<JurisdictionCode, Open311Case[]>([[LINHE, []], [EASTON, []]]);
  const submissions: Open311Submission[] = [];
  const told: PublicStory[] = [];
  const replies: Fake['replies'] = [];
  const kept = new Map<string, { body: string; number: CaseNumber }>();
  const broken: Fake['broken'] = {};
  const guard = (): void => { if (broken.error) throw broken.error; };
  return {
    cases, told, replies, submissions, broken,
    defaultJurisdiction: () => LINHE,
    placeOf: (code) => places.get(code),
    now: () => { guard(); return Promise.resolve(NOW); },
    submit: (code, submission, key) => {
      guard();
      if (key.length < 16 || submission.words === '') throw new Error('a submission without key or words');
      const body = JSON.stringify(submission);
      const known = kept.get(`${code} ${key}`);
      if (known && known.body !== body) return Promise.resolve(refuse({ kind: 'key-reused' as const }));
      const number = known?.number ?? caseNumberOf(String(10_000_000_000 + submissions.length));
      if (!known) {
        kept.set(`${code} ${key}`, { body, number });
        submissions.push(submission);
        cases.get(code)?.unshift(specimenCase({ number, stage: 'submitted', topic: submission.topic, division: submission.division, submittedAt: NOW, updatedAt: NOW }));
      }
      return Promise.resolve(accept({ number, receiptCode: `1111 2222 3333 4444 5555 ${number.slice(8)}` }));
    },
    list: (code, filter, page) => {
      guard();
      if (page.limit < 1 || page.limit > 1_000 || page.skip > 20_000) throw new Error('a page beyond its bounds');
      const start = page.cursor === undefined ? 0 : /^c\d+$/.test(page.cursor) ? Number(page.cursor.slice(1)) : NaN;
      if (Number.isNaN(start)) return Promise.resolve(undefined);
      const fitting = (cases.get(code) ?? []).filter((one) => fits(one, filter));
      const end = start + page.skip + page.limit;
      return Promise.resolve({ cases: fitting.slice(start + page.skip, end), ...(end < fitting.length ? { next: `c${end}` } : {}) });
    },
    find: (code, numbers) => { guard(); return Promise.resolve((cases.get(code) ?? []).filter((one) => numbers.includes(one.number))); },
    keepPhoto: (bytes) => { guard(); return Promise.resolve(bytes.byteLength === 0 ? refuse({ kind: 'empty' as const }) : Buffer.from(bytes).toString('latin1').startsWith('JPEG') ? accept(photo(bytes.byteLength)) : refuse({ kind: 'not-a-photo' as const })); },
    reply: (_code, reply, key) => {
      guard();
      if (reply.words === '') throw new Error('a message without words');
      if (reply.receiptCode !== CODE) return Promise.resolve(refuse({ kind: 'receipt-wrong' as const }));
      if (reply.words.includes('too late')) return Promise.resolve(refuse({ kind: 'refused-by-rule' as const, rule: 'wrong-stage' as const }));
      if (key === undefined || !replies.some((one) => one.key === key)) replies.push({ ...reply, key });
      return Promise.resolve(accept(`${reply.number}-replied-2026-11-22`));
    },
    changed: (_code, from, page) => {
      guard();
      if (page.limit < 1 || page.limit > 1_000) throw new Error('a page beyond its bounds');
      const start = page.cursor === undefined ? 0 : /^c\d+$/.test(page.cursor) ? Number(page.cursor.slice(1)) : NaN;
      if (Number.isNaN(start)) return Promise.resolve(undefined);
      const fitting = told.filter(({ timeline }) => timeline.some(({ at, since }) => (at ?? since ?? 0) >= from));
      const end = start + page.limit;
      return Promise.resolve({ stories: fitting.slice(start, end), ...(end < fitting.length ? { next: `c${String(end)}` } : {}) });
    },
    stories: (_code, numbers) => { guard(); return Promise.resolve(told.filter((one) => numbers.includes(one.number))); },
    apiKey: () => 'fine',
    publicUrl: 'https://voices.example',
    demo: false,
    ...changes,
  };
}

/** The body of a multipart form with boundary B: fields, then files by name of the part and content. */
export function parts(fields: Record<string, string>, files: readonly (readonly [string, string])[]): string {
  const texts = Object.entries(fields).map(([name, value]) => `--B\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`);
  const blobs = files.map(([name, content]) => `--B\r\ncontent-disposition: form-data; name="${name}"; filename="${content === '' ? '' : 'a.jpg'}"\r\ncontent-type: image/jpeg\r\n\r\n${content}\r\n`);
  return `${texts.join('')}${blobs.join('')}--B--\r\n`;
}

function photo(number: number): AttachmentName {
  return must(parseAttachmentName(number.toString(16).padStart(32, '0')));
}

export function instant(text: string): Instant {
  return must(parseInstant(Date.parse(text)));
}

export function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a specimen is wrong');
  return value;
}

function fits(one: Open311Case, filter: Open311Filter): boolean {
  return (filter.topics.length === 0 || (one.topic !== undefined && filter.topics.includes(one.topic))) && one.submittedAt >= filter.from && one.submittedAt <= filter.until
    && (filter.status === undefined || statusOf(one) === filter.status);
}
