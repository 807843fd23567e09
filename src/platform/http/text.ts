/** Text as it comes from outside: attacker-controlled bytes until one of these functions has passed them. */

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of these bytes, unaltered (no normalisation); undefined when they are not UTF-8 or hold a NUL. */
export function strictText(bytes: Uint8Array): string | undefined {
  try {
    const text = strict.decode(bytes);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}

/** PostgreSQL stores neither NUL nor half a surrogate pair; both arrive only from broken or hostile programs. */
export function isCleanText(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

/** Undoes `application/x-www-form-urlencoded` (URL standard §5.1) for one name or value; undefined when it is not UTF-8. */
export function decodeFormText(encoded: string): string | undefined {
  try {
    const text = decodeURIComponent(encoded.replaceAll('+', ' '));
    return isCleanText(text) ? text : undefined;
  } catch {
    return undefined;
  }
}

/** Whether every percent sequence of an address is UTF-8 without NUL. */
export function isCleanAddress(url: string): boolean {
  if (!url.includes('%')) return true;
  return decodeFormText(url) !== undefined;
}

/** Depth and texts of a parsed JSON body: at most `depthMax` levels, no NUL, no half surrogate, in names and values alike. */
export function isCleanJson(value: unknown, depthMax: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > depthMax) return false;
    const below: unknown[] = [];
    for (const one of level) {
      if (typeof one === 'string' && !isCleanText(one)) return false;
      if (typeof one !== 'object' || one === null) continue;
      if (!Array.isArray(one) && !Object.keys(one).every(isCleanText)) return false;
      for (const child of Object.values(one)) below.push(child);
    }
    level = below;
  }
  return true;
}
