import { describe, expect, test } from 'vitest';
import type { EventId } from '../kernel/ids.ts';
import vectors from '../../vectors/commitment.json' with { type: 'json' };
import { commitmentOf, openingOf, verifyCommitment } from './commitment.ts';

const key = Buffer.from(vectors.subjectKey, 'hex');

describe('commitments', () => {
  test.each(vectors.commitments)('$label of $eventId is the vector of a second implementation', ({ eventId, label, text, opening, commitment }) => {
    const id = eventId as EventId;
    expect(openingOf(key, id, label).toString('hex')).toBe(opening);
    expect(commitmentOf(key, id, label, text)).toBe(commitment);
    expect(verifyCommitment(key, id, label, text, commitment)).toBe(true);
  });

  test('other words, another field, event or key do not verify', () => {
    const id = '028c46c6-6a71-46b9-b0cc-4418f4948cc8' as EventId;
    const commitment = commitmentOf(key, id, 'words', '路灯坏了');
    expect(verifyCommitment(key, id, 'words', '路灯坏了。', commitment)).toBe(false);
    expect(verifyCommitment(key, id, 'address', '路灯坏了', commitment)).toBe(false);
    expect(verifyCommitment(key, 'ffffffff-ffff-4fff-bfff-ffffffffffff' as EventId, 'words', '路灯坏了', commitment)).toBe(false);
    expect(verifyCommitment(new Uint8Array(32), id, 'words', '路灯坏了', commitment)).toBe(false);
    expect(verifyCommitment(key, id, 'words', '路灯坏了', '')).toBe(false);
  });

  test('the same words in two fields or events look unrelated', () => {
    const ids = ['028c46c6-6a71-46b9-b0cc-4418f4948cc8', 'ffffffff-ffff-4fff-bfff-ffffffffffff'] as EventId[];
    const all = ids.flatMap((id) => ['words', 'address'].map((label) => commitmentOf(key, id, label, '是')));
    expect(new Set(all).size).toBe(4);
  });
});
