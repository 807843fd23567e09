import { groupCaseNumber, type CaseNumber } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { Block, EmptyState, KeyValue, Notice, type Pair } from '../../../ui/components/blocks.tsx';
import { RadioCards } from '../../../ui/components/choice.tsx';
import { ErrorSummary } from '../../../ui/components/error-summary.tsx';
import { Button, Form, MainAction, TextArea, type FieldPlace } from '../../../ui/components/form.tsx';
import { When } from '../../../ui/components/when.tsx';
import { Page } from '../../../ui/layout.tsx';
import type { FormState, PageContext } from '../../../ui/page.ts';
import { FieldTicks, IDENTITY_TEXT_MAX, type IdentityDone } from './asking.tsx';
import { fieldWords, identityMessages, purposeWord } from './messages.ts';

/** A request or an objection that waits. `yours` is false where somebody else must decide. */
export type WaitingIdentity = {
  readonly id: string; readonly number: CaseNumber; readonly title: string; readonly of: 'request' | 'contest';
  readonly purpose: string; readonly fields: readonly string[]; readonly asker: string; readonly words: string; readonly askedAt: Instant;
  readonly dueAt: Instant; readonly isOverdue: boolean; readonly outside: boolean; readonly yours: boolean;
  /** The objection. */
  readonly contest?: string;
  readonly looks: readonly { readonly at: Instant; readonly by: string; readonly fields: readonly string[] }[];
};

/** What waits for a second person: what is due first comes first. */
export function IdentityDeskPage({ page, waiting, done }: { readonly page: PageContext; readonly waiting: readonly WaitingIdentity[]; readonly done?: IdentityDone }) {
  const words = identityMessages(page.locale);
  return (
    <Page page={page} title={words.deskTitle} section="console" width="wide" personal>
      {done && <Notice tone="done"><p>{words.done[done]}</p></Notice>}
      <div class="heading"><h1>{words.deskTitle}</h1><p class="lead">{words.deskLead}</p></div>
      {waiting.length === 0 && <EmptyState title={words.deskEmpty}><p>{words.deskEmptyHint}</p></EmptyState>}
      {waiting.map((one) => (
        <Block key={`${one.of} ${one.id}`} title={one.of === 'contest' ? words.deskContest : purposeWord(one.purpose, page.locale)}>
          <KeyValue pairs={pairsOf(page, one)} />
          {one.outside && one.of === 'request' && <p class="quiet">{words.toOutside}</p>}
          {one.yours ? <div class="acts"><Button href={page.paths.identityRequest(one.id)} icon="scale">{one.of === 'contest' ? words.deskOpenContest : words.deskOpen}</Button></div> : <p class="quiet">{words.deskYours}</p>}
        </Block>
      ))}
    </Page>
  );
}

function pairsOf(page: PageContext, one: WaitingIdentity): readonly Pair[] {
  const words = identityMessages(page.locale);
  return [
    { key: words.case, value: <><a href={page.paths.caseOf(one.number)}>{groupCaseNumber(one.number)}</a> {one.title}</> }, { key: words.asker, value: one.asker },
    { key: words.purpose, value: purposeWord(one.purpose, page.locale) }, { key: words.fields, value: fieldWords(one.fields, page.locale) },
    { key: words.words, value: one.words === '' ? '—' : one.words },
    ...(one.looks.length === 0 ? [] : [{ key: words.looks, value: <>{one.looks.map((look) => <span key={look.at}><When page={page} at={look.at} /> {look.by} {fieldWords(look.fields, page.locale)}<br /></span>)}</> }]),
    { key: words.decideBy, value: <><When page={page} at={one.dueAt} />{one.isOverdue && <strong> {words.deskOverdue}</strong>}</> },
  ];
}

/** The second person's page. Fields sent: `ruling`, `see-…`, `explanation`. */
export function DecideIdentityPage({ page, one, form }: { readonly page: PageContext; readonly one: WaitingIdentity; readonly form: FormState }) {
  const words = identityMessages(page.locale);
  const at: FieldPlace = { page, form };
  const isContest = one.of === 'contest';
  const choices = isContest
    ? [{ value: 'proper', label: words.proper, hint: words.properHint }, { value: 'improper', label: words.improper, hint: words.improperHint }]
    : [{ value: 'approve', label: words.approve, hint: words.approveHint }, { value: 'refuse', label: words.refuse, hint: words.refuseHint }];
  return (
    <Page page={page} title={isContest ? words.settleTitle : words.decideTitle} section="console" width="reading" personal>
      <div class="heading"><h1>{isContest ? words.settleTitle : words.decideTitle}</h1><p class="lead">{isContest ? words.settleLead : words.decideLead}</p></div>
      <ErrorSummary page={page} form={form} />
      <KeyValue pairs={pairsOf(page, one)} />
      {one.contest !== undefined && <Block title={words.contest}><blockquote class="own-words">{one.contest}</blockquote></Block>}
      <Form page={page} action={`${page.paths.identityRequest(one.id)}/${isContest ? 'settlement' : 'decision'}`} hidden={form.hidden}>
        <RadioCards {...at} name="ruling" legend={words.ruling} choices={choices} />
        {!isContest && <FieldTicks at={at} legend={words.grant} fields={one.fields} />}
        <TextArea {...at} name="explanation" label={isContest ? words.answer : words.explanation} hint={isContest ? words.answerHint : words.explanationHint} max={IDENTITY_TEXT_MAX} rows={3} optional={!isContest} />
        <div class="acts"><MainAction>{isContest ? words.settleGo : words.decideGo}</MainAction><Button href={page.paths.identityDesk}>{words.cancel}</Button></div>
      </Form>
    </Page>
  );
}
