import { EMPTY_FORM, type PageContext } from '../../../ui/page.ts';
import { inLocale, type Specimens } from '../../../ui/specimen.ts';
import { after, NUMBER, sampleCaseId, samplePlaces, sampleTopics, sampleUnits, say } from '../sample.examples.ts';
import { CaseMattersPanel, MATTER_ACTS, MatterPage, MattersDeskPage, type MatterProps, type MatterRow } from './desk.tsx';
import { IncidentsPage, KnownIncidents, MyMatter } from './public.tsx';
import { sampleIncident } from './sample.examples.ts';

const wrong = { zh: { topic: '请至少选一个主题，才知道哪些诉求属于它。', danger: '这件诉求有危险，要单独先办，不能并在一起。' }, en: { topic: 'Choose at least one topic, so that it is known which cases belong to it.', danger: 'This case tells of danger. It is handled first and alone, and cannot be joined with others.' } };

const staff = (page: PageContext): PageContext => ({ ...page, staff: { name: 'dispatcher-1', unitName: inLocale(page, say).intake } });

function row(page: PageContext): MatterRow {
  const { id, name, unit } = sampleIncident(page);
  return { id, name, unit, kind: 'incident', stage: 'open', ended: false };
}

function desk(page: PageContext, of: 'full' | 'empty' | 'wrong') {
  const lists = {
    topics: sampleTopics(page).map(({ name, topics }) => ({ label: name, choices: topics.map((one) => ({ value: one.code, label: one.name })) })),
    places: samplePlaces(page).map((place) => ({ value: place.code, label: place.name })), units: sampleUnits(page),
  };
  const failed = { kind: 'incident', form: { values: { name: row(page).name }, errors: { topic: inLocale(page, wrong).topic }, hidden: {} } } as const;
  return <MattersDeskPage page={staff(page)} rows={of === 'empty' ? [] : [row(page)]} lists={lists} mayDeclare={of !== 'empty'} {...(of === 'wrong' ? { failed } : {})} />;
}

function matter(page: PageContext, over: Partial<MatterProps> = {}) {
  const { places, topics, latest } = sampleIncident(page);
  return (
    <MatterPage
      page={staff(page)} row={row(page)} places={places} topics={topics} {...(latest ? { latest: latest.words } : {})} counts={{ wanted: 40, members: 120, left: 1, refused: 1, behind: 20 }} found={{ cases: 35, danger: 2 }}
      members={[{ id: sampleCaseId(0), href: page.paths.consoleCase(sampleCaseId(0)), number: NUMBER }, { id: sampleCaseId(1), href: page.paths.consoleCase(sampleCaseId(1)), number: NUMBER, refusal: inLocale(page, wrong).danger }]}
      raised={false} may={MATTER_ACTS} done={false} {...over}
    />
  );
}

export const specimens: readonly Specimens[] = [
  { of: 'KnownIncidents', kind: 'component', examples: [
    { name: 'a storm, here', render: (page) => <KnownIncidents page={page} incidents={[sampleIncident(page)]} /> },
    { name: 'everywhere, no next word yet', render: (page) => { const { nextWordAt: _next, ...rest } = sampleIncident(page, { places: [] }); return <KnownIncidents page={page} incidents={[rest]} />; } },
  ] },
  { of: 'MyMatter', kind: 'component', examples: [
    { name: 'an incident', render: (page) => <MyMatter page={page} matter={{ kind: 'incident', name: sampleIncident(page).name, unit: sampleIncident(page).unit, shown: 120, raised: false }} /> },
    { name: 'a few, raised', render: (page) => <MyMatter page={page} matter={{ kind: 'merged', name: '', unit: inLocale(page, say).office, shown: 0, raised: true }} /> },
  ] },
  { of: 'CaseMattersPanel', kind: 'component', examples: [
    { name: 'offered', render: (page) => <CaseMattersPanel page={page} matters={{ number: NUMBER, offers: [row(page)] }} /> },
    { name: 'joined', render: (page) => <CaseMattersPanel page={page} matters={{ number: NUMBER, joined: row(page), offers: [] }} /> },
  ] },
  { of: 'IncidentsPage', kind: 'page', examples: [
    { name: 'one goes on, one is over', render: (page) => <IncidentsPage page={page} incidents={[sampleIncident(page), sampleIncident(page, { id: '00000000-0000-4000-8000-0000000000ab', endedAt: after(2), joined: 0 })]} /> },
    { name: 'none', render: (page) => <IncidentsPage page={page} incidents={[]} /> },
  ] },
  { of: 'MattersDeskPage', kind: 'page', examples: [
    { name: 'a dispatcher', render: (page) => desk(page, 'full') }, { name: 'a unit, nothing yet', render: (page) => desk(page, 'empty') }, { name: 'no topic chosen', render: (page) => desk(page, 'wrong') },
  ] },
  { of: 'MatterPage', kind: 'page', examples: [
    { name: 'being carried', render: (page) => matter(page) },
    { name: 'raised, all told', render: (page) => matter(page, { raised: true, counts: { wanted: 0, members: 120, left: 0, refused: 0, behind: 0 }, may: ['signature', 'update', 'answer'], done: true }) },
    { name: 'a number is wrong', render: (page) => matter(page, { failed: { act: 'members', form: { ...EMPTY_FORM, errors: { numbers: inLocale(page, wrong).danger } } } }) },
  ] },
];
