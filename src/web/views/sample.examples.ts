import { caseNumberOf, parseCaseId, parseUnitId, type CaseId, type UnitId } from '../../kernel/ids.ts';
import { DAY_MS, HOUR_MS, instantOf, plusMs, type Instant } from '../../kernel/instant.ts';
import type { ChoiceGroup } from '../../ui/components/form.tsx';
import type { PlaceOption, TopicOption } from '../../ui/components/pickers.tsx';
import type { PageContext } from '../../ui/page.ts';
import { inLocale } from '../../ui/specimen.ts';
import type { Step } from './story.ts';
import type { CaseStub } from './vocabulary.ts';

/** One invented county and one invented street light, told on every page. */
export const START: Instant = instantOf(new Date('2026-11-16T01:12:00Z'));
export const NUMBER = caseNumberOf('48210937551');
export const after = (days: number, hours = 0): Instant => plusMs(START, days * DAY_MS + hours * HOUR_MS);

export function sampleCaseId(last: number): CaseId {
  const id = parseCaseId(`5f0c1a52-7b1e-4c3d-9a2b-00000000000${last}`);
  if (id === undefined) throw new RangeError('one digit');
  return id;
}

export function sampleUnit(slug: string): UnitId {
  const id = parseUnitId(slug);
  if (id === undefined) throw new RangeError('a slug');
  return id;
}

export const say = {
  zh: {
    intake: '临江县受理中心', town: '青山镇政府', bureau: '县住建局', water: '临江自来水公司', office: '县政府督查室', transport: '县交通局', school: '县教育局', villageTown: '柳河镇政府',
    light: '路灯不亮', supply: '停水', bus: '公交改线', fee: '学校收费', waste: '垃圾清运', noise: '施工噪声',
    qingshan: '青山镇', liuhe: '柳河镇', dongguan: '东关街道', hekou: '河口村', daping: '大坪村', shuiyuan: '水源社区',
    words: '三号楼门口那盏路灯，上星期三起就不亮了。楼里住的多是老人，晚上下楼倒垃圾要摸黑走二十多米，前天隔壁奶奶差点摔了。\n打过物业电话，说不归他们管。希望这星期能修好，要是换灯要等，先装个临时的也行。',
    summary: '居民楼门口路灯一周不亮，老人夜间出行不便。',
    address: '水源路 18 号 3 号楼门口', answer: '查到：灯头老化，线路也有一处破皮。\n做了：20 日换了灯头，修好线路，当晚试亮。\n还差：旁边两盏同一批的灯，11 月 27 日前一起换。',
    comment: '灯是亮了，但是十点就自动关，早上五点天没亮也不开。', explanation: '临江县只管县道，您说的路由市里管，已经把渠道写在下面。', kind: '请帮忙', transferWhy: '路灯归住建局管。', reason: '等灯具厂出检测报告', lookSaid: '县住建局承办人看了您的手机号，理由是“约定上门时间”。',
  },
  en: {
    intake: 'Linjiang intake centre', town: 'Qingshan township', bureau: 'County housing bureau', water: 'Linjiang water company', office: 'County supervision office', transport: 'County transport bureau', school: 'County education bureau', villageTown: 'Liuhe township',
    light: 'Street light out', supply: 'Water supply cut', bus: 'Bus route moved', fee: 'School fees', waste: 'Refuse collection', noise: 'Building noise',
    qingshan: 'Qingshan', liuhe: 'Liuhe', dongguan: 'Dongguan', hekou: 'Hekou village', daping: 'Daping village', shuiyuan: 'Shuiyuan community',
    words: 'The street light by building 3 has been out since Wednesday last week. Most people here are old; taking out the rubbish means some twenty metres in the dark, and my neighbour nearly fell.\nThe property office says it is not theirs. Please mend it this week; if a new lamp takes longer, a temporary one would do.',
    summary: 'A street light by a residential building has been out for a week; hard for old people at night.',
    address: '18 Shuiyuan Road, door of building 3', answer: 'Found: a worn lamp head and a damaged cable.\nDone: lamp head and cable replaced on the 20th, tested the same night.\nOwed: the two lamps beside it, same batch, by 27 November.',
    comment: 'It works, but switches off at ten, and is still off before dawn.', explanation: 'The county keeps only county roads; this one belongs to the city. The channel is given below.', kind: 'A request for help', transferWhy: 'Street lights belong to the housing bureau.', reason: 'waiting for the lamp maker’s test', lookSaid: 'The handler of the housing bureau saw your mobile number, to agree on a time to come.',
  },
};

export function sampleStubs(page: PageContext): readonly CaseStub[] {
  const w = inLocale(page, say);
  return [
    { number: NUMBER, stage: 'answered', round: 1, topic: w.light, place: w.qingshan, unit: w.bureau, at: after(4), summary: w.summary, outcome: 'solved' },
    { number: caseNumberOf('10384756291'), stage: 'dispatched', round: 2, topic: w.supply, place: w.dongguan, unit: w.water, at: after(4), outcome: 'unsolved', overdueDays: 3 },
    { number: caseNumberOf('77320118465'), stage: 'contacted', round: 1, topic: w.bus, place: w.liuhe, unit: w.transport, at: after(3), outcome: 'solved' },
    { number: caseNumberOf('20945513870'), stage: 'signed', round: 3, topic: w.fee, place: w.dongguan, unit: w.school, at: after(2), outcome: 'partly' },
    { number: caseNumberOf('48817260395'), stage: 'signed', round: 1, unit: w.water, at: after(2), isListing: true },
    { number: caseNumberOf('63301928447'), stage: 'unjudged', round: 1, topic: w.waste, place: w.liuhe, unit: w.villageTown, at: after(1), outcome: 'solved' },
    { number: caseNumberOf('90127736548'), stage: 'submitted', round: 1, topic: w.noise, place: '', at: after(0), outcome: 'unsolved' },
  ];
}

