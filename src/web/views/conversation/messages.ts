import { defineMessages, formatNumber, type Locale } from '../../../platform/i18n/index.ts';

const zh: Locale = 'zh';
const en: Locale = 'en';

/** What resident and office write to each other through us; each sees of the other only what the other needs. */
export const conversationMessages = defineMessages({
  zh: {
    title: '留言', empty: '还没有留言。', you: '您', resident: '当事人', fresh: '新', erased: '内容已依法删除。', back: '返回这件事', photo: '照片',
    mineLead: '您和办事单位在这里说话。他们看得到您写的话和照片，看不到您是谁，也不知道您看没看、什么时候看的。',
    mineLabel: '写给他们', mineHint: '不想让他们知道的（姓名、电话、门牌），请不要写在里面。', mineGo: '发出', mineClosed: '这件事现在不能再留言。',
    mineAsked: (unit: string) => `${unit}给您留了言`, mineAnswer: '看留言，回复', mineWrite: '给办事单位留言', mineMore: '有要补充的、要问的，写给正在办的单位。', mineRead: '看留言',
    mineNew: (n: number) => `${formatNumber(n, zh)} 条新留言`, sent: '发出了。对方回复后，这一页上会有。',
    caseLead: '您写的话会出现在当事人自己的页面上，当事人凭回执看、凭回执回。您看不到对方是谁，也看不到对方什么时候看过。',
    caseRules: '请一次问清楚。不要问姓名、电话、证件号。计时不会因为等回复而停。', caseLabel: '写给当事人', caseGo: '发出', caseSent: '发出了。',
    caseClosed: '现在轮不到您写：这件事不由您的单位承办，或者已经办结。', caseWrite: '给当事人留言', caseRead: '看留言', caseAwaited: '当事人留了言，等您回复。', caseWaits: '等当事人回复。计时照常走。',
    queueNote: '有新留言', photos: '照片', photosDrop: '这些照片不要了', photosKept: (n: number) => `已收到 ${formatNumber(n, zh)} 张照片，不用再选：`, wordsMissing: '还没写要说的话。', none: '还没有互相留过言。',
  },
  en: {
    title: 'Messages', empty: 'Nothing has been written yet.', you: 'You', resident: 'The resident', fresh: 'new', erased: 'The words were erased, as the law provides.', back: 'Back to the case', photo: 'Photo',
    mineLead: 'Here you and the unit that has your case write to each other. They see your words and photos; they do not see who you are, nor whether or when you read theirs.',
    mineLabel: 'Write to them', mineHint: 'Leave out what you do not want them to know: name, telephone number, house number.', mineGo: 'Send', mineClosed: 'Nothing more can be written about this case now.',
    mineAsked: (unit: string) => `${unit} left you a message`, mineAnswer: 'Read it and reply', mineWrite: 'Write to the unit', mineMore: 'Something to add, something to ask: it goes to the unit that has the case.', mineRead: 'Read the messages',
    mineNew: (n: number) => (n === 1 ? '1 new message' : `${formatNumber(n, en)} new messages`), sent: 'Sent. The reply will stand on this page.',
    caseLead: 'What you write appears on the resident’s own page; they read it, and reply, with their receipt. You do not see who they are, nor when they read it.',
    caseRules: 'Ask everything at once, but no name, number or identity card. The clock goes on while you wait.', caseLabel: 'Write to the resident', caseGo: 'Send', caseSent: 'Sent.',
    caseClosed: 'It is not for you to write now: your unit does not have this case, or it is over.', caseWrite: 'Write to the resident', caseRead: 'Read the messages', caseAwaited: 'The resident has written and waits for your reply.', caseWaits: 'Waiting for the resident. The clock goes on.',
    queueNote: 'new message', photos: 'Photos', photosDrop: 'Leave these photos out', photosKept: (n: number) => (n === 1 ? 'One photo has arrived; no need to choose it again:' : `${formatNumber(n, en)} photos have arrived; no need to choose them again:`), wordsMissing: 'Nothing is written yet.', none: 'Nothing has been written yet.',
  },
});
