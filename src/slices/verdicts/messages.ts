import { defineMessages } from '../../platform/i18n/index.ts';

/**
 * The whole of what is asked by text message. It may be read on a locked screen by whoever holds the phone: it names no case, no number
 * of one, no office and no subject. `{letter}` stays as it is: the vault puts the letter there that tells one question from another.
 */
export const askedMessages = defineMessages({
  zh: {
    ask: (place: string) => `【${place}】{letter}：您的事有了答复。解决了吗？回一个数字：1 解决了，2 部分解决，3 没有解决。收到几条这样的，就连字母一起回，如 {letter}3。30 天内可以再回、改主意。`,
    helpSubject: (place: string) => `${place}：通知`,
    help: (place: string) => `【${place}】这条回复没能记下。请只回一个数字 1、2 或 3；收到过几条的，前面加上那条的字母，如 A3。过了期限或已经重新办理的，不能再回。`,
  },
  en: {
    ask: (place: string) => `${place} {letter}: there is an answer on your case. Is it solved? Reply with one digit: 1 solved, 2 partly, 3 not solved. If you got several of these, write the letter too: {letter}3. You can reply again for 30 days.`,
    helpSubject: (place: string) => `${place}: a notice`,
    help: (place: string) => `${place}: that reply could not be taken. Send one digit only, 1, 2 or 3; if you got several messages, put the letter of the message before it: A3. Past its time, or once taken up again, none is taken.`,
  },
});
