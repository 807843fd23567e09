import type { SealedKind } from '../src/slices/sealed/index.ts';

/** What the town's people write to protection officers alone. All of it invented; nobody is named. */
export type SealedVoice = {
  readonly kind: SealedKind; readonly words: string;
  /** Nobody inside the county is to read it. */
  readonly outsideOnly?: true;
  /** What the officer answers; without one the letter is still in hand. */
  readonly answer?: string;
};

export const SEALED_VOICES: readonly SealedVoice[] = [
  { kind: 'whistle-blowing', words: '村里的惠农补贴名单贴了一天就撕掉了，我家三亩地只按一亩发。问了两次，都说系统里就是这样。', answer: '已调出三年的发放表，与贴出的名单不一致。案子转到县外核查，结果会写在这里。' },
  { kind: 'pressure', words: '我反映水管的事以后，有人到我做工的店里，让老板劝我把话收回来。我没有收。', answer: '已经找当事单位谈过，书面要求不得再找您和您的老板。再有人来，请马上写在这里。' },
  { kind: 'retaliation', words: '评了“没有解决”以后，我家的低保复核突然提前了，别人家都没有。', answer: '提前复核没有依据，已经撤销。低保照发，少发的一个月补上。' },
  { kind: 'whistle-blowing', words: '镇上修路的石料写的是新料，拉来的是旧路面敲碎的。夜里倒料，我有车号。', outsideOnly: true, answer: '抽了三处芯样送检，两处不合格。县外监督机构已经接手。' },
  { kind: 'pressure', words: '有人说，再去反映，孩子上学的证明就不给开。' },
  { kind: 'whistle-blowing', words: '卫生院的收费单和实际用的药对不上，连着两个月都多出一种。', answer: '查了两个月的处方和出库单，多收的已经退还，换了收费复核的办法。' },
  { kind: 'retaliation', words: '我在评议会上说了实话，第二天摊位就被通知要挪走，同一排只挪我一家。', answer: '挪摊的通知已经作废，摊位不动。说话的人不用再出面。' },
  { kind: 'whistle-blowing', words: '安置房的名额，有两户不是本村的人。名单在公示栏最下面，用小字写的。', outsideOnly: true },
  { kind: 'pressure', words: '处理的人打电话问我是谁让我写的，问了三遍。我没有留过电话。', answer: '号码不是从这里得到的：谁也没有看过您的身份。已要求该单位停止追问。' },
  { kind: 'whistle-blowing', words: '农机补贴先交“服务费”才给盖章，收的是现金，不开票。', answer: '已经走访了六户，说法一致。收的钱要退，盖章不再经过那个窗口。' },
  { kind: 'retaliation', words: '反映过垃圾的事以后，我家门口那一段就不来收了，已经三个星期。', answer: '从今天起恢复清运，并由镇外的人每周抽看一次。' },
  { kind: 'whistle-blowing', words: '学校的资料费换了个名目又收了一遍，叫“自愿”，不交的要单独谈话。' },
];
