import { parseCaseId, type CaseId } from '../../kernel/ids.ts';
import { HOUR_MS, parseInstant, plusMs, type Instant } from '../../kernel/instant.ts';
import { openToken, sealToken, type KeyProvider } from '../../platform/crypto/index.ts';
import type { Locale } from '../../platform/i18n/index.ts';
import type { ReadyStaff } from '../../slices/accounts/index.ts';
import { ERASED, roundOf, type Call, type CaseState } from '../../slices/cases/index.ts';
import type { CallView } from '../views/reach/calls.tsx';
import { roleWord } from '../views/vocabulary.ts';

const PURPOSE = 'call-outcome';
/** As long as an outcome is believed. */
const HEARD_MS = 2 * HOUR_MS;

/** Where the gateway, and nobody who has not got it, says what became of one call. */
export function callToken(keys: KeyProvider, caseId: CaseId, call: number, at: Instant): string {
  return sealToken(keys, PURPOSE, `${caseId} ${String(call)}`, plusMs(at, HEARD_MS));
}

/** The token is an attacker's; undefined for one that was forged or is over. */
export function openCallToken(keys: KeyProvider, token: unknown, now: Instant): { readonly caseId: CaseId; readonly call: number } | undefined {
  const opened = openToken(keys, PURPOSE, token, now);
  if (opened.refused) return undefined;
  const [id, number] = opened.value.split(' ');
  const [caseId, call] = [parseCaseId(id), parseInstant(Number(number))];
  return caseId && call ? { caseId, call } : undefined;
}

export function callView(call: Call, nameOf: (unit: Call['unit']) => string, locale: Locale): CallView {
  return {
    number: call.number, unit: nameOf(call.unit), role: roleWord(locale, call.role), at: call.askedAt, ...(call.ended ? { outcome: call.ended.outcome } : {}),
    isContested: call.contested !== undefined, ...(call.contested && call.contested.words !== ERASED ? { contested: call.contested.words } : {}),
  };
}

/** Spares a form that would be refused; `decide` has the last word. */
export function mayCall(state: CaseState, { actor, unitId }: ReadyStaff): boolean {
  const round = roundOf(state);
  const handles = actor.roles.includes('handler') || actor.roles.includes('unit-leader');
  return handles && round !== undefined && (state.stage === 'signed' || state.stage === 'contacted') && (unitId === round.owner || unitId === round.handler);
}
