import { groupCaseNumber } from '../../../../kernel/ids.ts';
import type { Instant } from '../../../../kernel/instant.ts';
import { unreachable } from '../../../../kernel/unreachable.ts';
import { dueOf, LETTER_CHARS_MAX, type ReportId, type ReportState } from '../../../../slices/sealed/index.ts';
import { Block, EmptyState, KeyValue, Notice } from '../../../../ui/components/blocks.tsx';
import { CaseList } from '../../../../ui/components/case-row.tsx';
import { Button, Form, MainAction, TextArea } from '../../../../ui/components/form.tsx';
import type { Tone } from '../../../../ui/components/status.tsx';
import { When } from '../../../../ui/components/when.tsx';
import { Page } from '../../../../ui/layout.tsx';
import { EMPTY_FORM, type PageContext } from '../../../../ui/page.ts';
import { sealedPathsOf, type DeskAct } from '../../../sealed/paths.ts';
import { sealedWords } from '../messages.ts';
import type { ReaderView } from '../filing.tsx';
import { sealedDeskWords } from './messages.ts';

export type SealedDone = DeskAct | 'key';

/** What the reader may open, the most urgent first. */
export function SealedDeskPage(props: {
  readonly page: PageContext; readonly reports: readonly ReportState[]; readonly hasKey: boolean; readonly isAlone: boolean; readonly now: Instant; readonly done?: SealedDone;
}) {
  const { page, reports } = props;
  const words = sealedDeskWords(page.locale);
  const paths = sealedPathsOf(page);
  return (
    <Page page={page} title={words.deskTitle} section="console" width="wide" personal>
      {props.done && <Notice tone="done"><p>{words.done[props.done]}</p></Notice>}
      <div class="heading"><h1>{words.deskTitle}</h1><p class="lead">{words.deskLead}</p></div>
      {!props.hasKey && <Notice tone="careful"><p>{words.noKey} <a href={paths.key}>{words.makeKey}</a></p></Notice>}
      {props.isAlone && <Notice tone="know"><p>{words.fewOfficers}</p></Notice>}
      {reports.length === 0 && <EmptyState title={words.deskEmpty}><p>{words.deskEmptyHint}</p></EmptyState>}
      <CaseList page={page} rows={reports.map((report) => rowOf(page, report, props.now))} />
      <div class="acts"><Button href={paths.key} icon="lock" quiet>{words.deskKey}</Button></div>
    </Page>
  );
}

function rowOf(page: PageContext, report: ReportState, now: Instant) {
  const words = sealedDeskWords(page.locale);
  const due = dueOf(report);
  const isLate = due !== undefined && due < now;
  return {
    href: sealedPathsOf(page).report(report.facts.id), title: sealedWords(page.locale).kinds[report.facts.kind], tone: toneOf(report), status: words.stages[report.standing.stage],
    facts: [groupCaseNumber(report.facts.number), ...(report.handedOver ? [words.handed[report.handedOver]] : []), ...(report.lateTimes > 0 ? [words.late(report.lateTimes)] : [])],
    at: due ?? report.facts.receivedAt, ...(isLate ? { clock: { words: words.late(report.lateTimes + 1), late: true } } : {}),
  };
}

function toneOf({ standing }: ReportState): Tone {
  switch (standing.stage) {
    case 'received': return 'waiting';
    case 'in-hand': return 'moving';
    case 'answered': return 'answered';
    case 'judged': return standing.outcome === 'solved' ? 'solved' : 'partly';
    case 'unjudged': case 'withdrawn': return 'aside';
    default: return unreachable(standing);
  }
}

/** One letter as it lies on a page: locked, its ciphertexts in base64, of which the reader's key opens one. */
export type LetterView = { readonly n: number; readonly by: 'reporter' | 'officer'; readonly at: Instant; readonly closedIn: 'browser' | 'server'; readonly ciphertexts: readonly string[] };

export type SealedReportProps = {
  readonly page: PageContext; readonly report: ReportState; readonly letters: readonly LetterView[];
  /** The reader's own keys, under their passphrase. */
  readonly protectedKeys: readonly string[];
  /** To whom a letter from here is closed. */
  readonly recipients: readonly string[];
  readonly outside?: string;
  readonly others: readonly (ReaderView & { readonly account: string; readonly recipient: string })[];
  readonly adverse?: readonly { readonly at: Instant; readonly type: string; readonly unit?: string }[];
  readonly mistake?: string; readonly done?: SealedDone;
};

