import type { ComponentChildren } from 'preact';
import type { CaseId } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { TaskResult } from '../../../slices/cases/index.ts';
import { Block, Notice } from '../../../ui/components/blocks.tsx';
import { RadioCards } from '../../../ui/components/choice.tsx';
import { ErrorSummary } from '../../../ui/components/error-summary.tsx';
import { Button, Field, Form, MainAction, TextArea } from '../../../ui/components/form.tsx';
import { Said } from '../../../ui/components/timeline.tsx';
import { When } from '../../../ui/components/when.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Page } from '../../../ui/layout.tsx';
import type { FormState, PageContext } from '../../../ui/page.ts';
import { reachMessages } from './messages.ts';

export const TASK_LIMITS = { party: 200, text: 2_000, words: 2_000 } as const;

/** One task as either side sees it; texts are absent once erased. */
export type TaskView = {
  readonly number: number; readonly unit: string; readonly party?: string; readonly text?: string; readonly state: 'drafted' | 'refused' | 'withdrawn' | 'approved' | 'reported';
  readonly result?: TaskResult; readonly said?: string;
  /** Of an approved one, for the unit that passes it on. */
  readonly link?: string; readonly until?: Instant;
};

function TaskBlock({ page, task, children }: { readonly page: PageContext; readonly task: TaskView; readonly children?: ComponentChildren }) {
  const words = reachMessages(page.locale);
  return (
    <Block title={`${words.number(task.number)}${task.party === undefined ? '' : ` · ${task.party}`}`}>
      <p><strong>{task.result ? words.result[task.result] : words.states[task.state]}</strong></p>
      {task.text !== undefined && <Said words={task.text} />}
      {task.said !== undefined && <><p class="quiet">{task.state === 'refused' ? words.whySaid : words.said}</p><Said words={task.said} /></>}
      {children}
    </Block>
  );
}

export type CaseTasksProps = {
  readonly page: PageContext; readonly id: CaseId; readonly title: string; readonly tasks: readonly TaskView[]; readonly form: FormState;
  readonly mayDraft: boolean; readonly mayWithdraw: boolean; readonly sent: boolean;
};

/** The desk's side. Fields sent: `party`, `text`. */
export function CaseTasksPage({ page, id, title, tasks, form, mayDraft, mayWithdraw, sent }: CaseTasksProps) {
  const words = reachMessages(page.locale);
  const base = page.paths.caseTasks(id);
  return (
    <Page page={page} title={words.taskTitle} section="console" width="reading" personal>
      <a class="crumb" href={page.paths.consoleCase(id)}><Icon name="arrow-left" />{words.back}</a>
      <div class="heading"><h1>{words.taskTitle}</h1><p class="lead">{title}</p><p class="quiet">{words.deskLead}</p></div>
      {sent && <Notice tone="done"><p>{words.drafted}</p></Notice>}
      {tasks.length === 0 && <p class="quiet">{words.deskNone}</p>}
      {tasks.map((task) => (
        <TaskBlock key={task.number} page={page} task={task}>
          {task.link !== undefined && <><p>{words.link}</p><p><code>{task.link}</code></p>{task.until !== undefined && <p class="quiet">{words.linkUntil} <When page={page} at={task.until} exactness="day" /></p>}</>}
          {mayWithdraw && (task.state === 'drafted' || task.state === 'approved') && <Form page={page} action={`${base}/${String(task.number)}/withdrawal`}><div class="acts"><Button quiet>{words.withdrawGo}</Button></div></Form>}
        </TaskBlock>
      ))}
      {mayDraft ? (
        <Form page={page} action={base} hidden={form.hidden}>
          <ErrorSummary page={page} form={form} />
          <Field page={page} form={form} name="party" label={words.partyLabel} hint={words.partyHint} max={TASK_LIMITS.party} />
          <TextArea page={page} form={form} name="text" label={words.textLabel} hint={words.textHint} max={TASK_LIMITS.text} rows={5} />
          <div class="acts"><MainAction>{words.draftGo}</MainAction></div>
        </Form>
      ) : <Notice tone="know"><p>{words.deskClosed}</p></Notice>}
    </Page>
  );
}

