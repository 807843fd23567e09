import { defineMessages, formatNumber, type Locale } from '../../../platform/i18n/index.ts';

const zh: Locale = 'zh';
const en: Locale = 'en';

/** Calls that the system connects: neither side sees the other's number. */
export const callMessages = defineMessages({
  zh: {
    title: '请系统接通电话', deskLink: '请系统接通当事人的电话', noGateway: '这里不能代接电话。可以给当事人留言，或者按他答应的，写明理由看号码。', back: '返回',
    deskLead: '当事人答应让您打电话。系统先打您填的座机或手机，您接起来，再接通当事人；双方都看不到对方的号码。接通没有、什么时候，当事人都看得到，也可以提出异议。',
    line: '先打哪个号码', lineHint: '您这边的电话。只用来接通这一次，不保存。', badLine: '请填您这边的电话号码，只写数字，例如 02788881234。', go: '接通', asked: '正在接通。请接您这边的电话；打完以后，结果会出现在这里。',
    none: '还没有打过。', list: '打过的电话', closed: '签收以后、答复以前，由承办单位来打。', notAgreed: '当事人没有答应打电话，或者已经收回、到期了。请给他留言。', overBudget: '今天打出去的电话太多了。请改天再打，或者留言。', failed: '没有拨出去。请过一会儿再试，或者留言。',
    outcomes: { reached: '接通了', 'no-answer': '没有人接', refused: '对方挂断了', 'not-connected': '没有拨出去' }, unheard: '还没有听到结果', by: (unit: string, role: string) => `${unit} · ${role}`, contested: '当事人有异议：',
    mineTitle: '打给您的电话', mineHint: '号码没有给任何人看过。', mineContest: '不是这样', contestTitle: '这次电话有什么不对', contestLead: '比如：没有响过、没有人说话、说的不是这件事。您写的话会放在这次记录旁边，看这件事的人都看得到。', contestWords: '请写下来', contestGo: '提出异议', yours: '您的异议：',
    ringing: '演示：电话在响', ringLead: '真用的时候，这部电话在响。您来按：', answer: '接', decline: '挂断', ignore: '不接', count: (n: number) => `第 ${formatNumber(n, zh)} 次`,
  },
  en: {
    title: 'Having a call connected', deskLink: 'Have a call to the person connected', noGateway: 'Calls cannot be connected from here. Leave the person a message, or look at the number as they agreed, with a reason.', back: 'Back',
    deskLead: 'The person lets you phone them. The system rings the phone that you name; once you answer, it rings theirs; neither of you sees the other’s number. Whether it was answered, and when, the person can see and object to.',
    line: 'Which phone to ring first', lineHint: 'A phone of yours. It is used for this call and not kept.', badLine: 'Give a phone number of yours, digits only, such as 02788881234.', go: 'Connect', asked: 'It is being connected. Answer your phone; what became of it will stand here.',
    none: 'No call yet.', list: 'Calls', closed: 'The unit that works on the case can call, between signing and answering.', notAgreed: 'The person has not agreed to be phoned, or took it back, or the day is over. Leave them a message.', overBudget: 'Too many calls went out today. Try another day, or leave a message.', failed: 'It could not be dialled. Try again later, or leave a message.',
    outcomes: { reached: 'Answered', 'no-answer': 'Nobody answered', refused: 'Declined', 'not-connected': 'Could not be dialled' }, unheard: 'Nothing heard of it yet', by: (unit: string, role: string) => `${unit} · ${role}`, contested: 'The person objects: ',
    mineTitle: 'Calls to you', mineHint: 'Nobody was shown your number.', mineContest: 'It was not so', contestTitle: 'What is wrong with this call?', contestLead: 'For instance: it never rang, nobody spoke, it was about something else. What you write stands beside the call for whoever reads the case.', contestWords: 'In your words', contestGo: 'Object', yours: 'Your objection: ',
    ringing: 'Demo: the phone is ringing', ringLead: 'In earnest this phone would ring now. You choose:', answer: 'Answer', decline: 'Decline', ignore: 'Let it ring', count: (n: number) => `No. ${formatNumber(n, en)}`,
  },
});