export function SealedReportPage(props: SealedReportProps) {
  const { page, report } = props;
  const words = sealedDeskWords(page.locale);
  const title = words.reportTitle(groupCaseNumber(report.facts.number));
  return (
    <Page page={page} title={title} section="console" width="wide" personal seals>
      {props.done && <Notice tone="done"><p>{words.done[props.done]}</p></Notice>}
      {props.mistake !== undefined && <Notice tone="careful"><p>{props.mistake}</p></Notice>}
      <div class="heading"><p><a href={sealedPathsOf(page).desk}>{words.deskTitle}</a></p><h1>{title}</h1></div>
      <div class="columns">
        <div>
          <Unlock {...props} />
          {props.letters.map((letter) => <LetterBlock key={letter.n} page={page} letter={letter} />)}
          <Write {...props} />
        </div>
        <DeskAside {...props} />
      </div>
    </Page>
  );
}

function Unlock({ page, protectedKeys }: SealedReportProps) {
  const words = sealedDeskWords(page.locale);
  return (
    <section class="ask" data-unlock={JSON.stringify(protectedKeys)}>
      <h2>{words.unlockTitle}</h2>
      <p class="quiet">{words.unlockHint}</p>
      <noscript><p class="mistake">{words.noScript}</p></noscript>
      <form>
        <div class="field field-short"><label class="form-label" for="f-passphrase">{words.passphrase}</label><input class="form-control" id="f-passphrase" type="password" autoComplete="off" disabled /></div>
        {protectedKeys.length === 0 && <div class="field"><label class="form-label" for="f-keyfile">{words.keyFile}</label><input class="form-control" id="f-keyfile" type="file" disabled /></div>}
        <p class="quiet" data-says="" aria-live="polite"></p>
        <div class="acts"><button type="submit" class="btn act-main" disabled>{words.unlock}</button></div>
      </form>
    </section>
  );
}

/** The words take the place of "(locked)" once a key on this device opens them. */
function LetterBlock({ page, letter }: { readonly page: PageContext; readonly letter: LetterView }) {
  const words = sealedDeskWords(page.locale);
  return (
    <article class="letter" data-letter={letter.ciphertexts.join(' ')} data-n={letter.n}>
      <p class="quiet">{words.letterFrom[letter.by]} · <When page={page} at={letter.at} exactness="day" /> · {letter.closedIn === 'browser' ? words.closedInBrowser : words.closedOnArrival}</p>
      <blockquote class={letter.by === 'reporter' ? 'own-words' : 'answer-words'} data-words="">{words.closedText}</blockquote>
    </article>
  );
}

function Write({ page, report, recipients }: SealedReportProps) {
  const words = sealedDeskWords(page.locale);
  const { stage } = report.standing;
  if (stage === 'withdrawn') return null;
  const mayAnswer = stage === 'received' || stage === 'in-hand';
  return (
    <Block title={words.writeTitle}>
      <div data-close={recipients.join(' ')}>
        <Form page={page} action={sealedPathsOf(page).deskAct(report.facts.id, 'letters')}>
          {/* No name: even without script nothing of it is sent. */}
          <TextArea page={page} form={EMPTY_FORM} name="" label={words.writeLabel} hint={words.writeHint} max={LETTER_CHARS_MAX} rows={6} />
          <div class="acts">
            {mayAnswer && <MainAction name="answers" value="yes">{words.sendAnswer}</MainAction>}
            <Button name="answers" value="no">{words.sendLetter}</Button>
          </div>
          {mayAnswer && <p class="quiet">{words.answerHint}</p>}
        </Form>
      </div>
    </Block>
  );
}

function DeskAside(props: SealedReportProps) {
  const { page, report, outside } = props;
  const words = sealedDeskWords(page.locale);
  const paths = sealedPathsOf(page);
  const { facts, standing } = report;
  const due = dueOf(report);
  return (
    <div class="aside">
      <Block title={words.stages[standing.stage]}>
        <KeyValue pairs={[
          { key: words.kind, value: sealedWords(page.locale).kinds[facts.kind] }, { key: words.received, value: <When page={page} at={facts.receivedAt} exactness="day" /> },
          { key: words.due, value: due === undefined ? words.none : <When page={page} at={due} /> },
          ...(report.lateTimes > 0 ? [{ key: '', value: words.late(report.lateTimes) }] : []), ...(report.handedOver ? [{ key: '', value: words.handed[report.handedOver] }] : []),
          ...(report.outcomes.length > 0 ? [{ key: words.outcome, value: report.outcomes.map((one) => words.outcomes[one]).join(' · ') }] : []),
          ...(standing.stage === 'withdrawn' && standing.pressed ? [{ key: '', value: words.pressed }] : []),
        ]} />
        {standing.stage === 'received' && (
          <Form page={page} action={paths.deskAct(facts.id, 'acknowledgement')}>
            <div class="acts"><Button icon="check">{words.acknowledge}</Button></div><p class="quiet">{words.acknowledgeHint}</p>
          </Form>
        )}
      </Block>
      {props.adverse && <Watched page={page} adverse={props.adverse} />}
      {props.others.map((one) => <Share key={one.account} page={page} report={facts.id} other={one} />)}
      {report.route === 'inside' && standing.stage !== 'withdrawn' && (
        <Block title={words.handTitle}>
          {outside === undefined ? <p>{words.noOutside}</p> : (
            <>
              <p>{words.handText(outside)}</p>
              <Form page={page} action={paths.deskAct(facts.id, 'handover')}><div class="acts"><Button>{words.hand}</Button></div></Form>
            </>
          )}
        </Block>
      )}
    </div>
  );
}

