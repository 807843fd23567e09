import type { CaseNumber } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { groupCaseNumber } from '../../../kernel/ids.ts';
import { Block, KeyValue, Notice } from '../../../ui/components/blocks.tsx';
import { Clock, type ClockView } from '../../../ui/components/clock.tsx';
import { ErrorSummary } from '../../../ui/components/error-summary.tsx';
import { Button } from '../../../ui/components/form.tsx';
import { Hatch } from '../../../ui/components/hatch.tsx';
import { StatusTag } from '../../../ui/components/status.tsx';
import { Timeline } from '../../../ui/components/timeline.tsx';
import { OutcomeForm } from '../../../ui/components/verdict.tsx';
import { When } from '../../../ui/components/when.tsx';
import { Page } from '../../../ui/layout.tsx';
import type { FormState, PageContext } from '../../../ui/page.ts';
import type { Anonymity } from '../../../slices/cases/case.ts';
import { vocabulary, wordsOfStory } from '../messages.ts';
import { nextSentence, type NextStep } from '../next.ts';
import { MyConsent, type ConsentView } from '../consent/consent.tsx';
import { MyMessageDue, MyTalk, type TalkView } from '../conversation/conversation.tsx';
import { MyLooks, type MyLook } from '../identity/mine.tsx';
import { MyReceipt } from '../receipts/mine.tsx';
import { MyErasure, MyKept } from '../kept/kept.tsx';
import { MyMatter, type MyMatterView } from '../matters/public.tsx';
import { MyNotices, type NoticesView } from '../notices/notices.tsx';
import { MyCalls, type CallView } from '../reach/calls.tsx';
import { MyTasks, type TaskView } from '../reach/tasks.tsx';
import { MyRemovals, type MyRemoval } from '../removals/mine.tsx';
import { turnsOf, withoutOpening, type Step } from '../story.ts';
import { statusOf, type CaseStub } from '../vocabulary.ts';
import { sealedPathsOf } from '../../sealed/paths.ts';
import { mySealedWords } from '../sealed/mine/messages.ts';
import { Photos } from './check.tsx';
import { wordsOfResident } from './messages.ts';
import { ProofBlock } from './proof.tsx';

/** Most characters of a comment with a verdict, a reason for withdrawing or for a review. */
export const COMMENT_MAX = 2000;

export type MyCaseProps = {
  readonly page: PageContext;
  readonly number: CaseNumber;
  readonly state: Pick<CaseStub, 'stage' | 'round' | 'outcome'>;
  readonly topic: string;
  readonly place: string;
  readonly unit?: string;
  readonly kind: string;
  readonly anonymity: Anonymity;
  readonly submittedAt: Instant;
  /** Unaltered, or erased at their own request. */
  readonly words: { readonly state: 'kept'; readonly text: string } | { readonly state: 'erased' };
  readonly photos: readonly string[];
  readonly summary?: string;
  readonly next: NextStep;
  readonly clock?: ClockView;
  readonly steps: readonly Step[];
  /** Asked now, may be changed, or not possible yet. The form's fields: `outcome`, `comment`. */
  readonly verdict: { readonly ask: 'now' | 'again'; readonly unit: string; readonly answer?: string; readonly form: FormState } | { readonly ask: 'not-yet' };
  readonly mayContest: boolean;
  /** Somebody says that this receipt was replaced wrongly: nothing but reading, until that is settled. */
  readonly isContested?: boolean;
  readonly mayWithdraw: boolean;
  /** What others can no longer read of it. */
  readonly removals: readonly MyRemoval[];
  readonly talk: TalkView;
  /** Others told of the same thing. */
  readonly matter?: MyMatterView;
  /** What they let the unit see; absent for somebody who left no contact, or is known by name already. */
  readonly consents?: { readonly now: ConsentView | undefined };
  /** Calls that were connected to them. */
  readonly calls: readonly CallView[];
  /** What offices want to pass on, or passed on, to somebody outside. */
  readonly tasks: readonly TaskView[];
  /** Whether and when they were told that there is news; absent for somebody who left no contact. */
  readonly notices?: NoticesView;
  /** When all they said is erased, at their own wish. */
  readonly erasureAt?: Instant;
  /** Where the proof of the submission, and what shows the words to be theirs, are fetched; absent once erased. */
  readonly record?: { readonly proof: string; readonly ownWords: string };
  /** Every request to open their identity and every look, newest first. */
  readonly looks: readonly MyLook[];
  /** Looks that no request accounts for; `alarm` where the record should have had one. */
  readonly seen: readonly { readonly at: Instant; readonly said: string; readonly alarm?: string }[] | 'away';
};

