import { defineMessages, formatNumber, type Locale } from '../../../platform/i18n/index.ts';
import type { Purpose, Standing } from '../../../slices/unsealing/unsealing.ts';

const zh: Locale = 'zh';
const en: Locale = 'en';
type OfPurpose = Record<Purpose | 'agreed', string>;

const zhPurposes: OfPurpose = {
  agreed: '按本人约定联系', 'agree-visit': '约定上门或见面', danger: '有人有危险', entitlement: '办理只能给本人的事项', 'lawful-order': '有权机关依法书面要求', 'protect-writer': '保护说话的人',
};
const zhPurposeHints: OfPurpose = {
  agreed: '', 'agree-visit': '转达联系不上，又必须当面办的。', danger: '生命或健康正受威胁，先救人。', entitlement: '钱款、证照、更正，只能给到本人的。',
  'lawful-order': '法院、检察、监察、公安机关的书面要求。请写明文号和依据的法条。', 'protect-writer': '例如正在受到打击报复，要立即保护。',
};
const enPurposes: OfPurpose = {
  agreed: 'to reach them, as they agreed', 'agree-visit': 'to agree on a visit or meeting', danger: 'somebody is in danger', entitlement: 'something only the person themselves can be given',
  'lawful-order': 'a written order of an authority empowered by law', 'protect-writer': 'to protect whoever spoke',
};
const enPurposeHints: OfPurpose = {
  agreed: '', 'agree-visit': 'The relay did not reach them, and it must be done in person.', danger: 'Life or health is threatened now.', entitlement: 'Money, a permit, a correction that only they can receive.',
  'lawful-order': 'Of a court, procuratorate, supervision or police organ. Give its number and the article of law.', 'protect-writer': 'For instance against retaliation that is under way.',
};
const zhStandings: Record<Standing, string> = { agreed: '已看', waiting: '等另一个人决定', lapsed: '无人在期限内决定，已作废', refused: '没有批准', open: '已批准，在有效期内', ended: '已批准，有效期已过' };
const enStandings: Record<Standing, string> = { agreed: 'seen', waiting: 'waits for a second person', lapsed: 'lapsed: nobody decided in time', refused: 'refused', open: 'approved and in force', ended: 'approved; its time is over' };

