import { defineMessages } from '../platform/i18n/index.ts';

/** Words of routes that no view has: mistakes that only the server can find. */
export const webMessages = defineMessages({
  zh: {
    unknownPlace: '没有这个地点，请从列表中选择。',
    unknownTopic: '没有这个事项，请从列表中选择。',
    unknownUnit: '没有这个单位，请从列表中选择。',
    formExpired: '这个页面打开太久了。您写的都还在，请再按一次提交。',
    wrongReceipt: '没有找到这张回执。请核对编号（12 位）和密码（24 位），一位都不能错。',
    badNumber: '编号应为 12 位数字，最后一位是校验码。请对照回执再看一遍。',
    badCode: '密码应为 24 位数字。请对照回执再看一遍。',
    contactNeeded: '选择了密封或实名，请留下一个电话或邮箱；不想留，就选匿名。',
    badPhone: '电话应为 5 到 15 位数字，可以带空格、短横线和开头的加号。',
    badEmail: '邮箱应像 name@example.cn 这样，中间有一个@。',
    tooManyPhotos: '最多六张照片。',
    ballotClosed: '评价期已过，这一票已经计入，不能再改。',
    otherVerdict: '您已经这样评定过了。',
    demoRole: (unit: string, role: string) => `${unit} · ${role}`,
    peerClasses: { government: '人民政府', bureau: '县级部门', department: '部门', office: '综合办事机构', town: '乡镇', street: '街道', service: '服务单位', utility: '公共服务企业', outside: '外部机构' },
  },
  en: {
    unknownPlace: 'There is no such place. Please choose one from the list.',
    unknownTopic: 'There is no such topic. Please choose one from the list.',
    unknownUnit: 'There is no such unit. Please choose one from the list.',
    formExpired: 'This page was open for too long. Everything you wrote is still here: please send it once more.',
    wrongReceipt: 'No such receipt was found. Please compare the number (12 digits) and the code (24 digits): each digit counts.',
    badNumber: 'A case number has 12 digits, the last of which is a check digit. Please compare it with your receipt.',
    badCode: 'A receipt code has 24 digits. Please compare it with your receipt.',
    contactNeeded: 'For "sealed" or "named", please leave a phone number or an e-mail address; if you would rather not, choose "anonymous".',
    badPhone: 'A phone number has 5 to 15 digits; spaces, hyphens and a leading plus are fine.',
    badEmail: 'An e-mail address looks like name@example.org, with one @ in the middle.',
    tooManyPhotos: 'Six photos at most.',
    ballotClosed: 'The time to change this ballot has passed: it has been counted.',
    otherVerdict: 'You have said so already.',
    demoRole: (unit: string, role: string) => `${unit} · ${role}`,
    peerClasses: { government: 'Governments', bureau: 'Bureaus', department: 'Departments', office: 'General offices', town: 'Towns', street: 'Street offices', service: 'Service units', utility: 'Public utilities', outside: 'Outside bodies' },
  },
});