/** Said, accepted, sent, moved once, paused, answered. */
export function sampleSteps(page: PageContext): readonly Step[] {
  const w = inLocale(page, say);
  return [
    { at: START, kind: 'submitted', channel: 'web', said: w.words },
    { at: after(0, 1), kind: 'accepted', unit: w.intake },
    { at: after(0, 1), kind: 'dispatched', by: w.intake, unit: w.town },
    { at: after(0, 3), kind: 'transferred', by: w.intake, from: w.town, unit: w.bureau, said: w.transferWhy },
    { at: after(0, 4), kind: 'signed', unit: w.bureau },
    { at: after(1), kind: 'contacted', unit: w.bureau },
    { at: after(1, 6), kind: 'paused', unit: w.bureau, reason: 'expert-report' },
    { at: after(3), kind: 'resumed', unit: w.bureau },
    { at: after(4, 8), kind: 'answered', unit: w.bureau, said: w.answer },
  ];
}

/** Every kind of step once, for the story's own specimen. */
export function everyStep(page: PageContext): readonly Step[] {
  const w = inLocale(page, say);
  return [
    ...sampleSteps(page),
    { at: after(5), kind: 'judged', outcome: 'partly', callBack: false, said: w.comment },
    { at: after(5), kind: 'reopened', owner: w.office },
    { at: after(6), kind: 'escalated', cause: 'overdue', unit: w.office },
    { at: after(7), kind: 'judged', outcome: 'solved', callBack: true },
    { at: after(8), kind: 'reminded' }, { at: after(9), kind: 'unjudged' }, { at: after(9), kind: 'summarised', unit: w.intake },
    { at: after(10), kind: 'diverted', unit: w.intake, reason: 'beyond-duties', said: w.explanation },
    { at: after(10), kind: 'contested', said: w.comment }, { at: after(11), kind: 'settled', unit: w.office, stays: false },
    { at: after(11), kind: 'settled', unit: w.office, stays: true, said: w.explanation }, { at: after(12), kind: 'withdrawn' },
    { at: after(12), kind: 'objected', unit: w.water, ground: 'not-our-place', said: w.explanation }, { at: after(12), kind: 'objection-ruled', by: w.office, upheld: true, from: w.water, unit: w.town },
    { at: after(12), kind: 'objection-ruled', by: w.office, upheld: false, from: w.water, unit: w.water, said: w.explanation }, { at: after(12), kind: 'extended', unit: w.water, ground: 'needs-season', said: w.explanation },
    { at: after(12), kind: 'convened', unit: w.town, units: [w.water, w.bureau] }, { at: after(12), kind: 'assisted', unit: w.water }, { at: after(12), kind: 'hard-listed', unit: w.office, ground: 'no-money-yet', said: w.explanation },
    { at: after(12), kind: 'hard-reviewed', unit: w.office }, { at: after(12), kind: 'noted', unit: w.intake, said: w.explanation },
    ...everyHiding(page),
  ];
}

function everyHiding(page: PageContext): readonly Step[] {
  const { intake: unit, explanation: said } = inLocale(page, say);
  const at = after(13);
  return [
    { at, kind: 'hiding', what: 'proposed', unit, item: 'words', rule: 'personal-data', atOnce: true }, { at, kind: 'hiding', what: 'proposed', unit, item: 'summary', rule: 'court-order', atOnce: false },
    { at, kind: 'hiding', what: 'hidden', unit, item: 'words', rule: 'personal-data', said }, { at, kind: 'hiding', what: 'refused', unit, item: 'summary' }, { at, kind: 'hiding', what: 'lapsed', unit: '', item: 'answer-1' },
    { at, kind: 'hiding', what: 'contested', unit: '', item: 'words', said }, { at, kind: 'hiding', what: 'upheld', unit, item: 'words' }, { at, kind: 'hiding', what: 'overturned', unit, item: 'words' },
    { at, kind: 'hiding', what: 'unhidden', unit, item: 'words' }, { at, kind: 'hiding', what: 'erased', unit, rule: 'asked-by-person' },
  ];
}

export function samplePlaces(page: PageContext): readonly PlaceOption[] {
  const w = inLocale(page, say);
  return [{ code: '9901', name: w.qingshan, below: [{ code: '990101', name: w.hekou }, { code: '990102', name: w.daping }] }, { code: '9902', name: w.dongguan, below: [{ code: '990201', name: w.shuiyuan }] }];
}

export function sampleTopics(page: PageContext): readonly TopicOption[] {
  const w = inLocale(page, say);
  return [{ name: w.bureau, topics: [{ code: 'urban.street.lights', name: w.light }, { code: 'urban.noise', name: w.noise }] }, { name: w.water, topics: [{ code: 'water.supply', name: w.supply }] }];
}

export function sampleUnits(page: PageContext): readonly ChoiceGroup[] {
  const w = inLocale(page, say);
  return [
    { label: w.qingshan, choices: [{ value: 'town-qingshan', label: w.town }, { value: 'town-liuhe', label: w.villageTown }] },
    { label: w.office, choices: [{ value: 'bureau-housing', label: w.bureau }, { value: 'bureau-transport', label: w.transport }] },
  ];
}
