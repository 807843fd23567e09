import { defineMessages, formatNumber, type Locale } from '../i18n/index.ts';

const zh: Locale = 'zh';
const en: Locale = 'en';

/** Words of the verb `keys`. */
export const keyMessages = defineMessages({
  zh: {
    problems: {
      'not-the-root': 'keys/root.key 不是封存 keys/ring.json 的根密钥。请从备份或纸质份额恢复：node bin/minsheng.mjs keys restore。',
      'ring-missing': '有根密钥，却没有 keys/ring.json。请从备份恢复它，最后一次换密钥以后的任何一份都可以。绝不能新造：新造的会不认得所有回执。',
      'no-ring': '还没有密钥环。请先启动一次。', 'no-suite': '本机的 OpenSSL 没有 SM3 和 SM4。请用民声自带的 Node 运行。',
      'root-file-stands': '这个实例已有根密钥文件。请照原样启动，再用 node bin/minsheng.mjs keys rotate 搬移；算法套件只能在新建实例时选择。',
    },
    rootNoAnswer: (at: string) => `根密钥没有应答：${at}。请确认程序可以运行、服务可以访问、令牌正确，再启动。`,
    rootMoved: (stands: string, wanted: string) => `密钥环由“${stands}”处的根密钥封存，而 KEY_ROOT 是“${wanted}”。要搬移，请运行 node bin/minsheng.mjs keys rotate；否则请去掉 KEY_ROOT。`,
    usage: ['keys split --shares 5 --threshold 3   把根密钥分成纸质份额并打印', 'keys restore                          用份额恢复根密钥', 'keys rotate                           换新的根密钥和保管密钥，重新包裹所有密钥；中断后再运行即可接着做'],
    badCounts: '份额数为 2 到 16，门槛不小于 2、不大于份额数。',
    elsewhere: '根密钥不在本机文件里，不能分成纸质份额。请用它所在设备自己的备份方法。',
    noRoot: '没有根密钥文件 keys/root.key。',
    shareTitle: (index: number, of: number, threshold: number) => `民声 根密钥份额 ${formatNumber(index, zh)}／${formatNumber(of, zh)}（任意 ${formatNumber(threshold, zh)} 份可恢复）`,
    shareHint: (fingerprint: string) => `根密钥标识 ${fingerprint}。请单独封存，交给一个人保管；不拍照，不与别的份额放在一起。`,
    splitDone: '以上每页一份。打印后请清除屏幕和打印机记录，并当场用 keys restore 试读一次。',
    ask: (row: number, rows: number) => `第 ${formatNumber(row, zh)} 行，共 ${formatNumber(rows, zh)} 行：`,
    askShare: (index: number) => `请输入第 ${formatNumber(index, zh)} 份，一行一行抄写；大小写和空格不影响。`,
    wrongRow: (row: number) => `第 ${formatNumber(row, zh)} 行有误，请核对后重新输入这一行。`,
    'too-few-rows': '这一份没有输完。', 'not-a-share': '这不是份额。',
    'of-another-root': '这一份属于另一把根密钥，不能和前面的合用。请换一份。', 'same-twice': '这一份已经输过。请换另一份。',
    'do-not-fit': '这些份额合不成原来的根密钥：其中有一份被改动过。请换几份再试。', 'too-few': '份额不够。',
    ended: '输入中断，什么也没有写。',
    already: '已有同样的根密钥，不用恢复。', conflict: 'keys/root.key 已存在，而且是另一把。请先把它移走，再恢复。',
    restored: (fingerprint: string) => `根密钥已恢复（标识 ${fingerprint}）。keys/ring.json 也要在；它可以来自任何一次备份。`,
    rotated: '已换新的根密钥和保管密钥。旧的纸质份额作废，请重新分份。', rewrapping: (what: string, done: number) => `重新包裹${what}：已完成 ${formatNumber(done, zh)}`,
    cases: '诉求的密钥', identities: '身份的密钥', done: (n: number) => `完成，共 ${formatNumber(n, zh)} 把。`,
  },
  en: {
    problems: {
      'not-the-root': 'keys/root.key is not the root that keys/ring.json was sealed under. Restore it from its backup or its paper shares: node bin/minsheng.mjs keys restore.',
      'ring-missing': 'keys/ring.json is missing beside its root. Restore it from a backup, any later than the last rotation of keys. Never make another: it would forget every receipt.',
      'no-ring': 'There is no ring of keys yet. Start the instance once.', 'no-suite': 'This machine’s OpenSSL has no SM3 and SM4. Run Minsheng with the Node that it brings along.',
      'root-file-stands': 'This instance has a root file. Start it as it is, then move it with node bin/minsheng.mjs keys rotate; the suite can be chosen for a new instance alone.',
    },
    rootNoAnswer: (at: string) => `The root of the keys gives no answer: ${at}. See that its program runs or its service is reached and its token is right, then start again.`,
    rootMoved: (stands: string, wanted: string) => `The ring is sealed under the root at "${stands}", and KEY_ROOT says "${wanted}". To move it, run node bin/minsheng.mjs keys rotate; else unset KEY_ROOT.`,
    usage: ['keys split --shares 5 --threshold 3   the root as paper shares, to print', 'keys restore                          the root from its shares', 'keys rotate                           a new root and a new custodian key, and every key wrapped anew; run again, it goes on where it broke off'],
    badCounts: 'Shares: 2 to 16. Threshold: at least 2, at most the shares.',
    elsewhere: 'The root is not in a file of this machine, so it cannot be split on paper. Use the backup of the device that has it.',
    noRoot: 'There is no root file keys/root.key.',
    shareTitle: (index: number, of: number, threshold: number) => `Minsheng: share ${formatNumber(index, en)} of ${formatNumber(of, en)} of the root key (any ${formatNumber(threshold, en)} restore it)`,
    shareHint: (fingerprint: string) => `Root ${fingerprint}. Seal it by itself and give it to one person; no photograph, never together with another share.`,
    splitDone: 'One share a page. Once printed, clear the screen and the printer’s memory, and read the shares back at once with keys restore.',
    ask: (row: number, rows: number) => `Row ${formatNumber(row, en)} of ${formatNumber(rows, en)}: `,
    askShare: (index: number) => `Type share ${formatNumber(index, en)}, row by row; small letters and spaces do not matter.`,
    wrongRow: (row: number) => `Row ${formatNumber(row, en)} is wrong. Check it and type this row again.`,
    'too-few-rows': 'This share is not complete.', 'not-a-share': 'This is no share.',
    'of-another-root': 'This share belongs to another root and does not go with the others. Take another one.', 'same-twice': 'This share was typed before. Take another one.',
    'do-not-fit': 'These shares do not make the root: one of them was altered. Try with others.', 'too-few': 'Too few shares.',
    ended: 'The input ended. Nothing was written.',
    already: 'The same root is there already; nothing to restore.', conflict: 'keys/root.key exists, and is another root. Move it away first, then restore.',
    restored: (fingerprint: string) => `The root is restored (${fingerprint}). keys/ring.json must be there, too; it may come from any backup.`,
    rotated: 'A new root and a new custodian key are in force. Old paper shares are void: split anew.', rewrapping: (what: string, done: number) => `wrapping ${what} anew: ${formatNumber(done, en)} done`,
    cases: 'keys of cases', identities: 'keys of identities', done: (n: number) => `Done: ${formatNumber(n, en)} keys.`,
  },
});
