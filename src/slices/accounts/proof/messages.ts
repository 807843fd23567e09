import { MINUTE_MS } from '../../../kernel/instant.ts';
import { defineMessages } from '../../../platform/i18n/index.ts';
import { FRESH_MS_MAX } from '../library.ts';

const FRESH_MINUTES = FRESH_MS_MAX / MINUTE_MS;

const zh = {
  title: '请再确认一次是您本人',
  lead: `这一步关系到别人的隐私或权限。离上次确认已超过 ${FRESH_MINUTES} 分钟，请再输一次密码。填写的内容都在这一页里，没有丢。`,
  password: '密码',
  confirm: '确认，继续办',
  leave: '不办了，回去',
  typed: '您填写的是：',
  wrong: '不对，请重新输入。这一步还没有办。',
  tooMany: (minutes: number) => `试的次数太多了，请过 ${minutes} 分钟再试。这一步还没有办。`,
};

const en: typeof zh = {
  title: 'Please confirm once more that it is you',
  lead: `This step touches somebody’s privacy or powers. Your last confirmation is more than ${FRESH_MINUTES} minutes old: please enter your password again. Everything you filled in is still in this page.`,
  password: 'Password',
  confirm: 'Confirm and go on',
  leave: 'Leave it, go back',
  typed: 'You filled in:',
  wrong: 'That is not right. Please enter it again; nothing has been done yet.',
  tooMany: (minutes) => `Too many attempts. Please wait ${minutes} ${minutes === 1 ? 'minute' : 'minutes'} and try again; nothing has been done yet.`,
};

/** What a member of staff reads where they prove who they are. */
export const proofMessages = defineMessages({ zh, en });
