import { parseCaseNumber, type JurisdictionCode, type PersonRef } from '../../kernel/ids.ts';
import type { LinkAnswer } from '../../platform/link/index.ts';
import { ANSWERS_MAX, REPLIED, SETTLEMENTS, type Answered, type Reply, type Settlement } from './answers.ts';
import { DIGITS, type Digit } from './reply.ts';
import { CONNECTED, type Connecting } from './calls.ts';
import { CHECKED, type Saying } from './checks.ts';
import { CONTACT_FIELD_MAX } from './contact.ts';
import type { Consent, ConsentRefusal } from './consents.ts';
import * as is from './shapes.ts';
import type { Asking, Letter, Telling } from './tellings.ts';
import type { Aged, Look, Vault } from './vault.ts';

/** One question that may be asked of a vault apart: of what shape, and what it does. `again`: doing it twice is harmless. */
export type Question<Asked, Answer> = {
  readonly name: string; readonly again: boolean; readonly asked: is.Shape<Asked>; readonly answer: is.Shape<Answer>;
  readonly run: (vault: Vault, asked: Asked) => Promise<Answer>;
};

type At = { readonly jurisdiction: JurisdictionCode };
type Of = At & { readonly person: PersonRef };

const of = is.record<Of>({ jurisdiction: is.jurisdiction, person: is.person });
const at = is.record<At>({ jurisdiction: is.jurisdiction });
const several = is.record<At & { readonly persons: readonly PersonRef[] }>({ jurisdiction: is.jurisdiction, persons: is.persons });
const aged = is.record<Aged>({ refs: is.persons, before: is.instant });
const consent = is.record<Consent>({ fields: is.fields, until: is.instant });
const refusal = is.oneOf<ConsentRefusal['kind']>('no-fields', 'in-past', 'too-long', 'nothing-kept');
const telling = is.record<Telling>({ channels: is.channels, locale: is.locale });
const letter = is.record<Letter>({ zh: is.message, en: is.message });
const asking = is.record<Asking>({ question: is.event, words: is.record<Asking['words']>({ zh: is.text(is.MESSAGE_MAX), en: is.text(is.MESSAGE_MAX) }) });
const digit: is.Shape<Digit> = (given) => DIGITS.find((one) => one === given);
const answered = is.record<Answered>({ question: is.event, digit });
/** A reply of two text messages; more is not read. */
const REPLY_MAX = 200;
const orEmpty: is.Shape<PersonRef | ''> = (given) => (given === '' ? '' : is.person(given));
/** Idempotency keys are shorter. */
const KEY_MAX = 256;

