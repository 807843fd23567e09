import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Socket } from 'node:net';
import { answerProblem, plainErrorPage, type RenderError } from './answer.ts';
import type { SecurityHeaders } from './headers.ts';
import { problemMessages } from './messages.ts';
import { problemFrom } from './problem-from.ts';
import { statusOf, type Problem, type ProblemKind } from './problem.ts';
import { rememberReader, type Places } from './reader.ts';
import { methodsAt } from './routes-of.ts';

type Answer = (request: FastifyRequest, reply: FastifyReply, problem: Problem) => FastifyReply;

const answers = new WeakMap<object, Answer>();

/** How a route refuses: the status and words of `problem`, in the reader's language, as page or JSON. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply {
  const answer = answers.get(request.server.server);
  if (!answer) throw new Error('sendProblem works on servers made by createServer');
  return answer(request, reply, problem);
}

/** The one place where errors become answers. Nothing of an error but its kind reaches the reader. */
export function registerErrors(app: FastifyInstance, places: Places, renderError: RenderError): void {
  const render = drawnOrPlain(renderError, app.log);
  const answer: Answer = (request, reply, problem) => answerProblem(request, reply, rememberReader(request, places), problem, render);
  answers.set(app.server, answer);
  app.setErrorHandler((error, request, reply) => answer(request, reply, judge(error, request)));
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '';
    const allow = methodsAt(app, path);
    return answer(request, reply, allow.length > 0 && !allow.includes(request.method) ? { kind: 'method-not-allowed', allow } : { kind: 'not-found' });
  });
}

/** For errors that the router meets before any route is known. */
export function frameworkErrors(places: Places, renderError: RenderError, headers: SecurityHeaders) {
  return (error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    // No hook has run.
    reply.headers(headers);
    void answerProblem(request, reply, rememberReader(request, places), judge(error, request), drawnOrPlain(renderError, request.log));
  };
}

/** Answers on the bare socket what never became a request; the language is not known yet, so both are given. */
export function answerClientError(error: Error & { code?: string }, socket: Socket, headers: SecurityHeaders): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return;
  const kind: ProblemKind = error.code === 'HPE_HEADER_OVERFLOW' ? 'headers-too-large' : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 'timeout' : 'bad-request';
  const [zh, en] = [problemMessages('zh')[kind], problemMessages('en')[kind]];
  const body = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>${zh.title}</title><h1>${zh.title}</h1><p>${zh.remedy}</p><div lang="en"><h2>${en.title}</h2><p>${en.remedy}</p></div></html>`;
  socket.end([
    `HTTP/1.1 ${statusOf({ kind })} ${kind}`, 'content-type: text/html; charset=utf-8', `content-length: ${Buffer.byteLength(body)}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`), 'connection: close', '', body,
  ].join('\r\n'));
}

/** Where the error page itself is broken the log says so, and the reader still gets the right words. */
function drawnOrPlain(renderError: RenderError, log: FastifyBaseLogger): RenderError {
  return (reader, page) => {
    try {
      return renderError(reader, page);
    } catch (error) {
      log.error({ err: error }, 'the error page could not be drawn');
      return plainErrorPage(reader, page);
    }
  };
}

function judge(error: unknown, request: FastifyRequest): Problem {
  const { problem, bug } = problemFrom(error);
  // The logger's serializers keep only the harmless half of it.
  const line = { err: error, route: request.routeOptions.url ?? 'none', method: request.method };
  if (bug) request.log.error(line, 'a request met a bug');
  else if (problem.kind === 'away') request.log.warn(line, 'the database is away');
  else if (problem.kind === 'vault-away') request.log.warn(line, 'the vault is away');
  return problem;
}
