import { defineMessages, formatNumber, type Locale } from '../../../platform/i18n/index.ts';

const zh: Locale = 'zh';
const en: Locale = 'en';

/** Tasks for others, and calls whose number nobody sees. */
export const reachMessages = defineMessages({
  zh: {
    party: '外面的单位',
    steps: { drafted: '写了一段要交给外面单位的话，等本人同意', approved: '同意把这段话交给外面的单位', refused: '没有同意交给外面的单位', withdrawn: '收回了交给外面单位的任务', done: '外面的单位说：办好了', 'not-done': '外面的单位说：没有办成' },
    calls: { asked: '请系统接通给您的电话', reached: '电话接通了', 'no-answer': '电话没有人接', refused: '电话被挂断', 'not-connected': '电话没有拨出去', contested: '对这次电话有异议' },
    taskTitle: '交给外面的单位办', deskLink: '交给物业、水电等外面的单位办', back: '返回', number: (n: number) => `第 ${formatNumber(n, zh)} 件`,
    deskLead: '写给物业公司、水电气公司这样的单位。只写要做什么、在哪里，不写是谁提的、怎么说的。当事人同意以前，什么也不会发出去；同意以后，这里会有一个链接，由您转给对方，对方不用登录，也看不到这件诉求。',
    partyLabel: '交给哪个单位', partyHint: '单位名称，可以写地址或服务电话；不要写个人。', textLabel: '请对方做什么', textHint: '用自己的话重写。不能照抄当事人的原话，不能写诉求编号。', draftGo: '送给当事人看', drafted: '已送给当事人看。同意以后，链接会出现在这里。', withdrawGo: '收回',
    deskNone: '还没有交给外面单位的任务。', deskClosed: '签收以后、答复以前，由承办单位来写。',
    states: { drafted: '等当事人同意', refused: '当事人没有同意，没有发出', withdrawn: '已收回', approved: '当事人同意了，可以发给对方', reported: '对方已回话' },
    link: '把这个链接发给对方：', linkUntil: '这一天以后打不开：', result: { done: '办好了', 'not-done': '没有办成' }, said: '对方说', whySaid: '当事人说',
    mineTitle: '要把这段话交给外面的单位，您同意吗', mineLead: (unit: string, party: string) => `${unit}想请“${party}”来办。下面这段话是重新写的，没有您的姓名、电话和原话。您可以改；您不同意，就不发。`,
    mineText: '交出去的就是这段话', mineTextHint: '可以改。会让人认出您的地方，请删掉。', approveGo: '同意，交出去', refuseGo: '不同意', refuseWords: '不同意的原因（可以不写）', mineDue: '有一段话要交给外面的单位，等您同意', mineSee: '看一看', mineList: '交给外面单位的任务', mineDone: '这一件已经定了，不用再选。',
    publicTitle: '有一件事请贵单位办', publicLead: (unit: string) => `${unit}请贵单位办下面这件事，办完请在这一页回话。`, publicUntil: '请在这一天以前：', publicResult: '办得怎样', publicWords: '怎么办的；没有办成的，为什么', publicHint: '办理单位和提出这件事的人会看到您写的话。请不要写姓名和电话。', publicGo: '回话', publicThanks: '收到了，谢谢。', publicThanksMore: '可以关掉这一页了。', publicSaid: '已经回过话了，不用再填。', pickResult: '请选一项。', place: '地方', forParty: '收件单位',
  },
  en: {
    party: 'Somebody outside',
    steps: { drafted: 'Wrote what somebody outside should do; it waits for the person’s word', approved: 'Agreed that it is passed on', refused: 'Did not agree that it is passed on', withdrawn: 'Took back what was passed on', done: 'Whoever it was passed on to says: done', 'not-done': 'Whoever it was passed on to says: not done' },
    calls: { asked: 'Had a call connected', reached: 'The call was answered', 'no-answer': 'Nobody answered the call', refused: 'The call was declined', 'not-connected': 'The call could not be dialled', contested: 'Objects to what is said of the call' },
    taskTitle: 'Passing it on to somebody outside', deskLink: 'Pass it on to a property company, a utility …', back: 'Back', number: (n: number) => `No. ${formatNumber(n, en)}`,
    deskLead: 'For a property company, a water or power supplier, and the like. Write only what is to be done and where; not who raised it, nor how they put it. Nothing leaves before the person agrees; then a link stands here for you to pass on. Whoever gets it needs no account, and sees nothing of the case.',
    partyLabel: 'Which organisation', partyHint: 'Its name; an address or service number may follow. No private person.', textLabel: 'What they are asked to do', textHint: 'In words of your own. The person’s own words may not be copied, nor the case number written.', draftGo: 'Show it to the person', drafted: 'The person is asked now. Once they agree, the link stands here.', withdrawGo: 'Take it back',
    deskNone: 'Nothing has been passed on yet.', deskClosed: 'The unit that works on the case can write one, between signing and answering.',
    states: { drafted: 'Waits for the person’s word', refused: 'The person did not agree: nothing was sent', withdrawn: 'Taken back', approved: 'The person agreed: it can be passed on', reported: 'They have reported' },
    link: 'Pass this link on:', linkUntil: 'It opens nothing after this day:', result: { done: 'Done', 'not-done': 'Not done' }, said: 'They say', whySaid: 'The person says',
    mineTitle: 'May this be passed on to somebody outside?', mineLead: (unit: string, party: string) => `${unit} would like “${party}” to see to it. The text below was written anew, without your name, number or words. You may change it; if you do not agree, nothing is sent.`,
    mineText: 'This and nothing else is passed on', mineTextHint: 'You may change it. Take out whatever could tell who you are.', approveGo: 'I agree: pass it on', refuseGo: 'I do not agree', refuseWords: 'Why not (you need not say)', mineDue: 'Something is to be passed on to somebody outside, if you agree', mineSee: 'Look at it', mineList: 'Passed on to others', mineDone: 'This has been settled; there is nothing to choose any more.',
    publicTitle: 'Something you are asked to do', publicLead: (unit: string) => `${unit} asks you to see to what stands below. Please report on this page when it is done.`, publicUntil: 'Please report before this day:', publicResult: 'How did it go?', publicWords: 'What was done; if it was not, why', publicHint: 'The office and whoever raised it will read what you write. Please give no names or numbers.', publicGo: 'Report', publicThanks: 'We have it, thank you.', publicThanksMore: 'You can close this page.', publicSaid: 'You have reported already; there is nothing more to fill in.', pickResult: 'Please choose one.', place: 'Place', forParty: 'For',
  },
});
