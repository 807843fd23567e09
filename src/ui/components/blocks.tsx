import type { ComponentChildren } from 'preact';
import { Icon } from '../icon.tsx';
import type { IconName } from '../icon-paths.ts';
import { wordsOfUi } from '../messages.ts';
import type { PageContext } from '../page.ts';

/** What just happened or what to know first. `done` after a success, `careful` where something can be lost. */
export function Notice({ tone, title, children }: { readonly tone: 'done' | 'know' | 'careful'; readonly title?: string; readonly children: ComponentChildren }) {
  const icon = ({ done: 'circle-check', know: 'info-circle', careful: 'alert-triangle' } as const)[tone];
  return (
    <div class={`note note-${tone}`} role={tone === 'done' ? 'status' : undefined}>
      <Icon name={icon} />
      <div>{title !== undefined && <p class="note-title">{title}</p>}{children}</div>
    </div>
  );
}

export type Pair = { readonly key: string; readonly value: ComponentChildren };

export function KeyValue({ pairs }: { readonly pairs: readonly Pair[] }) {
  return <dl class="pairs">{pairs.map((pair) => <div key={pair.key}><dt>{pair.key}</dt><dd>{pair.value}</dd></div>)}</dl>;
}

/** Numbered steps of a procedure, each a short line and an optional second one. */
export function Steps({ steps }: { readonly steps: readonly { readonly title: string; readonly more?: string }[] }) {
  return (
    <ol class="numbered">
      {steps.map((step) => <li key={step.title}><p class="numbered-title">{step.title}</p>{step.more !== undefined && <p class="quiet">{step.more}</p>}</li>)}
    </ol>
  );
}

/** Nothing here: says why, and what can be done. */
export function EmptyState({ title, children, action }: { readonly title: string; readonly children?: ComponentChildren; readonly action?: { readonly href: string; readonly word: string } }) {
  return (
    <div class="nothing">
      <p class="nothing-title">{title}</p>
      {children}
      {action && <p><a href={action.href}>{action.word}</a></p>}
    </div>
  );
}

/** A Chinese sentence that breaks only after its punctuation; others break between words as they are. */
export function Clauses({ text }: { readonly text: string }) {
  const clauses = text.match(/[^，、；。]+[，、；。]?/g) ?? [];
  return clauses.length < 2 ? <>{text}</> : <>{clauses.map((clause) => <span key={clause} class="clause">{clause}</span>)}</>;
}

/** A part of a page with its own heading and, if any, one link to the whole. */
export function Block(props: { readonly title: string; readonly id?: string; readonly icon?: IconName; readonly more?: { readonly href: string; readonly word: string }; readonly children: ComponentChildren }) {
  return (
    <section class="block" id={props.id}>
      <div class="block-head">
        <h2>{props.icon && <Icon name={props.icon} />}{props.title}</h2>
        {props.more && <a class="block-more" href={props.more.href}>{props.more.word}<Icon name="chevron-right" /></a>}
      </div>
      {props.children}
    </section>
  );
}

/** Keyset paging: an opaque cursor each way, no page numbers, no total that would have to be counted. */
export function Pager({ page, previous, next }: { readonly page: PageContext; readonly previous?: string | undefined; readonly next?: string | undefined }) {
  if (previous === undefined && next === undefined) return null;
  const words = wordsOfUi(page.locale);
  return (
    <nav class="turnover" aria-label={words.pages}>
      {previous !== undefined && <a rel="prev" href={previous}><Icon name="arrow-left" />{words.previous}</a>}
      {next !== undefined && <a rel="next" class="turnover-next" href={next}>{words.next}<Icon name="arrow-right" /></a>}
    </nav>
  );
}

/** A GET form of one line. The query goes into the address of a public page; never use it for words about a person. */
export function SearchForm({ page, action, value, label, hint }: { readonly page: PageContext; readonly action: string; readonly value: string; readonly label?: string; readonly hint?: string }) {
  const words = wordsOfUi(page.locale);
  return (
    <form class="seek" method="get" action={action} role="search">
      <label class="form-label" for="f-q">{label ?? words.searchLabel}</label>
      <div class="seek-line">
        <input class="form-control" id="f-q" name="q" type="search" value={value} placeholder={hint ?? words.searchHint} maxLength={100} />
        <button type="submit" class="btn act-other"><Icon name="search" /><span>{words.search}</span></button>
      </div>
    </form>
  );
}

/** List left, case right; on a narrow screen only the part that is asked for. */
export function TwoPane({ page, list, detail, showing }: { readonly page: PageContext; readonly list: ComponentChildren; readonly detail: ComponentChildren; readonly showing: 'list' | 'detail' }) {
  const words = wordsOfUi(page.locale);
  return (
    <div class={`panes panes-${showing}`}>
      <section class="pane-list" aria-label={words.listLabel}>{list}</section>
      <section class="pane-detail" aria-label={words.detailLabel}>{detail}</section>
    </div>
  );
}
