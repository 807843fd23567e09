import type { CaseNumber } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { formatMinute } from '../../../platform/i18n/index.ts';
import { SEALED_KINDS, LETTER_CHARS_MAX } from '../../../slices/sealed/index.ts';
import { Block, Notice, Steps } from '../../../ui/components/blocks.tsx';
import { RadioCards, Tick } from '../../../ui/components/choice.tsx';
import { ErrorSummary } from '../../../ui/components/error-summary.tsx';
import { Button, FieldError, Form, MainAction, Select, TextArea, type ChoiceGroup } from '../../../ui/components/form.tsx';
import { ReceiptCard } from '../../../ui/components/receipt.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Page } from '../../../ui/layout.tsx';
import { withQuery, type FormState, type PageContext } from '../../../ui/page.ts';
import { sealedPathsOf } from '../../sealed/paths.ts';
import { TurnNote, type TurnView } from '../resident/check.tsx';
import { wordsOfResident } from '../resident/messages.ts';
import { sealedWords } from './messages.ts';

/** Units that one report may be kept from; more than these are better kept by "nobody local". */
export const KEPT_MAX = 3;

/** Before anything is typed. `carry` is what a poster's link had chosen: place and topic. */
export function QuestionPage({ page, carry, emergency }: {
  readonly page: PageContext; readonly carry: Readonly<Record<string, string>>; readonly emergency: readonly { readonly number: string; readonly name: string }[];
}) {
  const words = sealedWords(page.locale);
  const resident = wordsOfResident(page.locale);
  const paths = sealedPathsOf(page);
  const ordinary = Object.entries(carry).reduce((address, [name, value]) => withQuery(address, name, value), paths.ordinary);
  return (
    <Page page={page} title={words.askTitle} section="report" width="reading">
      <div class="heading"><h1>{words.askQuestion}</h1><p class="lead">{words.askLead}</p></div>
      {emergency.length > 0 && <Notice tone="careful"><p><strong>{resident.danger}</strong> {resident.dangerNumbers(emergency)}</p></Notice>}
      <ul class="bullets">{words.askAbout.map((line) => <li key={line}>{line}</li>)}</ul>
      <div class="acts"><Button href={paths.choose} icon="lock">{words.askYes}</Button></div>
      <p class="hint">{words.askYesHint}</p>
      <div class="acts"><MainAction href={ordinary} large>{words.askNo}</MainAction></div>
      <p class="hint">{words.askNoHint}</p>
      <Notice tone="know"><p>{words.askUnsure}</p></Notice>
    </Page>
  );
}

export type ReaderView = { readonly unit: string; readonly fingerprint: string };

/**
 * Fields sent: `kind`, `keep1`…`keep3` (units), `spare-<account>` (`yes`), `nobodyInside` (`yes`), and when it comes from a case
 * `watch` (`yes`). POSTs to itself, which answers with the letter.
 */
export type ChooseProps = {
  readonly page: PageContext; readonly form: FormState; readonly units: readonly ChoiceGroup[];
  /** Officers inside who could be left out; the value is their account. */
  readonly inside: readonly (ReaderView & { readonly account: string })[];
  readonly outside?: string;
  /** It was opened from a case of the reporter's own. */
  readonly isFromCase: boolean;
};

export function ChoosePage(props: ChooseProps) {
  const { page, form, inside, outside } = props;
  const words = sealedWords(page.locale);
  return (
    <Page page={page} title={words.chooseTitle} section="report" width="wide" personal={props.isFromCase}>
      <div class="heading"><h1>{words.chooseTitle}</h1><p class="lead">{words.chooseLead}</p></div>
      <div class="columns">
        <div>
          <ErrorSummary page={page} form={form} />
          <Form page={page} action={sealedPathsOf(page).choose} hidden={form.hidden}>
            <section class="part">
              <RadioCards page={page} form={form} name="kind" legend={words.kindLegend} heading choices={SEALED_KINDS.map((value) => ({ value, label: words.kinds[value], hint: words.kindHints[value] }))} />
            </section>
            {props.isFromCase && (
              <section class="part">
                <Notice tone="know"><p>{words.fromCase}</p></Notice>
                <Tick page={page} form={form} name="watch" value="yes" label={words.watch} hint={words.watchHint} />
              </section>
            )}
            <section class="part" id="f-keep">
              <h2>{words.keepLegend}</h2>
              <p class="hint">{words.keepHint}</p>
              <FieldError page={page} form={form} name="keep" />
              <Select page={page} form={form} name="keep1" label={words.keepLabel(1)} optional empty={words.keepNone} groups={props.units} />
              <details class="fold" open={Boolean(form.values['keep2'] || form.values['keep3'])}>
                <summary>{words.keepLabel(2)}</summary>
                {[2, 3].map((n) => <Select key={n} page={page} form={form} name={`keep${n}`} label={words.keepLabel(n)} optional empty={words.keepNone} groups={props.units} />)}
              </details>
              {outside !== undefined && <Tick page={page} form={form} name="nobodyInside" value="yes" label={words.nobodyInside} hint={words.nobodyInsideHint(outside)} />}
            </section>
            {inside.length > 0 && (
              <details class="fold" open={inside.some(({ account }) => form.values[`spare-${account}`] === 'yes')}>
                <summary>{words.spareLegend}</summary>
                <p class="hint">{words.spareHint}</p>
                {inside.map(({ account, unit, fingerprint }) => <Tick key={account} page={page} form={form} name={`spare-${account}`} value="yes" label={words.spareLabel(unit)} hint={fingerprint} />)}
              </details>
            )}
            {inside.length === 0 && outside !== undefined && <p class="hint">{words.noneInsideYet}</p>}
            <div class="acts"><MainAction large>{words.next}</MainAction></div>
          </Form>
        </div>
        <SealedAside page={page} />
      </div>
    </Page>
  );
}

