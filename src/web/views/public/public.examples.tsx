import { sampleIncident } from '../matters/sample.examples.ts';
import { caseNumberOf } from '../../../kernel/ids.ts';
import { KNOWN_RATE, pausedClock, RESPONSE_RATE, runningClock, SHAKY_RATE, UNKNOWN_RATE } from '../../../ui/components/figures.examples.tsx';
import { Timeline } from '../../../ui/components/timeline.tsx';
import type { PageContext } from '../../../ui/page.ts';
import { inLocale, type Specimens } from '../../../ui/specimen.ts';
import { NUMBER, after, everyStep, say, sampleSteps, sampleStubs, samplePlaces, sampleTopics, sampleUnit, sampleUnits } from '../sample.examples.ts';
import { turnsOf, withoutOpening } from '../story.ts';
import { AboutPage } from './about.tsx';
import { CasesPage, PublicCasePage } from './cases.tsx';
import { HardCasesPage } from './hard-cases.tsx';
import { HomePage } from './home.tsx';
import { Powers } from './powers.tsx';
import { UnitPage, UnitsPage } from './units.tsx';

function hardCases(page: PageContext, of: 'full' | 'nothing' | 'empty') {
  const w = inLocale(page, say);
  const one = { number: NUMBER, unit: w.water, since: after(1), reviewAt: after(20), late: false, reviews: 0 };
  const rows = of === 'full' ? [
    { ...one, topic: w.supply, ground: 'no-money-yet' as const, reason: w.explanation, post: w.office, late: true, reviewAt: after(6) },
    { ...one, number: caseNumberOf('10384756291'), ground: 'history' as const, reviews: 2 },
  ] : [];
  return <HardCasesPage page={page} filters={of === 'nothing' ? { unit: 'town-qingshan', state: 'over' } : {}} units={sampleUnits(page)} rows={rows} {...(of === 'full' ? { next: `${page.paths.hardCases}?after=c2FtcGxl` } : {})} />;
}

function overdueUnits(page: PageContext) {
  const w = inLocale(page, say);
  return [
    { name: w.water, href: page.paths.unitOf(sampleUnit('water')), count: 4, longestDays: 11 },
    { name: w.school, href: page.paths.unitOf(sampleUnit('bureau-education')), count: 1, longestDays: 3 },
  ];
}

/** What the figures of a day rest on. */
const hats = { zh: ['系统管理员', '安全管理员', '审计管理员'], en: ['system administrator', 'security administrator', 'audit administrator'] };
const whyCombined = { zh: '县里只有一名信息化人员', en: 'the county has one engineer' };
const lender = { zh: { unit: '上级独立受理组', post: '驻县复核员' }, en: { unit: 'Review Group of the Upper Level', post: 'Reviewer for the County' } };
const source = { n: 48_212, asOf: after(0) };

function home(page: PageContext, full: boolean) {
  return (
    <HomePage
      page={page} incidents={full ? [sampleIncident(page)] : []} justJudged={full ? sampleStubs(page).slice(0, 5) : []} overdueUnits={full ? overdueUnits(page) : []}
      figures={{ days: 30, received: full ? 1284 : 0, response: full ? RESPONSE_RATE : { ...UNKNOWN_RATE, n: 0 }, solved: full ? KNOWN_RATE : { ...UNKNOWN_RATE, n: 0, coverage: { counted: 0, of: 0 } }, source: full ? source : undefined }}
    />
  );
}

function cases(page: PageContext, full: boolean) {
  return (
    <CasesPage
      page={page} incidents={full ? [sampleIncident(page)] : []} filters={full ? {} : { q: inLocale(page, say).noise, overdue: '1' }} stubs={full ? sampleStubs(page) : []} units={sampleUnits(page).flatMap((group) => group.choices)}
      topics={sampleTopics(page).map(({ name, topics }) => ({ label: name, choices: topics.map((one) => ({ value: one.code, label: one.name })) }))}
      places={samplePlaces(page).map((place) => ({ value: place.code, label: place.name }))} {...(full ? { next: `${page.paths.cases}?after=c2FtcGxl` } : {})}
    />
  );
}

