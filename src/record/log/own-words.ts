import { bytesOf, parseBase64, textOf, writeBase64 } from './spelling.ts';

/**
 * What lets residents show later that sealed entries are theirs, and what they said: the file `minsheng.own-words/v1` is JSON
 * that they keep for themselves, for it holds their words. Nothing in it is believed: `checkOwnWords` checks it.
 */
export type OwnWords = { readonly origin: string; readonly acts: readonly OwnWordsAct[] };

export type OwnWordsAct = {
  /** The bytes of the entry, as they are hashed into the tree. */
  readonly entry: Uint8Array;
  /** The act that a sealed entry commits to (`WHOLE_ACT`), as it was written, and its opening; absent where the entry can be read itself. */
  readonly act?: string;
  readonly opening?: string;
  readonly words: { readonly [label: string]: { readonly text: string; readonly opening: string } };
  /** A `.tlog-proof` of the entry; absent while no published checkpoint covered it. */
  readonly proof?: Uint8Array;
};

const FORMAT = 'minsheng.own-words/v1';
/** A case has few acts of its resident; each holds at most some ten thousand characters of words. */
export const OWN_WORDS_BYTES_MAX = 16 * 1024 * 1024;
const ACTS_MAX = 1_000;

export function writeOwnWords({ origin, acts }: OwnWords): string {
  const shown = acts.map(({ entry, act, opening, words, proof }) => ({
    entry: writeBase64(entry), ...(act === undefined ? {} : { act }), ...(opening === undefined ? {} : { opening }), words,
    ...(proof === undefined ? {} : { proof: textOf(proof) }),
  }));
  return `${JSON.stringify({ format: FORMAT, origin, acts: shown }, null, 2)}\n`;
}

/** Undefined for anything that is no such file. Never throws. */
export function parseOwnWords(bytes: Uint8Array): OwnWords | undefined {
  const text = bytes.length > OWN_WORDS_BYTES_MAX ? undefined : textOf(bytes);
  const read = text === undefined ? undefined : parseJson(text);
  if (!isObject(read) || read['format'] !== FORMAT || typeof read['origin'] !== 'string' || !Array.isArray(read['acts']) || read['acts'].length > ACTS_MAX) return undefined;
  const acts = read['acts'].map(readAct).filter((act) => act !== undefined);
  return acts.length === read['acts'].length ? { origin: read['origin'], acts } : undefined;
}

function readAct(value: unknown): OwnWordsAct | undefined {
  if (!isObject(value)) return undefined;
  const { entry: entryText, act, opening, words, proof } = value;
  const entry = typeof entryText === 'string' ? parseBase64(entryText) : undefined;
  if (!entry || ![act, opening, proof].every((one) => one === undefined || typeof one === 'string') || !isObject(words)) return undefined;
  const isWords = Object.values(words).every((one) => isObject(one) && typeof one['text'] === 'string' && typeof one['opening'] === 'string');
  if (!isWords) return undefined;
  return {
    entry, words: words as OwnWordsAct['words'], ...(typeof act === 'string' ? { act } : {}), ...(typeof opening === 'string' ? { opening } : {}),
    ...(typeof proof === 'string' ? { proof: bytesOf(proof) } : {}),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is { readonly [field: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
