import { defineMessages } from '../../platform/i18n/index.ts';
import type { CaseRefusal } from './commands.ts';

/** What a refusal means and what to do about it. Every kind has a sentence; the compiler sees to that in both languages. */
type Sentences = Record<CaseRefusal['kind'], string>;

const zh: Sentences = {
  'no-such-case': '没有找到这件诉求，或者您无权查看。请核对编号。',
  'already-submitted': '这件诉求已经提交过，不用再提交。',
  'key-reused': '这张表已经用来提交过另一件诉求。请重新打开填写页，再提交一次；您写的内容仍在这里。',
  'wrong-stage': '这件诉求已经到了别的阶段，这一步现在不能做。请刷新页面，看它现在走到哪里。',
  'not-yours': '这一步要由别的角色或单位来做。请看页面上写明的承办单位。',
  'same-reviewer': '不予受理是您定的，异议要由另一个人来审。请转给其他审核员。',
  'already-contested': '这个决定已经提过一次异议，不能再提。如有新的情况，请另写一件。',
  'text-missing': '有一栏还没有填写。请补上再提交。',
  'text-too-long': '有一栏写得太长。请缩短，或分成几件来写。',
  'too-many': '选得太多了。请减少几项。',
  'unknown-unit': '没有这个单位，或它已经撤并。请重新选择。',
  'about-this-unit': '这件诉求涉及该单位或其上级，不能交给它，也不能由它处理。请选别的单位。',
  'same-unit': '它现在就由这个单位承办。请选另一个单位。',
  'transfers-spent': '转派次数已经用完，现由上级负责，不能再转。',
  'already-paused': '计时已经暂停。请先恢复，再做这一步。',
  'not-paused': '计时没有暂停，不用恢复。',
  'pauses-spent': '本轮暂停次数已经用完，计时不能再停。',
  'pause-too-long': '暂停的时间超过了上限。请选早一些的日子。',
  'pause-in-past': '暂停的结束时间已经过去。请选以后的时间。',
  'overdue-cannot-pause': '已经超过答复期限，计时不能再停。请尽快答复。',
  'bad-day': '没有这一天。请按“2026-11-30”的样子填写。',
  'no-proof': '没有收到诉求人本人的凭据，不能登记评定。请用回执上的编号和密码登录后评定。',
  'not-answered': '办事单位还没有答复，现在不能评定。过些时候再凭回执来看。',
  'same-outcome': '您已经评定为“解决了”。如果后来发现没解决，可以改评。',
  'recast-window-closed': '改评的期限已经过了。如果问题又出现，请另写一件，可以提到这个编号。',
  'not-due': '时间还没有到，这一步不用做。',
};

const en: Sentences = {
  'no-such-case': 'There is no such case, or you may not see it. Check the number.',
  'already-submitted': 'This case has been submitted already; there is no need to send it again.',
  'key-reused': 'This form was already used to send another case. Open the report page again and send it from there; what you wrote is still here.',
  'wrong-stage': 'The case has moved on, so this step cannot be taken now. Reload the page to see where it stands.',
  'not-yours': 'This step belongs to another role or unit. The page names the unit that handles the case.',
  'same-reviewer': 'You made this diversion, so someone else must decide the objection. Pass it to another reviewer.',
  'already-contested': 'This decision has been contested once already. If something new has happened, send a new case.',
  'text-missing': 'A field is still empty. Fill it in and send again.',
  'text-too-long': 'A field is too long. Shorten it, or send it as several cases.',
  'too-many': 'You chose too many. Take some out.',
  'unknown-unit': 'There is no such unit, or it no longer exists. Choose again.',
  'about-this-unit': 'The case is about this unit or one above it, so it may neither receive nor handle it. Choose another unit.',
  'same-unit': 'This unit is handling the case already. Choose another one.',
  'transfers-spent': 'The case cannot be transferred again: the superior unit is now responsible.',
  'already-paused': 'The clock is paused. Resume it first.',
  'not-paused': 'The clock is not paused, so there is nothing to resume.',
  'pauses-spent': 'The clock has been paused as often as this round allows.',
  'pause-too-long': 'The pause is longer than allowed. Choose an earlier end.',
  'pause-in-past': 'The end of the pause lies in the past. Choose a later time.',
  'overdue-cannot-pause': 'The answer is overdue, so the clock cannot be stopped. Answer as soon as you can.',
  'bad-day': 'There is no such day. Write it like 2026-11-30.',
  'no-proof': 'Without proof from the person who raised the case, no verdict can be entered. Sign in with the number and code on the receipt.',
  'not-answered': 'The unit has not answered yet, so there is nothing to judge. Come back with your receipt a little later.',
  'same-outcome': 'You have already said "solved". If it turns out not to be, you can change that.',
  'recast-window-closed': 'The time for changing the verdict is over. If the problem is back, send a new case and mention this number.',
  'not-due': 'The time has not come yet; there is nothing to do.',
};

export const refusalMessages = defineMessages<Sentences>({ zh, en });
