/** Steps of topic paths and ids of units are nowhere longer; the rest is for the number that tells two apart. */
const SLUG_CHARACTERS_MAX = 34;

/**
 * A code for each different name, the same for the same names in the same order: what of it is Latin letters and digits, in lower case;
 * a name without any gets `word` and a number.
 */
export function codesFor(names: readonly string[], word: string, taken: readonly string[] = []): ReadonlyMap<string, string> {
  const used = new Set(taken);
  const codes = new Map<string, string>();
  for (const name of names) {
    const base = slugOf(name) ?? word;
    let code = base === word ? `${word}-1` : base;
    for (let number = 2; used.has(code); number += 1) code = `${base}-${String(number)}`;
    used.add(code);
    codes.set(name, code);
  }
  return codes;
}

/** Undefined for a name that Latin letters do not write: half of a Chinese name is no code, and a single letter is no id of a unit. */
export function slugOf(name: string): string | undefined {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '');
  if (/[^\p{ASCII}]/u.test(plain)) return undefined;
  const slug = plain.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, SLUG_CHARACTERS_MAX).replace(/-+$/, '');
  return slug.length < 2 ? undefined : slug;
}
