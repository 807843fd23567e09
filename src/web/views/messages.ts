import { defineMessages, formatNumber, type Locale } from '../../platform/i18n/index.ts';
import type { Anonymity, Channel, Diversion, Escalation, ExtensionGround, HardGround, Kind, ObjectionGround, Pause, Stage, Urgency } from '../../slices/cases/case.ts';
import type { Relation } from '../../slices/cases/receipt.ts';
import type { Outcome } from '../../kernel/outcome.ts';

const zhLocale: Locale = 'zh';
const enLocale: Locale = 'en';

type Vocabulary = {
  readonly stages: Record<Stage, string>;
  readonly kinds: Record<Kind, string>;
  readonly kindHints: Record<Kind, string>;
  readonly urgencies: Record<Urgency, string>;
  readonly channels: Record<Channel, string>;
  readonly relations: Record<Relation, string>;
  readonly anonymities: Record<Anonymity, string>;
  readonly anonymityHints: Record<Anonymity, string>;
  readonly diversions: Record<Diversion, string>;
  readonly pauses: Record<Pause, string>;
  readonly escalations: Record<Escalation, string>;
  readonly objectionGrounds: Record<ObjectionGround, string>;
  readonly extensionGrounds: Record<ExtensionGround, string>;
  readonly hardGrounds: Record<HardGround, string>;
  readonly outcomes: Record<Outcome, string>;
};

const zh: Vocabulary = {
  stages: {
    submitted: '已收到', diverted: '已告知其他渠道', 'diversion-contested': '正在复核去向', accepted: '已受理', dispatched: '已派单，等签收', objected: '单位有异议，等裁定',
    signed: '单位已签收', contacted: '正在办', answered: '已答复，等评价', unjudged: '未评价', solved: '本人说解决了', withdrawn: '本人撤回', 'imported-closed': '导入前已办结，未经评定',
  },
  kinds: { question: '问一件事', help: '请帮忙', complaint: '投诉', report: '举报', suggestion: '提建议', praise: '表扬', conduct: '反映作风' },
  kindHints: {
    question: '想知道政策、手续或结果', help: '有困难，请政府办一件事', complaint: '有人、有单位做得不对，影响了我',
    report: '违法违规的事，请查', suggestion: '怎样能更好', praise: '做得好，请继续',
    conduct: '冷漠、推脱、摆样子、要特权',
  },
  urgencies: { danger: '危及人身或财产', utility: '停水停电停气停暖', ordinary: '一般', complex: '复杂' },
  channels: { web: '网上', phone: '电话', desk: '窗口', paper: '信件', 'e-mail': '电子邮件', message: '短信', open311: '其他应用', import: '热线转来', visit: '走访' },
  relations: { family: '家人、亲戚', cadre: '村（社区）干部、网格员', other: '邻居、朋友，或别的人' },
  anonymities: { anonymous: '不留联系方式', sealed: '留联系方式，但封存', named: '实名' },
  anonymityHints: {
    anonymous: '办事单位只看到您写的话。以后凭回执查进展、评价。',
    sealed: '办事单位看不到您是谁。非打开不可时，要两个单位的两个人同意，写明理由，每次都告诉您，您可以提异议。',
    named: '办事单位写明理由，可以看您的姓名和联系方式，直接找您；每看一次您都知道。别人看不到。',
  },
  diversions: {
    emergency: '紧急情况，请先打 110、119、120 或 122', 'statutory-channel': '要走法律规定的渠道（法院、仲裁、信访、纪检等）', 'same-matter': '同一件事已有结果，没有新情况',
    secret: '涉及国家秘密或他人隐私', 'beyond-duties': '不属于政府职责', 'unlawful-request': '请求本身不合法',
  },
  pauses: { 'needs-resident': '等当事人补充情况', 'force-majeure': '不可抗力', 'expert-report': '等鉴定或检测', 'public-procedure': '等招标、公示等法定程序' },
  objectionGrounds: { 'not-our-duty': '不是本单位的职责', 'not-our-place': '不在本单位的地界', 'another-leads': '应由别的单位牵头' },
  extensionGrounds: { 'needs-more-work': '工作量比原来估计的大', 'needs-other-units': '要等别的单位配合', 'needs-purchase': '要采购或施工', 'needs-season': '要等合适的季节或天气' },
  hardGrounds: { 'no-money-yet': '资金还没有落实', 'plan-or-permit': '要先定规划或办许可', 'rule-conflict': '现行规定之间有矛盾', history: '历史遗留问题', 'beyond-our-level': '超出本级权限' },
  escalations: { unsigned: '到时没有签收', overdue: '到期没有答复', 'third-transfer': '第三次转派', 'third-round': '第三轮办理' },
  outcomes: { solved: '解决了', partly: '解决了一部分', unsolved: '没解决' },
};

