import { createHash } from 'node:crypto';
import { parseAccountId, parseCaseId, parseUnitId, type AccountId, type CaseId, type UnitId } from '../../kernel/ids.ts';
import { HOUR_MS, instantOf, plusMs } from '../../kernel/instant.ts';
import { openToken, sealToken, type KeyProvider } from '../../platform/crypto/index.ts';
import type { Form } from '../../platform/http/form.ts';
import type { Locale } from '../../platform/i18n/index.ts';
import { SEALED_KINDS, type Officer, type SealedKind, type Wish } from '../../slices/sealed/index.ts';
import type { Directory } from '../../slices/units/index.ts';
import { webMessages } from '../messages.ts';
import { KEPT_MAX, type ReaderView } from '../views/sealed/filing.tsx';
import { sealedWords } from '../views/sealed/messages.ts';

/** What was settled before the letter: it travels through the letter's page sealed, so nobody can be slipped in as a reader. */
export type Settled = {
  readonly kind: SealedKind; readonly wish: Wish;
  /** Whom the letter is closed to, besides its writer. */
  readonly accounts: readonly AccountId[];
  readonly watchedCase?: CaseId;
};

/** A letter takes an evening; whoever takes longer settles its readers again, with the letter kept. */
const SETTLED_HOURS = 24;
const SETTLED = 'sealed-route';
const FROM_CASE = 'sealed-from-case';

export function sealSettled(keys: KeyProvider, settled: Settled): string {
  return sealToken(keys, SETTLED, JSON.stringify(settled), hence());
}

/** `expired` still says what was settled. */
export function openSettled(keys: KeyProvider, token: string): { readonly settled: Settled; readonly isFresh: boolean } | undefined {
  const opened = openToken(keys, SETTLED, token, instantOf(new Date()));
  if (!opened.refused) return { settled: JSON.parse(opened.value) as Settled, isFresh: true };
  return opened.reason.kind === 'expired' ? { settled: JSON.parse(opened.reason.text) as Settled, isFresh: false } : undefined;
}

/** From which case of their own someone came, and which units have to do with it: those are kept from the letter unasked. */
export type FromCase = { readonly caseId: CaseId; readonly units: readonly UnitId[] };

export function sealFromCase(keys: KeyProvider, from: FromCase): string {
  return sealToken(keys, FROM_CASE, JSON.stringify(from), hence());
}

export function openFromCase(keys: KeyProvider, token: string): FromCase | undefined {
  const opened = token === '' ? undefined : openToken(keys, FROM_CASE, token, instantOf(new Date()));
  const text = opened === undefined ? undefined : opened.refused ? (opened.reason.kind === 'expired' ? opened.reason.text : undefined) : opened.value;
  if (text === undefined) return undefined;
  const { caseId, units } = JSON.parse(text) as { readonly caseId: unknown; readonly units: readonly unknown[] };
  const id = parseCaseId(caseId);
  return id && { caseId: id, units: units.map(parseUnitId).filter((unit) => unit !== undefined) };
}

function hence() {
  return plusMs(instantOf(new Date()), SETTLED_HOURS * HOUR_MS);
}

/** Reads what the page before the letter asks. Every mistake at once, in the reader's language. */
export function readWish(form: Form<unknown>, directory: Directory, from: FromCase | undefined, locale: Locale): {
  readonly asked?: { readonly kind: SealedKind; readonly wish: Wish; readonly watch: boolean }; readonly mistakes: Readonly<Record<string, string>>;
} {
  const words = sealedWords(locale);
  const value = (name: string): string => form.values.get(name)?.[0] ?? '';
  const mistakes: Record<string, string> = {};
  const kind = SEALED_KINDS.find((one) => one === value('kind'));
  if (!kind) mistakes['kind'] = words.kindMissing;
  const keptFrom = new Set<UnitId>(from?.units ?? []);
  for (let n = 1; n <= KEPT_MAX; n += 1) {
    const text = value(`keep${n}`);
    if (text === '') continue;
    const unit = parseUnitId(text);
    if (unit && directory.unit(unit)) keptFrom.add(unit);
    else mistakes[`keep${n}`] = webMessages(locale).unknownUnit;
  }
  const spared = [...form.values].flatMap(([name, given]) => (name.startsWith('spare-') && given[0] === 'yes' ? parseAccountId(name.slice('spare-'.length)) ?? [] : []));
  if (!kind || Object.keys(mistakes).length > 0) return { mistakes };
  return { mistakes, asked: { kind, wish: { keptFrom: [...keptFrom], spared, nobodyInside: value('nobodyInside') === 'yes' }, watch: from !== undefined && value('watch') === 'yes' } };
}

/** `a1b2 c3d4 e5f6 0718`: of SHA-256 over the recipient; what two people compare over the phone. */
export function fingerprintOf(recipient: string): string {
  return createHash('sha256').update(recipient).digest('hex').slice(0, 16).match(/.{4}/g)?.join(' ') ?? '';
}

export function readerView({ unit, recipient }: Officer, directory: Directory, locale: Locale): ReaderView {
  return { unit: directory.unit(unit)?.names[locale] ?? unit, fingerprint: fingerprintOf(recipient) };
}

/** base64 of a letter as a page carries it; undefined for anything else, and for what is longer than a letter can be. */
export function parseCiphertext(text: string | undefined): Buffer | undefined {
  if (text === undefined || text === '' || text.length > CIPHERTEXT_CHARS_MAX || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined;
  return Buffer.from(text, 'base64');
}

/** 64 KiB less one in base64. */
const CIPHERTEXT_CHARS_MAX = 87_380;
