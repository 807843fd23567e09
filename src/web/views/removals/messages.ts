import { defineMessages, formatNumber, type Locale } from '../../../platform/i18n/index.ts';
import type { ErasureRule, HidingRule } from '../../../slices/cases/removals.ts';

const zh: Locale = 'zh';
const en: Locale = 'en';

type Rules = Record<HidingRule, string>;
const zhRules: Rules = {
  'personal-data': '能认出某个人', 'third-party-rights': '伤及别人的隐私或名誉', 'unlawful-content': '法律禁止传播的内容', 'state-secret': '国家秘密', 'court-order': '生效的法院裁判要求',
};
const zhLaws: Rules = {
  'personal-data': '《个人信息保护法》第25、28条，《民法典》第1034条', 'third-party-rights': '《民法典》第1024、1032条，《政府信息公开条例》第15条',
  'unlawful-content': '《网络安全法》第12、47条', 'state-secret': '《政府信息公开条例》第14条', 'court-order': '裁判文书',
};
const enRules: Rules = {
  'personal-data': 'Somebody can be recognised', 'third-party-rights': 'Another person’s privacy or name', 'unlawful-content': 'What the law forbids to spread',
  'state-secret': 'State secret', 'court-order': 'A court decision in force',
};
const enLaws: Rules = {
  'personal-data': 'Personal Information Protection Law art. 25, 28; Civil Code art. 1034', 'third-party-rights': 'Civil Code art. 1024, 1032; Open Government Information Regulation art. 15',
  'unlawful-content': 'Cybersecurity Law art. 12, 47', 'state-secret': 'Open Government Information Regulation art. 14', 'court-order': 'the decision itself',
};
const zhErasure: Record<ErasureRule, string> = { 'purpose-fulfilled': '目的已经达到', 'asked-by-person': '本人撤回同意', 'unlawful-processing': '违法处理', 'court-order': '生效裁判' };
const enErasure: Record<ErasureRule, string> = { 'purpose-fulfilled': 'the purpose is fulfilled', 'asked-by-person': 'the person withdrew consent', 'unlawful-processing': 'unlawful processing', 'court-order': 'a court decision' };