const en: Vocabulary = {
  stages: {
    submitted: 'Received', diverted: 'Sent to another channel', 'diversion-contested': 'Diversion under review', accepted: 'Accepted', dispatched: 'Sent to a unit', objected: 'The unit objects, ruling awaited',
    signed: 'Signed for', contacted: 'Being handled', answered: 'Answered, awaiting verdict', unjudged: 'No verdict', solved: 'Solved, says its resident', withdrawn: 'Withdrawn by its resident', 'imported-closed': 'Closed before it was imported, not judged',
  },
  kinds: { question: 'A question', help: 'A request for help', complaint: 'A complaint', report: 'A report of wrongdoing', suggestion: 'A suggestion', praise: 'Praise', conduct: 'Conduct of officials' },
  kindHints: {
    question: 'about a rule, a procedure or a result', help: 'something I need government to do', complaint: 'somebody did wrong and it affects me',
    report: 'something unlawful, please look into it', suggestion: 'how it could be better', praise: 'well done, keep it up',
    conduct: 'cold, dismissive, staged, or claiming privilege',
  },
  urgencies: { danger: 'Danger to life or property', utility: 'Water, power, gas or heating is off', ordinary: 'Ordinary', complex: 'Complex' },
  channels: { web: 'online', phone: 'by phone', desk: 'at a counter', paper: 'by letter', 'e-mail': 'by e-mail', message: 'by text message', open311: 'through another app', import: 'through the hotline', visit: 'during a visit' },
  relations: { family: 'Family or relative', cadre: 'Village or community official, grid worker', other: 'Neighbour, friend or somebody else' },
  anonymities: { anonymous: 'No contact details', sealed: 'Contact details, sealed', named: 'By name' },
  anonymityHints: {
    anonymous: 'The unit sees only your words. Follow and judge with your receipt.',
    sealed: 'The unit does not learn who you are. Where they must be opened, two people of two units have to agree, with a reason; you are told each time and can object.',
    named: 'The unit can see your name and contact details after writing a reason, and reach you; you are shown every look. Nobody else can.',
  },
  diversions: {
    emergency: 'an emergency: call 110, 119, 120 or 122 first', 'statutory-channel': 'the law names another channel (court, arbitration, petition office, discipline)', 'same-matter': 'the same matter has its result and nothing is new',
    secret: 'it concerns state secrets or another person’s privacy', 'beyond-duties': 'it is not a duty of government', 'unlawful-request': 'what is asked for is itself unlawful',
  },
  pauses: { 'needs-resident': 'waiting for more from the resident', 'force-majeure': 'force majeure', 'expert-report': 'waiting for an expert report', 'public-procedure': 'waiting for a tender or another public procedure' },
  objectionGrounds: { 'not-our-duty': 'not a duty of the unit', 'not-our-place': 'not in its area', 'another-leads': 'another unit has to lead' },
  extensionGrounds: { 'needs-more-work': 'more work than was thought', 'needs-other-units': 'other units have to join', 'needs-purchase': 'something has to be bought or built', 'needs-season': 'it waits for season or weather' },
  hardGrounds: { 'no-money-yet': 'the money is not there yet', 'plan-or-permit': 'a plan or a permit comes first', 'rule-conflict': 'rules in force contradict each other', history: 'left over from long ago', 'beyond-our-level': 'beyond the powers of this level' },
  escalations: { unsigned: 'not signed for in time', overdue: 'not answered in time', 'third-transfer': 'third transfer', 'third-round': 'third round' },
  outcomes: { solved: 'Solved', partly: 'Partly solved', unsolved: 'Not solved' },
};

