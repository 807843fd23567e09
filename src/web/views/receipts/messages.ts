import { defineMessages } from '../../../platform/i18n/index.ts';

/** What becomes of a receipt after it was given out: exchanged by its holder, or replaced at a desk. */
export const receiptMessages = defineMessages({
  zh: {
    owedTitle: '先换一个只有您知道的密码', owedLead: '这份回执是别人替您登记或打印的，别人可能看过密码。换了新密码，旧的马上作废，以后只有您能看、能评。',
    exchangeTitle: '换一个新密码', exchangeLead: '觉得密码被别人看到了，就换一个。旧密码马上作废；您说过的话、评过的事都不变，投过的满意票还能查、能改。',
    exchangeReady: '请先准备好纸笔，或连好打印机：新密码只在下一页显示一次，丢了不一定补得了。',
    oldCode: '现在的密码', exchangeGo: '换成新密码', exchangeStay: '先不换，回去',
    newTitle: '新的回执', newLead: '旧密码已经作废。以后用同一个编号和这个新密码。', newSlip: '回执（新密码）', newSince: '换于',
    newKeep: '请现在把新密码抄下、拍照或打印，再划掉旧回执上的密码。谁都不要告诉，替您登记的人也不要告诉。',
    mineTitle: '回执和密码', mineHint: '密码可能被别人看到了？', mineGo: '换一个新密码',
    steps: {
      exchanged: '换了新密码', asked: '核对了身份，申请补发回执', reissued: '第二个人同意，补发了回执', contested: '说补发的不是本人', upheld: '核查了异议：补发没有错', overturned: '核查了异议：补发有错，原来的密码恢复了',
    },
  },
  en: {
    owedTitle: 'First take a code that only you know', owedLead: 'Somebody entered or printed this receipt for you and may have seen its code. Once you take a new one the old one is dead, and only you can read and judge.',
    exchangeTitle: 'Take a new code', exchangeLead: 'If you think that somebody has seen your code, take a new one. The old one dies at once; what you said and judged stays, and you can still look up and change your vote on satisfaction.',
    exchangeReady: 'Have pen and paper ready, or a printer: the new code is shown once, on the next page, and a lost one cannot always be replaced.',
    oldCode: 'The code you have now', exchangeGo: 'Give me a new code', exchangeStay: 'Not now, go back',
    newTitle: 'Your new receipt', newLead: 'The old code is dead. From now on use the same number with this new code.', newSlip: 'Receipt (new code)', newSince: 'Exchanged',
    newKeep: 'Please copy, photograph or print the new code now, and cross out the old one on the earlier receipt. Tell nobody, not even whoever entered this for you.',
    mineTitle: 'Receipt and code', mineHint: 'Might somebody have seen your code?', mineGo: 'Take a new code',
    steps: {
      exchanged: 'took a new code', asked: 'checked who it was and asked to replace the receipt', reissued: 'agreed as the second person and replaced the receipt', contested: 'said that the new receipt went to somebody else', upheld: 'looked into the objection: the new receipt stands', overturned: 'looked into the objection: the replacement was wrong, and the earlier code opens the case again',
    },
  },
});
