import type { ComponentChildren } from 'preact';
import { Icon } from '../icon.tsx';
import type { IconName } from '../icon-paths.ts';
import { wordsOfUi } from '../messages.ts';
import type { FormState, HiddenFields, PageContext } from '../page.ts';

/**
 * A POST form that works without script. Browser-side validation is off: the server's words are in the reader's
 * language and keep what was typed.
 */
export function Form(props: {
  readonly page: PageContext;
  readonly action: string;
  readonly hidden?: HiddenFields;
  readonly files?: boolean;
  readonly class?: string;
  readonly label?: string;
  readonly children: ComponentChildren;
}) {
  return (
    <form method="post" action={props.action} enctype={props.files ? 'multipart/form-data' : undefined} class={props.class} aria-label={props.label} noValidate>
      <Hidden fields={props.page.formFields} />
      {props.hidden && <Hidden fields={props.hidden} />}
      {props.children}
    </form>
  );
}

export function Hidden({ fields }: { readonly fields: HiddenFields }) {
  return <>{Object.entries(fields).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}</>;
}

/** The one strong action of a screen, in cinnabar: a link when it leads somewhere, else the button that sends the form. */
export function MainAction(props: {
  readonly href?: string;
  readonly name?: string;
  readonly value?: string;
  readonly icon?: IconName;
  readonly large?: boolean;
  readonly children: ComponentChildren;
}) {
  const look = props.large ? 'btn act-main act-large' : 'btn act-main';
  const inside = <>{props.icon && <Icon name={props.icon} />}<span>{props.children}</span></>;
  if (props.href !== undefined) return <a class={look} href={props.href}>{inside}</a>;
  return <button type="submit" class={look} name={props.name} value={props.value}>{inside}</button>;
}

/** Every other action: `formAction` sends the same form elsewhere. */
export function Button(props: {
  readonly href?: string;
  readonly name?: string;
  readonly value?: string;
  readonly formAction?: string;
  readonly icon?: IconName;
  readonly quiet?: boolean;
  readonly children: ComponentChildren;
}) {
  const look = props.quiet ? 'btn act-quiet' : 'btn act-other';
  const inside = <>{props.icon && <Icon name={props.icon} />}<span>{props.children}</span></>;
  if (props.href !== undefined) return <a class={look} href={props.href}>{inside}</a>;
  return <button type="submit" class={look} name={props.name} value={props.value} formAction={props.formAction}>{inside}</button>;
}

/** Where the fields of one form take what was typed and what is wrong. `scope` keeps ids apart when a page has several forms. */
export type FieldPlace = { readonly page: PageContext; readonly form: FormState; readonly scope?: string };

export function fieldId(scope: string | undefined, name: string): string {
  return scope === undefined ? `f-${name}` : `f-${scope}-${name}`;
}

type FieldProps = FieldPlace & {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly optional?: boolean;
};

/** A labelled one-line input; the error stands beside it and the value stays. */
export function Field(props: FieldProps & {
  readonly type?: 'text' | 'search' | 'tel' | 'email' | 'password' | 'date' | 'datetime-local';
  readonly inputMode?: 'numeric' | 'tel' | 'email';
  readonly autoComplete?: string;
  readonly max?: number;
  readonly short?: boolean;
}) {
  const { name, form, type = 'text' } = props;
  // The element's types are a union by `type`; our few types all share the attributes of a text input.
  const typed = { type } as { type: 'text' };
  return (
    <div class={props.short ? 'field field-short' : 'field'}>
      <FieldLabel {...props} />
      <input
        class={controlClass('form-control', props)} id={fieldId(props.scope, name)} name={name} {...typed}
        {...(props.inputMode === undefined ? {} : { inputMode: props.inputMode })} autoComplete={props.autoComplete} maxLength={props.max}
        value={type === 'password' ? undefined : (form.values[name] ?? '')} {...described(props)}
      />
    </div>
  );
}

