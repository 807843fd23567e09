import { Icon } from '../icon.tsx';
import type { IconName } from '../icon-paths.ts';
import { wordsOfUi } from '../messages.ts';
import { described, FieldError, fieldId, type Choice, type FieldPlace } from './form.tsx';
import type { Locale } from '../../platform/i18n/index.ts';

type GroupProps = FieldPlace & {
  readonly name: string;
  readonly legend: string;
  readonly hint?: string;
  readonly optional?: boolean;
  readonly choices: readonly (Choice & { readonly icon?: IconName })[];
  /** Chosen when nothing was chosen yet. */
  readonly preset?: string;
  /** The legend is also a heading of the page. */
  readonly heading?: boolean;
};

/** One of a few, each with its consequence in one line. The whole card is the target. */
export function RadioCards(props: GroupProps & { readonly layout?: 'stack' | 'row' }) {
  const chosen = props.form.values[props.name] ?? props.preset;
  return (
    <fieldset class={props.layout === 'row' ? 'cards cards-row' : 'cards'} id={fieldId(props.scope, props.name)} {...described(props)}>
      <Legend {...props} />
      {props.choices.map((one) => {
        const id = `${fieldId(props.scope, props.name)}-${one.value || 'none'}`;
        return (
          <div class="option" key={one.value}>
            <input type="radio" id={id} name={props.name} value={one.value} checked={one.value === chosen} aria-describedby={one.hint ? `${id}-hint` : undefined} />
            <label for={id}>
              <span class="option-title">{one.icon && <Icon name={one.icon} />}{one.label}</span>
              {one.hint && <span class="option-hint" id={`${id}-hint`}>{one.hint}</span>}
            </label>
          </div>
        );
      })}
    </fieldset>
  );
}

/** A single yes. Unticked is no: nothing is ever ticked beforehand. */
export function Tick(props: FieldPlace & { readonly name: string; readonly value: string; readonly label: string; readonly hint?: string }) {
  const id = fieldId(props.scope, props.name);
  return (
    <div class="option option-tick">
      <FieldError {...props} />
      <input type="checkbox" id={id} name={props.name} value={props.value} checked={props.form.values[props.name] === props.value} {...described(props)} />
      <label for={id}>
        <span class="option-title">{props.label}</span>
        {props.hint && <span class="option-hint" id={`${id}-hint`}>{props.hint}</span>}
      </label>
    </div>
  );
}

function Legend(props: GroupProps) {
  const id = fieldId(props.scope, props.name);
  const words = wordsOfUi(props.page.locale);
  const inside = <>{props.legend}{props.optional && <span class="optional">{words.optional}</span>}</>;
  return (
    <>
      <legend class={props.heading ? 'legend-heading' : 'form-label'}>{props.heading ? <h2>{inside}</h2> : inside}</legend>
      {props.hint && <p class="hint" id={`${id}-hint`}>{props.hint}</p>}
      <FieldError {...props} />
    </>
  );
}

const FACES = [
  { level: 1, icon: 'mood-cry' }, { level: 2, icon: 'mood-sad' }, { level: 3, icon: 'mood-empty' },
  { level: 4, icon: 'mood-smile' }, { level: 5, icon: 'mood-happy' },
] as const;

/**
 * Five levels (GB/T 39735-2020), each a face with its word. As `buttons`, one tap sends the form; as `radios`, it waits
 * for the form's own button. None is chosen beforehand, and all look alike: no hint of which answer is wanted.
 */
export function Faces({ form, name, legend, as, locale }: FacesProps) {
  const words = wordsOfUi(locale).faces;
  return (
    <fieldset class="faces">
      <legend class="unseen">{legend}</legend>
      {FACES.map(({ level, icon }) => {
        const inside = <><Icon name={icon} /><span>{words[level - 1]}</span></>;
        if (as === 'buttons') return <button key={level} type="submit" class="face" name={name} value={level}>{inside}</button>;
        const id = `f-${name}-${level}`;
        return (
          <div class="face-choice" key={level}>
            <input type="radio" id={id} name={name} value={level} checked={form.values[name] === String(level)} />
            <label class="face" for={id}>{inside}</label>
          </div>
        );
      })}
    </fieldset>
  );
}

type FacesProps = {
  readonly locale: Locale;
  readonly form: FieldPlace['form'];
  readonly name: string;
  readonly legend: string;
  readonly as: 'buttons' | 'radios';
};
