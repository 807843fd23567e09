import type { Specimens } from '../../../ui/specimen.ts';
import type { Retention } from '../../privacy/retention.ts';
import { CompromisePage, PrivacyPage } from './privacy.tsx';

const schedule: readonly Retention[] = [
  { id: 'contact', keep: { unit: 'days', amount: 365 }, what: { zh: '联系方式', en: 'Contact' }, from: { zh: '最后一次答复', en: 'the last answer' }, why: { zh: '个人信息保护法第十九条', en: 'PIPL art. 19' } },
  { id: 'sessions', keep: { unit: 'hours', amount: 12 }, what: { zh: '登录', en: 'Sign-in' }, from: { zh: '登录时', en: 'signing in' }, why: { zh: '离开座位', en: 'whoever left the desk' } },
  { id: 'page', keep: { unit: 'minutes', amount: 60 }, what: { zh: '打开的页面', en: 'The open page' }, from: { zh: '打开时', en: 'being opened' }, why: { zh: '别人用同一部手机', en: 'others use the same phone' } },
  { id: 'words', keep: 'until-erased', what: { zh: '您说的话', en: 'What you said' }, from: { zh: '提出时', en: 'being raised' }, why: { zh: '公务档案', en: 'a public file' } },
];

export const specimens: readonly Specimens[] = [
  { of: 'PrivacyPage', kind: 'page', examples: [{ name: 'four lines of the schedule', render: (page) => <PrivacyPage page={page} schedule={schedule} /> }] },
  { of: 'CompromisePage', kind: 'page', examples: [{ name: 'plainly', render: (page) => <CompromisePage page={page} isVaultApart={false} /> }, { name: 'with the vault apart', render: (page) => <CompromisePage page={page} isVaultApart /> }] },
];
