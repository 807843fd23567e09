import { MINUTE_MS } from '../../../kernel/instant.ts';
import { defineMessages } from '../../../platform/i18n/index.ts';
import { FRESH_MS_MAX } from '../library.ts';

const FRESH_MINUTES = FRESH_MS_MAX / MINUTE_MS;

const zh = {
  label: '统一身份认证',
  signIn: (label: string) => `用${label}登录`,
  signInLead: (label: string) => `本单位已在${label}登记的，从那里登录，不用记这里的密码。`,
  alsoThere: (label: string) => `您从本站退出了，但在${label}可能还登录着。用公用电脑的，请在那里也退出。`,
  leaveThere: (label: string) => `在${label}也退出`,
  // 没有成
  awayTitle: (label: string) => `${label}现在没有回应`,
  awayLead: '这不是您的问题，本站也没有坏。请过几分钟再试；着急的话，有密码的可以用密码登录。',
  notDoneTitle: '没有登录成功',
  notDoneLead: (label: string) => `可能是在${label}那边取消了，或者这一步停留太久。请重新登录一次。`,
  tooOldTitle: '这一步停留太久了',
  tooOldLead: '请回到登录页，重新登录一次。',
  noAccountTitle: '这里没有可以让您进来的账号',
  noAccountLead: (label: string) => `${label}认得您，但本站没有和您登记在一起的、可用的账号。账号不会自动建立：请找本单位的系统管理员建账号并登记，或者换一个身份登录。`,
  back: '回到登录页',
  // 再次确认
  confirm: (label: string) => `到${label}再确认一次（另开一页）`,
  confirmLead: '在那里重新登录以后，回到这一页，密码和验证码都空着，直接按“确认，继续办”。',
  confirmedTitle: '确认好了',
  confirmedLead: `${FRESH_MINUTES} 分钟内不用再确认。请关掉这一页，回到刚才那一页，密码和验证码都空着，按“确认，继续办”。`,
  otherTitle: '确认的不是同一个人',
  otherLead: (label: string) => `在${label}登录的人，和在这里登录的不是同一个账号。刚才的事还没有办。`,
};

const en: typeof zh = {
  label: 'single sign-on',
  signIn: (label) => `Sign in with ${label}`,
  signInLead: (label) => `If your office has linked you with ${label}, sign in there; you need no password of this site.`,
  alsoThere: (label) => `You have signed out here, and may still be signed in at ${label}. On a shared computer, sign out there as well.`,
  leaveThere: (label) => `Sign out at ${label} as well`,
  awayTitle: (label) => `${label} does not answer at the moment`,
  awayLead: 'It is nothing you did, and this site works. Try again in a few minutes; if it is urgent and you have a password, sign in with that.',
  notDoneTitle: 'You are not signed in',
  notDoneLead: (label) => `It was cancelled at ${label}, or it took too long. Please sign in once more.`,
  tooOldTitle: 'That took too long',
  tooOldLead: 'Go back to the sign-in page and sign in once more.',
  noAccountTitle: 'There is no account here that lets you in',
  noAccountLead: (label) => `${label} knows you, but no open account of this site is linked with you. Accounts are never made by signing in: ask your system administrator to make and link one, or sign in as somebody else there.`,
  back: 'Back to signing in',
  confirm: (label) => `Confirm at ${label} (opens another page)`,
  confirmLead: 'After signing in there again, come back to this page, leave password and code empty and press “Confirm and go on”.',
  confirmedTitle: 'Confirmed',
  confirmedLead: `For ${FRESH_MINUTES} minutes you are not asked again. Close this page, go back to the one before, leave password and code empty and press “Confirm and go on”.`,
  otherTitle: 'Somebody else confirmed',
  otherLead: (label) => `Whoever signed in at ${label} is not whose account is open here. Nothing has been done yet.`,
};

/** What a member of staff reads of single sign-on. */
export const signOnMessages = defineMessages({ zh, en });
