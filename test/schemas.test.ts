import { describe, expect, it } from 'vitest';
import { MATTER_EVENTS, type MatterEvent } from '../src/slices/matters/events.ts';
import { publicationOf as matterPublication } from '../src/slices/matters/publish.ts';
import { MATTERS_JOB } from '../src/slices/cases/matter.ts';
import { caseNumberOf, parseJurisdictionCode } from '../src/kernel/ids.ts';
import { parseEntry, type Act, type LogEntry } from '../src/record/log/index.ts';
import type { EventDraft } from '../src/record/event.ts';
import { publicationOf } from '../src/record/publication.ts';
import { restoredDraft } from '../src/record/publish/replay-announce.ts';
import { CASE_EVENT_TYPES, type CaseFact } from '../src/slices/cases/events.ts';
import { withPublication } from '../src/slices/cases/publish.ts';
import { acceptance, dispatcher, guardian, handler, administrator, importedRow, opening, rehearsalRules, rehearse, resident, reviewer, staff, submission, unit } from '../src/slices/cases/rehearsal.ts';
import type { CaseCommand } from '../src/slices/cases/commands.ts';
import type { VerdictProof } from '../src/kernel/outcome.ts';
import { parseMonth } from '../src/slices/opendata/index.ts';
import { publishedDraft } from '../src/slices/opendata/published.ts';
import { logOfLives } from '../src/slices/scorecards/record-lives.fixture.ts';
import { plusMs } from '../src/kernel/instant.ts';
import type { UnsealingCommand } from '../src/slices/unsealing/commands.ts';
import { UNSEALING_EVENT_TYPES } from '../src/slices/unsealing/events.ts';
import { publicationOf as identityPublication } from '../src/slices/unsealing/publish.ts';
import * as askers from '../src/slices/unsealing/rehearsal.ts';
import { act } from '../src/slices/unsealing/rehearsal.ts';
import type { Content } from '../src/slices/knowledge/entry.ts';
import { KNOWLEDGE_EVENT_TYPES, type KnowledgeEvent } from '../src/slices/knowledge/events.ts';
import { openOf } from '../src/slices/knowledge/handle.ts';
import type { Unsealing } from '../src/slices/unsealing/unsealing.ts';
import { draftsOf } from '../src/slices/verdicts/seal.ts';
import { codesIn, tableUnder } from './docs/pages.ts';
import { objections, schemas } from './support/schemas.ts';
import { readSource } from './tidy/source.ts';

const seen = new Set<string>();

function expectValid(entries: readonly LogEntry[]): void {
  for (const entry of entries) {
    const act = entry.kind === 'act' ? entry : entry.kind === 'disclosed' ? entry.act : undefined;
    if (act) seen.add(act.type);
    expect([JSON.stringify(entry), objections(entry)]).toEqual([JSON.stringify(entry), []]);
  }
}

/** Entries and acts as `append` would write them: what is sealed, opened. */
function entriesOf(facts: readonly CaseFact[]): LogEntry[] {
  const drafts = facts.map(({ at: _at, jurisdiction: _jurisdiction, seq, ...fact }) => ({ ...fact, streamSeq: seq }) as EventDraft);
  return facts.flatMap((fact, index) => {
    const draft = withPublication([drafts[index]!], facts.slice(0, index + 1), rehearsalRules)[0]!;
    // Nothing of it is ever opened: there is nothing that a schema could refuse.
    if (draft.publish?.when === 'never') seen.add(draft.type);
    return publicEntries(draft, fact.at);
  });
}

function publicEntries(draft: EventDraft, at: CaseFact['at']): LogEntry[] {
  const { entry, waiting } = publicationOf(draft, { id: submission().id as never, at, commitments: {} }, 'the envelope', new Uint8Array(32).fill(3));
  const opened: LogEntry[] = waiting?.body === undefined ? [] : [{
    kind: 'disclosed', v: 1, index: 0, batch: '2026-11-03', cell: { family: waiting.family, cause: waiting.cause }, act: JSON.parse(waiting.body) as Act, opening: 'A'.repeat(43), fields: {},
  }];
  return [parseEntry(entry)!, ...opened];
}

function unsealed(commands: readonly UnsealingCommand[]): LogEntry[] {
  let state: Unsealing | undefined;
  return commands.flatMap((command, index) => {
    const done = act(state, command, plusMs(askers.START, index * 1_000));
    if (!done.fact) throw new Error(JSON.stringify(done.decided));
    state = done.state;
    const { stream, seq, at, role, type, open, sealed } = done.fact;
    return publicEntries({ type, stream, streamSeq: seq, role, open, sealed, publish: identityPublication(stream.slice('identity:'.length), done.fact) } as EventDraft, at);
  });
}

