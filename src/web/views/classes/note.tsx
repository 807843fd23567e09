import { Block, Notice } from '../../../ui/components/blocks.tsx';
import { Button } from '../../../ui/components/form.tsx';
import type { PageContext } from '../../../ui/page.ts';
import { sealedPathsOf } from '../../sealed/paths.ts';
import { classWords } from './messages.ts';

/** One class of vital interests, in the reader's language. */
export type ClassView = {
  readonly code: string; readonly name: string; readonly explanation: string; readonly law?: string;
  readonly evidence: readonly string[]; readonly lead: string; readonly leadUnit: string;
  /** Units that are a party to such matters. */
  readonly around: readonly string[];
  /** A contact is preselected sealed. */
  readonly sealed: boolean;
};

/** What helps, who answers for it, whom it goes round: nothing of it must be filled in. */
export function ClassNote({ page, of }: { readonly page: PageContext; readonly of: ClassView }) {
  const words = classWords(page.locale);
  return (
    <Block title={words.noteTitle(of.name)}>
      <p><strong>{words.evidence}</strong></p>
      <ul class="bullets">{of.evidence.map((line) => <li key={line}>{line}</li>)}</ul>
      <p class="quiet">{words.evidenceHint}</p>
      <p>{words.leads(of.lead, of.leadUnit)}{of.around.length > 0 && ` ${aroundWords(page, of)}`}</p>
      <p><a href={page.paths.classOf(of.code)}>{words.more}</a></p>
    </Block>
  );
}

/** Three are named; the page of the class names them all. */
export function aroundWords(page: PageContext, { around }: ClassView): string {
  return classWords(page.locale).around(around.slice(0, AROUND_NAMED), around.length);
}
const AROUND_NAMED = 3;

/** Why a sealed contact is chosen already, and the closed way for whoever wants more than that. */
export function SealedByDefault({ page }: { readonly page: PageContext }) {
  const words = classWords(page.locale);
  return <Notice tone="know"><p>{words.sealedPreset} <a href={sealedPathsOf(page).choose}>{words.sealedLetter}</a></p></Notice>;
}

/** On the page before sending, for whoever came without it. It stands in the form there: one press, nothing typed is lost. */
export function SealedOffer({ page }: { readonly page: PageContext }) {
  const words = classWords(page.locale);
  return (
    <Notice tone="know" title={words.sealedOffer}>
      <p>{words.sealedOfferWhy} <a href={sealedPathsOf(page).choose}>{words.sealedLetter}</a></p>
      <Button name="edit" value="sealed" formAction={page.paths.report} quiet>{words.sealedTake}</Button>
    </Notice>
  );
}
