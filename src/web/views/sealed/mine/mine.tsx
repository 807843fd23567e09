import { groupCaseNumber } from '../../../../kernel/ids.ts';
import type { Instant } from '../../../../kernel/instant.ts';
import { OUTCOMES } from '../../../../kernel/outcome.ts';
import { unreachable } from '../../../../kernel/unreachable.ts';
import { formatMinute } from '../../../../platform/i18n/index.ts';
import { LETTER_CHARS_MAX, type ReportState } from '../../../../slices/sealed/index.ts';
import { Block, KeyValue, Notice } from '../../../../ui/components/blocks.tsx';
import { RadioCards, Tick } from '../../../../ui/components/choice.tsx';
import { ErrorSummary } from '../../../../ui/components/error-summary.tsx';
import { Button, Form, MainAction, TextArea } from '../../../../ui/components/form.tsx';
import { When } from '../../../../ui/components/when.tsx';
import { Page } from '../../../../ui/layout.tsx';
import { EMPTY_FORM, type FormState, type PageContext } from '../../../../ui/page.ts';
import { sealedPathsOf } from '../../../sealed/paths.ts';
import type { LetterView } from '../desk/desk.tsx';
import { sealedDeskWords } from '../desk/messages.ts';
import { ClosingNote } from '../filing.tsx';
import { sealedWords } from '../messages.ts';
import { mySealedWords } from './messages.ts';

export const MY_DONE = ['letters', 'verdict', 'escalation', 'withdrawal'] as const;
export type MyDone = (typeof MY_DONE)[number];

export type MySealedProps = {
  readonly page: PageContext; readonly report: ReportState; readonly letters: readonly LetterView[];
  /** What opens them, for the page's script alone. */
  readonly identity: string;
  /** By number, where the server has opened them in its memory because there is no script. */
  readonly texts?: Readonly<Record<number, string | undefined>>;
  readonly recipients: readonly string[];
  /** Who could take over; absent when it is there already or there is nobody. */
  readonly outside?: string;
  readonly form: FormState; readonly done?: MyDone; readonly mistake?: string;
};

/** The reporter's own page: what happens next, the letters, and everything that only they can do. */
export function MySealedPage(props: MySealedProps) {
  const { page, report } = props;
  const words = mySealedWords(page.locale);
  return (
    <Page page={page} title={words.title} section="follow" width="wide" personal seals>
      {props.done && <Notice tone="done"><p>{words.done[props.done]}</p></Notice>}
      {props.mistake !== undefined && <Notice tone="careful"><p>{props.mistake}</p></Notice>}
      <div class="heading"><p class="quiet">{sealedWords(page.locale).kinds[report.facts.kind]}</p><h1>{words.title}</h1></div>
      <div class="columns">
        <div>
          <section class="nextstep"><p>{nextOf(page, report)}</p>{report.lateTimes > 0 && <p class="nextstep-more">{words.late(report.lateTimes)}</p>}</section>
          <Judge {...props} />
          <Letters {...props} />
          <WriteAgain {...props} />
        </div>
        <MyAside {...props} />
      </div>
    </Page>
  );
}

function nextOf(page: PageContext, { standing, route }: ReportState): string {
  const words = mySealedWords(page.locale);
  const by = (at: Instant): string => formatMinute(at, page.jurisdiction.zone, page.locale);
  switch (standing.stage) {
    case 'received': return route === 'outside' ? words.nextReceivedOutside(by(standing.dueAt)) : words.nextReceived(by(standing.dueAt));
    case 'in-hand': return words.nextInHand(by(standing.dueAt));
    case 'answered': return words.nextAnswered(by(standing.dueAt));
    case 'judged': return words.nextJudged;
    case 'unjudged': return words.nextUnjudged;
    case 'withdrawn': return words.nextWithdrawn;
    default: return unreachable(standing);
  }
}

function Letters(props: MySealedProps) {
  const { page, letters, texts } = props;
  const words = mySealedWords(page.locale);
  return (
    <Block title={words.letters} icon="lock">
      {texts === undefined ? (
        <div data-until-opened="">
          <noscript><p>{words.noScript}</p></noscript>
          <Form page={page} action={sealedPathsOf(page).mineAct('opening')}><noscript><div class="acts"><Button icon="eye">{words.openOnServer}</Button></div></noscript></Form>
        </div>
      ) : <p class="quiet">{words.openedOnServer}</p>}
      <div data-identity={texts === undefined ? props.identity : undefined}>
        {letters.map((letter) => <MyLetter key={letter.n} page={page} letter={letter} {...(texts ? { text: texts[letter.n] ?? words.notOpened } : {})} />)}
      </div>
    </Block>
  );
}

