import { defineMessages } from '../../../platform/i18n/index.ts';

export const answerWords = defineMessages({
  zh: {
    title: '常问的事', lead: '先看看别人问过的。每条答复都写明依据、由谁负责、有效到哪天。', search: '您想问什么？', searchHint: '比如：入学 户口 材料',
    filterTopic: '哪类事', filterState: '哪些', all: '全部', inForce: '现在有效的', over: '过期或撤下的',
    empty: '还没有写好的答复。', emptyHint: '您可以直接问，有单位会答复您。', nothing: '没有找到。', nothingHint: '换几个字再找，或者直接问，有单位会答复您。', ask: '没有我要的，我来问', askHint: '有单位答复您，答没答清楚由您说。',
    question: '问题', answer: '答复', sources: '依据', sourceDay: (day: string) => `${day} 的`, unit: '谁负责', topic: '哪类事', validUntil: '有效到', since: '这一版写于', version: '第几版', versionOf: (n: number) => `第 ${String(n)} 版`,
    versions: '以前的各版', versionsHint: '改过的都留着，什么时候说过什么，一查就知道。', by: (unit: string, role: string) => `${unit}（${role}）`, digest: '校验码', digestHint: '公开记录里的校验码应当与它相同（规范 JSON 的 SHA-256）。',
    expired: '已经过期', expiredDo: '有效期已过，单位还没有重新确认。请不要照着办，可以直接问。', withdrawn: '已经撤下', withdrawnDo: '单位撤下了这条答复，请不要照着办，可以直接问。',
    similar: '是不是想问这个？', similarHint: '下面的事已经有答复。点开看看；不是的话，照常往下送。您写的字没有存，只在这里比了一下。',
    deskTitle: '写答复', deskLead: '本单位写的答复都在这里。过期的不再给人看作有效，请改过或撤下。', deskEmpty: '本单位还没有写答复。', deskEmptyHint: '把常有人问的事写一条，大家不用再问。', deskNew: '写一条', newTitle: '写一条答复', newLead: '写好就公开。问题照大家的问法写，答复写清楚怎么办、找谁、带什么。',
    editTitle: '改这条答复', editLead: '改动是新的一版，以前的各版照样看得到。有效期到了，核对过再续。', questionHint: '照大家平时的问法写一句。', answerHint: '怎么办、找谁、带什么、多久。', sourceTitle: (n: number) => `依据 ${String(n)}：法规或文件名称`, sourceDate: '它的日期', sourceLink: '网址', sourceLinkHint: '日期和网址至少写一样。',
    validHint: (day: string) => `最晚 ${day}。到这天要再看一遍。`, pickTopic: '请选一类', publish: '公开这条答复', renew: '存成新的一版', done: '已经公开。', renewed: '新的一版已经公开。', taken: '已经撤下，各版仍然看得到。',
    withdrawTitle: '撤下', withdrawLead: '撤下以后不能恢复，各版仍然看得到，标明“已经撤下”。', withdrawReason: '为什么', withdrawGo: '撤下这条答复', pickReason: '请选一个原因。', seePublic: '看公开的样子', cancel: '回到列表', notYours: '这是别的单位写的，只有它能改。',
  },
  en: {
    title: 'Answers', lead: 'See first what others have asked. Each answer names its sources, who answers for it, and the day it is valid until.', search: 'What would you like to know?', searchHint: 'For example: school registration papers',
    filterTopic: 'Topic', filterState: 'Which', all: 'All', inForce: 'In force now', over: 'Expired or withdrawn',
    empty: 'No answer has been written yet.', emptyHint: 'You can ask, and a unit will answer you.', nothing: 'Nothing was found.', nothingHint: 'Try other words, or ask: a unit will answer you.', ask: 'Mine is not here: let me ask', askHint: 'A unit answers you, and you say whether it did.',
    question: 'Question', answer: 'Answer', sources: 'Sources', sourceDay: (day: string) => `of ${day}`, unit: 'Who answers for it', topic: 'Topic', validUntil: 'Valid until', since: 'This version written', version: 'Version', versionOf: (n: number) => `Version ${String(n)}`,
    versions: 'Earlier versions', versionsHint: 'All are kept, so that what was said when can be looked up.', by: (unit: string, role: string) => `${unit} (${role})`, digest: 'Digest', digestHint: 'The public record holds the same (SHA-256 of the canonical JSON).',
    expired: 'Expired', expiredDo: 'Its day is past and the unit has not confirmed it again. Please do not rely on it; you can ask.', withdrawn: 'Withdrawn', withdrawnDo: 'The unit withdrew this answer. Please do not rely on it; you can ask.',
    similar: 'Is this your question?', similarHint: 'These have an answer already. Open one; if it is not yours, send as usual. What you wrote was compared here and stored nowhere.',
    deskTitle: 'Write answers', deskLead: 'The answers of your unit. Those past their day are no longer offered: renew or withdraw them.', deskEmpty: 'Your unit has written no answer yet.', deskEmptyHint: 'Write down what people often ask, and they need not ask again.', deskNew: 'Write one', newTitle: 'Write an answer', newLead: 'It is public at once. Put the question as people ask it; say what to do, whom to see and what to bring.',
    editTitle: 'Change this answer', editLead: 'A change is a new version; earlier ones stay readable. When its day comes, check it, then renew it.', questionHint: 'One sentence, as people ask it.', answerHint: 'What to do, whom to see, what to bring, how long it takes.', sourceTitle: (n: number) => `Source ${String(n)}: name of the law or document`, sourceDate: 'Its date', sourceLink: 'Address', sourceLinkHint: 'At least one of date and address.',
    validHint: (day: string) => `At the latest ${day}. It is to be looked at again then.`, pickTopic: 'Choose a topic', publish: 'Publish this answer', renew: 'Save as a new version', done: 'It is public.', renewed: 'The new version is public.', taken: 'It is withdrawn; its versions stay readable.',
    withdrawTitle: 'Withdraw', withdrawLead: 'This cannot be undone. Its versions stay readable, marked as withdrawn.', withdrawReason: 'Why', withdrawGo: 'Withdraw this answer', pickReason: 'Choose a reason.', seePublic: 'See it as the public does', cancel: 'Back to the list', notYours: 'Another unit wrote this; only that unit can change it.',
  },
});

export const withdrawalWords = defineMessages({
  zh: { 'law-changed': '规定变了', mistaken: '写错了', 'asked-no-more': '没人再问了' },
  en: { 'law-changed': 'the rules changed', mistaken: 'it was mistaken', 'asked-no-more': 'nobody asks it any more' },
});
