import type { EventId, JurisdictionCode, PersonRef } from '../../kernel/ids.ts';
import { plusMs, type Instant } from '../../kernel/instant.ts';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../platform/db/actor.ts';
import { contestedReissue, roundOf, type CaseState, type LoadedCase } from '../../slices/cases/index.ts';
import type { FormState, PageContext } from '../../ui/page.ts';
import { myRemovalsOf } from '../removals/views-of.ts';
import { directoryFor } from '../context.ts';
import { myTalk } from '../conversation/talk.ts';
import { myMatter } from '../matters/props.ts';
import { myLooksOf, unrecordedLooks } from '../identity/props.ts';
import { clockViewOf } from '../present/clock.ts';
import { placeWords, topicWords, unitNamer } from '../present/names.ts';
import { answeredBy, nextStepOf } from '../present/next-step.ts';
import { proofOf } from '../present/proof.ts';
import { callView } from '../reach/calls.ts';
import { taskView } from '../reach/tasks.ts';
import { stepsOf } from '../present/story.ts';
import type { Sending } from '../../slices/notices/index.ts';
import type { Services } from '../services.ts';
import type { ConsentView } from '../views/consent/consent.tsx';
import { orAway } from '../vault-away.ts';
import { vocabulary } from '../views/messages.ts';
import { orLate } from '../views/next.ts';
import type { MyCaseProps } from '../views/resident/my-case.tsx';
import { wordsOfResident } from '../views/resident/messages.ts';
import type { Step } from '../views/story.ts';
import { roleWord } from '../views/vocabulary.ts';

type Asking = {
  readonly request: FastifyRequest; readonly services: Services; readonly loaded: LoadedCase; readonly page: PageContext;
  readonly form: FormState; readonly now: Instant;
  /** Of the submission in the record. */
  readonly event: EventId | undefined;
  /** Up to which place of the stream they have read the conversation. */
  readonly readTo: number;
  /** When what they said is erased, where they asked for that. */
  readonly erasureAt: Instant | undefined;
};

/** Everything the resident's own page tells, out of one loaded case. */
export async function myCaseProps({ request, services, loaded, page, form, now, event, readTo, erasureAt }: Asking): Promise<MyCaseProps> {
  const { state, history } = loaded;
  const { facts } = state;
  const { locale } = page;
  const directory = directoryFor(request, services);
  const nameOf = unitNamer(directory, locale);
  const words = vocabulary(locale);
  const round = roundOf(state);
  const resident: Actor = { kind: 'resident', jurisdiction: facts.jurisdiction, caseId: facts.id };
  const { requests, known, sendings } = await services.database.inTransaction(resident, async (tx) => ({
    requests: await services.unsealings.ofCase(tx, facts.id), known: await services.unsealings.looksOf(tx, facts.id), sendings: await services.notices.ofCase(tx, facts.id),
  }));
  const matter = facts.joined && await myMatter(services, { kind: 'resident', jurisdiction: facts.jurisdiction, caseId: facts.id }, directory, page);
  const [consents, notices] = [await orAway(consentsOf(services, state)), await orAway(noticesOf(services, state, sendings))];
  const seen = facts.person === undefined ? [] : await orAway(services.vault.readsOf(facts.jurisdiction, facts.person));
  const steps = stepsOf(history, nameOf, { residentWords: true, officeNotes: true, internal: false });
  const unsorted = facts.topic === directory.topicsTree().at(-1)?.topic.code;
  const clock = clockViewOf(state, now, (reason) => words.pauses[reason as keyof typeof words.pauses] ?? reason, (role) => roleWord(locale, role));
  return {
    page, number: facts.number,
    state: { stage: state.stage, round: round?.number ?? 1, ...lastOutcome(state) },
    topic: unsorted ? wordsOfResident(locale).myUnsorted : topicWords(directory, facts.topic, locale),
    place: [placeWords(directory, facts.place.division, locale), facts.place.address].filter(Boolean).join(' · '),
    ...(round ? { unit: nameOf(round.owner) } : {}),
    kind: words.kinds[facts.kind], anonymity: facts.anonymity, submittedAt: facts.submittedAt,
    words: facts.words === 'erased' ? { state: 'erased' } : { state: 'kept', text: facts.words },
    photos: facts.photos.map((name) => `${page.paths.my}/photos/${name}`),
    ...(facts.publicSummary === undefined ? {} : { summary: facts.publicSummary }),
    next: orLate(nextStepOf(state, directory.intakeUnit, nameOf), now),
    ...(clock ? { clock } : {}),
    steps,
    verdict: facts.erased ? { ask: 'not-yet' } : verdictOf(state, nameOf, form, now, steps),
    isContested: contestedReissue(facts.receipt) !== undefined,
    mayContest: !facts.erased && state.stage === 'diverted' && state.contest === 'open',
    mayWithdraw: !facts.erased && !['solved', 'withdrawn', 'diverted', 'imported-closed'].includes(state.stage),
    ...(consents && consents !== 'away' ? { consents } : {}), ...(erasureAt === undefined ? {} : { erasureAt }),
    ...(matter ? { matter } : {}),
    ...(notices && notices !== 'away' ? { notices } : {}),
    calls: facts.calls.map((call) => callView(call, nameOf, locale)).reverse(),
    tasks: facts.tasks.map((task) => taskView(task, nameOf)),
    removals: myRemovalsOf(state, nameOf), talk: myTalk(state, readTo, { page, nameOf: nameOf as (unit: never) => string }),
    ...(event && facts.words !== 'erased' ? { record: { proof: proofOf(page, event), ownWords: `${page.paths.my}/proof` } } : {}),
    looks: myLooksOf(requests, now, directory, locale),
    seen: seen === 'away' ? 'away' : unrecordedLooks(seen, known, directory, locale),
  };
}