function MyLetter({ page, letter, text }: { readonly page: PageContext; readonly letter: LetterView; readonly text?: string }) {
  const words = mySealedWords(page.locale);
  const closed = sealedDeskWords(page.locale);
  return (
    <article class="letter" data-letter={text === undefined ? letter.ciphertexts.join(' ') : undefined} data-n={letter.n}>
      <p class="quiet">{words.from[letter.by]} · <When page={page} at={letter.at} exactness="day" />{letter.closedIn === 'server' && ` · ${closed.closedOnArrival}`}</p>
      <blockquote class={letter.by === 'reporter' ? 'own-words' : 'answer-words'} data-words="">{text ?? words.locked}</blockquote>
    </article>
  );
}

/** Field sent: `outcome`. */
function Judge({ page, report, form }: MySealedProps) {
  const words = mySealedWords(page.locale);
  const { stage } = report.standing;
  if (stage !== 'answered' && stage !== 'unjudged' && stage !== 'judged') return null;
  const inside = (
    <>
      <ErrorSummary page={page} form={form} />
      <p class="quiet">{words.judgeHint}</p>
      <Form page={page} action={sealedPathsOf(page).mineAct('verdict')}>
        <RadioCards page={page} form={form} name="outcome" legend={words.judgeTitle} choices={OUTCOMES.map((value) => ({ value, label: words.outcomes[value] }))} />
        <div class="acts"><MainAction>{words.judge}</MainAction></div>
      </Form>
    </>
  );
  if (stage === 'judged') return <details class="fold" open={Object.keys(form.errors).length > 0}><summary>{words.judgeTitle}</summary>{inside}</details>;
  return <section class="ask" id="verdict"><h2>{words.judgeTitle}</h2>{inside}</section>;
}

/** Fields sent: `ciphertext`, made by the script, or `words`. */
function WriteAgain({ page, form, recipients }: MySealedProps) {
  const words = mySealedWords(page.locale);
  // Closed to the writer alone it would be read by nobody.
  if (recipients.length < 2) return <Notice tone="careful"><p>{words.noReaders}</p></Notice>;
  return (
    <Block title={words.writeTitle}>
      <div data-close={recipients.join(' ')}>
        <Form page={page} action={sealedPathsOf(page).mineAct('letters')}>
          <ClosingNote page={page} />
          <TextArea page={page} form={form.errors['words'] === undefined ? { ...EMPTY_FORM, values: form.values } : form} name="words" label={words.writeLabel} hint={words.writeHint} max={LETTER_CHARS_MAX} rows={6} />
          <div class="acts"><Button icon="lock">{words.send}</Button></div>
        </Form>
      </div>
    </Block>
  );
}

function MyAside(props: MySealedProps) {
  const { page, report, outside } = props;
  const words = mySealedWords(page.locale);
  const desk = sealedDeskWords(page.locale);
  const paths = sealedPathsOf(page);
  const isOver = report.standing.stage === 'withdrawn';
  return (
    <div class="aside">
      <Block title={groupCaseNumber(report.facts.number)}>
        <KeyValue pairs={[
          { key: desk.received, value: <When page={page} at={report.facts.receivedAt} /> },
          ...(report.handedOver ? [{ key: '', value: desk.handed[report.handedOver] }] : []),
          ...(report.outcomes.length > 0 ? [{ key: desk.outcome, value: report.outcomes.map((one) => words.outcomes[one]).join(' · ') }] : []),
        ]} />
      </Block>
      {!isOver && (
        <Block title={words.escalateTitle}>
          {outside === undefined ? <p>{report.route === 'outside' ? words.atOutside : words.noOutside}</p> : (
            <>
              <p>{words.escalateText(outside)}</p>
              <Form page={page} action={paths.mineAct('escalation')}><div class="acts"><Button>{words.escalate}</Button></div></Form>
            </>
          )}
        </Block>
      )}
      {!isOver && (
        <details class="fold">
          <summary>{words.withdrawTitle}</summary>
          <p>{words.withdrawText}</p>
          <Form page={page} action={paths.mineAct('withdrawal')}>
            <Tick page={page} form={EMPTY_FORM} name="pressed" value="yes" label={words.pressed} hint={words.pressedHint} />
            <div class="acts"><Button>{words.withdraw}</Button></div>
          </Form>
        </details>
      )}
      <Form page={page} action={`${page.paths.my}/leave`}><div class="acts"><Button quiet>{words.leave}</Button></div></Form>
    </div>
  );
}