function SealedAside({ page }: { readonly page: PageContext }) {
  const words = sealedWords(page.locale);
  return (
    <div class="aside">
      <Block title={words.side} icon="lock">
        <Steps steps={words.sideSteps.map((line) => { const [title = '', more = ''] = line.split('|'); return { title, more }; })} />
        <p class="quiet"><a href={sealedPathsOf(page).counts}>{words.countsLink}</a></p>
      </Block>
    </div>
  );
}

/** Fields sent: `route` (sealed by us), and either `ciphertext`, made by the page's script, or `words`. */
export type LetterProps = {
  readonly page: PageContext; readonly form: FormState;
  readonly readers: readonly ReaderView[]; readonly later: readonly ReaderView[]; readonly outside?: string;
  /** When it would be read and answered if it were sent now. */
  readonly readBy: Instant; readonly answerBy: Instant;
  /** age recipients, for the script. */
  readonly recipients: readonly string[];
  readonly turn?: TurnView;
};

export function LetterPage(props: LetterProps) {
  const { page, form, readers, later, outside } = props;
  const words = sealedWords(page.locale);
  const minute = (at: Instant) => formatMinute(at, page.jurisdiction.zone, page.locale);
  return (
    <Page page={page} title={words.letterTitle} section="report" width="wide" personal seals works={props.turn !== undefined}>
      <div class="heading"><h1>{words.letterTitle}</h1><p class="lead">{words.letterLead}</p></div>
      <div class="columns">
        <div data-close={props.recipients.join(' ')}>
          <ErrorSummary page={page} form={form} />
          {form.hidden['ciphertext'] && <Notice tone="careful"><p>{words.kept}</p></Notice>}
          <Form page={page} action={sealedPathsOf(page).send} hidden={form.hidden}>
            <ClosingNote page={page} />
            <section class="part">
              <TextArea page={page} form={form} name="words" label={words.words} hint={words.wordsHint} max={LETTER_CHARS_MAX} rows={12} large />
            </section>
            {props.turn && <TurnNote page={page} turn={props.turn} said={words.turn(props.turn.waitSeconds)} />}
            <div class="acts"><MainAction icon="lock" large>{words.send}</MainAction><span class="quiet">{words.sendHint}</span></div>
          </Form>
        </div>
        <div class="aside">
          <Block title={words.readers} icon="lock">
            <ul class="bullets">
              {readers.map(({ unit, fingerprint }) => <li key={fingerprint}>{words.readerOf(unit, fingerprint)}</li>)}
              <li>{words.readerYou}</li>
            </ul>
            <p>{words.readBy(minute(props.readBy), minute(props.answerBy))}</p>
            {later.length > 0 && outside !== undefined && (
              <>
                <p><strong>{words.readersFuture}</strong></p>
                <ul class="bullets">{later.map(({ unit, fingerprint }) => <li key={fingerprint}>{words.readerOf(unit, fingerprint)}</li>)}</ul>
                <p class="quiet">{words.alsoLater(outside)}</p>
              </>
            )}
          </Block>
        </div>
      </div>
    </Page>
  );
}

/** Says, before a word is typed, where the letter will be locked; the script replaces it once it has tried that it can. */
export function ClosingNote({ page }: { readonly page: PageContext }) {
  const words = sealedWords(page.locale);
  return (
    <div class="note note-careful" data-closing="" aria-live="polite">
      <Icon name="lock" />
      <div><p class="note-title">{words.closing}</p><p data-closing-words="">{words.closingServer}</p></div>
    </div>
  );
}

export type SealedReceiptProps = {
  readonly page: PageContext; readonly number: CaseNumber; readonly code: string; readonly followAddress: string; readonly receivedAt: Instant; readonly answerBy: Instant;
  /** The same form had come before. */
  readonly earlier: boolean;
};

/** Looks like any other receipt: on paper nothing tells that it was a sealed letter. */
export function SealedReceiptPage({ page, number, code, followAddress, receivedAt, answerBy, earlier }: SealedReceiptProps) {
  const words = sealedWords(page.locale);
  const minute = (at: Instant) => formatMinute(at, page.jurisdiction.zone, page.locale);
  return (
    <Page page={page} title={words.receiptSlip} section="none" width="reading" personal slip>
      <div class="heading"><h1>{words.receiptDone}</h1></div>
      {earlier && <Notice tone="careful"><p>{words.receiptEarlier}</p></Notice>}
      <ReceiptCard
        page={page} number={number} code={code} followAddress={followAddress} title={words.receiptSlip} warning={words.receiptWarning}
        facts={[{ key: words.receiptReceived, value: minute(receivedAt) }, { key: words.receiptAnswer, value: words.receiptAnswerBy(minute(answerBy)) }]} foot={words.receiptFoot}
      />
      <Notice tone="careful"><p>{words.receiptLoss}</p></Notice>
      <Form page={page} action={page.paths.follow} hidden={{ number, code }}>
        <div class="acts"><MainAction>{words.receiptOpen}</MainAction><span class="quiet">{words.receiptOpenHint}</span></div>
      </Form>
    </Page>
  );
}