/** The resident's word on one. Fields sent: `text`, `words`, `ruling` (`approve` or `refuse`: which button). */
export function MyTaskPage({ page, task, form }: { readonly page: PageContext; readonly task: TaskView; readonly form: FormState }) {
  const words = reachMessages(page.locale);
  const isOpen = task.state === 'drafted';
  return (
    <Page page={page} title={isOpen ? words.mineTitle : words.mineList} section="follow" width="reading" personal>
      <a class="crumb" href={page.paths.my}><Icon name="arrow-left" />{words.back}</a>
      <div class="heading"><h1>{isOpen ? words.mineTitle : words.mineList}</h1>{isOpen && <p class="lead">{words.mineLead(task.unit, task.party ?? '')}</p>}</div>
      {isOpen ? (
        <Form page={page} action={page.paths.myTask(task.number)} hidden={form.hidden}>
          <ErrorSummary page={page} form={form} />
          <TextArea page={page} form={form} name="text" label={words.mineText} hint={words.mineTextHint} max={TASK_LIMITS.text} rows={6} />
          <div class="acts"><MainAction name="ruling" value="approve">{words.approveGo}</MainAction></div>
          <TextArea page={page} form={form} name="words" label={words.refuseWords} max={TASK_LIMITS.words} rows={2} />
          <div class="acts"><Button name="ruling" value="refuse">{words.refuseGo}</Button></div>
        </Form>
      ) : <><Notice tone="know"><p>{words.mineDone}</p></Notice><TaskBlock page={page} task={task} /></>}
    </Page>
  );
}

/** On the resident's page: what waits for their word first, then what became of the rest. */
export function MyTasks({ page, tasks }: { readonly page: PageContext; readonly tasks: readonly TaskView[] }) {
  if (tasks.length === 0) return null;
  const words = reachMessages(page.locale);
  return (
    <Block title={words.mineList} icon="arrow-right">
      {tasks.map((task) => (
        <p key={task.number}>
          {task.state === 'drafted' ? <strong>{words.mineDue}</strong> : task.result ? `${words.party}: ${words.result[task.result]}` : words.states[task.state]}{task.party === undefined ? '' : ` · ${task.party}`}<br />
          <Button href={page.paths.myTask(task.number)} quiet={task.state !== 'drafted'}>{words.mineSee}</Button>
        </p>
      ))}
    </Block>
  );
}

export type OutsideTaskProps = {
  readonly page: PageContext; readonly action: string; readonly unit: string; readonly party: string; readonly text: string; readonly until: Instant;
  readonly form: FormState; readonly reported: boolean;
};

/** All that somebody outside ever sees: no case, no number, no person. Fields sent: `result` (`done` or `not-done`), `words`. */
export function OutsideTaskPage({ page, action, unit, party, text, until, form, reported }: OutsideTaskProps) {
  const words = reachMessages(page.locale);
  return (
    <Page page={page} title={words.publicTitle} section="none" width="reading" personal>
      <div class="heading"><h1>{words.publicTitle}</h1><p class="lead">{words.publicLead(unit)}</p><p class="quiet">{words.forParty}: {party}</p></div>
      <blockquote class="own-words">{text}</blockquote>
      {reported ? <Notice tone="done" title={words.publicThanks}><p>{words.publicSaid} {words.publicThanksMore}</p></Notice> : (
        <Form page={page} action={action} hidden={form.hidden}>
          <ErrorSummary page={page} form={form} />
          <p class="quiet">{words.publicUntil} <When page={page} at={until} exactness="day" /></p>
          <RadioCards page={page} form={form} name="result" legend={words.publicResult} choices={[{ value: 'done', label: words.result.done }, { value: 'not-done', label: words.result['not-done'] }]} />
          <TextArea page={page} form={form} name="words" label={words.publicWords} hint={words.publicHint} max={TASK_LIMITS.words} rows={4} />
          <div class="acts"><MainAction>{words.publicGo}</MainAction></div>
        </Form>
      )}
    </Page>
  );
}
