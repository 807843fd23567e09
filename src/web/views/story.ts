import type { Instant } from '../../kernel/instant.ts';
import type { Outcome } from '../../kernel/outcome.ts';
import { unreachable } from '../../kernel/unreachable.ts';
import { formatDay } from '../../platform/i18n/index.ts';
import type { Channel, Diversion, Escalation, ExtensionGround, HardGround, ObjectionGround, Pause } from '../../slices/cases/case.ts';
import { RELATIONS, type Relation } from '../../slices/cases/receipt.ts';
import type { Turn } from '../../ui/components/timeline.tsx';
import type { PageContext } from '../../ui/page.ts';
import { vocabulary, wordsOfStory } from './messages.ts';
import { reachMessages } from './reach/messages.ts';
import { receiptMessages } from './receipts/messages.ts';
import { hidingSentence, type HidingStep } from './removals/story.ts';

/**
 * One step of a case's history as a page tells it. Names of units in the reader's language; `said` is what was written
 * there, and is left out wherever the reader may not see it.
 */
export type Step = { readonly at: Instant } & (
  /** `entered`: the office or the sort of person who typed it in for them. */
  | { readonly kind: 'submitted'; readonly channel?: Channel; readonly entered?: string | Relation; readonly said?: string }
  /** Taken over from another system; `opened` is that system's word. */
  | { readonly kind: 'imported'; readonly source: string; readonly opened?: Instant; readonly unit: string; readonly closed: boolean }
  | { readonly kind: 'asked'; readonly unit: string }
  | { readonly kind: 'replied' }
  | { readonly kind: 'accepted' | 'signed' | 'resumed' | 'summarised'; readonly unit: string }
  | { readonly kind: 'contacted'; readonly unit: string; readonly said?: string }
  | { readonly kind: 'diverted'; readonly unit: string; readonly reason: Diversion; readonly said?: string }
  | { readonly kind: 'contested'; readonly said?: string }
  | { readonly kind: 'settled'; readonly unit: string; readonly stays: boolean; readonly said?: string }
  | { readonly kind: 'dispatched'; readonly by: string; readonly unit: string }
  | { readonly kind: 'transferred'; readonly by: string; readonly from: string; readonly unit: string; readonly said?: string }
  | { readonly kind: 'objected'; readonly unit: string; readonly ground: ObjectionGround; readonly said?: string }
  | { readonly kind: 'objection-ruled'; readonly by: string; readonly upheld: boolean; readonly from: string; readonly unit: string; readonly said?: string }
  | { readonly kind: 'extended'; readonly unit: string; readonly ground: ExtensionGround; readonly said?: string }
  | { readonly kind: 'convened'; readonly unit: string; readonly units: readonly string[]; readonly said?: string }
  | { readonly kind: 'assisted' | 'hard-reviewed' | 'noted'; readonly unit: string; readonly said?: string }
  | { readonly kind: 'hard-listed'; readonly unit: string; readonly ground: HardGround; readonly said?: string }
  | { readonly kind: 'joined'; readonly unit: string }
  | { readonly kind: 'parted'; readonly unit: string; readonly said?: string }
  /** By a public declaration; `back`: it counts no longer. */
  | { readonly kind: 'redated'; readonly unit: string; readonly back: boolean; readonly said?: string }
  | { readonly kind: 'paused'; readonly unit: string; readonly reason: Pause }
  /** `hidden` says under which rule the answer is out of sight, and by whom. */
  | { readonly kind: 'answered'; readonly unit: string; readonly said?: string; readonly hidden?: string }
  | { readonly kind: 'judged'; readonly outcome: Outcome; readonly callBack: boolean; readonly said?: string }
  | { readonly kind: 'reopened'; readonly owner: string }
  | { readonly kind: 'escalated'; readonly cause: Escalation; readonly unit: string }
  /** Whom the system reminded: the resident of a verdict, or an office of what it owes. */
  | { readonly kind: 'reminded'; readonly office?: string }
  | { readonly kind: 'unjudged' }
  | { readonly kind: 'withdrawn'; readonly said?: string }
  | HidingStep
  /** Work that somebody outside was to do; `unit` is empty for the resident's acts and the organisation's. */
  | { readonly kind: 'task'; readonly what: 'drafted' | 'approved' | 'refused' | 'withdrawn' | 'done' | 'not-done'; readonly unit: string; readonly said?: string }
  /** A call that was connected without its number being seen; `unit` is whose call it was, empty for the resident's objection. */
  | { readonly kind: 'call'; readonly what: 'asked' | 'reached' | 'no-answer' | 'refused' | 'not-connected' | 'contested'; readonly unit: string; readonly said?: string }
  /** What became of the code; on the resident's own page alone. `unit` is empty for their own acts. */
  | { readonly kind: 'receipt'; readonly what: 'exchanged' | 'asked' | 'reissued' | 'contested' | 'upheld' | 'overturned'; readonly unit: string; readonly said?: string }
);

/** Of a page, the language it is spoken in. */
type Spoken = Pick<PageContext, 'locale'>;

/** A day without a minute stands at noon of UTC: there it is that day. */
const NOON_OF_A_DAY = 'UTC';

/** `reader` is the resident on their own page ("You said this"), or anyone else. */
export function turnsOf(page: Spoken, steps: readonly Step[], reader: 'resident' | 'other'): readonly Turn[] {
  const words = wordsOfStory(page.locale);
  const resident = reader === 'resident' ? words.you : words.resident;
  return steps.map((step) => turnOf(page, step, resident));
}

