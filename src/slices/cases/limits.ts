import { unreachable } from '../../kernel/unreachable.ts';
import {
  ABOUT_MAX, ASSISTING_MAX, NOTE_MAX, PHOTOS_MAX, WORDS_MAX, type CaseCommand, type CaseRefusal, type TextField,
} from './commands.ts';
import { MESSAGE_PHOTOS_MAX } from './conversation.ts';
import type { Word } from './matter.ts';

/** An organisation's name and how it is found. */
export const PARTY_MAX = 200;

type Text = { readonly field: TextField; readonly text: string | undefined; readonly max: number; readonly needed: boolean };

/** What is wrong with the texts and lists of a command, the first one found. Lengths are in UTF-16 code units. */
export function textMistake(command: CaseCommand): CaseRefusal | undefined {
  for (const { field, text, max, needed } of textsOf(command)) {
    if (needed && (text === undefined || text.trim() === '')) return { kind: 'text-missing', field };
    if (text !== undefined && text.length > max) return { kind: 'text-too-long', field, max };
  }
  if (command.do === 'submit') {
    if (command.photos.length > PHOTOS_MAX) return { kind: 'too-many', field: 'photos', max: PHOTOS_MAX };
    if (command.about.length > ABOUT_MAX) return { kind: 'too-many', field: 'about', max: ABOUT_MAX };
  }
  if ((command.do === 'ask' || command.do === 'reply') && command.photos.length > MESSAGE_PHOTOS_MAX) {
    return { kind: 'too-many', field: 'photos', max: MESSAGE_PHOTOS_MAX };
  }
  if (command.do === 'dispatch' && command.assisting.length > ASSISTING_MAX) {
    return { kind: 'too-many', field: 'assisting', max: ASSISTING_MAX };
  }
  if (command.do === 'answer' && command.owed && !isDay(command.owed.byDay)) return { kind: 'bad-day', field: 'owedBy' };
  return undefined;
}

function textsOf(command: CaseCommand): readonly Text[] {
  switch (command.do) {
    case 'submit': return [need('words', command.words, WORDS_MAX), may('address', command.place.address)];
    case 'import': return [need('words', command.words, WORDS_MAX), may('address', command.place.address)];
    case 'accept': return [may('summary', command.summary), may('address', command.address)];
    case 'divert': return [need('explanation', command.explanation)];
    case 'contest': return [need('words', command.words)];
    case 'settle': return [
      need('explanation', command.explanation),
      ...(command.ruling.kind === 'overturned' ? [may('summary', command.ruling.accept.summary), may('address', command.ruling.accept.address)] : []),
    ];
    case 'dispatch': return [may('note', command.note)];
    case 'transfer': return [need('reason', command.reason)];
    case 'contact': return [may('note', command.note)];
    case 'ask': case 'reply': return [need('words', command.words)];
    case 'answer': return [
      need('found', command.found, WORDS_MAX), need('done', command.done, WORDS_MAX),
      ...(command.owed ? [need('owed', command.owed.what)] : []),
    ];
    case 'pause': return [need('explanation', command.explanation)];
    case 'judge': return [may('comment', command.comment)];
    case 'withdraw': return [may('reason', command.reason)];
    case 'object': return [need('reason', command.reason)];
    case 'rule': return [need('explanation', command.explanation)];
    case 'extend': return [need('explanation', command.explanation)];
    case 'convene': return [need('note', command.note)];
    case 'assist': case 'note': return [need('words', command.words)];
    case 'list-hard': return [need('reason', command.reason), need('plan', command.plan)];
    case 'review-hard': return [need('progress', command.progress)];
    case 'summarise': return [need('summary', command.summary)];
    case 'propose-hiding': case 'erase': return [need('reason', command.reason)];
    case 'decide-hiding': case 'settle-hiding': case 'unhide': return [need('explanation', command.explanation)];
    case 'contest-hiding': return [need('words', command.words)];
    case 'draft-task': return [need('party', command.party, PARTY_MAX), need('text', command.text)];
    case 'approve-task': return [need('text', command.text)];
    case 'refuse-task': return [may('words', command.words)];
    case 'report-task': case 'contest-call': return [need('words', command.words)];
    case 'contest-reissue': return [need('words', command.words)];
    case 'settle-reissue': return [need('explanation', command.explanation)];
    case 'part': return [need('reason', command.reason)];
    case 'follow': return textsOfWord(command.word);
    case 'join': case 'sign': case 'resume': case 'erase-asked': case 'elapse': case 'exchange-receipt': case 'ask-reissue': case 'reissue-receipt':
    case 'withdraw-task': case 'ask-call': case 'end-call': return [];
    default: return unreachable(command);
  }
}

function textsOfWord(word: Word): readonly Text[] {
  switch (word.kind) {
    case 'update': return [need('words', word.words)];
    case 'answer': return [need('found', word.found, WORDS_MAX), need('done', word.done, WORDS_MAX)];
    case 'date': return [need('explanation', word.explanation)];
    case 'signature': return [];
    default: return unreachable(word);
  }
}

function need(field: TextField, text: string, max = NOTE_MAX): Text {
  return { field, text, max, needed: true };
}

function may(field: TextField, text: string | undefined): Text {
  return { field, text, max: NOTE_MAX, needed: false };
}

/** A day that exists, as `2026-11-30`. */
function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00.000Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