/** Words of hiding, of its public register, and of erasure. */
export const removalMessages = defineMessages({
  zh: {
    items: { summary: '公开摘要', words: '当事人原话', address: '详细地点' }, answer: (n: number) => `第 ${formatNumber(n, zh)} 次答复`,
    rules: zhRules, laws: zhLaws, erasureRules: zhErasure,
    states: { provisional: '暂时隐去', hidden: '已隐去', contested: '当事人有异议', restored: '已恢复公开' },
    hand: (unit: string, role: string) => (unit === '' ? role : `${unit}（${role}）`),
    tombstone: (rule: string, proposer: string, approver: string, day: string) => `此处内容已隐去：依据“${rule}”，由${proposer}提出，${approver}批准，${day}。`,
    tombstoneMeanwhile: (rule: string, proposer: string, day: string) => `此处内容暂时隐去：依据“${rule}”，由${proposer}提出，${day}。72 小时内没有另一个人批准，就自动恢复。`,
    tombstoneContested: '当事人不同意，正在由第三个人审定。',
    tombstoneMore: '看隐去登记',
    proposed: (item: string, rule: string) => `提出隐去${item}：${rule}`, proposedAtOnce: (item: string, rule: string) => `提出隐去${item}，先暂时隐去：${rule}`,
    hiddenStep: (item: string, rule: string) => `批准隐去${item}：${rule}`, refusedStep: (item: string) => `不同意隐去${item}`, lapsedStep: (item: string) => `没有人在期限内批准，隐去${item}的申请作废`,
    contestedStep: (item: string) => `不同意隐去${item}，请求审定`, upheldStep: (item: string) => `审定：${item}仍然隐去`, overturnedStep: (item: string) => `审定：${item}恢复公开`,
    unhiddenStep: (item: string) => `把${item}恢复公开`, erasedStep: (rule: string) => `依法删除了这件诉求的内容：${rule}。办理过程和结果保留`,
    registerTitle: '隐去登记', registerLead: '凡是公开过又被隐去的内容，都在这里：哪一项、依据哪一条、哪两个角色定的。诉求本身、办理过程、时限和评定从不隐去。',
    registerTwo: '隐去要两个人：一个提出，另一个人批准；承办单位不能给自己的事提、也不能批。当事人可以提一次异议，由第三个人审定。',
    registerColumns: { number: '编号', item: '隐去的内容', rule: '依据', proposer: '提出', approver: '批准', day: '日期', state: '现在' },
    registerEmpty: '从来没有隐去过任何内容。', registerEmptyHint: '一旦有，就会登在这里，谁也删不掉。',
    registerNothing: '没有符合条件的登记。', registerNothingHint: '少选一个条件，或者核对编号。编号是 12 位数字。',
    registerSearch: '按编号找', registerSearchHint: '12 位诉求编号',
    registerByRule: '各条依据', registerOut: '现在隐去', registerBack: '已恢复', registerLaw: '出处',
    filterRule: '依据', filterState: '现在', all: '全部', notYet: '还没有批准', never: '没有批准', restoredOn: (day: string) => `${day}恢复公开`,
    deskTitle: '隐去申请', deskLead: '这些内容有人申请隐去，或者当事人对隐去有异议。要由没有经手过、也不在承办单位的人来定。',
    deskEmpty: '没有等着决定的。', deskEmptyHint: '有人提出时会出现在这里。要提出，请打开那件诉求，点“隐去公开内容”。',
    deskLink: '隐去公开内容', deskRequests: '隐去申请', deskDue: '最晚', deskOpen: '看内容，作决定', deskYours: '您已经经手过，等另一个人决定。', deskBack: '回到这件诉求',
    askTitle: '隐去公开内容', askLead: '只隐去公开页面上的一项文字。诉求、办理过程、时限和评定照样公开；隐去本身也公开登记，写明依据和两个角色。',
    askNothing: '这件诉求现在没有公开的文字，不用隐去。', askItem: '隐去哪一项', askRule: '依据', askReason: '理由', askReasonHint: '写给决定的人和当事人看，不公开。', askGo: '提出隐去',
    askAtOnce: '提出后立即暂时隐去，最多 72 小时', askLater: '另一个人批准以后才隐去', askNow: '这件诉求的隐去情况',
    decideTitle: (item: string) => `决定：要不要隐去${item}`, settleTitle: (item: string) => `审定当事人的异议：${item}`, showTitle: (item: string) => `恢复公开：${item}`,
    decideLead: '请先看内容，再作决定。决定会公开登记您的角色和单位，不登记姓名。', theText: '这项内容', theReason: '提出的理由', theContest: '当事人的异议', noText: '（没有文字）',
    ruling: '怎么定', approve: '隐去', approveHint: '公开页面上换成一句说明。', refuse: '不隐去', refuseHint: '照样公开；暂时隐去的立即恢复。',
    uphold: '仍然隐去', upholdHint: '请把理由说明白。', overturn: '恢复公开', overturnHint: '立即恢复，登记里写明。', explanation: '说明', explanationHint: '当事人看得到，不公开。', decideGo: '确定', showGo: '恢复公开', cancel: '不改，回去',
    shown: '恢复公开只要一个人决定。请确认里面没有应当隐去的内容，比如摘要已经改写。', shownHint: '恢复后，公开页面立即显示这项内容。',
    done: { proposed: '已提出。等另一个人决定。', hidden: '已隐去，并已登记。', refused: '没有隐去，照样公开。', upheld: '仍然隐去，并已登记。', overturned: '已恢复公开，并已登记。', unhidden: '已恢复公开，并已登记。' },
    pickRuling: '请选择怎么定。', pickItem: '请选择隐去哪一项。', pickRule: '请选择依据。',
    mineTitle: '您这件事里隐去的内容', mineContest: '我不同意，请第三个人审定', mineHint: '只有您和办事的人还看得到。', mineSpent: '您已经提过一次异议。', mineContested: '您的异议正在由第三个人审定。',
    contestTitle: '不同意隐去', contestText: '写明为什么应当公开。由没有经手过的第三个人审定，只能提一次；审定结果在您的页面上看。', contestReason: '为什么应当公开', contestGo: '提出异议', contestBack: '返回',
  },
  en: {
    items: { summary: 'the public summary', words: 'the resident’s own words', address: 'the exact place' }, answer: (n: number) => `answer ${formatNumber(n, en)}`,
    rules: enRules, laws: enLaws, erasureRules: enErasure,
    states: { provisional: 'Hidden for a while', hidden: 'Hidden', contested: 'Contested by the resident', restored: 'Shown again' },
    hand: (unit: string, role: string) => (unit === '' ? role : `${role}, ${unit}`),
    tombstone: (rule: string, proposer: string, approver: string, day: string) => `Hidden here on ${day} under the rule “${rule}”. Proposed by: ${proposer}. Approved by: ${approver}.`,
    tombstoneMeanwhile: (rule: string, proposer: string, day: string) => `Hidden here for a while on ${day} under the rule “${rule}”. Proposed by: ${proposer}. Unless somebody else approves within 72 hours, it comes back by itself.`,
    tombstoneContested: 'The resident objects; a third person is deciding.',
    tombstoneMore: 'The register of removals',
    proposed: (item: string, rule: string) => `asked to hide ${item}: ${rule}`, proposedAtOnce: (item: string, rule: string) => `asked to hide ${item}, which is hidden meanwhile: ${rule}`,
    hiddenStep: (item: string, rule: string) => `approved hiding ${item}: ${rule}`, refusedStep: (item: string) => `refused to hide ${item}`, lapsedStep: (item: string) => `nobody approved in time, so the request to hide ${item} lapsed`,
    contestedStep: (item: string) => `objected to hiding ${item}`, upheldStep: (item: string) => `decided that ${item} stays hidden`, overturnedStep: (item: string) => `decided that ${item} is shown again`,
    unhiddenStep: (item: string) => `showed ${item} again`, erasedStep: (rule: string) => `erased what was said in this case, as the law provides: ${rule}. What offices did and how it ended remains`,
    registerTitle: 'Register of removals', registerLead: 'Whatever was public and then hidden stands here: which text, under which rule, by which two roles. A case itself, what was done, its clock and its verdict are never hidden.',
    registerTwo: 'Hiding needs two people: one proposes, another approves; the unit that has the case in hand can do neither. The resident may object once, and a third person decides.',
    registerColumns: { number: 'Case', item: 'What', rule: 'Rule', proposer: 'Proposed by', approver: 'Approved by', day: 'Day', state: 'Now' },
    registerEmpty: 'Nothing has ever been hidden.', registerEmptyHint: 'Once something is, it stands here, and nobody can take it out.',
    registerNothing: 'No entry fits.', registerNothingHint: 'Choose one condition less, or check the number: it has 12 digits.',
    registerSearch: 'Find by number', registerSearchHint: 'case number, 12 digits',
    registerByRule: 'By rule', registerOut: 'Hidden now', registerBack: 'Shown again', registerLaw: 'Source',
    filterRule: 'Rule', filterState: 'Now', all: 'All', notYet: 'not approved yet', never: 'never approved', restoredOn: (day: string) => `shown again on ${day}`,
    deskTitle: 'Requests to hide', deskLead: 'Somebody asks to hide these texts, or a resident objects. Whoever decides has had no hand in it and is not of the unit that has the case.',
    deskEmpty: 'Nothing waits for a decision.', deskEmptyHint: 'Requests appear here. To make one, open the case and choose “Hide a public text”.',
    deskLink: 'Hide a public text', deskRequests: 'Requests to hide', deskDue: 'At the latest', deskOpen: 'Read it and decide', deskYours: 'You have had a hand in this; somebody else decides.', deskBack: 'Back to the case',
    askTitle: 'Hide a public text', askLead: 'One text is taken off the public pages. The case, what was done, its clock and its verdict stay public, and so does the hiding: rule and both roles are entered in a public register.',
    askNothing: 'No text of this case is public now, so there is nothing to hide.', askItem: 'Which text', askRule: 'Rule', askReason: 'Reason', askReasonHint: 'For whoever decides, and for the resident; not public.', askGo: 'Ask to hide it',
    askAtOnce: 'hidden at once, for 72 hours at most', askLater: 'hidden once somebody else approves', askNow: 'What is hidden of this case',
    decideTitle: (item: string) => `Decide: hide ${item}?`, settleTitle: (item: string) => `Decide the resident’s objection: ${item}`, showTitle: (item: string) => `Show again: ${item}`,
    decideLead: 'Please read the text first. Your role and unit are entered in the public register, your name is not.', theText: 'The text', theReason: 'Why it should be hidden', theContest: 'The resident objects', noText: '(no text)',
    ruling: 'Decision', approve: 'Hide it', approveHint: 'The public pages show a sentence in its place.', refuse: 'Do not hide it', refuseHint: 'It stays public; if it was hidden for a while, it comes back at once.',
    uphold: 'It stays hidden', upholdHint: 'Please explain why.', overturn: 'Show it again', overturnHint: 'At once, and the register says so.', explanation: 'Explanation', explanationHint: 'The resident reads it; not public.', decideGo: 'Decide', showGo: 'Show it again', cancel: 'Leave it, go back',
    shown: 'One person can show it again. Make sure that nothing in it has to stay hidden, for instance that the summary has been rewritten.', shownHint: 'The public pages show it at once.',
    done: { proposed: 'Asked. Somebody else decides.', hidden: 'Hidden, and entered in the register.', refused: 'Not hidden; it stays public.', upheld: 'It stays hidden; the register says so.', overturned: 'Shown again; the register says so.', unhidden: 'Shown again; the register says so.' },
    pickRuling: 'Please choose a decision.', pickItem: 'Please choose which text.', pickRule: 'Please choose a rule.',
    mineTitle: 'What is hidden of your case', mineContest: 'I object: let a third person decide', mineHint: 'You and those who handle it still see it.', mineSpent: 'You have objected once already.', mineContested: 'A third person is deciding on your objection.',
    contestTitle: 'Object to the hiding', contestText: 'Say why it should be public. Someone who has had no hand in it decides; you can object once. You find the decision on your page.', contestReason: 'Why it should be public', contestGo: 'Object', contestBack: 'Back',
  },
});