/** For pages that show the first words in full above: the story does not say them twice. */
export function withoutOpening(steps: readonly Step[]): readonly Step[] {
  return steps.map((step) => (step.kind === 'submitted' ? { at: step.at, kind: step.kind, ...(step.channel ? { channel: step.channel } : {}), ...(step.entered === undefined ? {} : { entered: step.entered }) } : step));
}

function turnOf(page: Spoken, step: Step, resident: string): Turn {
  const words = wordsOfStory(page.locale);
  const { channels, diversions, pauses, escalations, extensionGrounds, hardGrounds, objectionGrounds, outcomes } = vocabulary(page.locale);
  const by = (voice: Turn['voice'], speaker: string, what: string, icon?: Turn['icon']): Turn => ({
    at: step.at, voice, speaker, what, ...('said' in step && step.said !== undefined ? { words: step.said } : {}), ...('hidden' in step && step.hidden !== undefined ? { tombstone: step.hidden } : {}),
    ...(icon ? { icon } : {}),
  });
  switch (step.kind) {
    case 'submitted': return by('resident', resident, (step.channel ? words.submitted(channels[step.channel]) : words.submittedSomehow) + enteredBy(page, step.entered), 'message');
    case 'imported': return by('system', words.system, (step.closed ? words.importedClosed : words.importedOpen)(step.source, step.opened === undefined ? '' : formatDay(step.opened, NOON_OF_A_DAY, page.locale), step.unit), 'arrow-right');
    case 'accepted': return by('system', step.unit, words.accepted);
    case 'signed': return by('system', step.unit, words.signed, 'check');
    case 'contacted': return by('system', step.unit, words.contacted, 'phone');
    case 'asked': return by('system', step.unit, words.asked, 'message');
    case 'replied': return by('system', resident, words.replied, 'message');
    case 'resumed': return by('system', step.unit, words.resumed, 'clock');
    case 'summarised': return by('system', step.unit, words.summarised, 'file-text');
    case 'diverted': return by('unit', step.unit, words.diverted(diversions[step.reason]), 'arrows-exchange');
    case 'contested': return by('resident', resident, words.contested, 'scale');
    case 'settled': return by('unit', step.unit, step.stays ? words.settledStays : words.settledAccepted, 'scale');
    case 'dispatched': return by('system', step.by, words.dispatched(step.unit), 'arrow-right');
    case 'transferred': return by('unit', step.by, words.transferred(step.from, step.unit), 'arrows-exchange');
    case 'objected': return by('unit', step.unit, words.objected(objectionGrounds[step.ground]), 'scale');
    case 'objection-ruled': return by('unit', step.by, step.upheld ? words.objectionUpheld(step.from, step.unit) : words.objectionOverruled(step.unit), 'scale');
    case 'joined': return by('unit', step.unit, words.joined, 'clock');
    case 'parted': return by('unit', step.unit, words.parted, 'clock');
    case 'redated': return by('unit', step.unit, step.back ? words.redatedBack : words.redated, 'clock');
    case 'extended': return by('unit', step.unit, words.extended(extensionGrounds[step.ground]), 'clock');
    case 'convened': return by('unit', step.unit, words.convened(step.units.join(' · ')), 'building');
    case 'assisted': return by('unit', step.unit, words.assisted, 'check');
    case 'hard-listed': return by('unit', step.unit, words.hardListed(hardGrounds[step.ground]), 'file-text');
    case 'hard-reviewed': return by('unit', step.unit, words.hardReviewed, 'file-text');
    case 'noted': return by('unit', step.unit, words.noted, 'message');
    case 'paused': return by('system', step.unit, words.paused(pauses[step.reason]), 'player-pause');
    case 'answered': return by('unit', step.unit, words.answered, 'building');
    case 'judged': return by('resident', resident, words.judged(outcomes[step.outcome]) + (step.callBack ? words.callBack : ''), JUDGED_ICONS[step.outcome]);
    case 'reopened': return by('system', words.system, words.reopened(step.owner), 'arrow-back-up');
    case 'escalated': return by('system', words.system, words.escalated(escalations[step.cause], step.unit), 'arrow-up');
    case 'reminded': return by('system', words.system, step.office === undefined ? words.reminded : words.remindedOffice(step.office), 'message');
    case 'unjudged': return by('system', words.system, words.unjudged, 'circle-minus');
    case 'withdrawn': return by('resident', resident, words.withdrawn, 'circle-minus');
    case 'hiding': return by(step.what === 'contested' ? 'resident' : 'system', step.what === 'contested' ? resident : step.unit || words.system, hidingSentence(page.locale, step), 'eye-off');
    case 'task': {
      const isResidents = step.what === 'approved' || step.what === 'refused';
      const { steps, party } = reachMessages(page.locale);
      return by(isResidents ? 'resident' : 'system', isResidents ? resident : step.unit || party, steps[step.what], 'arrow-right');
    }
    case 'call': return by(step.what === 'contested' ? 'resident' : 'system', step.unit || resident, reachMessages(page.locale).calls[step.what], 'phone');
    case 'receipt': return by(step.what === 'contested' ? 'resident' : 'system', step.unit || resident, receiptMessages(page.locale).steps[step.what], 'lock');
    default: return unreachable(step);
  }
}

function enteredBy({ locale }: Spoken, who: string | undefined): string {
  if (who === undefined) return '';
  const relation = RELATIONS.find((one) => one === who);
  return wordsOfStory(locale).enteredBy(relation === undefined ? who : vocabulary(locale).relations[relation]);
}

const JUDGED_ICONS = { solved: 'circle-check', partly: 'circle-dot', unsolved: 'circle-x' } as const;
