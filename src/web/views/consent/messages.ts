import { defineMessages, formatNumber, type Locale } from '../../../platform/i18n/index.ts';

const zh: Locale = 'zh';
const en: Locale = 'en';

/** "You may phone me until …": a resident lets the unit that has the case see some of the contact they left, for a while. */
export const consentMessages = defineMessages({
  zh: {
    title: '让办事单位打电话找您', lead: '不答应，他们看不到您的电话，只能在“留言”里找您。答应了，也只让现在办这件事的单位看您勾选的几项，到您写的那天为止；随时可以收回。',
    fields: '让他们看到什么', name: '姓名', phone: '手机号（留过的话）', email: '邮箱（留过的话）', note: '您写的备注（留过的话）', until: '到哪一天为止', untilHint: (days: number) => `当天也算。最长 ${formatNumber(days, zh)} 天。`,
    go: '答应', back: '不用，回去', told: '他们每看一次，都要写理由，都会列在“谁看过您的联系方式”里。',
    now: (fields: string) => `您答应办事单位看：${fields}。到这一天为止：`, change: '改一改', end: '现在收回', give: '让他们打电话找我', hint: '可以只答应几天，随时收回。',
    pickFields: '请至少勾选一项。', 'in-past': '这一天已经过去了。请选今天或以后的日子。', 'too-long': (days: number) => `最长 ${formatNumber(days, zh)} 天。请选早一些的日子，到时可以再答应。`, away: '还没有记下：保险库正在恢复。您选的都还在，请过几分钟再点一次。', 'nothing-kept': '没有留着您的联系方式，不用答应。',
  },
  en: {
    title: 'Let the unit phone you', lead: 'Unless you agree, they do not see your number and can reach you only under “Messages”. If you do, only the unit that has your case now sees what you tick, until the day you name; you can take it back at any time.',
    fields: 'What they may see', name: 'Name', phone: 'Mobile number (if you left one)', email: 'E-mail address (if you left one)', note: 'Your note (if you left one)', until: 'Until which day', untilHint: (days: number) => `That day included; ${formatNumber(days, en)} days at most.`,
    go: 'I agree', back: 'No, go back', told: 'Each time they look they must write why, and it is listed under who has seen your contact.',
    now: (fields: string) => `You let the unit see: ${fields}. Until the end of this day:`, change: 'Change it', end: 'Take it back now', give: 'Let them phone me', hint: 'For a few days only if you like; you can take it back at any time.',
    pickFields: 'Please tick at least one.', 'in-past': 'That day is over. Please choose today or a later day.', 'too-long': (days: number) => `At most ${formatNumber(days, en)} days. Please choose an earlier day; you can agree again then.`, away: 'Not noted yet: the vault is coming back. What you chose is still here; press once more in a few minutes.', 'nothing-kept': 'No contact of yours is kept, so there is nothing to agree to.',
  },
});
