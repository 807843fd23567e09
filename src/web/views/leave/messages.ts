import { defineMessages, formatNumber, type Locale } from '../../../platform/i18n/index.ts';

const zh: Locale = 'zh';
const en: Locale = 'en';

/** A page of no interest to whoever looks over a shoulder: it names neither this system nor anything done in it. */
export const calendarMessages = defineMessages({
  zh: { title: '日历', month: (year: number, month: number) => `${String(year)}年${formatNumber(month, zh)}月`, weekdays: ['一', '二', '三', '四', '五', '六', '日'], off: '休', legend: '“休”是放假或周末。' },
  en: {
    title: 'Calendar', month: (year: number, month: number) => `${['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'][month - 1] ?? formatNumber(month, en)} ${String(year)}`,
    weekdays: ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'], off: 'off', legend: '“off”: weekend or public holiday.',
  },
});
