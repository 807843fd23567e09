import { problemMessages } from '../platform/http/messages.ts';
import type { RenderError } from '../platform/http/answer.ts';
import { renderPage } from '../ui/render.ts';
import { pageFor } from './context.ts';
import type { Services } from './services.ts';
import { ErrorPage, errorKindOf } from './views/errors/error-page.tsx';

/** Error pages in the look of the site. Needs memory only: it may be the database that failed. */
export function errorRenderer(services: Services): RenderError {
  return (reader, { status, problem }) => renderPage(ErrorPage({
    page: pageFor(reader, reader.prefix === '' ? '/' : reader.prefix, services),
    kind: errorKindOf(status),
    detail: problemMessages(reader.locale)[problem.kind].remedy,
    ...(problem.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: problem.retryAfterSeconds }),
  }));
}