/** The receipt holder's page: their words first, then what happens next, the question that is due, and the whole story. */
export function MyCasePage(props: MyCaseProps) {
  const { page, next } = props;
  const words = wordsOfResident(page.locale);
  const status = statusOf(page.locale, props.state);
  const what = nextSentence(page, next, 'resident');
  return (
    <Page page={page} title={words.myTitle(props.topic)} section="follow" width="wide" personal checks>
      <Hatch />
      <div class="heading">
        <p><StatusTag tone={status.tone} word={status.word} /></p>
        <h1>{words.myTitle(props.topic)}</h1>
      </div>
      <div class="columns">
        <div>
          <blockquote class="own-words" aria-label={words.myWords}>{props.words.state === 'kept' ? props.words.text : wordsOfStory(page.locale).erased}</blockquote>
          {props.photos.length > 0 && <Photos page={page} photos={props.photos} />}
          {props.erasureAt !== undefined && <MyErasure page={page} at={props.erasureAt} />}
          <MyMessageDue page={page} talk={props.talk} />
          {props.verdict.ask !== 'now' && <section class="nextstep" aria-label={words.myNext}><h2>{words.myNext}</h2><p>{what.sentence}</p>{what.more && <p class="nextstep-more">{what.more}</p>}</section>}
          <Ask {...props} />
          {props.matter && <MyMatter page={page} matter={props.matter} />}
          {props.clock && <Clock page={page} clock={props.clock} />}
          {props.mayContest && <div class="acts"><Button href={page.paths.contest} icon="scale">{words.myContestGo}</Button><span class="quiet">{words.myContestHint}</span></div>}
          <MyTasks page={page} tasks={props.tasks} />
          <MyTalk page={page} talk={props.talk} />
          <MyRemovals page={page} removals={props.removals} />
          <Block title={words.myStory}><Timeline page={page} turns={turnsOf(page, withoutOpening(props.steps), 'resident')} /></Block>
        </div>
        <MyAside {...props} />
      </div>
    </Page>
  );
}

function Ask({ page, verdict }: MyCaseProps) {
  if (verdict.ask === 'not-yet') return null;
  const words = wordsOfResident(page.locale);
  const question = verdict.ask === 'now' ? words.myAsk(verdict.unit) : words.myAskAgain;
  const inside = (
    <>
      <ErrorSummary page={page} form={verdict.form} />
      {verdict.answer !== undefined && <blockquote class="answer-words" aria-label={words.myAnswer(verdict.unit)}>{verdict.answer}</blockquote>}
      <p class="quiet">{words.myAskHint}</p>
      <OutcomeForm page={page} form={verdict.form} question={question} commentLabel={words.myComment} commentMax={COMMENT_MAX} />
    </>
  );
  if (verdict.ask === 'now') return <section class="ask" id="verdict"><h2>{question}</h2>{inside}</section>;
  return <details class="fold" id="verdict"><summary>{words.mySolvedAgain}</summary>{inside}</details>;
}

function MyAside(props: MyCaseProps) {
  const { page } = props;
  const words = wordsOfResident(page.locale);
  const isAway = props.seen === 'away';
  const seen = props.seen === 'away' ? [] : props.seen;
  const story = wordsOfStory(page.locale);
  return (
    <div class="aside">
      <Block title={words.myKeep}>
        <KeyValue pairs={[
          { key: story.number, value: groupCaseNumber(props.number) }, { key: story.received, value: <When page={page} at={props.submittedAt} /> },
          { key: story.kind, value: props.kind }, { key: story.place, value: props.place || story.anyPlace }, { key: story.unit, value: props.unit ?? story.noUnit },
          ...(props.summary === undefined ? [] : [{ key: words.mySummary, value: props.summary }]),
        ]} />
      </Block>
      <Block title={words.mySeen} icon="lock">
        {isAway && <Notice tone="careful"><p>{words.mySeenAway}</p></Notice>}
        {!isAway && seen.length + props.looks.length === 0 && <p>{props.anonymity === 'anonymous' ? words.mySeenAnonymous : words.mySeenNone} {props.anonymity !== 'anonymous' && <span class="quiet">{vocabulary(page.locale).anonymities[props.anonymity]}</span>}</p>}
        <MyLooks page={page} looks={props.looks} />
        {seen.map((look) => <p key={look.at}><When page={page} at={look.at} /><br />{look.said}{look.alarm !== undefined && <><br /><strong>{look.alarm}</strong></>}</p>)}
        {seen.length + props.looks.length > 0 && <Notice tone="know"><p><a href={page.paths.report}>{words.mySeenWrong}</a></p></Notice>}
      </Block>
      {props.words.state === 'kept' && <MyReceipt page={page} isContested={props.isContested === true} />}
      {props.consents && <MyConsent page={page} consent={props.consents.now} />}
      <MyCalls page={page} calls={props.calls} />
      {props.notices && <MyNotices page={page} notices={props.notices} />}
      {props.record && <ProofBlock page={page} number={props.number} {...props.record} />}
      {props.state.outcome && <p class="acts"><a class="quiet" href={page.paths.satisfaction}>{words.myVote}</a></p>}
      <p class="acts"><a href={sealedPathsOf(page).fromCase}>{mySealedWords(page.locale).fromCaseLink}</a><br /><span class="quiet">{mySealedWords(page.locale).fromCaseHint}</span></p>
      <MyKept page={page} />
      {props.mayWithdraw && <p class="acts"><a class="quiet" href={page.paths.withdrawal}>{words.myWithdraw}</a></p>}
    </div>
  );
}
