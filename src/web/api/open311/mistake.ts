import { unreachable } from '../../../kernel/unreachable.ts';
import type { PhotoRefusal } from '../../../platform/files/index.ts';
import type { CaseRefusal } from '../../../slices/cases/index.ts';
import type { FieldsMistake } from './fields.ts';

/** Everything that can be wrong with a call, as one closed list. Field names are GeoReport's own; values are never repeated. */
export type Mistake =
  | FieldsMistake
  | { readonly kind: 'missing'; readonly field: string }
  | { readonly kind: 'repeated'; readonly field: string }
  | { readonly kind: 'too-long'; readonly field: string; readonly max: number }
  | { readonly kind: 'too-many-values'; readonly field: string; readonly max: number }
  | { readonly kind: 'not-a-number'; readonly field: string }
  | { readonly kind: 'out-of-range'; readonly field: string; readonly min: number; readonly max: number }
  | { readonly kind: 'not-a-choice'; readonly field: string; readonly choices: readonly string[] }
  | { readonly kind: 'not-a-date'; readonly field: string }
  | { readonly kind: 'not-an-email' }
  | { readonly kind: 'not-a-phone' }
  | { readonly kind: 'name-alone' }
  | { readonly kind: 'not-an-address'; readonly field: string }
  | { readonly kind: 'not-a-case-number' }
  | { readonly kind: 'end-before-start' }
  | { readonly kind: 'span-too-long'; readonly daysMax: number }
  | { readonly kind: 'page-too-far'; readonly rowsMax: number }
  | { readonly kind: 'bad-cursor' }
  | { readonly kind: 'location-missing' }
  | { readonly kind: 'location-half' }
  | { readonly kind: 'unknown-address-id' }
  | { readonly kind: 'in-the-address'; readonly field: string }
  | { readonly kind: 'photo-refused'; readonly photo: PhotoRefusal | { readonly kind: 'too-large' } }
  | { readonly kind: 'photos-not-now'; readonly photo: PhotoRefusal }
  | { readonly kind: 'form-too-large' }
  | { readonly kind: 'receipt-missing' }
  | { readonly kind: 'receipt-wrong' }
  | { readonly kind: 'sets-no-status' }
  | { readonly kind: 'refused-by-rule'; readonly rule: CaseRefusal['kind'] }
  | { readonly kind: 'broken-body' }
  | { readonly kind: 'unsupported-type' }
  | { readonly kind: 'too-large'; readonly bytesMax: number }
  | { readonly kind: 'idempotency-key-malformed'; readonly min: number; readonly max: number }
  | { readonly kind: 'key-reused' }
  | { readonly kind: 'not-accepted' }
  | { readonly kind: 'api-key-missing' }
  | { readonly kind: 'api-key-wrong' }
  | { readonly kind: 'unknown-jurisdiction' }
  | { readonly kind: 'unknown-service' }
  | { readonly kind: 'unknown-request' }
  | { readonly kind: 'unknown-token' }
  | { readonly kind: 'unknown-path' }
  | { readonly kind: 'wrong-method' }
  | { readonly kind: 'too-often' }
  | { readonly kind: 'bad-call' }
  | { readonly kind: 'contact-not-now' }
  | { readonly kind: 'away' };

/** HTTP status of a mistake, which is also the `code` of its error (GeoReport v2: 400, 403, 404; others after RFC 9110). */
export function codeOf(mistake: Mistake): number {
  switch (mistake.kind) {
    case 'api-key-missing':
    case 'api-key-wrong':
    case 'receipt-missing':
    case 'receipt-wrong':
      return 403;
    case 'unknown-jurisdiction':
    case 'unknown-service':
    case 'unknown-request':
    case 'unknown-token':
    case 'unknown-path':
      return 404;
    case 'wrong-method': return 405;
    case 'refused-by-rule': return 409;
    case 'too-large':
    case 'form-too-large':
      return 413;
    case 'unsupported-type':
    case 'photo-refused':
      return 415;
    case 'key-reused': return 422;
    case 'too-often': return 429;
    case 'contact-not-now':
    case 'photos-not-now':
    case 'away':
      return 503;
    case 'broken-text':
    case 'too-many-fields':
    case 'missing':
    case 'repeated':
    case 'too-long':
    case 'too-many-values':
    case 'not-a-number':
    case 'out-of-range':
    case 'not-a-choice':
    case 'not-a-date':
    case 'not-an-email':
    case 'not-a-phone':
    case 'name-alone':
    case 'not-an-address':
    case 'not-a-case-number':
    case 'end-before-start':
    case 'span-too-long':
    case 'page-too-far':
    case 'bad-cursor':
    case 'location-missing':
    case 'location-half':
    case 'unknown-address-id':
    case 'in-the-address':
    case 'broken-body':
    case 'sets-no-status':
    case 'idempotency-key-malformed':
    case 'not-accepted':
    case 'bad-call':
      return 400;
    default: return unreachable(mistake);
  }
}
