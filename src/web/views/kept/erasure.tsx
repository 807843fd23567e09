import type { Instant } from '../../../kernel/instant.ts';
import { Block, Notice } from '../../../ui/components/blocks.tsx';
import { Tick } from '../../../ui/components/choice.tsx';
import { ErrorSummary } from '../../../ui/components/error-summary.tsx';
import { Button, Form, MainAction } from '../../../ui/components/form.tsx';
import { When } from '../../../ui/components/when.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Page } from '../../../ui/layout.tsx';
import type { FormState, PageContext } from '../../../ui/page.ts';
import { sealedPathsOf } from '../../sealed/paths.ts';
import { CodeField } from './kept.tsx';
import { keptMessages } from './messages.ts';

/** Where the wish stands: it can be told, it waits for its week to end, it is carried out, or it cannot be told yet. */
export type ErasureStanding =
  | { readonly state: 'open'; readonly form: FormState; readonly pressed: boolean }
  | { readonly state: 'waiting'; readonly dueAt: Instant; readonly hasContact: boolean }
  | { readonly state: 'done' }
  | { readonly state: 'running'; readonly hasContact: boolean; readonly mayWithdraw: boolean }
  | { readonly state: 'undecided' };

/** Fields sent: `pressed` (`yes`), `code`. */
export function ErasurePage({ page, standing, days }: { readonly page: PageContext; readonly standing: ErasureStanding; readonly days: number }) {
  const words = keptMessages(page.locale);
  return (
    <Page page={page} title={words.erasureTitle} section="follow" width="reading" personal>
      <a class="crumb" href={page.paths.kept}><Icon name="arrow-left" />{words.title}</a>
      <div class="heading"><h1>{words.erasureTitle}</h1><p class="lead">{words.erasureLead}</p></div>
      <Standing page={page} standing={standing} days={days} />
    </Page>
  );
}

function Standing({ page, standing, days }: { readonly page: PageContext; readonly standing: ErasureStanding; readonly days: number }) {
  const words = keptMessages(page.locale);
  switch (standing.state) {
    case 'done': return <Notice tone="done"><p>{words.gone}</p></Notice>;
    case 'undecided': return <Notice tone="know"><p>{words.notAtRest}</p></Notice>;
    case 'waiting': return (
      <>
        <Notice tone="careful"><p>{words.waiting} <strong><When page={page} at={standing.dueAt} exactness="minute" /></strong></p></Notice>
        <Form page={page} action={page.paths.erasureEnd}><div class="acts"><MainAction>{words.waitingBack}</MainAction>{standing.hasContact && <a class="quiet" href={page.paths.contact}>{words.waitingNow}</a>}</div></Form>
        <Parts page={page} />
      </>
    );
    case 'running': return (
      <>
        <Notice tone="know" title={words.notYet}><p>{words.notYetWhy}</p></Notice>
        <Block title={words.notYetCan}>
          <ul class="bullets">
            {standing.hasContact && <li><a href={page.paths.contact}>{words.canContact}</a></li>}
            <li>{words.canJudge}</li>
            {standing.mayWithdraw && <li><a href={page.paths.withdrawal}>{words.canWithdraw}</a></li>}
          </ul>
        </Block>
        <Parts page={page} />
      </>
    );
    case 'open': return (
      <>
        {standing.pressed && <Notice tone="careful"><p>{words.pressedStop}</p><p><a href={sealedPathsOf(page).fromCase}>{words.pressedLink}</a></p></Notice>}
        <ErrorSummary page={page} form={standing.form} />
        <Parts page={page} />
        <Block title={words.waitTitle(days)}>
          <p>{words.waitText} {words.recastLost}</p>
          <Form page={page} action={page.paths.erasure} hidden={standing.form.hidden}>
            <Tick page={page} form={standing.form} name="pressed" value="yes" label={words.pressed} hint={words.pressedHint} />
            <CodeField page={page} form={standing.form} />
            <div class="acts"><MainAction>{words.erasureGo(days)}</MainAction><Button href={page.paths.kept}>{words.erasureStay}</Button></div>
          </Form>
        </Block>
      </>
    );
  }
}

function Parts({ page }: { readonly page: PageContext }) {
  const words = keptMessages(page.locale);
  const list = (lines: readonly string[]) => <ul class="bullets">{lines.map((line) => <li key={line}>{line}</li>)}</ul>;
  return (
    <>
      <Block title={words.goesTitle}>{list(words.goes)}</Block>
      <Block title={words.staysTitle}>{list(words.stays)}<p class="quiet">{words.staysWhy}</p></Block>
    </>
  );
}