/** All there is: whatever else is asked is not understood. */
export const QUESTIONS = {
  state: question('state', true, is.nothing, is.nothing, () => Promise.resolve(null)),
  deposit: question('deposit', true, is.record({ jurisdiction: is.jurisdiction, key: is.text(KEY_MAX), contact: is.contact }), is.person,
    (vault, asked) => vault.deposit(asked.jurisdiction, asked.key, asked.contact)),
  confirm: question('confirm', true, several, is.nothing, (vault, asked) => vault.confirm(asked.jurisdiction, ...asked.persons).then(() => null)),
  unconfirmed: question('unconfirmed', true, at, aged, (vault, asked) => vault.unconfirmed(asked.jurisdiction)),
  eraseUnconfirmed: question('eraseUnconfirmed', true, is.record({ jurisdiction: is.jurisdiction, persons: is.persons, before: is.instant }), is.count,
    (vault, asked) => vault.eraseUnconfirmed(asked.jurisdiction, asked.persons, asked.before)),
  older: question('older', true, is.record({ jurisdiction: is.jurisdiction, keptMs: is.count, after: orEmpty }), aged,
    (vault, asked) => vault.older(asked.jurisdiction, asked.keptMs, asked.after)),
  missing: question('missing', true, several, is.persons, (vault, asked) => vault.missing(asked.jurisdiction, asked.persons)),
  // Opens once: whoever asks again sees nothing, so it is not asked again unasked.
  open: question('open', false, is.record<Look>({
    jurisdiction: is.jurisdiction, person: is.person, view: is.event, role: is.word, unit: is.word, fields: is.fields, purpose: is.word, reason: is.text(is.REASON_MAX),
  }), is.orNull(is.opened), async (vault, look) => await vault.open(look) ?? null),
  erase: question('erase', true, of, is.nothing, (vault, asked) => vault.erase(asked.jurisdiction, asked.person).then(() => null)),
  readsOf: question('readsOf', true, of, is.reads, async (vault, asked) => (await vault.readsOf(asked.jurisdiction, asked.person)).map((one) => ({ ...one, view: one.view ?? null }))),
  giveConsent: question('giveConsent', true, is.record({ jurisdiction: is.jurisdiction, person: is.person, consent }), is.orNull(refusal), async (vault, asked) => {
    const given = await vault.consents.give(asked.jurisdiction, asked.person, asked.consent);
    return given.refused ? given.reason.kind : null;
  }),
  revokeConsent: question('revokeConsent', true, of, is.nothing, (vault, asked) => vault.consents.revoke(asked.jurisdiction, asked.person).then(() => null)),
  isKept: question('isKept', true, of, is.yes, (vault, asked) => vault.own.isKept(asked.jurisdiction, asked.person)),
  // Each leaves a line: not asked again unasked.
  seeOwn: question('seeOwn', false, of, is.orNull(is.contact), async (vault, asked) => await vault.own.see(asked.jurisdiction, asked.person) ?? null),
  correctOwn: question('correctOwn', false, is.record({ jurisdiction: is.jurisdiction, person: is.person, contact: is.contact }), is.nothing,
    (vault, asked) => vault.own.correct(asked.jurisdiction, asked.person, asked.contact).then(() => null)),
  removeOwn: question('removeOwn', true, of, is.nothing, (vault, asked) => vault.own.remove(asked.jurisdiction, asked.person).then(() => null)),
  // Counts each time it is asked.
  check: question('check', false, is.record<Saying>({ jurisdiction: is.jurisdiction, number: (given) => parseCaseNumber(given), account: is.word, person: is.orNull(is.person), said: is.text(CONTACT_FIELD_MAX.email) }), is.oneOf(...CHECKED),
    (vault, asked) => vault.checks.check(asked)),
  consentOf: question('consentOf', true, of, is.orNull(consent), async (vault, asked) => await vault.consents.of(asked.jurisdiction, asked.person) ?? null),
  offeredWays: question('offeredWays', true, is.nothing, is.channels, (vault) => vault.tellings.offered()),
  agreeTelling: question('agreeTelling', true, is.record({ jurisdiction: is.jurisdiction, person: is.person, telling }), is.yesOrNo,
    (vault, asked) => vault.tellings.agree(asked.jurisdiction, asked.person, asked.telling)),
  tellingOf: question('tellingOf', true, of, is.orNull(telling), async (vault, asked) => await vault.tellings.of(asked.jurisdiction, asked.person) ?? null),
  // Asked again it would be sent again: whoever asks settles that.
  tell: question('tell', false, is.record({ jurisdiction: is.jurisdiction, person: is.person, letter, asking: is.orNull(asking) }), is.told,
    (vault, asked) => vault.tellings.tell(asked.jurisdiction, asked.person, asked.letter, asked.asking ?? undefined)),
  // Known by its own number: taken once, however often it comes.
  reply: question('reply', true, is.record({ jurisdiction: is.jurisdiction, reply: is.record<Reply>({ id: is.text(REPLY_MAX), from: is.text(CONTACT_FIELD_MAX.phone), text: is.text(REPLY_MAX) }) }), is.oneOf(...REPLIED),
    (vault, asked) => vault.answers.reply(asked.jurisdiction, asked.reply)),
  answersWaiting: question('answersWaiting', true, at, is.list(answered, ANSWERS_MAX), (vault, asked) => vault.answers.waiting(asked.jurisdiction)),
  settleAnswer: question('settleAnswer', true, is.record({ jurisdiction: is.jurisdiction, answered, settlement: is.oneOf<Settlement>(...SETTLEMENTS) }), is.nothing,
    (vault, asked) => vault.answers.settle(asked.jurisdiction, asked.answered, asked.settlement).then(() => null)),
  // What is due is taken before it is sent: asked again, it sends what is left.
  helpReplies: question('helpReplies', false, is.record({ jurisdiction: is.jurisdiction, letter }), is.count, (vault, asked) => vault.answers.help(asked.jurisdiction, asked.letter)),
  callsOffered: question('callsOffered', true, is.nothing, is.yesOrNo, (vault) => vault.calls.offered()),
  // Asked again it would ring again.
  connectCall: question('connectCall', false, is.record({ jurisdiction: is.jurisdiction, person: is.person, connecting: is.record<Connecting>({ line: is.word, callback: is.text(is.ADDRESS_MAX) }) }), is.oneOf(...CONNECTED),
    (vault, asked) => vault.calls.connect(asked.jurisdiction, asked.person, asked.connecting)),
  forgetCounts: question('forgetCounts', true, at, is.nothing, (vault, asked) => vault.tellings.forget(asked.jurisdiction).then(() => null)),
} as const;

/** What the vault's own process does with a message. Rejects only with what `vault` rejects with. */
export async function answerTo(vault: Vault, message: unknown): Promise<LinkAnswer> {
  const { ask, with: given } = (typeof message === 'object' && message !== null ? message : {}) as { readonly ask?: unknown; readonly with?: unknown };
  const perform = typeof ask === 'string' && Object.hasOwn(QUESTIONS, ask) ? QUESTIONS[ask as keyof typeof QUESTIONS].perform : undefined;
  return await perform?.(vault, given) ?? { failed: 'not-understood' };
}

function question<Asked, Answer>(name: string, again: boolean, asked: is.Shape<Asked>, answer: is.Shape<Answer>, run: (vault: Vault, asked: Asked) => Promise<Answer>) {
  return {
    name, again, asked, answer, run,
    async perform(vault: Vault, given: unknown): Promise<LinkAnswer | undefined> {
      const read = asked(given);
      return read === undefined ? undefined : { value: await run(vault, read) };
    },
  };
}
