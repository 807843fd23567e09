import type { Instant } from '../../kernel/instant.ts';
import { refuse } from '../../kernel/refusal.ts';
import { unreachable } from '../../kernel/unreachable.ts';
import type { CaseCommand } from './commands.ts';
import { askCall, contestCall, endCall } from './decide-call.ts';
import { ask, reply } from './decide-conversation.ts';
import { acceptCase, contest, dispatch, divert, settle, submit, summarise, transfer } from './decide-intake.ts';
import { contestHiding, decideHiding, erase, eraseAsked, proposeHiding, settleHiding, unhide } from './decide-removal.ts';
import { askReissue, contestReissue, exchangeReceipt, heldBack, reissueReceipt, settleReissue } from './decide-receipt.ts';
import { importRow } from './decide-import.ts';
import { approveTask, draftTask, refuseTask, reportTask, withdrawTask } from './decide-task.ts';
import { elapse } from './decide-timer.ts';
import { assist, convene, extend, listHard, note, reviewHard } from './decide-further.ts';
import { object, rule } from './decide-objection.ts';
import { follow, join, part } from './decide-matter.ts';
import { judge, withdraw } from './decide-verdict.ts';
import { answer, makeContact, pause, resume, sign } from './decide-work.ts';
import type { Decided } from './draft.ts';
import { textMistake } from './limits.ts';
import { isParty, type Rules } from './rules.ts';
import type { CaseState } from './state.ts';

/**
 * What happens when someone asks for something: events, or a refusal that can be told to them. Pure: the same state,
 * command, moment and rules always give the same decision. No command removes a case: a text can be hidden, and what is private of
 * a case at rest erased, each by two people and in public; or erased at its resident's own wish, after a week in which they may take that back.
 */
export function decide(state: CaseState | undefined, command: CaseCommand, at: Instant, rules: Rules): Decided {
  const mistake = textMistake(command);
  if (mistake) return refuse(mistake);
  if (command.do === 'submit') return state ? refuse({ kind: 'already-submitted' }) : submit(command, at, rules);
  if (command.do === 'import') return state ? refuse({ kind: 'already-submitted' }) : importRow(command, at, rules);
  if (!state) return refuse({ kind: 'no-such-case' });
  // Without its key nothing private can be added, and there is nothing left to hide; timers of a case at rest have run out.
  if (state.facts.erased) return refuse({ kind: 'erased' });
  // A party to the case, or whoever works beneath one, has no hand in it, whatever the role.
  if (command.by.kind === 'staff' && isParty(command.by.unit, state.facts.about, rules)) {
    return refuse({ kind: 'about-this-unit', unit: command.by.unit });
  }
  const held = heldBack(state, command);
  if (held) return refuse(held);
  switch (command.do) {
    case 'accept': return acceptCase(state, command, at, rules);
    case 'divert': return divert(state, command, at, rules);
    case 'contest': return contest(state, command, at, rules);
    case 'settle': return settle(state, command, at, rules);
    case 'dispatch': return dispatch(state, command, at, rules);
    case 'transfer': return transfer(state, command, at, rules);
    case 'summarise': return summarise(state, command);
    case 'object': return object(state, command, at, rules);
    case 'rule': return rule(state, command, at, rules);
    case 'extend': return extend(state, command, at, rules);
    case 'convene': return convene(state, command, at, rules);
    case 'assist': return assist(state, command);
    case 'list-hard': return listHard(state, command, at, rules);
    case 'review-hard': return reviewHard(state, command, at, rules);
    case 'note': return note(state, command);
    case 'sign': return sign(state, command, at, rules);
    case 'contact': return makeContact(state, command);
    case 'ask': return ask(state, command);
    case 'reply': return reply(state, command, at, rules);
    case 'answer': return answer(state, command, at, rules);
    case 'pause': return pause(state, command, at, rules);
    case 'resume': return resume(state, command, at, rules);
    case 'judge': return judge(state, command, at, rules);
    case 'withdraw': return withdraw(state, command, at, rules);
    case 'propose-hiding': return proposeHiding(state, command, at, rules);
    case 'decide-hiding': return decideHiding(state, command, at, rules);
    case 'contest-hiding': return contestHiding(state, command, at, rules);
    case 'settle-hiding': return settleHiding(state, command, at, rules);
    case 'unhide': return unhide(state, command, at, rules);
    case 'erase': return erase(state, command, at, rules);
    case 'erase-asked': return eraseAsked(state, command, at, rules);
    case 'exchange-receipt': return exchangeReceipt(state, command, at, rules);
    case 'ask-reissue': return askReissue(state, command, at, rules);
    case 'reissue-receipt': return reissueReceipt(state, command, at, rules);
    case 'contest-reissue': return contestReissue(state, command, at, rules);
    case 'settle-reissue': return settleReissue(state, command, at, rules);
    case 'draft-task': return draftTask(state, command);
    case 'approve-task': return approveTask(state, command, at, rules);
    case 'refuse-task': return refuseTask(state, command, at, rules);
    case 'withdraw-task': return withdrawTask(state, command);
    case 'report-task': return reportTask(state, command, at);
    case 'ask-call': return askCall(state, command, at);
    case 'end-call': return endCall(state, command, at);
    case 'contest-call': return contestCall(state, command, at, rules);
    case 'join': return join(state, command, at, rules);
    case 'part': return part(state, command);
    case 'follow': return follow(state, command, at, rules);
    case 'elapse': return elapse(state, command, at, rules);
    default: return unreachable(command);
  }
}
