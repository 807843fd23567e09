import { parseCaseId, parseJurisdictionCode } from '../../kernel/ids.ts';
import { parseInstant } from '../../kernel/instant.ts';
import type { CaseFacts, Place } from './case.ts';
import { ERASED, type CaseFact } from './events.ts';
import type { ImportedClosed, InHand } from './state.ts';

type ImportedFact = Extract<CaseFact, { type: 'case.imported.v1' }>;

/**
 * A case out of another system's table. Open there, it is with its unit: nobody has to sign for what it had before, and no contact is
 * owed where none is known; its answer is.
 */
export function imported(fact: ImportedFact): InHand | ImportedClosed {
  const { open, at, seq } = fact;
  const facts = factsOf(fact);
  if (open.standing === 'closed') return { stage: 'imported-closed', seq, facts, owner: open.owner };
  const { owner, dueAt, answerDueAt } = open;
  return {
    stage: 'signed', seq, facts, acceptedAt: at, past: [],
    round: {
      number: 1, startedAt: at, dueAt, answerDueAt, signDueAt: answerDueAt, owner, handler: owner, assisting: [], receivedAt: at, transfers: 0, declaredMs: 0, objections: [],
      extensions: [], assistance: [], escalations: [], pauses: [], answers: [],
    },
  };
}

function factsOf(fact: ImportedFact): CaseFacts {
  const { open, sealed } = fact;
  const { number, kind, urgency, topic, publishWords, publishPlace, openedDay } = open;
  return {
    id: parseCaseId(fact.stream) ?? notAn('case id'), number, jurisdiction: parseJurisdictionCode(fact.jurisdiction) ?? notAn('jurisdiction'),
    channel: 'import', anonymity: 'anonymous', kind, urgency, topic, place: placeOf(open.division, sealed), words: sealed.words ?? ERASED,
    // Open data by the jurisdiction's rule, or nobody's to read: no reviewer looks through another system's table.
    publishWords, publishPlace, wordsReviewed: publishWords, photos: [], about: [], superiors: [], entry: { by: 'self' },
    receipt: { generation: 1, owed: false, exchanges: 0, ballotsFrom: 1, reissues: [] }, importedFrom: open.source,
    submittedAt: open.openedAt ?? midnightOf(openedDay), submittedDay: openedDay, removals: [], conversation: [], tasks: [], calls: [], erased: false,
  };
}

/** Where the minute is not open data nobody keeps it: 00:00 UTC of the day that the source names. */
function midnightOf(day: string): CaseFacts['submittedAt'] {
  return parseInstant(Date.parse(`${day}T00:00:00Z`)) ?? notAn('day');
}

/** Where it is, as the first event of a case says. */
export function placeOf(division: Place['division'], { address, point }: { readonly address?: string; readonly point?: string }): Place {
  const [latitude, longitude] = (point ?? '').split(' ').map(Number);
  const known = latitude !== undefined && longitude !== undefined && Number.isFinite(latitude) && Number.isFinite(longitude);
  return { division, address: address ?? '', ...(known ? { point: { latitude, longitude } } : {}) };
}

function notAn(what: string): never {
  throw new Error(`case.imported.v1 without a ${what}`);
}
