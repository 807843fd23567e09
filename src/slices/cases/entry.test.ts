import { describe, expect, it } from 'vitest';
import type { VerdictProof } from '../../kernel/outcome.ts';
import type { EventDraft } from '../../record/event.ts';
import { publicationOf } from '../../record/publication.ts';
import type { CaseCommand } from './commands.ts';
import { withPublication } from './publish.ts';
import { attempt, dispatcher, opening, rehearsalRules, rehearse, resident, staff, submission, unit } from './rehearsal.ts';
import { roundOf } from './state.ts';

const clerk = staff('town-east', 'operator');
const entered = (by = clerk): readonly CaseCommand[] => [submission({ by, channel: 'desk' }), ...opening('village-one').slice(1)];
const proof = { caseId: submission().id, means: 'receipt' } as unknown as VerdictProof;
const lawful = rehearsalRules;

describe('a case that an office entered for somebody', () => {
  it('is about nobody there, above or beneath: it would be known before it is anywhere', () => {
    for (const about of ['town-east', 'county', 'village-one']) {
      expect(attempt(undefined, submission({ by: clerk, about: [unit(about)] }), rehearse([submission()]).at)).toMatchObject({ refused: true, reason: { kind: 'about-this-unit' } });
    }
    // The control: their neighbours are no party.
    expect(attempt(undefined, submission({ by: clerk, about: [unit('bureau-water')] }), rehearse([submission()]).at).refused).toBe(false);
  });

  it('is handled and assisted by everyone but that office, and rises past it', () => {
    const accepted = rehearse(entered().slice(0, 2));
    const lead = (to: string, assisting: readonly string[] = []) => attempt(accepted.state, { do: 'dispatch', by: dispatcher, lead: unit(to), assisting: assisting.map(unit) }, accepted.at);
    expect(lead('town-east')).toMatchObject({ refused: true, reason: { kind: 'entered-here' } });
    expect(lead('bureau-water', ['town-east'])).toMatchObject({ refused: true, reason: { kind: 'entered-here' } });
    expect(lead('village-one').refused).toBe(false);
    const exchange: CaseCommand = { do: 'exchange-receipt', by: resident, generation: 1 };
    const unsolved: CaseCommand = { do: 'judge', by: resident, outcome: 'unsolved', proof };
    expect(roundOf(rehearse([...entered(), exchange, unsolved]).state!)?.owner).toBe('county');
    // The control: had another desk entered it, the town would own it now.
    expect(roundOf(rehearse([...entered(staff('intake', 'operator')), exchange, unsolved]).state!)?.owner).toBe('town-east');
  });

  it('is called back by nobody of that office', () => {
    const { state, at } = rehearse(entered());
    const called = (of: string) => attempt(state, { do: 'judge', by: staff(of, 'call-back-officer'), outcome: 'solved', proof: { ...proof, means: 'call-back' } as unknown as VerdictProof }, at);
    expect(called('town-east')).toMatchObject({ refused: true });
    expect(called('intake').refused).toBe(false);
  });

  it('stands in the public log like one that its resident sent, commitments included', () => {
    const act = (command: CaseCommand) => {
      const { facts } = rehearse([command]);
      const { at, jurisdiction: _place, seq, ...fact } = facts[0]!;
      const [draft] = withPublication([{ ...fact, streamSeq: seq } as EventDraft], facts, lawful);
      const { waiting } = publicationOf(draft!, { id: submission().id as never, at, commitments: Object.fromEntries(Object.keys(fact.sealed).map((field) => [field, 'x'])) }, 'the envelope', new Uint8Array(32).fill(3));
      const { commitments, ...rest } = JSON.parse(waiting?.body ?? '{}') as { commitments: object };
      return { ...rest, commitments: Object.keys(commitments) };
    };
    expect(act(submission({ by: clerk, channel: 'desk' }))).toEqual(act(submission()));
    expect(act(submission({ proxy: 'cadre' }))).toEqual(act(submission()));
  });
});
