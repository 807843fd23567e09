import { plusMs, HOUR_MS } from '../../../kernel/instant.ts';
import { EMPTY_FORM, type PageContext } from '../../../ui/page.ts';
import { inLocale, type Specimens } from '../../../ui/specimen.ts';
import { after, NUMBER, sampleCaseId, say } from '../sample.examples.ts';
import { AskIdentityPage, FieldTicks, ShownIdentityPage, type OwnRequest } from './asking.tsx';
import { DecideIdentityPage, IdentityDeskPage, type WaitingIdentity } from './deciding.tsx';
import { IdentityPanel, ShownIdentity, type Shown } from './identity.tsx';
import { Marked, MarkedValue } from './mark.tsx';
import { ContestLookPage, MyLooks, type MyLook } from './mine.tsx';

const ACTION = '/console/cases/00000000-0000-4000-8000-000000000001/identity';
const ID = '00000000-0000-4000-8000-00000000000a';
const ID2 = '00000000-0000-4000-8000-00000000000b';
const LOOKER = { username: 'urban', at: '11-27 09:30' };
const SHOWN: Shown = { looker: LOOKER, values: [{ field: 'name', value: 'Lin X' }, { field: 'phone', value: '13900000000' }, { field: 'email', value: '' }] };

function own(page: PageContext): readonly OwnRequest[] {
  const w = inLocale(page, say);
  const base = { purpose: 'danger', fields: ['name', 'phone'], words: w.summary, askedAt: after(1), looks: 0 } as const;
  return [
    { ...base, id: ID, standing: 'open', granted: ['phone'], until: after(2), looks: 1, lookAction: `/console/identity/${ID}/looks` },
    { ...base, id: ID2, standing: 'refused', explanation: w.summary },
  ];
}

function waiting(page: PageContext): readonly WaitingIdentity[] {
  const w = inLocale(page, say);
  const base = { number: NUMBER, title: w.light, purpose: 'danger', fields: ['name', 'phone'], asker: w.bureau, words: w.summary, askedAt: after(1), dueAt: after(2), isOverdue: false, outside: false, yours: true, looks: [] } as const;
  return [
    { ...base, id: ID, of: 'request', outside: true },
    { ...base, id: ID2, of: 'contest', contest: w.words, isOverdue: true, yours: false, looks: [{ at: after(2), by: w.bureau, fields: ['phone'] }] },
  ];
}

function looks(page: PageContext): readonly MyLook[] {
  const w = inLocale(page, say);
  return [
    { id: ID, lines: [{ at: after(1), said: w.summary, words: w.words }, { at: plusMs(after(1), HOUR_MS), said: w.summary }], until: after(2), contest: { state: 'open' } },
    { id: ID2, lines: [{ at: after(0), said: w.summary }], contest: { state: 'running', answerBy: after(3) } },
  ];
}

const ask = (page: PageContext) => ({ page, id: sampleCaseId(1), number: NUMBER, title: inLocale(page, say).light, action: ACTION, fields: ['name', 'phone', 'email', 'note'], form: EMPTY_FORM });

export const specimens: readonly Specimens[] = [
  {
    of: 'IdentityPanel', kind: 'component',
    examples: [
      { name: 'refused', render: (page) => <IdentityPanel page={page} action={ACTION} form={{ ...EMPTY_FORM, errors: { reason: '—' } }} /> },
      { name: 'gone', render: (page) => <IdentityPanel page={page} action={ACTION} form={EMPTY_FORM} shown="gone" /> },
    ],
  },
  { of: 'FieldTicks', kind: 'component', examples: [{ name: 'four', render: (page) => <FieldTicks at={{ page, form: EMPTY_FORM, scope: 'specimen' }} legend="—" fields={['name', 'phone', 'email', 'note']} /> }] },
  { of: 'ShownIdentity', kind: 'component', examples: [{ name: 'nothing kept', render: (page) => <ShownIdentity page={page} shown="gone" /> }] },
  { of: 'Marked', kind: 'component', examples: [{ name: 'a line under the mark', render: (page) => <Marked looker={LOOKER}><p><MarkedValue looker={LOOKER} value={inLocale(page, say).address} /></p></Marked> }] },
  { of: 'MarkedValue', kind: 'component', examples: [{ name: 'a value', render: (page) => <p><MarkedValue looker={LOOKER} value={inLocale(page, say).address} /></p> }] },
  { of: 'MyLooks', kind: 'component', examples: [{ name: 'asked, looked, contested', render: (page) => <MyLooks page={page} looks={looks(page)} /> }] },
  {
    of: 'AskIdentityPage', kind: 'page',
    examples: [
      { name: 'first', render: (page) => <AskIdentityPage {...ask(page)} mayAsk requests={[]} /> },
      { name: 'with requests', render: (page) => <AskIdentityPage {...ask(page)} mayAsk={false} requests={own(page)} done="requested" /> },
      { name: 'with mistakes', render: (page) => <AskIdentityPage {...ask(page)} mayAsk requests={[]} form={{ ...EMPTY_FORM, errors: { purpose: '—', fields: '—', words: '—' } }} /> },
    ],
  },
  { of: 'ShownIdentityPage', kind: 'page', examples: [{ name: 'shown once', render: (page) => <ShownIdentityPage page={page} id={sampleCaseId(1)} number={NUMBER} shown={SHOWN} back={ACTION} /> }] },
  {
    of: 'IdentityDeskPage', kind: 'page',
    examples: [{ name: 'empty', render: (page) => <IdentityDeskPage page={page} waiting={[]} done="approved" /> }, { name: 'waiting', render: (page) => <IdentityDeskPage page={page} waiting={waiting(page)} /> }],
  },
  {
    of: 'DecideIdentityPage', kind: 'page',
    examples: waitingKinds().map((of, index) => ({ name: of, render: (page: PageContext) => <DecideIdentityPage page={page} one={waiting(page)[index] ?? missing()} form={EMPTY_FORM} /> })),
  },
  { of: 'ContestLookPage', kind: 'page', examples: [{ name: 'fresh', render: (page) => <ContestLookPage page={page} look={looks(page)[0] ?? missing()} form={EMPTY_FORM} /> }] },
];

function waitingKinds() {
  return ['request', 'contest'] as const;
}

function missing(): never {
  throw new Error('a specimen that is not there');
}
