const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 4648 base32, as an authenticator app reads what was typed into it. */
export function keyOf(typed: string): Buffer {
  const bits = [...typed.replaceAll(' ', '')].map((letter) => LETTERS.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from(bits.match(/.{8}/g)?.map((octet) => Number.parseInt(octet, 2)) ?? []);
}

/** The key on the page that sets one up. */
export function keyIn(html: string): Buffer {
  return keyOf(/<code>([A-Z2-7 ]{39})<\/code>/.exec(html)?.[1] ?? '');
}