/** The words of the state machine, one place for every page. */
export function vocabulary(locale: Locale): Vocabulary {
  return locale === 'zh' ? zh : en;
}

/** How a case's history is told, and the words several pages share. */
export const wordsOfStory = defineMessages({
  zh: {
    resident: '当事人', you: '您', system: '系统', round: (n: number) => `重新办理，第 ${n} 轮`,
    submitted: (channel: string) => `说了这件事（${channel}）`, submittedSomehow: '说了这件事', enteredBy: (who: string) => `；由${who}代为登记`,
    accepted: '受理了', diverted: (reason: string) => `没有派单，告知了其他渠道：${reason}`,
    joined: '把它和说同一件事的其他诉求并在一起办；编号、计时、评定各算各的', parted: '把它从并办中移出，恢复单独办理', redated: '公开宣布推迟答复日期', redatedBack: '移出并办，答复日期恢复原样',
    extended: (ground: string) => `延长了答复期限，这一轮只能延这一次：${ground}`, convened: (units: string) => `请${units}一起办`, assisted: '按要求报了协助办理的情况',
    hardListed: (ground: string) => `列入难题台账，到日子复查，时限照算：${ground}`, hardReviewed: '复查了台账上的这件难题', noted: '写了一条内部备注',
    contested: '不同意这样处理，请求复核', settledStays: '复核后维持原来的处理', settledAccepted: '复核后改为受理',
    dispatched: (unit: string) => `派给${unit}`, transferred: (from: string, to: string) => `从${from}转给${to}`,
    objected: (ground: string) => `认为不该由它办：${ground}。由别的单位裁定，时限照算`, objectionUpheld: (from: string, to: string) => `裁定异议成立：从${from}改给${to}，不算${from}的延误`, objectionOverruled: (unit: string) => `裁定异议不成立：仍由${unit}办，不能再退`,
    signed: '签收了', contacted: '联系了当事人', asked: '给当事人留了言', replied: '留了言', paused: (reason: string) => `暂停计时：${reason}`, resumed: '恢复计时',
    answered: '答复（是否解决由当事人定）', judged: (outcome: string) => `评定：${outcome}`, callBack: '（抽签回访得到）',
    reopened: (owner: string) => `重新打开，现在由${owner}负责，原来的记录都留着`,
    escalated: (cause: string, unit: string) => `${cause}，提到${unit}`, reminded: '还没有评定，再提醒一次', remindedOffice: (office: string) => `催促${office}：已到时限`,
    unjudged: '一直没有评价，记“未评价”，不算满意；随时还能评', withdrawn: '撤回了这件事',
    importedOpen: (source: string, day: string, unit: string) => `从“${source}”导入${day === '' ? '' : `；那里记的登记日期是 ${day}`}；由${unit}承办`,
    importedClosed: (source: string, day: string, unit: string) => `从“${source}”导入${day === '' ? '' : `；那里记的登记日期是 ${day}`}；导入前已由${unit}办结，没有当事人的评定`, summarised: '写了公开摘要',
    words: '原话', erased: '原话已应本人要求删除。', overdueDays: (n: number) => `超期 ${formatNumber(n, zhLocale)} 天`,
    exclusions: '未计入原因', topic: '事项', place: '地点', unit: '单位', kind: '类型', number: '编号', received: '收到', channel: '渠道', anyPlace: '地点未说明', placeUntold: '还没公开', untold: '一件事，事项稍后公开', listed: '公开', noUnit: '还没派单',
  },
  en: {
    resident: 'The resident', you: 'You', system: 'The system', round: (n: number) => `Reopened, round ${n}`,
    submitted: (channel: string) => `said this, ${channel}`, submittedSomehow: 'said this', enteredBy: (who: string) => `; entered by: ${who}`,
    accepted: 'accepted it', diverted: (reason: string) => `did not send it to a unit: ${reason}`,
    joined: 'joined it with other cases that tell of the same matter; number, clock and verdict stay its own', parted: 'took it out again, to go its own way', redated: 'declared a later date for the answer, in public', redatedBack: 'put back the date it had before it was joined',
    extended: (ground: string) => `lengthened the time for the answer, once in this round: ${ground}`, convened: (units: string) => `called in ${units}`, assisted: 'reported what it did to help',
    hardListed: (ground: string) => `put it on the ledger of hard cases, with a date to look again; the clock goes on: ${ground}`, hardReviewed: 'looked at this hard case again', noted: 'wrote a note for colleagues',
    contested: 'contested this and asked for a review', settledStays: 'reviewed it: the diversion stays', settledAccepted: 'reviewed it: the case is accepted',
    dispatched: (unit: string) => `sent it to ${unit}`, transferred: (from: string, to: string) => `moved it from ${from} to ${to}`,
    objected: (ground: string) => `says it is not its own: ${ground}. Somebody else decides; the clock goes on`, objectionUpheld: (from: string, to: string) => `upheld the objection: from ${from} to ${to}; ${from} is charged with no delay`, objectionOverruled: (unit: string) => `overruled the objection: it stays with ${unit} and cannot be returned again`,
    signed: 'signed for it', contacted: 'contacted the resident', asked: 'left a message for the resident', replied: 'left a message', paused: (reason: string) => `paused the clock: ${reason}`, resumed: 'resumed the clock',
    answered: 'answered (the resident decides whether it is solved)', judged: (outcome: string) => `judged: ${outcome}`, callBack: ' (asked in a call-back drawn by lot)',
    reopened: (owner: string) => `reopened it; ${owner} is now responsible and every earlier record stays`,
    escalated: (cause: string, unit: string) => `raised it to ${unit}: ${cause}`, reminded: 'noted once more that a verdict is awaited', remindedOffice: (office: string) => `reminded ${office}: its time is up`,
    unjudged: 'recorded “no verdict”, never “satisfied”; it can still be judged', withdrawn: 'withdrew it',
    importedOpen: (source: string, day: string, unit: string) => `imported it from “${source}”${day === '' ? '' : `, which says it was opened on ${day}`}; ${unit} has it in hand`,
    importedClosed: (source: string, day: string, unit: string) => `imported it from “${source}”${day === '' ? '' : `, which says it was opened on ${day}`}; ${unit} had closed it before, and no resident has judged it`, summarised: 'wrote the public summary',
    words: 'In their own words', erased: 'The words were erased at the request of their author.', overdueDays: (n: number) => `${formatNumber(n, enLocale)} ${n === 1 ? 'day' : 'days'} overdue`,
    exclusions: 'Why not counted', topic: 'About', place: 'Place', unit: 'Unit', kind: 'Kind', number: 'Number', received: 'Received', channel: 'Channel', anyPlace: 'place not given', placeUntold: 'not shown yet', untold: 'One case; what it is about is shown later', listed: 'Made public', noUnit: 'no unit yet',
  },
});

