import { Block } from '../../../ui/components/blocks.tsx';
import { ErrorSummary } from '../../../ui/components/error-summary.tsx';
import { Button, Form, MainAction, TextArea } from '../../../ui/components/form.tsx';
import { Tombstone } from '../../../ui/components/timeline.tsx';
import { Page } from '../../../ui/layout.tsx';
import type { FormState, PageContext } from '../../../ui/page.ts';
import type { Hidable } from '../../../slices/cases/removals.ts';
import { HIDING_TEXT_MAX } from './desk.tsx';
import { removalMessages } from './messages.ts';
import { itemWord, tombstoneOf, type RemovalView } from './words.ts';

/** `contest`: whether the resident may object to it, has, or is being heard. */
export type MyRemoval = RemovalView & { readonly contest: 'open' | 'spent' | 'running' | 'none' };

/** The resident sees what others no longer do, under which rule and by which roles. */
export function MyRemovals({ page, removals }: { readonly page: PageContext; readonly removals: readonly MyRemoval[] }) {
  if (removals.length === 0) return null;
  const words = removalMessages(page.locale);
  return (
    <Block title={words.mineTitle} icon="eye-off">
      {removals.map((one) => (
        <div key={`${one.item} ${one.day}`}>
          <p><strong>{itemWord(page.locale, one.item)}</strong>: {words.states[one.state]}</p>
          {one.state !== 'restored' && <Tombstone>{tombstoneOf(page, one)} {words.mineHint}</Tombstone>}
          {one.contest === 'open' && <p class="acts"><Button href={`${page.paths.myRemovals}/${one.item}`} icon="scale">{words.mineContest}</Button></p>}
          {one.contest === 'spent' && <p class="quiet">{words.mineSpent}</p>}
          {one.contest === 'running' && <p class="quiet">{words.mineContested}</p>}
        </div>
      ))}
    </Block>
  );
}

/** Field sent: `reason` (required). */
export function ContestHidingPage({ page, removal, form }: { readonly page: PageContext; readonly removal: RemovalView & { readonly item: Hidable }; readonly form: FormState }) {
  const words = removalMessages(page.locale);
  return (
    <Page page={page} title={words.contestTitle} section="follow" width="reading" personal>
      <div class="heading"><h1>{words.contestTitle}</h1><p class="lead">{words.contestText}</p></div>
      <p><strong>{itemWord(page.locale, removal.item)}</strong></p>
      <Tombstone>{tombstoneOf(page, removal)}</Tombstone>
      <ErrorSummary page={page} form={form} />
      <Form page={page} action={`${page.paths.myRemovals}/${removal.item}`} hidden={form.hidden}>
        <TextArea page={page} form={form} name="reason" label={words.contestReason} max={HIDING_TEXT_MAX} />
        <div class="acts"><MainAction>{words.contestGo}</MainAction><Button href={page.paths.my}>{words.contestBack}</Button></div>
      </Form>
    </Page>
  );
}
