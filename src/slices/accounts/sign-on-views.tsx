import { Block, Notice } from '../../ui/components/blocks.tsx';
import { Button } from '../../ui/components/form.tsx';
import { Page } from '../../ui/layout.tsx';
import { withQuery, type PageContext } from '../../ui/page.ts';
import type { SignOnRefusal } from './refusals.ts';
import { signOnMessages } from './sign-on/messages.ts';

/** What the sign-in page says of single sign-on; `left` when somebody who came in by it has just signed out here. */
export type SignOnWay = { readonly label: string; readonly next: string; readonly left: boolean };

/** A link, not a form: it leads to another site, where our pages' forms may not go (`form-action 'self'`). */
export function SignOnEntrance({ page, way }: { readonly page: PageContext; readonly way: SignOnWay }) {
  const words = signOnMessages(page.locale);
  const address = page.paths.signIn.replace(/sign-in$/, 'single-sign-on');
  return (
    <Block title={words.signIn(way.label)}>
      {way.left && <Notice tone="know"><p>{words.alsoThere(way.label)}</p><p><a href={`${address}/end`}>{words.leaveThere(way.label)}</a></p></Notice>}
      <p class="quiet">{words.signInLead(way.label)}</p>
      <div class="acts"><Button href={withQuery(address, 'next', way.next)}>{words.signIn(way.label)}</Button></div>
    </Block>
  );
}

export type SignOnOutcome = SignOnRefusal['kind'] | 'confirmed' | 'other-account';

/** Where somebody lands who came back from the provider and goes no further by themselves. */
export function SignOnPage({ page, label, outcome }: { readonly page: PageContext; readonly label: string; readonly outcome: SignOnOutcome }) {
  const words = signOnMessages(page.locale);
  const { title, lead } = ({
    away: { title: words.awayTitle(label), lead: words.awayLead },
    'not-done': { title: words.notDoneTitle, lead: words.notDoneLead(label) },
    'too-old': { title: words.tooOldTitle, lead: words.tooOldLead },
    'no-account': { title: words.noAccountTitle, lead: words.noAccountLead(label) },
    confirmed: { title: words.confirmedTitle, lead: words.confirmedLead },
    'other-account': { title: words.otherTitle, lead: words.otherLead(label) },
  } satisfies Record<SignOnOutcome, unknown>)[outcome];
  const isInside = outcome === 'confirmed' || outcome === 'other-account';
  return (
    <Page page={page} title={title} section="none" width="reading" personal>
      <div class="narrow">
        <div class="heading"><h1>{title}</h1></div>
        <p>{lead}</p>
        {!isInside && <div class="acts"><Button href={page.paths.signIn}>{words.back}</Button></div>}
      </div>
    </Page>
  );
}

/** On the page that asks for a fresh proof, for whoever came in by single sign-on. Another window, so that the form stays here. */
export function SignOnConfirmation({ page, label }: { readonly page: PageContext; readonly label: string }) {
  const words = signOnMessages(page.locale);
  return (
    <Notice tone="know">
      <p><a href={page.paths.signIn.replace(/sign-in$/, 'single-sign-on/confirmation')} target="_blank" rel="noopener">{words.confirm(label)}</a></p>
      <p>{words.confirmLead}</p>
    </Notice>
  );
}
