import { wordsOfUi } from '../messages.ts';
import { Select, type ChoiceGroup, type FieldPlace } from './form.tsx';

/** A town with the villages or communities below it, as the picker lists them. */
export type PlaceOption = { readonly code: string; readonly name: string; readonly below: readonly { readonly code: string; readonly name: string }[] };

/**
 * Place without a map or script: one list, villages grouped under their town, the town itself first in its group, and
 * "I cannot say where" as a full answer.
 */
export function PlacePicker(props: FieldPlace & { readonly name: string; readonly places: readonly PlaceOption[]; readonly label?: string; readonly hint?: string }) {
  const words = wordsOfUi(props.page.locale);
  const groups: ChoiceGroup[] = props.places.map((town) => ({
    label: town.name,
    choices: [{ value: town.code, label: town.name }, ...town.below.map((one) => ({ value: one.code, label: `${town.name} · ${one.name}` }))],
  }));
  return (
    <Select
      page={props.page} form={props.form} {...(props.scope === undefined ? {} : { scope: props.scope })} name={props.name}
      label={props.label ?? words.placeLabel} hint={props.hint ?? words.placeHint} empty={words.placeUnknown} groups={groups}
    />
  );
}

/** A topic of the first level with its topics, named as residents say them. */
export type TopicOption = { readonly name: string; readonly topics: readonly { readonly code: string; readonly name: string }[] };

/** "I do not know" comes first: nobody has to know how a government sorts its work. */
export function TopicPicker(props: FieldPlace & { readonly name: string; readonly label: string; readonly hint?: string; readonly topics: readonly TopicOption[]; readonly required?: boolean }) {
  const words = wordsOfUi(props.page.locale);
  const groups = props.topics.map((group) => ({ label: group.name, choices: group.topics.map((one) => ({ value: one.code, label: one.name })) }));
  return (
    <Select
      page={props.page} form={props.form} {...(props.scope === undefined ? {} : { scope: props.scope })} name={props.name} label={props.label}
      {...(props.hint === undefined ? {} : { hint: props.hint })} optional={!props.required} empty={props.required ? words.placePick : words.topicUnknown} groups={groups}
    />
  );
}
