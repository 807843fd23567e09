import { defineMessages } from '../../platform/i18n/index.ts';

/**
 * The whole of what is sent (protection T30). It may be read on a locked screen by whoever holds the phone: so it names no case, no
 * number of one, no office and no subject, and is the same whatever happened.
 */
export const noticeMessages = defineMessages({
  zh: {
    subject: (place: string) => `${place}：通知`,
    text: (place: string, address: string) => `【${place}】您的事有新进展。请用回执到 ${address} 查看。本消息不必回复；不想再收，也在那里关掉。`,
  },
  en: {
    subject: (place: string) => `${place}: a notice`,
    text: (place: string, address: string) => `${place}: there is news on your case. Look with your receipt at ${address}. No reply is needed; you can end these messages there, too.`,
  },
});