/** Public words for the roles an event can carry; an unknown role is shown as it is written in the record. */
export const wordsOfRoles = defineMessages<Record<string, string>>({
  zh: { resident: '当事人', dispatcher: '派单员', handler: '承办单位', 'unit-handler': '承办单位', 'unit-leader': '单位负责人', supervisor: '督办员', reviewer: '复核员', system: '系统', 'dispatch-list': '派单目录', 'objection-reviewer': '复核员', 'call-back-officer': '回访员', auditor: '审计员', import: '导入', operator: '接线员', 'protection-officer': '保护专员', 'security-admin': '安全管理员', 'third-party': '外面的单位', 'call-gateway': '电话网关' },
  en: { resident: 'The resident', dispatcher: 'The dispatcher', handler: 'The unit', 'unit-handler': 'The unit', 'unit-leader': 'The head of the unit', supervisor: 'The supervisor', reviewer: 'The reviewer', system: 'The system', 'dispatch-list': 'The dispatch list', 'objection-reviewer': 'The reviewer', 'call-back-officer': 'The call-back officer', auditor: 'The auditor', import: 'The import', operator: 'The operator', 'protection-officer': 'The protection officer', 'security-admin': 'The security administrator', 'third-party': 'Somebody outside', 'call-gateway': 'The call gateway' },
});
