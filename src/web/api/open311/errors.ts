import type { FastifyInstance, FastifyRequest } from 'fastify';
import { problemFrom } from '../../../platform/http/problem-from.ts';
import type { ProblemKind } from '../../../platform/http/problem.ts';
import { BODY_BYTES_MAX } from './body.ts';
import { mannerOf, sendMistakes } from './call.ts';
import type { Mistake } from './mistake.ts';

/** What goes wrong before or around a route, said in the form of the specification. Bugs go on to the server's own handler. */
export function registerOpen311Errors(scope: FastifyInstance): void {
  scope.setErrorHandler((error, request, reply) => {
    const { problem, bug } = problemFrom(error);
    const mistake = bug ? undefined : mistakeOf(problem.kind, request);
    if (mistake === undefined) throw error;
    if (problem.retryAfterSeconds !== undefined) reply.header('retry-after', problem.retryAfterSeconds);
    return sendMistakes(reply, mannerOf(request), [mistake]);
  });
  scope.setNotFoundHandler((request, reply) => {
    const methods = methodsAt(request.url);
    if (methods.length === 0 || methods.includes(request.method)) return sendMistakes(reply, mannerOf(request), [{ kind: 'unknown-path' }]);
    reply.header('allow', methods.join(', '));
    return sendMistakes(reply, mannerOf(request), [{ kind: 'wrong-method' }]);
  });
}

/** Methods that a path of this interface answers; none for a path that is not one. */
function methodsAt(url: string): readonly string[] {
  const path = /\/open311\/v2\/([^?]*)/.exec(url)?.[1] ?? '';
  if (/^(requests|servicerequestupdates)(\.xml|\.json)?$/.test(path)) return ['GET', 'HEAD', 'POST'];
  if (path === 'requests.csv') return ['GET', 'HEAD'];
  return /^((services|discovery)(\.xml|\.json)?|(services|requests|tokens)\/.+)$/.test(path) ? ['GET', 'HEAD'] : [];
}

/** Undefined: nothing a caller could mend. */
function mistakeOf(kind: ProblemKind, request: FastifyRequest): Mistake | undefined {
  switch (kind) {
    case 'broken-text': return { kind: 'broken-text' };
    case 'not-found': return /^\/j\//.test(request.url) ? { kind: 'unknown-jurisdiction' } : { kind: 'unknown-path' };
    case 'method-not-allowed': return { kind: 'wrong-method' };
    case 'too-large': return tooLarge(request);
    case 'unsupported-type':
    case 'wrong-charset':
      return { kind: 'unsupported-type' };
    case 'too-many': return { kind: 'too-often' };
    case 'away':
    case 'busy':
      return { kind: 'away' };
    case 'vault-away': return { kind: 'contact-not-now' };
    case 'bug': return undefined;
    default: return { kind: 'bad-call' };
  }
}

/** Photographs come in parts, and are bounded as everywhere. */
function tooLarge(request: FastifyRequest): Mistake {
  return request.isMultipart() ? { kind: 'form-too-large' } : { kind: 'too-large', bytesMax: BODY_BYTES_MAX };
}
