import { defineMessages } from '../../../platform/i18n/index.ts';

export const identityMessages = defineMessages({
  zh: {
    title: '看联系方式',
    hint: '本人选择了实名。每看一次，都会把时间、您的单位和理由告诉本人。',
    reason: '为什么现在要看', reasonHint: '例如：约定明天上午上门的时间。本人会看到这句话。',
    go: '看联系方式',
    shown: '联系方式（只显示这一次，请勿抄录、截屏或转发）',
    told: '本人已能在自己的页面看到：谁、什么时候、为什么看了。',
    name: '姓名', phone: '电话', email: '邮箱', none: '未留',
    gone: '没有保存联系方式。',
  },
  en: {
    title: 'See contact details',
    hint: 'They chose to be named. Each look tells them the time, your unit and your reason.',
    reason: 'Why you need it now', reasonHint: 'For example: to agree on a time for tomorrow morning. They will read this sentence.',
    go: 'Show contact details',
    shown: 'Contact details (shown this once; do not copy, photograph or pass on)',
    told: 'They can now see on their own page who looked, when and why.',
    name: 'Name', phone: 'Phone', email: 'E-mail', none: 'not given',
    gone: 'No contact details are kept.',
  },
});