function verdictOf(state: CaseState, nameOf: (unit: never) => string, form: FormState, now: Instant, steps: readonly Step[]): MyCaseProps['verdict'] {
  switch (state.stage) {
    case 'answered':
    case 'unjudged': {
      const answer = steps.findLast((step) => step.kind === 'answered');
      return {
        ask: 'now', unit: nameOf(answeredBy(state.round.answers, state.round.handler) as never), form,
        ...(answer?.said === undefined ? {} : { answer: answer.said }),
      };
    }
    case 'solved':
      return state.recastUntil > now ? { ask: 'again', unit: nameOf(answeredBy(state.round.answers, state.round.handler) as never), form } : { ask: 'not-yet' };
    default:
      return { ask: 'not-yet' };
  }
}

function lastOutcome(state: CaseState): { readonly outcome?: NonNullable<MyCaseProps['state']['outcome']> } {
  const rounds = [...('past' in state ? state.past : []), ...('round' in state && state.round ? [state.round] : [])];
  const outcome = rounds.findLast((round) => round.outcome !== undefined)?.outcome?.outcome;
  return outcome ? { outcome } : {};
}

/** Offered to whoever left a contact to be sealed, while there is anything to be reached about. */
async function consentsOf(services: Services, { facts, stage }: CaseState): Promise<MyCaseProps['consents']> {
  if (facts.person === undefined || facts.anonymity !== 'sealed' || facts.erased || ['solved', 'withdrawn', 'diverted'].includes(stage)) return undefined;
  return { now: await consentNow(services, facts.jurisdiction, facts.person) };
}

/** What they let the unit see now. */
export async function consentNow(services: Services, jurisdiction: JurisdictionCode, person: PersonRef): Promise<ConsentView | undefined> {
  const consent = await services.consents.of(jurisdiction, person);
  return consent && { fields: consent.fields, lastMoment: plusMs(consent.until, -1) };
}

/** For whoever left a contact, while anything can be sent, or was. */
export async function noticesOf({ tellings, waysOffered }: Services, { facts }: CaseState, sendings: readonly Sending[]): Promise<MyCaseProps['notices']> {
  if (facts.person === undefined || facts.erased) return undefined;
  const offered = await waysOffered();
  if (offered.length === 0 && sendings.length === 0) return undefined;
  const telling = await tellings.of(facts.jurisdiction, facts.person);
  return { offered, now: telling?.channels ?? [], sendings };
}
