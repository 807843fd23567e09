import { unreachable } from '../../../kernel/unreachable.ts';
import { RadioCards } from '../../../ui/components/choice.tsx';
import { Field, Select, TextArea, type ChoiceGroup, type FieldPlace } from '../../../ui/components/form.tsx';
import { vocabulary } from '../messages.ts';
import { choicesOf } from '../vocabulary.ts';
import { wordsOfConsole } from './messages.ts';

/** As `decide` refuses longer ones. */
const NOTE_MAX = 2_000;

export type FurtherAct =
  | { readonly act: 'convening'; readonly units: readonly ChoiceGroup[] }
  | { readonly act: 'extension' | 'assistance' | 'hard-case' | 'review' | 'note' };

/** What a unit does beside signing, speaking and answering. */
export function FurtherFields({ at, one }: { readonly at: FieldPlace; readonly one: FurtherAct }) {
  const words = wordsOfConsole(at.page.locale);
  const { extensionGrounds } = vocabulary(at.page.locale);
  switch (one.act) {
    case 'extension': return (
      <>
        <Select {...at} name="ground" label={words.extensionGround} empty={words.choose} choices={choicesOf(extensionGrounds)} />
        <TextArea {...at} name="explanation" label={words.explanation} max={NOTE_MAX} rows={3} />
      </>
    );
    case 'convening': return <Convening at={at} units={one.units} />;
    case 'assistance': return <TextArea {...at} name="words" label={words.assistanceWords} max={NOTE_MAX} rows={4} />;
    case 'note': return <TextArea {...at} name="words" label={words.noteWords} max={NOTE_MAX} rows={3} />;
    case 'hard-case': return <HardCase at={at} />;
    case 'review': return (
      <>
        <TextArea {...at} name="progress" label={words.progress} max={NOTE_MAX} rows={4} />
        <Field {...at} name="reviewOn" label={words.reviewOn} type="date" short />
      </>
    );
    default: return unreachable(one);
  }
}

function Convening({ at, units }: { readonly at: FieldPlace; readonly units: readonly ChoiceGroup[] }) {
  const words = wordsOfConsole(at.page.locale);
  return (
    <>
      <Select {...at} name="units" label={words.conveningUnits} empty={words.choose} groups={units} />
      <TextArea {...at} name="note" label={words.conveningNote} max={NOTE_MAX} rows={3} />
    </>
  );
}

function HardCase({ at }: { readonly at: FieldPlace }) {
  const words = wordsOfConsole(at.page.locale);
  return (
    <>
      <Select {...at} name="ground" label={words.hardGround} empty={words.choose} choices={choicesOf(vocabulary(at.page.locale).hardGrounds)} />
      <TextArea {...at} name="reason" label={words.hardReason} hint={words.hardReasonHint} max={NOTE_MAX} rows={3} />
      <TextArea {...at} name="plan" label={words.hardPlan} hint={words.hardPlanHint} max={NOTE_MAX} rows={4} />
      <Field {...at} name="reviewOn" label={words.reviewOn} type="date" short />
      <RadioCards {...at} name="inPublic" legend={words.hardInPublic} choices={[
        { value: 'yes', label: words.inPublicYes, hint: words.hardPublicYesHint }, { value: 'no', label: words.inPublicNo, hint: words.hardPublicNoHint },
      ]} />
    </>
  );
}
