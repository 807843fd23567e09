import { Button, MainAction } from '../../../ui/components/form.tsx';
import { Page } from '../../../ui/layout.tsx';
import type { PageContext } from '../../../ui/page.ts';
import { wordsOfErrors } from './messages.ts';

/** Kinds of failure a reader can meet, with the status each is sent under (RFC 9110, RFC 6585). */
export const ERROR_STATUSES = {
  'bad-request': 400, 'sign-in-needed': 401, forbidden: 403, 'not-found': 404, 'method-not-allowed': 405, conflict: 409, gone: 410, 'too-large': 413,
  'unsupported-media': 415, unprocessable: 422, 'key-reused': 422, 'too-many': 429, broken: 500, away: 503,
} as const;
export type ErrorKind = keyof typeof ERROR_STATUSES;

/** The kind for a bare status; anything unknown of 4xx is a bad request, of 5xx broken. */
export function errorKindOf(status: number): ErrorKind {
  const kinds = Object.keys(ERROR_STATUSES) as ErrorKind[];
  return kinds.find((kind) => ERROR_STATUSES[kind] === status) ?? (status >= 500 ? 'broken' : 'bad-request');
}

/** `detail` is a sentence of our own in the reader's language, never text from a library or the database. */
export function ErrorPage({ page, kind, detail, retryAfterSeconds }: { readonly page: PageContext; readonly kind: ErrorKind; readonly detail?: string; readonly retryAfterSeconds?: number }) {
  const words = wordsOfErrors(page.locale);
  const { paths } = page;
  const typed = kind === 'unprocessable' || kind === 'too-large' || kind === 'unsupported-media' || kind === 'conflict' || kind === 'away' || kind === 'broken' || kind === 'too-many';
  return (
    <Page page={page} title={words[kind]} section="none" width="reading" personal>
      <div class="errorpage">
        <h1>{words[kind]}</h1>
        <p class="lead">{detail ?? words[`${kind}-do`]}</p>
        {typed && <p>{words.kept}</p>}
        {retryAfterSeconds !== undefined && <p>{words.wait(retryAfterSeconds)}</p>}
        <div class="acts">
          {kind === 'sign-in-needed' ? <MainAction href={paths.signIn}>{words.signIn}</MainAction> : <Button href={paths.home}>{words.home}</Button>}
          <Button href={paths.follow} quiet>{words.follow}</Button>
          <Button href={paths.report} quiet>{words.report}</Button>
        </div>
        <p class="errorpage-code">{words.code(ERROR_STATUSES[kind])}</p>
      </div>
    </Page>
  );
}
