import { describe, expect, it } from 'vitest';
import { createLog, type Log } from './index.ts';

function logged(use: (log: Log) => void): Record<string, unknown> {
  const lines: string[] = [];
  use(createLog((line) => { lines.push(line); }, () => new Date('2026-11-22T08:00:00Z')));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^[^\n]+\n$/);
  return JSON.parse(lines[0] ?? '') as Record<string, unknown>;
}

describe('a log line', () => {
  it('is one JSON object with time, level, event and plain fields', () => {
    expect(logged((log) => log.info('sequencer.sealed', { events: 12, jurisdiction: 'linjiang', full: true, absent: undefined }))).toEqual({
      at: '2026-11-22T08:00:00.000Z', level: 'info', event: 'sequencer.sealed', events: 12, jurisdiction: 'linjiang', full: true,
    });
  });

  it.each(['我家门口的路灯坏了', 'Li Hua', '+86 138 0000 0000', '13800000000', 'two\nlines', 'a@b.example', 'x'.repeat(121)])('withholds %j, which a person may have written', (words) => {
    expect(logged((log) => log.warn('job.failed', { words }))).toMatchObject({ words: '(withheld)' });
  });

  it('keeps of an error its class, code and places, not what it quotes', () => {
    const error = Object.assign(new Error('invalid input: "canary-name"\nsecond canary line'), { code: '22P02', detail: 'Failing row contains (canary-name)', where: 'canary' });
    const line = logged((log) => log.error('job.failed', error));
    expect(line).toMatchObject({ level: 'error', error: 'Error', code: '22P02' });
    expect(JSON.stringify(line)).toContain('log.test.ts');
    expect(JSON.stringify(line)).not.toContain('canary');
  });

  it('says of a thrown word only that it was one', () => {
    expect(logged((log) => log.error('job.failed', 'canary'))).toMatchObject({ thrown: 'string' });
  });
});
