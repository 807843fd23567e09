import { defineMessages } from '../../../platform/i18n/index.ts';

export const hardCaseWords = defineMessages({
  zh: {
    title: '难题台账', lead: '一时解决不了的事都在这里：谁负责、为什么难、哪天再看。列在这里不等于办完，时限照算，解决没解决由当事人定。',
    search: '按编号找', searchHint: '回执上的编号', filterUnit: '单位（连同下属）', filterState: '哪些', all: '全部', standing: '还在台账上的', over: '已经答复或撤回的',
    number: '编号', untold: '事项暂不公开', why: '难在哪里', reason: '说明', owner: '谁负责', since: '列入', review: '复查', reviewLate: (day: string) => `本该在 ${day} 复查，还没有复查`, reviews: '复查过', times: (n: number) => `${String(n)} 次`,
    empty: '台账上没有难题。', emptyHint: '单位列入一件，这里马上看得到。', nothing: '没有符合的。', nothingHint: '换一个编号或单位试试。',
  },
  en: {
    title: 'Hard cases', lead: 'What cannot be solved now: who answers for it, why it is hard, and when it is looked at again. Being here closes nothing; the clock goes on, and its resident decides whether it is solved.',
    search: 'Find by number', searchHint: 'The number on the receipt', filterUnit: 'Unit (with those beneath)', filterState: 'Which', all: 'All', standing: 'Still on the ledger', over: 'Answered or withdrawn since',
    number: 'Number', untold: 'Topic not public yet', why: 'Why it is hard', reason: 'Explanation', owner: 'Who answers for it', since: 'Listed', review: 'Review', reviewLate: (day: string) => `was due on ${day} and has not been made`, reviews: 'Reviewed', times: (n: number) => (n === 1 ? 'once' : `${String(n)} times`),
    empty: 'No hard case is on the ledger.', emptyHint: 'As soon as a unit lists one, it stands here.', nothing: 'Nothing fits.', nothingHint: 'Try another number or unit.',
  },
});
