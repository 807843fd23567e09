import { accept, refuse } from '../../kernel/refusal.ts';
import type { Instant } from '../../kernel/instant.ts';
import { CALL_DAY_MS, CALL_HEARD_MS, CALL_RINGS_MS, CALLS_A_DAY_MAX, CALLS_MAX } from './call.ts';
import type { AskCall, ContestCall, EndCall } from './commands.ts';
import { happened, HANDLING_ROLES, next, RESIDENT, staffSignature, wrongStage, type Decided } from './draft.ts';
import type { Rules } from './rules.ts';
import type { CaseState } from './state.ts';

export const CALL_GATEWAY_JOB = 'call-gateway';

/** The unit that works on the case, or answers for it, has a call connected; whether the resident agreed is the vault's to say, in the same moment. */
export function askCall(state: CaseState, command: AskCall, at: Instant): Decided {
  if (state.stage !== 'signed' && state.stage !== 'contacted') return wrongStage(state, 'ask-call');
  const { owner, handler } = state.round;
  const by = command.by.kind === 'staff' && (command.by.unit === owner || command.by.unit === handler) ? staffSignature(command.by, HANDLING_ROLES) : undefined;
  if (!by) return refuse({ kind: 'not-yours', needs: 'handling-unit' });
  const { calls } = state.facts;
  if (calls.some((one) => !one.ended && at - one.askedAt < CALL_RINGS_MS)) return refuse({ kind: 'call-running' });
  const today = calls.filter(({ askedAt }) => at - askedAt < CALL_DAY_MS).length;
  if (today >= CALLS_A_DAY_MAX || calls.length >= CALLS_MAX) return refuse({ kind: 'calls-spent', max: CALLS_A_DAY_MAX });
  return next(state, by, { type: 'case.call-asked.v1', open: { call: calls.length + 1 }, sealed: {} });
}

/** What the gateway heard. Somebody who was reached has been contacted: the unit need not say so once more. */
export function endCall(state: CaseState, command: EndCall, at: Instant): Decided {
  if (command.by.kind !== 'system' || command.by.job !== CALL_GATEWAY_JOB) return refuse({ kind: 'not-yours', needs: 'system' });
  const call = state.facts.calls[command.call - 1];
  if (!call || call.ended || at - call.askedAt > CALL_HEARD_MS) return refuse({ kind: 'not-asked' });
  const ended = next(state, { role: CALL_GATEWAY_JOB, unit: call.unit }, { type: 'case.call-ended.v1', open: { call: command.call, outcome: command.outcome }, sealed: {} });
  if (ended.refused || command.outcome !== 'reached' || state.stage !== 'signed') return ended;
  // By role and unit of who asked: the public reads that there was contact, and not by which way.
  const contact = happened({ seq: state.seq + 1, id: state.facts.id }, { role: call.role, unit: call.unit }, [{ type: 'case.contacted.v1', open: { means: 'relay' }, sealed: {} }]);
  return contact.refused ? contact : accept([...ended.value, ...contact.value]);
}

/** Once for each call that ended: kept beside it, for whoever reads the case. */
export function contestCall(state: CaseState, command: ContestCall, at: Instant, rules: Rules): Decided {
  if (command.by.kind !== 'resident') return refuse({ kind: 'not-yours', needs: 'resident' });
  const call = state.facts.calls[command.call - 1];
  if (!call?.ended) return refuse({ kind: 'not-asked' });
  if (call.contested) return refuse({ kind: 'already-contested' });
  return next(state, RESIDENT, { type: 'case.call-contested.v1', open: { call: command.call, day: rules.dayOf(at) }, sealed: { words: command.words } });
}
