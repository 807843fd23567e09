import { defineMessages } from '../../../../platform/i18n/index.ts';

export const wordsOfSendAgain = defineMessages({
  zh: {
    title: '还没有送出，请再送一次',
    lead: {
      staff: '您的登录已经到时间。写的内容都在这一页里，没有丢。',
      resident: '为了保护您，打开回执一小时后会自动退出。写的内容都在这一页里，没有丢。',
    },
    first: { staff: '先在新窗口登录，这一页不要关。', resident: '先在新窗口输入回执的编号和回执码，这一页不要关。' },
    enter: { staff: '在新窗口登录', resident: '在新窗口打开回执' },
    second: '再回到这里，送出。',
    again: '再送一次',
    leave: '不送了，回首页',
    typed: '您写的是：',
  },
  en: {
    title: 'Not sent yet: please send it once more',
    lead: {
      staff: 'Your sign-in has run out. Everything you wrote is still in this page.',
      resident: 'To protect you, a receipt closes by itself an hour after it was opened. Everything you wrote is still in this page.',
    },
    first: { staff: 'Sign in in a new window first; leave this page open.', resident: 'Enter your receipt in a new window first; leave this page open.' },
    enter: { staff: 'Sign in, in a new window', resident: 'Enter the receipt, in a new window' },
    second: 'Then come back here and send.',
    again: 'Send again',
    leave: 'Do not send; to the home page',
    typed: 'You wrote:',
  },
});