function Watched({ page, adverse }: { readonly page: PageContext; readonly adverse: NonNullable<SealedReportProps['adverse']> }) {
  const words = sealedDeskWords(page.locale);
  return (
    <Block title={words.watchTitle} icon="eye">
      <p class="quiet">{words.watchHint}</p>
      {adverse.length === 0 && <p>{words.watchNothing}</p>}
      {adverse.map(({ at, type, unit }) => <p key={`${at} ${type}`}><When page={page} at={at} /><br />{words.adverse[type] ?? type}{unit === undefined ? '' : ` · ${unit}`}</p>)}
    </Block>
  );
}

function Share({ page, report, other }: { readonly page: PageContext; readonly report: ReportId; readonly other: SealedReportProps['others'][number] }) {
  const words = sealedDeskWords(page.locale);
  return (
    <Block title={words.shareTitle}>
      <p>{words.shareText(other.unit, other.fingerprint)}</p>
      <div data-share={other.recipient}>
        <Form page={page} action={sealedPathsOf(page).deskAct(report, 'copies')} hidden={{ reader: other.account }}>
          <p class="quiet" data-says="" aria-live="polite"></p>
          <div class="acts"><Button>{words.share}</Button></div>
        </Form>
      </div>
    </Block>
  );
}

export type OwnKeyView = { readonly fingerprint: string; readonly isInUse: boolean; readonly isKept: boolean };

/** Fields sent, all made by the script: `recipient`, and `protected` unless the officer keeps the file. */
export function SealedKeyPage({ page, keys, mistake, done }: { readonly page: PageContext; readonly keys: readonly OwnKeyView[]; readonly mistake?: string; readonly done?: boolean }) {
  const words = sealedDeskWords(page.locale);
  return (
    <Page page={page} title={words.keyTitle} section="console" width="reading" personal seals>
      {done === true && <Notice tone="done"><p>{words.done.key}</p></Notice>}
      {mistake !== undefined && <Notice tone="careful"><p>{mistake}</p></Notice>}
      <div class="heading"><p><a href={sealedPathsOf(page).desk}>{words.deskTitle}</a></p><h1>{words.keyTitle}</h1><p class="lead">{words.keyLead}</p></div>
      {keys.length === 0 && <p>{words.keyNone}</p>}
      {keys.map((key) => <p key={key.fingerprint}><strong>{key.isInUse ? words.keyInUse(key.fingerprint) : words.keyRetired(key.fingerprint)}</strong> <span class="quiet">{key.isKept ? words.keyKept : words.keyFileOnly}</span></p>)}
      <Block title={words.newKey}>
        <p class="quiet">{words.newKeyHint}</p>
        <noscript><p class="mistake">{words.noScript}</p></noscript>
        <div data-new-key="">
          <Form page={page} action={sealedPathsOf(page).key}>
            <div class="field field-short"><label class="form-label" for="f-new">{words.passphraseNew}</label><p class="hint">{words.passphraseNewHint}</p><input class="form-control" id="f-new" type="password" autoComplete="off" disabled /></div>
            <div class="field field-short"><label class="form-label" for="f-again">{words.passphraseAgain}</label><input class="form-control" id="f-again" type="password" autoComplete="off" disabled /></div>
            <div class="option option-tick"><input type="checkbox" id="f-keepMyself" name="keepMyself" value="yes" disabled /><label for="f-keepMyself"><span class="option-title">{words.keepMyself}</span><span class="option-hint">{words.keepMyselfHint}</span></label></div>
            <p class="quiet" data-says="" aria-live="polite"></p>
            <div class="acts"><button type="submit" class="btn act-main" disabled>{words.make}</button></div>
          </Form>
        </div>
      </Block>
    </Page>
  );
}