const proof = { caseId: submission().id, means: 'receipt' } as unknown as VerdictProof;
const HIDDEN: readonly CaseCommand[] = [
  { do: 'propose-hiding', by: dispatcher, item: 'summary', rule: 'court-order', reason: '判决' }, { do: 'decide-hiding', by: guardian, item: 'summary', ruling: 'hidden', explanation: '同意' },
];
const STORIES: Readonly<Record<string, readonly CaseCommand[]>> = {
  'answered, judged, reopened': [...opening('bureau-water'), { do: 'judge', by: resident, outcome: 'unsolved', proof }],
  'asked and replied': [...opening('bureau-water').slice(0, 4), { do: 'ask', by: handler('bureau-water'), words: '门在哪边？', photos: [] }, { do: 'reply', by: resident, words: '东边', photos: [] }],
  'transferred': [...opening('bureau-water').slice(0, 3), { do: 'transfer', by: dispatcher, to: unit('bureau-roads'), reason: '归他们' }],
  'diverted, contested, settled': [submission(), { do: 'divert', by: dispatcher, reason: 'statutory-channel', explanation: '已立案' }, { do: 'contest', by: resident, words: '不对' }, { do: 'settle', by: reviewer, explanation: '维持', ruling: { kind: 'upheld' } }],
  'overturned': [submission(), { do: 'divert', by: dispatcher, reason: 'secret', explanation: '涉密' }, { do: 'contest', by: resident, words: '不对' }, { do: 'settle', by: reviewer, explanation: '改', ruling: { kind: 'overturned', accept: acceptance() as Extract<CaseCommand, { do: 'accept' }> } }],
  'withdrawn': [submission(), acceptance(), { do: 'withdraw', by: resident, pressed: false }],
  'summarised, hidden, shown again': [submission(), acceptance(), { do: 'summarise', by: dispatcher, summary: '东街路灯', wordsReviewed: true }, ...HIDDEN, { do: 'unhide', by: guardian, item: 'summary', explanation: '到期' }],
  'hiding refused': [submission(), acceptance(), HIDDEN[0]!, { do: 'decide-hiding', by: guardian, item: 'summary', ruling: 'refused', explanation: '不必' }],
  'hiding contested and settled': [submission(), acceptance(), ...HIDDEN, { do: 'contest-hiding', by: resident, item: 'summary', words: '应当公开' }, { do: 'settle-hiding', by: reviewer, item: 'summary', ruling: 'overturned', explanation: '公开' }],
  'a receipt exchanged, replaced, and the objection to it settled': [
    submission(), { do: 'exchange-receipt', by: resident, generation: 1 }, { do: 'ask-reissue', by: dispatcher, reason: 'lost' },
    { do: 'reissue-receipt', by: { ...dispatcher, account: 'another' } as CaseCommand['by'] }, { do: 'contest-reissue', by: resident, generation: 2, words: '不是我' }, { do: 'settle-reissue', by: reviewer, ruling: 'overturned', explanation: '查过' },
  ],
  'handed to somebody outside: approved and reported, refused, taken back': [
    ...opening('bureau-water').slice(0, 4), ...[1, 2, 3].map((): CaseCommand => ({ do: 'draft-task', by: handler('bureau-water'), party: '某物业公司', text: '请检修东门的灯' })),
    { do: 'approve-task', by: resident, task: 1, text: '请检修东门的灯' }, { do: 'refuse-task', by: resident, task: 2, words: '不要' }, { do: 'withdraw-task', by: handler('bureau-water'), task: 3 },
    { do: 'report-task', by: { kind: 'system', job: 'third-party' }, task: 1, result: 'done', words: '修好了' },
  ],
  'phoned without anybody seeing the number': [
    ...opening('bureau-water').slice(0, 4), { do: 'ask-call', by: handler('bureau-water') }, { do: 'end-call', by: { kind: 'system', job: 'call-gateway' }, call: 1, outcome: 'reached' },
    { do: 'contest-call', by: resident, call: 1, words: '没有人打来' },
  ],
  'imported in hand, and answered': [importedRow(), { do: 'answer', by: handler('bureau-water'), found: '灯泡烧坏', done: '换好' }],
  'imported closed, where words are open data': [importedRow({ isOpenData: true, standing: { kind: 'closed', closedAt: importedRow().openedAt } })],
  'erased': [...opening('bureau-water'), { do: 'judge', by: resident, outcome: 'solved', proof }, { do: 'erase', by: guardian, proposer: administrator, rule: 'asked-by-person', reason: '本人要求' }],
};

