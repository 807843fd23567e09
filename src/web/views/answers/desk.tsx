import type { Pair } from '../../../ui/components/blocks.tsx';
import { Block, EmptyState, KeyValue, Notice, Pager } from '../../../ui/components/blocks.tsx';
import { RadioCards } from '../../../ui/components/choice.tsx';
import { ErrorSummary } from '../../../ui/components/error-summary.tsx';
import { Button, Field, FieldError, Form, MainAction, Select, TextArea, type ChoiceGroup } from '../../../ui/components/form.tsx';
import { Page } from '../../../ui/layout.tsx';
import type { FormState, PageContext } from '../../../ui/page.ts';
import { ANSWER_MAX, LINK_MAX, QUESTION_MAX, SOURCE_MAX, SOURCES_MAX } from '../../../slices/knowledge/decide.ts';
import { choicesOf } from '../vocabulary.ts';
import { AnswerList, type AnswerRow } from './answers.tsx';
import { answerWords, withdrawalWords } from './messages.ts';

export const ANSWER_DONE = ['done', 'renewed', 'taken'] as const;
export type AnswerDone = (typeof ANSWER_DONE)[number];

/** What the reader's unit has written. */
export function AnswerDeskPage({ page, rows, done, previous, next }: { readonly page: PageContext; readonly rows: readonly AnswerRow[]; readonly done?: AnswerDone; readonly previous?: string | undefined; readonly next?: string | undefined }) {
  const words = answerWords(page.locale);
  return (
    <Page page={page} title={words.deskTitle} section="console" width="wide" personal>
      {done && <Notice tone="done"><p>{words[done]}</p></Notice>}
      <div class="heading"><h1>{words.deskTitle}</h1><p class="lead">{words.deskLead}</p></div>
      <div class="acts"><MainAction href={`${page.paths.answerDesk}/new`}>{words.deskNew}</MainAction></div>
      {rows.length === 0 && <EmptyState title={words.deskEmpty} action={{ href: page.paths.answers, word: words.title }}><p>{words.deskEmptyHint}</p></EmptyState>}
      <AnswerList page={page} rows={rows} />
      <Pager page={page} previous={previous} next={next} />
    </Page>
  );
}

export type AnswerFormProps = {
  readonly page: PageContext; readonly form: FormState; readonly topics: readonly ChoiceGroup[];
  /** The last day that may be chosen, in words. */
  readonly latest: string;
  /** Absent for a new one. */
  readonly entry?: { readonly id: string; readonly facts: readonly Pair[]; readonly state: 'own' | 'others' | 'withdrawn' };
  readonly withdrawing?: FormState;
};

/** Fields sent: `question`, `answer`, `topic`, `source1`–`source3`, `day1`–`day3`, `link1`–`link3`, `validUntil`, and for a change `follows` (the version it changes). */
export function AnswerFormPage({ page, form, topics, latest, entry, withdrawing }: AnswerFormProps) {
  const words = answerWords(page.locale);
  const title = entry ? words.editTitle : words.newTitle;
  const at = { page, form };
  const isOpen = entry === undefined || entry.state === 'own';
  return (
    <Page page={page} title={title} section="console" width="reading" personal>
      <div class="heading"><h1>{title}</h1><p class="lead">{entry ? words.editLead : words.newLead}</p></div>
      <ErrorSummary page={page} form={form} />
      {entry && <KeyValue pairs={entry.facts} />}
      {!isOpen && <Notice tone="know"><p>{entry.state === 'others' ? words.notYours : words.withdrawn}</p></Notice>}
      {isOpen && (
        <Form page={page} action={entry ? `${page.paths.answerDesk}/${entry.id}` : page.paths.answerDesk} hidden={form.hidden}>
          <FieldError {...at} name="form" />
          <Field {...at} name="question" label={words.question} hint={words.questionHint} max={QUESTION_MAX} autoComplete="off" />
          <TextArea {...at} name="answer" label={words.answer} hint={words.answerHint} max={ANSWER_MAX} rows={8} />
          <Select {...at} name="topic" label={words.topic} empty={words.pickTopic} groups={topics} />
          {Array.from({ length: SOURCES_MAX }, (_, index) => index + 1).map((n) => (
            <div key={n}>
              <Field {...at} name={`source${String(n)}`} label={words.sourceTitle(n)} max={SOURCE_MAX} autoComplete="off" {...(n === 1 ? { hint: words.sourceLinkHint } : { optional: true })} />
              <Field {...at} name={`day${String(n)}`} label={words.sourceDate} type="date" optional short />
              <Field {...at} name={`link${String(n)}`} label={words.sourceLink} max={LINK_MAX} optional autoComplete="off" />
            </div>
          ))}
          <Field {...at} name="validUntil" label={words.validUntil} hint={words.validHint(latest)} type="date" short />
          <div class="acts"><MainAction>{entry ? words.renew : words.publish}</MainAction><Button href={page.paths.answerDesk}>{words.cancel}</Button></div>
        </Form>
      )}
      {entry && <p><a href={page.paths.answerOf(entry.id)}>{words.seePublic}</a></p>}
      {entry && isOpen && withdrawing && <Withdraw page={page} id={entry.id} form={withdrawing} />}
    </Page>
  );
}

function Withdraw({ page, id, form }: { readonly page: PageContext; readonly id: string; readonly form: FormState }) {
  const words = answerWords(page.locale);
  return (
    <Block title={words.withdrawTitle}>
      <p>{words.withdrawLead}</p>
      <Form page={page} action={`${page.paths.answerDesk}/${id}/withdrawal`} hidden={form.hidden}>
        <FieldError page={page} form={form} name="form" scope="withdrawal" />
        <RadioCards page={page} form={form} scope="withdrawal" name="reason" legend={words.withdrawReason} choices={choicesOf(withdrawalWords(page.locale))} />
        <div class="acts"><Button>{words.withdrawGo}</Button></div>
      </Form>
    </Block>
  );
}