/** Many lines. The rule is written under the label; no `maxlength`, because a browser cuts off what is pasted without a word, and the server keeps all of it and says so. */
export function TextArea(props: FieldProps & { readonly max: number; readonly rows?: number; readonly large?: boolean; readonly placeholder?: string }) {
  const words = wordsOfUi(props.page.locale);
  const hint = props.hint === undefined ? words.upTo(props.max) : `${props.hint} ${words.upTo(props.max)}`;
  return (
    <div class="field">
      <FieldLabel {...props} hint={hint} />
      <textarea
        class={controlClass(props.large ? 'form-control voice' : 'form-control', props)} id={fieldId(props.scope, props.name)} name={props.name}
        rows={props.rows ?? 5} placeholder={props.placeholder} {...described({ ...props, hint })}
      >{props.form.values[props.name] ?? ''}</textarea>
    </div>
  );
}

export type Choice = { readonly value: string; readonly label: string; readonly hint?: string };
export type ChoiceGroup = { readonly label: string; readonly choices: readonly Choice[] };

/** A list to choose one from, flat or grouped. `empty` is the first line, with the empty value. */
export function Select(props: FieldProps & { readonly empty?: string; readonly choices?: readonly Choice[]; readonly groups?: readonly ChoiceGroup[]; readonly suggested?: string }) {
  const chosen = props.form.values[props.name] ?? props.suggested ?? '';
  const option = (one: Choice) => <option key={one.value} value={one.value} selected={one.value === chosen}>{one.label}</option>;
  return (
    <div class="field">
      <FieldLabel {...props} />
      <select class={controlClass('form-select', props)} id={fieldId(props.scope, props.name)} name={props.name} {...described(props)}>
        {props.empty !== undefined && <option value="" selected={chosen === ''}>{props.empty}</option>}
        {props.choices?.map(option)}
        {props.groups?.map((group) => <optgroup key={group.label} label={group.label}>{group.choices.map(option)}</optgroup>)}
      </select>
    </div>
  );
}

/** A plain file input: phones offer the camera by themselves. */
export function PhotoPicker(props: FieldPlace & { readonly name: string; readonly label: string; readonly countMax: number; readonly megabytesMax: number }) {
  const hint = wordsOfUi(props.page.locale).photoRule(props.countMax, props.megabytesMax);
  const all = { ...props, hint, optional: true };
  return (
    <div class="field">
      <FieldLabel {...all} />
      <input class={controlClass('form-control', all)} id={fieldId(props.scope, props.name)} name={props.name} type="file" accept="image/*" multiple {...described(all)} />
    </div>
  );
}

export function FieldLabel(props: FieldProps) {
  const id = fieldId(props.scope, props.name);
  const words = wordsOfUi(props.page.locale);
  return (
    <>
      <label class="form-label" for={id}>{props.label}{props.optional && <span class="optional">{words.optional}</span>}</label>
      {props.hint && <p class="hint" id={`${id}-hint`}>{props.hint}</p>}
      <FieldError {...props} />
    </>
  );
}

export function FieldError(props: FieldPlace & { readonly name: string }) {
  const error = props.form.errors[props.name];
  if (error === undefined) return null;
  return (
    <p class="mistake" id={`${fieldId(props.scope, props.name)}-error`}>
      <Icon name="alert-triangle" /><span class="unseen">{wordsOfUi(props.page.locale).error}</span>{error}
    </p>
  );
}

/** The attributes that tie an input to its hint and its error for a screen reader. */
export function described(props: FieldPlace & { readonly name: string; readonly hint?: string }) {
  const id = fieldId(props.scope, props.name);
  const wrong = props.form.errors[props.name] !== undefined;
  const by = [props.hint && `${id}-hint`, wrong && `${id}-error`].filter(Boolean).join(' ');
  return { 'aria-describedby': by || undefined, 'aria-invalid': wrong ? ('true' as const) : undefined };
}

function controlClass(base: string, props: FieldPlace & { readonly name: string }): string {
  return props.form.errors[props.name] === undefined ? base : `${base} is-wrong`;
}
