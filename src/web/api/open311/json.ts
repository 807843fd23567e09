import { unreachable } from '../../../kernel/unreachable.ts';
import type { WireAnswer } from './wire.ts';

/** The JSON form: lists are bare arrays, even of one (GeoReport v2, "Format Support"). */
export function toJson(answer: WireAnswer): string {
  return JSON.stringify(bodyOf(answer));
}

function bodyOf(answer: WireAnswer): unknown {
  switch (answer.kind) {
    case 'services': return answer.services;
    case 'definition': return answer.definition;
    case 'requests': return answer.requests;
    case 'created': return [answer.created];
    case 'token': return [answer.token];
    case 'updated': return [answer.updated];
    case 'updates': return answer.updates;
    case 'discovery': return answer.discovery;
    case 'errors': return answer.errors;
    default: return unreachable(answer);
  }
}
