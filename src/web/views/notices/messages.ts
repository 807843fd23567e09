import { defineMessages } from '../../../platform/i18n/index.ts';

/** "Tell me there is news": where it is agreed to, and what the resident's page says of it. */
export const tellingMessages = defineMessages({
  zh: {
    tell: '有新进展时通知我', tellBoth: '发到上面的手机号或邮箱。', tellText: '发短信到上面的手机号；单位答复后，回一个数字就能说解决了没有。', tellEmail: '发到上面的邮箱；这里还不能发短信。', tellHint: (where: string) => `${where}只说“有新进展”或“有了答复”，不说是什么事。随时可以关掉。`,
    noText: '这里还不能发短信。要收通知，请在上面改留邮箱；不收，就去掉这个勾。', noEmail: '这里还不能发邮件。要收通知，请在上面改留手机号；不收，就去掉这个勾。',
    title: '有新进展时通知您', lead: '只发一句“您的事有新进展”或“有了答复，解决了吗”（回一个数字），不说是什么事、哪个单位，也没有编号，别人看到也不知道。发的号码或邮箱就是您留的，办事单位看不到。',
    ways: '怎么通知', text: '短信（留过手机号的话）', email: '电子邮件（留过邮箱的话）', language: '用现在这个页面的语言发。都不勾，就是不再通知。', save: '就这样',
    nowOn: (ways: string) => `有新进展会通知您：${ways}。`, nowOff: '现在没有开通知，要自己来这一页看。', change: '改一改', start: '通知我', stop: '不再通知',
    byText: '短信', byEmail: '电子邮件', and: '、', sent: (ways: string) => `已${ways ? `用${ways}` : ''}通知`, undelivered: '没能送到', undeliveredHint: '可能号码或邮箱不对，或者对方暂时收不了。进展都在这一页上。', none: '还没有发过通知。', listed: '什么时候通知过您',
    message: '有给您的留言', answer: '单位答复了', reopened: '重新办理，有了新的负责单位', reminder: '等您说解决了没有', diverted: '这件事要走别的渠道', settled: '您的异议有了结果', hidden: '有一段公开的文字被隐去', identity: '有人看了您的联系方式', reissue: '有人说丢了这件事的回执，要补发', receipt: '补发了回执，旧密码作废', task: '有一件要交给外面单位的事，等您同意', 'task-report': '外面的单位说了办得怎样',
    'nothing-kept': '没有留着您的联系方式，没法通知。',
    phoneTitle: '演示：手机上会看到什么', phoneLead: '这是演示，什么也没有真的发出去。真用的时候，本人的手机或邮箱里看到的就是下面这些；号码不显示，同一个记号是同一部手机或同一个邮箱。', phoneEmpty: '还没有发过。提一件事，留下手机号，勾上“有新进展时通知我”，等单位答复。', phoneLine: (line: string) => `记号 ${line}`, phoneSee: '演示：看手机上会显示什么', phoneReply: '从这部手机回复', phoneSend: '发出',
  },
  en: {
    tell: 'Tell me when there is news', tellBoth: 'At the number or e-mail address above.', tellText: 'By text message to the number above; once the unit has answered, you can say with one digit whether it is solved.', tellEmail: 'At the e-mail address above; text messages cannot be sent from here yet.', tellHint: (where: string) => `${where} It says only that there is news or an answer, never about what. You can end it at any time.`,
    noText: 'Text messages cannot be sent from here yet. To be told, leave an e-mail address above instead; otherwise remove this tick.', noEmail: 'E-mails cannot be sent from here yet. To be told, leave a mobile number above instead; otherwise remove this tick.',
    title: 'Being told there is news', lead: 'One sentence, “there is news on your case” or “there is an answer: is it solved?” (reply with one digit): not about what, not from which office, and without a number, so that nobody who sees it learns anything. It goes to the number or address that you left, which the office does not see.',
    ways: 'How to tell you', text: 'Text message (if you left a number)', email: 'E-mail (if you left an address)', language: 'In the language of this page. With nothing ticked you are told no more.', save: 'Keep it so',
    nowOn: (ways: string) => `You are told when there is news: ${ways}.`, nowOff: 'You are not told; look here yourself.', change: 'Change it', start: 'Tell me', stop: 'Tell me no more',
    byText: 'text message', byEmail: 'e-mail', and: ', ', sent: (ways: string) => `Told you${ways ? ` by ${ways}` : ''}`, undelivered: 'Could not be delivered', undeliveredHint: 'The number or address may be wrong, or could not take it just then. All news is on this page.', none: 'Nothing has been sent yet.', listed: 'When you were told',
    message: 'a message was left for you', answer: 'the unit answered', reopened: 'it is taken up again, and somebody else owns it now', reminder: 'your word is awaited: is it solved?', diverted: 'this must take another way', settled: 'your objection was decided', hidden: 'a public text was hidden', identity: 'somebody looked at your contact details', reissue: 'somebody says the receipt was lost and wants a new one', receipt: 'a new receipt was given out, and the old code is void', task: 'something is to be passed on to somebody outside, if you agree', 'task-report': 'whoever it was passed on to has reported',
    'nothing-kept': 'No contact of yours is kept, so you cannot be told.',
    phoneTitle: 'Demo: what the phone would show', phoneLead: 'This is a demo: nothing has really been sent. In earnest, this is what the person’s phone or letter box shows. Numbers are not shown; the same mark is the same phone or address.', phoneEmpty: 'Nothing yet. Report something, leave a number, tick “tell me when there is news”, and wait for an answer.', phoneLine: (line: string) => `Mark ${line}`, phoneSee: 'Demo: see what the phone shows', phoneReply: 'Reply from this phone', phoneSend: 'Send',
  },
});