function unit(page: PageContext, full: boolean) {
  const w = inLocale(page, say);
  return (
    <UnitPage
      page={page} name={full ? w.bureau : w.villageTown} superior={w.office} duties={full ? [w.light, w.noise, w.waste] : []} days={90} source={source} casesHref={`${page.paths.cases}?unit=bureau-housing`}
      response={full ? RESPONSE_RATE : { ...UNKNOWN_RATE, n: 3 }} solved={full ? KNOWN_RATE : UNKNOWN_RATE} satisfied={full ? SHAKY_RATE : UNKNOWN_RATE}
      outcomes={full ? { solved: 134, partly: 21, unsolved: 27, unjudged: 64 } : { solved: 2, partly: 1, unsolved: 1, unjudged: 7 }}
      overdue={full ? sampleStubs(page).slice(1, 2) : []} recent={full ? sampleStubs(page).slice(0, 4) : []} ballotsWaiting={full ? 6 : 0}
    />
  );
}

function units(page: PageContext) {
  const w = inLocale(page, say);
  const one = (name: string, slug: string, answered: number, overdue: number, solved: typeof KNOWN_RATE, satisfied: typeof KNOWN_RATE) =>
    ({ name, href: page.paths.unitOf(sampleUnit(slug)), answered, overdue, solved, satisfied });
  return (
    <UnitsPage page={page} days={90} source={source} classes={[
      { name: w.office, units: [one(w.transport, 'bureau-transport', 31, 0, SHAKY_RATE, UNKNOWN_RATE), one(w.bureau, 'bureau-housing', 246, 1, KNOWN_RATE, SHAKY_RATE)] },
      { name: w.qingshan, units: [one(w.villageTown, 'town-liuhe', 11, 0, UNKNOWN_RATE, UNKNOWN_RATE), one(w.town, 'town-qingshan', 58, 2, { ...KNOWN_RATE, permille: 642, interval: { low: 570, high: 708 } }, SHAKY_RATE)] },
    ]} />
  );
}

function publicCase(page: PageContext, withWords: boolean) {
  const w = inLocale(page, say);
  const [stub] = sampleStubs(page);
  if (stub === undefined) throw new Error('the sample has a first case');
  const { summary, ...bare } = stub;
  const steps = withoutOpening(sampleSteps(page));
  return withWords
    ? <PublicCasePage page={page} stub={{ ...stub, stage: 'contacted' }} next={{ kind: 'paused', unit: w.bureau, by: after(6) }} clock={pausedClock(page)} words={w.words} steps={steps} />
    : <PublicCasePage page={page} stub={{ ...bare, stage: 'signed', overdueDays: 3 }} next={{ kind: 'answer', unit: w.bureau, by: after(7) }} clock={runningClock(true)} steps={steps.slice(0, 5)} />;
}

export const specimens: readonly Specimens[] = [
  { of: 'HardCasesPage', kind: 'page', examples: [
    { name: 'two', render: (page) => hardCases(page, 'full') }, { name: 'nothing fits', render: (page) => hardCases(page, 'nothing') }, { name: 'empty', render: (page) => hardCases(page, 'empty') },
  ] },
  { of: 'HomePage', kind: 'page', examples: [{ name: 'full', render: (page) => home(page, true) }, { name: 'first day', render: (page) => home(page, false) }] },
  { of: 'CasesPage', kind: 'page', examples: [{ name: 'full', render: (page) => cases(page, true) }, { name: 'nothing matches', render: (page) => cases(page, false) }] },
  { of: 'PublicCasePage', kind: 'page', examples: [{ name: 'words published, paused', render: (page) => publicCase(page, true) }, { name: 'stub only, overdue', render: (page) => publicCase(page, false) }] },
  { of: 'UnitsPage', kind: 'page', examples: [{ name: 'two classes', render: units }, { name: 'empty', render: (page) => <UnitsPage page={page} days={90} source={undefined} classes={[]} /> }] },
  { of: 'UnitPage', kind: 'page', examples: [{ name: 'full', render: (page) => unit(page, true) }, { name: 'too few to say', render: (page) => unit(page, false) }] },
  { of: 'Powers', kind: 'component', examples: [{ name: 'nothing combined', render: (page) => <Powers page={page} powers={{ separations: [inLocale(page, hats)], combined: [], borrowed: [] }} /> }] },
  { of: 'AboutPage', kind: 'page', examples: [
    { name: 'three administrators', render: (page) => <AboutPage page={page} powers={{ separations: [inLocale(page, hats)], combined: [], borrowed: [] }} /> },
    { name: 'a small county', render: (page) => <AboutPage page={page} powers={{ separations: [inLocale(page, hats)], combined: [{ roles: inLocale(page, hats).slice(0, 2), reason: inLocale(page, whyCombined) }], borrowed: [{ act: 'unsealing', ...inLocale(page, lender) }] }} /> },
  ] },
  { of: 'turnsOf', kind: 'component', examples: [{ name: 'every step once', render: (page) => <Timeline page={page} turns={turnsOf(page, everyStep(page), 'resident')} /> }] },
];
