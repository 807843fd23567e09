import { formatNumber, type Locale } from '../../../platform/i18n/index.ts';

const [zh, en] = ['zh', 'en'] as const;

/** Words about figures that are computed from the public record. */
const messages = {
  zh: {
    from: (n: number, when: string) => `按公开记录的前 ${formatNumber(n, zh)} 条算出，算到 ${when}。只用已经公开的内容，谁都可以照着再算一遍。`,
    none: '这些比率每天按公开记录算一次，第一次最迟明天算出。在这之前不显示数字。',
    all: '每天的结果和算法',
    title: '按公开记录算出的比率',
    lead: '响应率、解决率、满意率不由任何单位填报：每天只按公开记录里已经公开的内容算一次，算法公开，结果的摘要也写进记录。您下载记录，照算法再算，应当一个数字也不差；差了，就是有人改过。',
    columns: { asOf: '算到', n: '用了记录的前多少条', digest: '结果摘要（SHA-256）', file: '结果' },
    file: '下载',
    empty: '还没有结果',
    emptyHint: '第一次最迟明天算出，算出后列在这里。',
    how: '怎么自己算一遍',
    howSteps: [
      '下载记录|记录分成小文件，任何人都能取；核验程序会替您取，并查明一条没少、一条没改。',
      '照算法数|每件诉求按记录里的步骤还原成“轮次”：派给谁，哪天到期，哪天答复，当事人怎么说。单位的比率数最近 90 天开始的轮次，整个辖区的数最近 30 天的。',
      '对摘要|结果写成固定的文字，取 SHA-256，和这里以及记录里写的对一对。',
    ],
    format: '记录的格式和算法（给写程序的人）',
  },
  en: {
    from: (n: number, when: string) => `Computed from the first ${formatNumber(n, en)} entries of the public record, as of ${when}. Only what is public by then counts, so anyone can compute it again.`,
    none: 'These rates are computed from the public record once a day, for the first time by tomorrow at the latest. Until then no figure is shown.',
    all: 'Each day’s result, and how it is computed',
    title: 'Rates computed from the public record',
    lead: 'No unit reports its own response, solved or satisfied rate. Once a day they are computed from what the public record shows by then. The method is public and the result’s digest goes into the record. Download the record, compute again, and every figure must be the same; if not, somebody has changed something.',
    columns: { asOf: 'As of', n: 'Entries used', digest: 'Digest of the result (SHA-256)', file: 'Result' },
    file: 'Download',
    empty: 'No result yet',
    emptyHint: 'The first comes by tomorrow at the latest, and will be listed here.',
    how: 'Compute it yourself',
    howSteps: [
      'Download the record|It comes in small files that anyone may take; the verifier takes them for you and proves that none is missing and none was changed.',
      'Count by the method|The steps of each case become rounds: given to whom, due when, answered when, judged how. A unit’s rates count rounds begun in the last 90 days, those of the whole place the last 30.',
      'Compare the digest|Write the result in its fixed form, take SHA-256, and compare it with the one here and in the record.',
    ],
    format: 'The record’s format and the method, for programmers',
  },
} as const;

export function wordsOfScorecards(locale: Locale): (typeof messages)[Locale] {
  return messages[locale];
}
