import { defineMessages } from '../../platform/i18n/index.ts';

export const wordsOfGallery = defineMessages({
  zh: { title: '样张', lead: '每个部件、每种状态、每张页面。人名、单位和事情都是编的。', pages: '页面', county: '临江县' },
  en: { title: 'Specimens', lead: 'Every component, every state, every page. People, units and cases are invented.', pages: 'Pages', county: 'Linjiang County' },
});
