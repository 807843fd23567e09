import { KNOWN_RATE, UNKNOWN_RATE } from '../../../ui/components/figures.examples.tsx';
import type { PageContext } from '../../../ui/page.ts';
import { inLocale, type Specimens } from '../../../ui/specimen.ts';
import { say, samplePlaces, sampleStubs } from '../sample.examples.ts';
import { ClassesPage, ClassPage, type ClockLine } from './classes.tsx';
import { ClassNote, SealedByDefault, SealedOffer, type ClassView } from './note.tsx';

const said = {
  zh: { name: '教育乱收费', explanation: '学校和培训机构在规定之外收钱，或强迫、变相强迫自愿。', law: '《中华人民共和国义务教育法》', evidence: ['收了多少、什么名目、谁收的', '收据、通知或群消息截图（请遮住孩子的姓名）'], lead: '分管副县长' },
  en: { name: 'Unlawful school fees', explanation: 'Schools and training centres that take money beyond the rules.', law: 'Compulsory Education Law', evidence: ['How much, under what name, and who took it', 'Receipt, letter or group message (cover the child’s name)'], lead: 'Deputy head of the county' },
};
const clock: readonly ClockLine[] = [
  { limit: 'accept', amounts: [{ amount: 2, unit: 'working-hours' }] }, { limit: 'contact', amounts: [{ amount: 1, unit: 'working-days' }] },
  { limit: 'answer', amounts: [{ amount: 5, unit: 'working-days' }] }, { limit: 'answer-again', amounts: [{ amount: 2, unit: 'working-days' }, { amount: 3, unit: 'working-days' }] },
];

/** A class as data may give it, also for the pages of a report. */
export function sampleClass(page: PageContext, sealed = true): ClassView {
  const w = inLocale(page, say);
  return { code: 'school-fees', ...inLocale(page, said), leadUnit: w.office, around: sealed ? [w.school, w.town, w.bureau, w.transport] : [w.school], sealed };
}

function one(page: PageContext, of: 'full' | 'nothing' | 'filtered') {
  const w = inLocale(page, say);
  const full = of === 'full';
  return (
    <ClassPage
      page={page} of={sampleClass(page, full)} clock={clock} topics={[{ code: 'education.fees', name: w.fee }, ...(full ? [] : [{ code: 'education.meals', name: w.supply }])]} days={365}
      received={full ? 214 : 0} answered={full ? 180 : 0} solved={full ? KNOWN_RATE : UNKNOWN_RATE} again={UNKNOWN_RATE} outcomes={full ? { solved: 134, partly: 21, unsolved: 27 } : { solved: 0, partly: 0, unsolved: 0 }}
      wider={full ? 31 : 4} untold={full ? 182 : 0} filters={of === 'filtered' ? { stage: 'solved', place: '9901' } : {}} places={samplePlaces(page).map((place) => ({ value: place.code, label: place.name }))}
      stubs={full ? sampleStubs(page).slice(0, 4) : []} {...(full ? { next: `${page.paths.classOf('school-fees')}?after=c2FtcGxl` } : {})}
    />
  );
}

export const specimens: readonly Specimens[] = [
  { of: 'ClassesPage', kind: 'page', examples: [
    { name: 'two', render: (page) => <ClassesPage page={page} classes={[{ of: sampleClass(page), clock }, { of: { ...sampleClass(page, false), code: 'medical-care' }, clock }]} /> },
    { name: 'none set', render: (page) => <ClassesPage page={page} classes={[]} /> },
  ] },
  { of: 'ClassPage', kind: 'page', examples: [{ name: 'full', render: (page) => one(page, 'full') }, { name: 'nothing yet', render: (page) => one(page, 'nothing') }, { name: 'nothing fits', render: (page) => one(page, 'filtered') }] },
  { of: 'ClassNote', kind: 'component', examples: [{ name: 'four are a party', render: (page) => <ClassNote page={page} of={sampleClass(page)} /> }] },
  { of: 'SealedByDefault', kind: 'component', examples: [{ name: 'with the closed way', render: (page) => <SealedByDefault page={page} /> }] },
  { of: 'SealedOffer', kind: 'component', examples: [{ name: 'before sending', render: (page) => <SealedOffer page={page} /> }] },
];
