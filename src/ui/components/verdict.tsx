import { Icon } from '../icon.tsx';
import { wordsOfUi } from '../messages.ts';
import type { FormState, PageContext } from '../page.ts';
import { Form, MainAction, TextArea } from './form.tsx';
import { Faces } from './choice.tsx';

const OUTCOME_ICONS = { solved: 'circle-check', partly: 'circle-dot', unsolved: 'circle-x' } as const;

/**
 * First tap: the outcome (the unit sees it). Three equal buttons that each send the form; a comment is optional and
 * folded away. Second tap, on the next page: `SatisfactionForm`.
 */
export function OutcomeForm({ page, form, question, commentLabel, commentMax }: { readonly page: PageContext; readonly form: FormState; readonly question: string; readonly commentLabel: string; readonly commentMax: number }) {
  const words = wordsOfUi(page.locale);
  const outcomes = [
    { value: 'solved', title: words.outcomeSolved, hint: words.outcomeSolvedHint },
    { value: 'partly', title: words.outcomePartly, hint: words.outcomePartlyHint },
    { value: 'unsolved', title: words.outcomeUnsolved, hint: words.outcomeUnsolvedHint },
  ] as const;
  return (
    <Form page={page} action={page.paths.verdict} hidden={form.hidden} class="verdict" label={question}>
      <details class="verdict-more" open={form.values['comment'] !== undefined && form.values['comment'] !== ''}>
        <summary>{commentLabel}</summary>
        <TextArea page={page} form={form} name="comment" label={commentLabel} max={commentMax} rows={3} optional />
      </details>
      <div class="outcomes">
        {outcomes.map((one) => (
          <button key={one.value} type="submit" class={`outcome outcome-${one.value}`} name="outcome" value={one.value}>
            <Icon name={OUTCOME_ICONS[one.value]} />
            <span class="outcome-title">{one.title}</span>
            <span class="outcome-hint">{one.hint}</span>
          </button>
        ))}
      </div>
    </Form>
  );
}

/** Second tap: five faces, a secret ballot. With `action` given as radios, for a page that has its own send button. */
export function SatisfactionForm({ page, form, question, send }: { readonly page: PageContext; readonly form: FormState; readonly question: string; readonly send?: string }) {
  return (
    <Form page={page} action={page.paths.satisfaction} hidden={form.hidden} class="ballot" label={question}>
      <Faces locale={page.locale} form={form} name="satisfaction" legend={question} as={send === undefined ? 'buttons' : 'radios'} />
      {send !== undefined && <MainAction>{send}</MainAction>}
    </Form>
  );
}
