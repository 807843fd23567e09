import type { Instant } from '../../../kernel/instant.ts';
import { KeyValue, Notice } from '../../../ui/components/blocks.tsx';
import { ErrorSummary } from '../../../ui/components/error-summary.tsx';
import { Form, TextArea } from '../../../ui/components/form.tsx';
import { When } from '../../../ui/components/when.tsx';
import type { FormState, PageContext } from '../../../ui/page.ts';
import { Marked, MarkedValue, type Looker } from './mark.tsx';
import { fieldWords, identityMessages } from './messages.ts';

/** Longest reason, in characters: a sentence that the resident will read. */
export const REASON_MAX = 200;

/** What was opened, field by field, under the mark of whoever looks; `gone` where nothing is kept any more. */
export type Shown = { readonly looker: Looker; readonly values: readonly { readonly field: string; readonly value: string }[] } | 'gone';

export type IdentityProps = {
  readonly page: PageContext;
  /** Where the request goes; field sent: `reason` (required). */
  readonly action: string;
  readonly form: FormState;
  /** They did not choose to be named, but agreed to these fields until a day. */
  readonly agreed?: { readonly fields: readonly string[]; readonly until: Instant };
  /** Shown once, on the answer to the request itself; never on a page that can be reloaded. */
  readonly shown?: Shown;
};

/** For the unit that has the case of someone who chose to be named, or agreed until a day: a look is asked for with a reason, and told to them. */
export function IdentityPanel({ page, action, form, shown, agreed }: IdentityProps) {
  const words = identityMessages(page.locale);
  if (shown) return <section class="act"><h2>{words.shown}</h2><ShownIdentity page={page} shown={shown} /></section>;
  return (
    <details class="act" open={Object.keys(form.errors).length > 0}>
      <summary>{words.title}</summary>
      {agreed ? <p class="quiet">{words.agreed(fieldWords(agreed.fields, page.locale))} <When page={page} at={agreed.until} exactness="minute" /></p> : <p class="quiet">{words.hint}</p>}
      <Form page={page} action={action} hidden={form.hidden}>
        <ErrorSummary page={page} form={form} scope="identity" />
        <TextArea page={page} form={form} scope="identity" name="reason" label={words.reason} hint={words.reasonHint} max={REASON_MAX} rows={2} />
        <button type="submit" class="btn act-other">{words.go}</button>
      </Form>
    </details>
  );
}

export function ShownIdentity({ page, shown }: { readonly page: PageContext; readonly shown: Shown }) {
  const words = identityMessages(page.locale);
  if (shown === 'gone') return <Notice tone="careful"><p>{words.gone}</p></Notice>;
  return (
    <>
      <Marked looker={shown.looker}>
        <KeyValue pairs={shown.values.map(({ field, value }) => ({
          key: fieldWords([field], page.locale), value: value === '' ? <span class="quiet">{words.none}</span> : <MarkedValue looker={shown.looker} value={value} />,
        }))} />
      </Marked>
      <p class="quiet">{words.told} {words.marked}</p>
    </>
  );
}