export const identityMessages = defineMessages({
  zh: {
    title: '看联系方式',
    agreed: (fields: string) => `本人答应让您看：${fields}。每看一次，时间、单位和理由本人都知道。到这时为止：`,
    hint: '本人选择了实名。每看一次，都会把时间、您的单位和理由告诉本人。',
    reason: '为什么现在要看', reasonHint: '例如：约定明天上午上门的时间。本人会看到这句话。',
    go: '看联系方式',
    shown: '联系方式（只显示这一次，请勿抄录、截屏或转发）',
    told: '本人已能在自己的页面看到：哪个单位、什么时候、为什么看了。公开记录里也记了一笔，不写是谁的。',
    marked: '复制出去的文字带着您的账号和时间。',
    away: '保险库正在恢复，联系方式现在打不开，也没有记下一次查看。请过几分钟再试；急的话，先在这里给本人留话。',
    name: '姓名', phone: '电话', email: '邮箱', note: '联系说明', none: '未留',
    gone: '没有保存联系方式。',
    purposes: zhPurposes, purposeHints: zhPurposeHints, standings: zhStandings,
    link: '申请看联系方式', linkDesk: '看联系方式的申请',
    askTitle: '申请看联系方式', askLead: '联系方式锁在保险库里。要看，得有用途、由另一个单位的人批准，只看批准的几项，几小时后自动失效。申请、决定、每一次查看，本人都看得到，公开记录里也有。',
    purpose: '用途', fields: '要看哪几项', fieldsHint: '只选非要不可的。', words: '为什么非看不可', wordsHint: '写给决定的人和本人看。不写猜测。', askGo: '提出申请', back: '回到这件诉求',
    asked: '这件诉求的申请', askedNone: '还没有申请。',
    done: { requested: '已提出。另一个单位的人决定以后，结果显示在这里。', approved: '已批准。申请的人现在可以看，本人会看到。', refused: '没有批准。申请的人和本人都会看到您的说明。', settled: '已答复。本人在自己的页面看得到。', again: '刚才已经显示过一次。要再看，请再按一次；每看一次都会记下。' },
    decideBy: '最晚决定', until: '有效到', granted: '批准的项目', looks: '看过几次', times: (n: number) => `${formatNumber(n, zh)} 次`,
    look: '现在看', lookHint: '只显示一次，又会记一笔。', lookFields: '这次看哪几项',
    deskTitle: '看联系方式的申请', deskLead: '有单位申请看一位当事人的联系方式，或者当事人对查看有异议。要由不在经办单位、没有经手过的人来定。',
    deskEmpty: '没有等着决定的。', deskEmptyHint: '有单位申请，或者当事人提出异议时，会出现在这里。', deskOpen: '看申请，作决定', deskOpenContest: '看异议，作答复', deskYours: '不能由您来定：您经手过，或者您的单位和这件事有关。',
    deskContest: '当事人有异议', deskOverdue: '已过期限', toOutside: '里面没有可以决定的人，由外部机构决定。',
    decideTitle: '决定：给不给看', decideLead: '您看不到联系方式，也不需要看。请判断：这个用途成立吗？不看就办不成吗？每一项都必要吗？',
    case: '诉求', asker: '申请单位', ruling: '怎么定', approve: '批准', approveHint: '只批准下面勾选的项目。', refuse: '不批准', refuseHint: '申请的人和本人都会看到您的说明。', grant: '批准哪几项', explanation: '说明', explanationHint: '不批准时必须写。申请的人和本人都看得到。', decideGo: '确定', cancel: '不改，回去',
    settleTitle: '答复当事人的异议', settleLead: '请对照用途和每次查看，用几句话答复当事人。认为不该看的，批准立即失效。', contest: '当事人的异议', proper: '查看是合适的', properHint: '请说明为什么。', improper: '不该看', improperHint: '批准立即失效。', answer: '给当事人的答复', answerHint: '当事人会看到原文。', settleGo: '答复',
    pickPurpose: '请选择用途。', pickFields: '请至少选一项。', pickRuling: '请选择怎么定。',
    mineAsked: (by: string, fields: string, purpose: string) => `${by}申请看您的${fields}，用途是“${purpose}”。`, mineWhy: (words: string) => `写的理由：“${words}”。`,
    mineApproved: (by: string, fields: string) => `${by}批准看${fields}。`, mineRefused: (by: string) => `${by}没有批准。`, mineLapsed: '没有人在期限内决定，申请作废，什么也没有看到。', mineWaiting: '还没有人决定。',
    mineLooked: (by: string, fields: string) => `${by}看了${fields}。`, mineUntil: '有效到', mineLine: (by: string, field: string, reason: string) => `${by}看了您的${field}${reason === '' ? '' : `，理由是“${reason}”`}。`,
    mineContest: '我认为不该看', mineContested: '您的异议正在等答复，最晚', mineObjected: (words: string) => `您的异议：“${words}”`, mineSettled: (by: string, ruling: string) => `${by}答复了您的异议：${ruling}。`, mineRecord: '公开记录里的编号',
    mineUnrecorded: '这一次查看在公开记录里没有对应的一笔。请在下面提出来，或向监督办反映。',
    contestTitle: '我认为不该看', contestText: '写下为什么。由没有经手过、也不在那个单位的保护专员或外部机构答复，在您的页面上看。只能提一次。', contestReason: '为什么不该看', contestGo: '提出异议', contestBack: '返回',
  },
  en: {
    title: 'See contact details',
    agreed: (fields: string) => `They let you see: ${fields}. Each look tells them the time, your unit and your reason. Until`,
    hint: 'They chose to be named. Each look tells them the time, your unit and your reason.',
    reason: 'Why you need it now', reasonHint: 'For example: to agree on a time for tomorrow morning. They will read this sentence.',
    go: 'Show contact details',
    shown: 'Contact details (shown this once; do not copy, photograph or pass on)',
    told: 'They can now see on their own page which unit looked, when and why. The public record says that somebody did, not at whom.',
    marked: 'Text that is copied from here carries your account and the time.',
    away: 'The vault is coming back: contact details cannot be opened just now, and no look was entered. Try again in a few minutes; if it is urgent, leave the person a message here.',
    name: 'Name', phone: 'Phone', email: 'E-mail', note: 'How to reach them', none: 'not given',
    gone: 'No contact details are kept.',
    purposes: enPurposes, purposeHints: enPurposeHints, standings: enStandings,
    link: 'Ask to see contact details', linkDesk: 'Requests to see contact details',
    askTitle: 'Ask to see contact details', askLead: 'Contact details are locked in the vault. Seeing them takes a purpose, the approval of somebody of another unit, only the fields approved, and it ends by itself after some hours. They themselves see the request, the decision and each look; so does the public record.',
    purpose: 'Purpose', fields: 'What you need to see', fieldsHint: 'Only what it cannot be done without.', words: 'Why it cannot be done without', wordsHint: 'For whoever decides, and for the person themselves. No guesses.', askGo: 'Send the request', back: 'Back to the case',
    asked: 'Requests about this case', askedNone: 'None yet.',
    done: { requested: 'Sent. What somebody of another unit decides will be shown here.', approved: 'Approved. Whoever asked can look now, and the person will see it.', refused: 'Refused. Whoever asked, and the person, will read your explanation.', settled: 'Answered. They can read it on their page.', again: 'It was shown once just now. To look again, press once more; each look is written down.' },
    decideBy: 'Decided at the latest', until: 'In force until', granted: 'Approved', looks: 'Looks so far', times: (n: number) => formatNumber(n, en),
    look: 'Look now', lookHint: 'Shown once, and written down again.', lookFields: 'What to see this time',
    deskTitle: 'Requests to see contact details', deskLead: 'A unit asks to see how to reach somebody, or somebody objects to a look. Whoever decides has had no hand in it and is not of the unit that has the case.',
    deskEmpty: 'Nothing waits for a decision.', deskEmptyHint: 'Requests of units and objections of residents appear here.', deskOpen: 'Read it and decide', deskOpenContest: 'Read the objection and answer', deskYours: 'Not yours to decide: you have had a hand in it, or your unit has to do with the case.',
    deskContest: 'The resident objects', deskOverdue: 'overdue', toOutside: 'Nobody inside is free to decide: the outside body does.',
    decideTitle: 'Decide whether they may look', decideLead: 'You do not see the contact details and need not. Is the purpose real? Can it not be done otherwise? Is each field needed?',
    case: 'Case', asker: 'Asked by', ruling: 'Decision', approve: 'Approve', approveHint: 'Only the fields ticked below.', refuse: 'Refuse', refuseHint: 'Whoever asked, and the person, will read your explanation.', grant: 'Which fields', explanation: 'Explanation', explanationHint: 'Needed when you refuse. Whoever asked, and the person, will read it.', decideGo: 'Decide', cancel: 'Change nothing, go back',
    settleTitle: 'Answer the objection', settleLead: 'Compare purpose and looks, and answer in a few sentences. If it was not right to look, the approval ends at once.', contest: 'The objection', proper: 'Looking was right', properHint: 'Say why.', improper: 'It was not right', improperHint: 'The approval ends at once.', answer: 'Your answer', answerHint: 'They will read it as you write it.', settleGo: 'Answer',
    pickPurpose: 'Choose a purpose.', pickFields: 'Choose at least one.', pickRuling: 'Choose a decision.',
    mineAsked: (by: string, fields: string, purpose: string) => `${by} asked to see your ${fields}. Purpose: ${purpose}.`, mineWhy: (words: string) => `The reason given: “${words}”.`,
    mineApproved: (by: string, fields: string) => `${by} approved: ${fields}.`, mineRefused: (by: string) => `${by} refused.`, mineLapsed: 'Nobody decided in time: it lapsed, and nothing was seen.', mineWaiting: 'Nobody has decided yet.',
    mineLooked: (by: string, fields: string) => `${by} saw ${fields}.`, mineUntil: 'In force until', mineLine: (by: string, field: string, reason: string) => `${by} saw your ${field}.${reason === '' ? '' : ` The reason given: “${reason}”.`}`,
    mineContest: 'I think this is wrong', mineContested: 'Your objection waits for an answer, at the latest', mineObjected: (words: string) => `Your objection: “${words}”`, mineSettled: (by: string, ruling: string) => `${by} answered your objection: ${ruling}.`, mineRecord: 'Number in the public record',
    mineUnrecorded: 'The public record has no entry for this look. Please raise it below, or with the supervision office.',
    contestTitle: 'I think this is wrong', contestText: 'Write why. A protection officer or an outside body, with no hand in it and not of that unit, answers on your page. You can do this once.', contestReason: 'Why it was not right', contestGo: 'Send the objection', contestBack: 'Back',
  },
});

/** Which contact details, in words; a field of a later version is shown as it is written. */
export function fieldWords(fields: readonly string[], locale: Locale): string {
  const words: Readonly<Record<string, unknown>> = identityMessages(locale);
  return fields.map((field) => { const word = words[field]; return typeof word === 'string' ? word : field; }).join(' · ');
}

/** A purpose in words; one of a later version as it is written. */
export function purposeWord(purpose: string, locale: Locale): string {
  const words: Readonly<Record<string, string>> = identityMessages(locale).purposes;
  return words[purpose] ?? purpose;
}
