import { Block, Notice } from '../../../ui/components/blocks.tsx';
import { CaseList } from '../../../ui/components/case-row.tsx';
import { Button, Form, Hidden, MainAction } from '../../../ui/components/form.tsx';
import { ErrorSummary } from '../../../ui/components/error-summary.tsx';
import { Icon } from '../../../ui/icon.tsx';
import type { IconName } from '../../../ui/icon-paths.ts';
import { Page } from '../../../ui/layout.tsx';
import type { FormState, PageContext } from '../../../ui/page.ts';
import type { Anonymity } from '../../../slices/cases/case.ts';
import { answerWords } from '../answers/messages.ts';
import { rowOf, type CaseStub } from '../vocabulary.ts';
import { ClassNote, SealedOffer, type ClassView } from '../classes/note.tsx';
import { wordsOfResident } from './messages.ts';

/** Many reports come from this network: a ticket whose turn comes in `waitSeconds`, and work that leads past it. */
export type TurnView = { readonly ticket: string; readonly challenge: string; readonly waitSeconds: number };

export type CheckProps = {
  readonly page: PageContext;
  /** Everything typed, carried on unseen; `hidden` holds the idempotency key and the names of the stored photos. */
  readonly form: FormState;
  readonly words: string;
  readonly anonymity: Anonymity;
  readonly publish: boolean;
  /** In the reader's language; empty when not given. `town` is the public part of the place. */
  readonly place: string;
  readonly town: string;
  readonly topic: string;
  /** The class of vital interests of the topic. */
  readonly vital?: ClassView;
  readonly photos: readonly string[];
  /** The unit that must not see it, by name. */
  readonly about?: string;
  /** Sent for somebody else. */
  readonly isProxy: boolean;
  readonly similar: readonly CaseStub[];
  /** Questions like it that have an answer in force; compared and forgotten. */
  readonly answered: readonly { readonly href: string; readonly question: string }[];
  /** The contact cannot be kept just now; nothing was sent. */
  readonly vaultAway?: boolean;
  readonly turn?: TurnView;
};

/** Nothing is sent before the writer has seen what the unit and the neighbours would see (protection T13). */
export function CheckPage(props: CheckProps) {
  const { page, form } = props;
  const words = wordsOfResident(page.locale);
  const answers = answerWords(page.locale);
  return (
    <Page page={page} title={words.checkTitle} section="report" width="wide" personal works={props.turn !== undefined}>
      <div class="heading"><h1>{words.checkTitle}</h1><p class="lead">{words.checkLead}</p></div>
      <ErrorSummary page={page} form={form} />
      {props.vaultAway && <div role="alert"><Notice tone="careful" title={words.contactNotNow}><p>{words.contactNotNowDo}</p></Notice></div>}
      <Block title={words.checkWords}>
        <blockquote class="own-words">{props.words}</blockquote>
        {props.photos.length > 0 && <Photos page={page} photos={props.photos} />}
      </Block>
      <div class="views">
        <View icon="building" title={words.checkUnit} lines={unitSees(props)} />
        <View icon="eye" title={words.checkPublic} lines={everyoneSees(props)} />
        <View icon="eye-off" title={words.checkNobody} lines={nobodySees(props)} />
      </div>
      {props.vital && <ClassNote page={page} of={props.vital} />}
      {(props.anonymity === 'anonymous' || props.isProxy) && (
        <Notice tone="careful">
          {props.isProxy && <p>{words.checkProxy}</p>}
          {props.anonymity === 'anonymous' && <p>{words.checkNoReissue}</p>}
        </Notice>
      )}
      {props.answered.length > 0 && (
        <Block title={answers.similar}>
          <p class="quiet">{answers.similarHint}</p>
          <ul>{props.answered.map((one) => <li key={one.href}><a href={one.href} target="_blank" rel="noopener">{one.question}</a></li>)}</ul>
        </Block>
      )}
      {props.similar.length > 0 && (
        <Block title={words.similar}><p class="quiet">{words.similarHint}</p><CaseList page={page} rows={props.similar.map((stub) => rowOf(page, stub))} /></Block>
      )}
      <Form page={page} action={page.paths.receipts} hidden={form.hidden}>
        <Hidden fields={form.values} />
        {props.turn && <TurnNote page={page} turn={props.turn} said={words.turn(props.turn.waitSeconds)} />}
        {props.vital?.sealed && props.anonymity !== 'sealed' && <SealedOffer page={page} />}
        <div class="acts">
          <MainAction large icon="speakerphone">{words.send}</MainAction>
          <Button name="edit" value="yes" formAction={page.paths.report} quiet>{words.edit}</Button>
        </div>
      </Form>
    </Page>
  );
}

/** The device does its work while the page is read over; where it cannot, the turn comes by waiting. */
export function TurnNote({ page, turn, said }: { readonly page: PageContext; readonly turn: TurnView; readonly said: string }) {
  return (
    <div data-work={turn.challenge} data-done={wordsOfResident(page.locale).turnDone}>
      <Hidden fields={{ turn: turn.ticket, work: '' }} />
      <Notice tone="know"><p role="status">{said}</p></Notice>
    </div>
  );
}

/** Addresses of stored photos; the word beside each is its number, since nobody has described it. */
export function Photos({ page, photos }: { readonly page: PageContext; readonly photos: readonly string[] }) {
  const words = wordsOfResident(page.locale);
  return <div class="photos">{photos.map((src, index) => <a key={src} href={src}><img src={src} alt={words.photoAlt(index + 1)} width="136" height="102" loading="lazy" /></a>)}</div>;
}

function View({ icon, title, lines }: { readonly icon: IconName; readonly title: string; readonly lines: readonly string[] }) {
  return <section class="view"><h3><Icon name={icon} />{title}</h3><ul>{lines.map((line) => <li key={line}>{line}</li>)}</ul></section>;
}

function unitSees({ page, place, photos, anonymity, about }: CheckProps): readonly string[] {
  const words = wordsOfResident(page.locale);
  return [
    words.seesWords,
    words.seesPlace(place || words.placeUnknown),
    ...(photos.length > 0 ? [words.seesPhotos(photos.length)] : []),
    anonymity === 'named' ? words.seesName : words.seesNoName,
    ...(about === undefined ? [] : [words.seesNotUnit(about)]),
  ];
}

function everyoneSees({ page, topic, town, publish }: CheckProps): readonly string[] {
  const words = wordsOfResident(page.locale);
  return [
    words.seesTopic(topic || words.topicUnknown),
    words.seesTown(town || words.placeUnknown),
    words.seesStory,
    ...(publish ? [words.seesPublished] : []),
  ];
}

function nobodySees({ page, anonymity }: CheckProps): readonly string[] {
  const words = wordsOfResident(page.locale);
  return [...(anonymity === 'sealed' ? [words.seesSealed] : []), words.seesBallot, words.seesNetwork];
}
