import type { UnitId } from '../../kernel/ids.ts';
import { choiceField, dateField, textField } from '../../platform/http/fields.ts';
import { EXTENSION_GROUNDS, HARD_GROUNDS, NOTE_MAX } from '../../slices/cases/index.ts';
import type { CaseAct } from '../../ui/page.ts';
import { webMessages } from '../messages.ts';
import { DAYS, endOfDay, unitOf, wrong, type Read, type Reader } from './read-act.ts';

/** Forms for what a unit does beside signing, speaking and answering. */
export function readFurther(act: Extract<CaseAct, 'extension' | 'convening' | 'assistance' | 'hard-case' | 'review' | 'note'>, reader: Reader): Read {
  switch (act) {
    case 'extension': return readExtension(reader);
    case 'convening': return readConvening(reader);
    case 'assistance': return readWords(reader, 'assist');
    case 'note': return readWords(reader, 'note');
    case 'hard-case': return readHardCase(reader);
    case 'review': return readReview(reader);
  }
}

function readExtension({ form, locale }: Reader): Read {
  const ground = choiceField(form, 'ground', EXTENSION_GROUNDS, { required: true });
  const explanation = textField(form, 'explanation', { max: NOTE_MAX, required: true });
  if (ground.refused || explanation.refused) return wrong(locale, ground, explanation);
  return { act: { do: 'extend', ground: ground.value, explanation: explanation.value } };
}

function readConvening({ form, directory, locale }: Reader): Read {
  const note = textField(form, 'note', { max: NOTE_MAX, required: true });
  if (note.refused) return wrong(locale, note);
  const units = (form.values.get('units') ?? []).filter((text) => text !== '').map((text) => unitOf(text, directory));
  if (units.includes(undefined)) return { mistakes: { units: webMessages(locale).unknownUnit } };
  return { act: { do: 'convene', units: [...new Set(units)] as UnitId[], note: note.value } };
}

function readWords({ form, locale }: Reader, act: 'assist' | 'note'): Read {
  const words = textField(form, 'words', { max: NOTE_MAX, required: true });
  return words.refused ? wrong(locale, words) : { act: { do: act, words: words.value } };
}

function readHardCase({ form, directory, locale }: Reader): Read {
  const ground = choiceField(form, 'ground', HARD_GROUNDS, { required: true });
  const reason = textField(form, 'reason', { max: NOTE_MAX, required: true });
  const plan = textField(form, 'plan', { max: NOTE_MAX, required: true });
  const reviewOn = dateField(form, 'reviewOn', { ...DAYS, required: true });
  const inPublic = choiceField(form, 'inPublic', ['yes', 'no'], { required: true });
  if (ground.refused || reason.refused || plan.refused || reviewOn.refused || inPublic.refused) return wrong(locale, ground, reason, plan, reviewOn, inPublic);
  return {
    act: {
      do: 'list-hard', ground: ground.value, reason: reason.value, plan: plan.value, reviewAt: endOfDay(reviewOn.value, directory), ...(inPublic.value === 'yes' ? { inPublic: true } : {}),
    },
  };
}

function readReview({ form, directory, locale }: Reader): Read {
  const progress = textField(form, 'progress', { max: NOTE_MAX, required: true });
  const reviewOn = dateField(form, 'reviewOn', { ...DAYS, required: true });
  if (progress.refused || reviewOn.refused) return wrong(locale, progress, reviewOn);
  return { act: { do: 'review-hard', progress: progress.value, reviewAt: endOfDay(reviewOn.value, directory) } };
}
