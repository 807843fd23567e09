/** What a reply by text message or keypad can say: 1 solved, 2 partly, 3 not solved. */
export const DIGITS = [1, 2, 3] as const;
export type Digit = (typeof DIGITS)[number];

/** A question that still takes a reply at one number. */
export type Live = { readonly question: string; readonly letter: string };
export type Read = { readonly letter: string | undefined; readonly digit: Digit };
export type Matched =
  | { readonly kind: 'answer'; readonly question: string; readonly digit: Digit }
  /** Somebody who was asked, and wrote what cannot be taken: they are told how to. `question`: by whose agreement. */
  | { readonly kind: 'help'; readonly question: string }
  | { readonly kind: 'nothing' };

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** One digit, perhaps after the letter of its message; full-width or circled, with blanks and stops around it, as phones write them. */
export function readReply(text: string): Read | undefined {
  const [, letter, digit] = /^([A-Z])?([123])$/.exec(text.normalize('NFKC').toUpperCase().replace(/[\s.,。，、#*]/g, '')) ?? [];
  const known = DIGITS.find((one) => String(one) === digit);
  return known && { letter, digit: known };
}

/** Which question a reply answers. A digit alone is never guessed between two: a wrong guess would be somebody's false word. */
export function matchReply(live: readonly Live[], read: Read | undefined): Matched {
  const [first] = live;
  if (!first) return { kind: 'nothing' };
  const meant = !read ? [] : read.letter === undefined ? live : live.filter(({ letter }) => letter === read.letter);
  const [one, ...others] = meant;
  return read && one && others.length === 0 ? { kind: 'answer', question: one.question, digit: read.digit } : { kind: 'help', question: first.question };
}

/** The next in the alphabet after the last that went to this number, so that a late reply to an old message meets no new one; undefined when all are out. */
export function nextLetter(last: string | undefined, taken: readonly string[]): string | undefined {
  const from = last === undefined ? 0 : LETTERS.indexOf(last) + 1;
  return [...LETTERS.slice(from), ...LETTERS.slice(0, from)].find((letter) => !taken.includes(letter));
}
