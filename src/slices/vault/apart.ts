import { accept, refuse } from '../../kernel/refusal.ts';
import { LinkAway, type Link } from '../../platform/link/index.ts';
import { QUESTIONS, type Question } from './questions.ts';
import { REFS_MAX, type Vault } from './vault.ts';

/** The vault in a process of its own, asked over a link. It holds the keys and the rows; here is neither. Closing it ends the link. */
export function connectVault(link: Link): Vault {
  const ask = async <Asked, Answer>(question: Question<Asked, Answer>, asked: Asked): Promise<Answer> => {
    const answer = question.answer(await link.ask({ ask: question.name, with: asked }, question.again));
    if (answer === undefined) throw new Error(`the vault answered ${question.name} with another shape`);
    return answer;
  };
  return {
    deposit: (jurisdiction, key, { name, phone, email, note }) => ask(QUESTIONS.deposit, { jurisdiction, key, contact: { name, phone, email, note } }),
    async confirm(jurisdiction, ...persons) {
      for (let from = 0; from < persons.length; from += REFS_MAX) await ask(QUESTIONS.confirm, { jurisdiction, persons: persons.slice(from, from + REFS_MAX) });
    },
    unconfirmed: (jurisdiction) => ask(QUESTIONS.unconfirmed, { jurisdiction }),
    eraseUnconfirmed: (jurisdiction, persons, before) => ask(QUESTIONS.eraseUnconfirmed, { jurisdiction, persons, before }),
    older: (jurisdiction, keptMs, after) => ask(QUESTIONS.older, { jurisdiction, keptMs, after }),
    missing: (jurisdiction, persons) => ask(QUESTIONS.missing, { jurisdiction, persons }),
    // Callers may know more of a look than the vault is told.
    open: async ({ jurisdiction, person, view, role, unit, fields, purpose, reason }) => await ask(QUESTIONS.open, { jurisdiction, person, view, role, unit, fields, purpose, reason }) ?? undefined,
    async erase(jurisdiction, person) { await ask(QUESTIONS.erase, { jurisdiction, person }); },
    async readsOf(jurisdiction, person) {
      return (await ask(QUESTIONS.readsOf, { jurisdiction, person })).map(({ view, ...read }) => ({ ...read, ...(view ? { view } : {}) }));
    },
    checks: { check: (saying) => ask(QUESTIONS.check, saying) },
    consents: {
      async give(jurisdiction, person, { fields, until }) {
        const kind = await ask(QUESTIONS.giveConsent, { jurisdiction, person, consent: { fields, until } });
        return kind === null ? accept(undefined) : refuse({ kind });
      },
      async revoke(jurisdiction, person) { await ask(QUESTIONS.revokeConsent, { jurisdiction, person }); },
      of: async (jurisdiction, person) => await ask(QUESTIONS.consentOf, { jurisdiction, person }) ?? undefined,
    },
    tellings: {
      offered: () => ask(QUESTIONS.offeredWays, null),
      agree: (jurisdiction, person, telling) => ask(QUESTIONS.agreeTelling, { jurisdiction, person, telling }),
      of: async (jurisdiction, person) => await ask(QUESTIONS.tellingOf, { jurisdiction, person }) ?? undefined,
      tell: (jurisdiction, person, letter, asking) => ask(QUESTIONS.tell, { jurisdiction, person, letter, asking: asking ?? null }),
      async forget(jurisdiction) { await ask(QUESTIONS.forgetCounts, { jurisdiction }); },
    },
    own: {
      isKept: (jurisdiction, person) => ask(QUESTIONS.isKept, { jurisdiction, person }),
      see: async (jurisdiction, person) => await ask(QUESTIONS.seeOwn, { jurisdiction, person }) ?? undefined,
      async correct(jurisdiction, person, contact) { await ask(QUESTIONS.correctOwn, { jurisdiction, person, contact }); },
      async remove(jurisdiction, person) { await ask(QUESTIONS.removeOwn, { jurisdiction, person }); },
    },
    answers: {
      reply: (jurisdiction, { id, from, text }) => ask(QUESTIONS.reply, { jurisdiction, reply: { id, from, text } }),
      waiting: (jurisdiction) => ask(QUESTIONS.answersWaiting, { jurisdiction }),
      async settle(jurisdiction, answered, settlement) { await ask(QUESTIONS.settleAnswer, { jurisdiction, answered, settlement }); },
      help: (jurisdiction, letter) => ask(QUESTIONS.helpReplies, { jurisdiction, letter }),
    },
    calls: {
      offered: () => ask(QUESTIONS.callsOffered, null),
      connect: (jurisdiction, person, connecting) => ask(QUESTIONS.connectCall, { jurisdiction, person, connecting }),
    },
    isApart: true,
    state: () => ask(QUESTIONS.state, null).then(() => 'answers' as const, (error: unknown) => (error instanceof LinkAway ? error.why : 'away')),
    close: () => link.close(),
  };
}