describe('the schemas', () => {
  const architecture = readSource('ARCHITECTURE.md');
  const types = tableUnder(architecture, 'Events').map(([type = '']) => codesIn(type)[0] ?? '');

  it('are there for every type of event in ARCHITECTURE.md', () => {
    expect(types.length).toBeGreaterThan(20);
    expect(types.filter((type) => !schemas.has(type))).toEqual([]);
    expect(CASE_EVENT_TYPES.filter((type) => !schemas.has(type))).toEqual([]);
  });

  it.each(Object.entries(STORIES))('accept every entry of a case that was %s', (_name, commands) => {
    expectValid(entriesOf(rehearse(commands, rehearsalRules, commands.some((one) => one.do === 'ask-reissue' || one.do === 'ask-call') ? 3_600_000 : 2 * 24 * 3_600_000).facts));
  });

  // Within the hours that a unit has for it.
  it('accept every entry of a case that was objected to, and given to another unit', () => {
    const commands: readonly CaseCommand[] = [...opening('bureau-water').slice(0, 3), { do: 'object', by: handler('bureau-water'), ground: 'not-our-duty', reason: '归他们', proposes: unit('bureau-roads') }, { do: 'rule', by: reviewer, explanation: '查过', ruling: { kind: 'upheld', to: unit('bureau-roads') } }];
    expectValid(entriesOf(rehearse(commands, rehearsalRules, 3_600_000).facts));
  });

  it('accept every entry of a case with more time, helpers, a ledger and notes', () => {
    const head = staff('bureau-water', 'unit-leader');
    const reviewAt = plusMs(rehearse([submission()]).at, 9 * 24 * 3_600_000);
    const commands: readonly CaseCommand[] = [
      ...opening('bureau-water').slice(0, 4), { do: 'extend', by: head, ground: 'needs-season', explanation: '等天晴' }, { do: 'convene', by: head, units: [unit('bureau-roads')], note: '看路面' },
      { do: 'assist', by: handler('bureau-roads'), words: '看过' }, { do: 'list-hard', by: head, ground: 'no-money-yet', reason: '等预算', plan: '列入明年', inPublic: true, reviewAt },
      { do: 'review-hard', by: head, progress: '已上会', reviewAt: plusMs(reviewAt, 24 * 3_600_000) }, { do: 'note', by: dispatcher, words: '留意' },
    ];
    expectValid(entriesOf(rehearse(commands, rehearsalRules, 3_600_000).facts));
  });

  it('accept every entry of a case that was joined, redated and taken out again', () => {
    const matters = { kind: 'system', job: MATTERS_JOB } as const;
    const spoken = { role: 'supervisor', unit: unit('intake') };
    const dueAt = plusMs(rehearse([submission()]).at, 9 * 24 * 3_600_000);
    const commands: readonly CaseCommand[] = [
      ...opening('bureau-water').slice(0, 4), { do: 'join', by: matters, matter: 'matter:m', lead: unit('bureau-water'), spoken },
      { do: 'follow', by: matters, matter: 'matter:m', word: { kind: 'date', dueAt, explanation: '道路不通' }, spoken }, { do: 'part', by: matters, matter: 'matter:m', reason: '另一件事', spoken },
    ];
    expectValid(entriesOf(rehearse(commands, rehearsalRules, 3_600_000).facts));
  });

  it('accept every word of an incident, and hold none of merged cases', () => {
    const base = { stream: 'matter:m', streamSeq: 1, role: 'supervisor', unit: unit('intake'), sealed: {} } as const;
    const since = rehearse([submission()]).at;
    const declared = { type: 'matter.declared.v1', open: { kind: 'incident', topics: [submission().topic], divisions: [submission().place.division], since, unit: unit('bureau-water'), nextWordAt: since }, sealed: {} } as const;
    const events: readonly MatterEvent[] = [
      declared, { type: 'matter.updated.v1', open: { nextWordAt: since }, sealed: {} }, { type: 'matter.answered.v1', open: {}, sealed: {} }, { type: 'matter.redated.v1', open: { dueAt: since }, sealed: {} },
      { type: 'matter.ended.v1', open: {}, sealed: {} }, ...(['matter.gathered.v1', 'matter.parted.v1', 'matter.signed.v1'] as const).map((type) => ({ type, open: {}, sealed: {} })), { type: 'matter.raised.v1', open: { unit: unit('county') }, sealed: {} },
    ];
    expectValid(events.flatMap((event) => publicEntries({ ...base, ...event, sealed: {}, publish: matterPublication('m', 'incident', event) } as EventDraft, since)));
    const isTold = (type: string): boolean => events.some((event) => event.type === type && matterPublication('m', 'incident', event).when !== 'never');
    expect(MATTER_EVENTS.filter((type) => seen.has(type) !== isTold(type))).toEqual([]);
    for (const event of events) expect(publicEntries({ ...base, ...event, sealed: {}, publish: matterPublication('m', 'merged', event) } as EventDraft, since)).toMatchObject([{ kind: 'sealed' }]);
  });

  it('accept every step of opening an identity', () => {
    const steps: readonly UnsealingCommand[] = [
      { do: 'request', by: askers.handler, purpose: 'danger', words: '敲门无人应', fields: ['name', 'phone'] }, { do: 'approve', by: askers.guardian, granted: ['phone'], explanation: '' },
      { do: 'view', by: askers.handler, fields: ['phone'] }, { do: 'contest', by: askers.resident, words: '不必' }, { do: 'settle', by: askers.outsider, ruling: 'improper', explanation: '早了' },
    ];
    expectValid(unsealed(steps));
    expectValid(unsealed([steps[0]!, { do: 'refuse', by: askers.guardian, explanation: '不必' }]));
    expect(UNSEALING_EVENT_TYPES.filter((type) => !seen.has(type))).toEqual([]);
  });

  it('accept every version and withdrawal of an answer', () => {
    const content: Content = { topic: 'urban.lighting.out' as Content['topic'], question: '路灯坏了找谁？', answer: '找城管局。', sources: [{ title: '城市照明管理规定', day: '2010-07-01' }], validUntil: '2027-01-31' };
    const events: readonly KnowledgeEvent[] = [{ type: 'knowledge.published.v1', version: 1, content }, { type: 'knowledge.withdrawn.v1', version: 1, reason: 'law-changed' }];
    const drafts = events.map((event, index): EventDraft => ({ type: event.type, stream: 'knowledge:0123456789ab', streamSeq: index + 1, role: 'unit-leader', unit: unit('bureau-water'), open: openOf(event), sealed: {} }));
    expectValid(drafts.flatMap((draft) => publicEntries(draft, plusMs(askers.START, 0))));
    expect(KNOWLEDGE_EVENT_TYPES.filter((type) => !seen.has(type))).toEqual([]);
  });

  it('accept every entry of forty invented lives', () => {
    const { entries } = logOfLives('schemas', 40, 60);
    expect(entries.length).toBeGreaterThan(400);
    expectValid(entries.filter((entry) => entry.kind !== 'act' || entry.type !== 'verdicts.batch-sealed.v1'));
  });

  it('accept what other slices say in the record', () => {
    const at = rehearse([submission()]).at;
    const code = parseJurisdictionCode('rehearsal')!;
    const keys = Array.from({ length: 12 }, (_, n) => [Buffer.alloc(32, n).toString('base64url'), 1 + (n % 5)] as const);
    const drafts = [
      publishedDraft('rehearsal', 1, { month: parseMonth('2026-10')!, from: 0, to: 9, files: [{ name: 'entries.csv', bytes: 12, sha256: 'ab'.repeat(32) }] }),
      restoredDraft('rehearsal', 1, { first: 3, end: 9, lost: 6 }),
      ...draftsOf(code, 'bureau-water', { fromMonth: '2026-08', toMonth: '2026-09', scores: [1, 2, 3, 4, 2] } as never, keys, 20, 1),
    ];
    expectValid(drafts.flatMap((draft) => publicEntries(draft, at)));
  });

  it('have met every type of case event in these tests', () => {
    expect(CASE_EVENT_TYPES.filter((type) => !seen.has(type))).toEqual([]);
  });
});

describe('refused are', () => {
  const [entry] = entriesOf(rehearse([submission(), acceptance()]).facts).filter((one): one is LogEntry & { kind: 'act' } => one.kind === 'act');
  const good = { ...entry! };
  it('not the entry itself, but each of its wrong neighbours', () => {
    expect(objections(good)).toEqual([]);
    const wrong: readonly object[] = [
      { ...good, name: 'a person' }, { ...good, open: { ...good.open, words: '路灯坏了' } }, { ...good, open: { ...good.open, topic: 'urban.street.lights' } },
      { ...good, at: '2026-11-02T01:00:17Z' }, { ...good, day: '2026-11-02' }, { ...good, type: 'case.closed.v1' }, { ...good, seq: 0 }, { ...good, commitments: { words: '路灯坏了' } },
      { kind: 'sealed', v: 1, commitment: 'A'.repeat(43), stream: `case:${caseNumberOf('48210937551')}` }, { kind: 'disclosed', v: 1, index: 1, batch: '2026-11-03', cell: { family: 'case.submitted', cause: 'resident', village: '990001001' }, fields: {} },
    ];
    expect(wrong.filter((one) => objections(one).length === 0)).toEqual([]);
  });
});
