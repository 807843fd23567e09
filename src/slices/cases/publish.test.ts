import { describe, expect, it } from 'vitest';
import { parsePersonRef } from '../../kernel/ids.ts';
import type { VerdictProof } from '../../kernel/outcome.ts';
import { opening, rehearse, resident, submission, unit } from './rehearsal.ts';
import type { CaseCommand } from './commands.ts';

const proof = { caseId: submission().id, means: 'receipt' } as unknown as VerdictProof;
const { person: _person, ...anonymous } = submission({ anonymity: 'anonymous', about: [], photos: [], place: { division: submission().place.division, address: '' } });
const judged = (comment?: string): CaseCommand => ({ do: 'judge', by: resident, outcome: 'partly', proof, ...(comment ? { comment } : {}) });

/** An opened act lists its commitments by label: these are the labels. */
const labels = (commands: readonly CaseCommand[]): readonly string[] => Object.keys(rehearse(commands).facts.findLast(({ role }) => role === 'resident')?.sealed ?? {}).sort();

describe('what a resident left out', () => {
  it('cannot be told from the commitments of the act, once it is opened: they are always the same', () => {
    const full = submission({ person: parsePersonRef('p'.repeat(43))!, about: [unit('town-east')], photos: ['a.webp'] });
    expect(labels([anonymous])).toEqual(labels([full]));
    expect(labels([anonymous])).toEqual(['about', 'address', 'person', 'photos', 'point', 'proxy', 'superiors', 'words']);
    expect(labels([full, { do: 'withdraw', by: resident, pressed: true, reason: '有人叫我撤' }])).toEqual(labels([full, { do: 'withdraw', by: resident, pressed: false }]));
    expect(labels([...opening('bureau-water'), judged('还漏')])).toEqual(labels([...opening('bureau-water'), judged()]));
    expect(labels([full, { do: 'reply', by: resident, words: '东边', photos: [] }])).toEqual(labels([full, { do: 'reply', by: resident, words: '东边', photos: ['b.webp'] }]));
  });
});
