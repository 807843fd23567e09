import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../../kernel/instant.ts';
import { projectRoot } from '../../platform/config/project-root.ts';
import { SESSION_MS_MAX } from '../../slices/accounts/library.ts';
import { keptMs, parseRetention } from './retention.ts';

const read = (path: string): string => readFileSync(join(projectRoot(), path), 'utf8');
const schedule = parseRetention(read('jurisdictions/_shared/retention.yaml'));
const line = (keep: string) => `retention:\n  - {id: contact, keep: ${keep}, what: {zh: 甲, en: a}, from: {zh: 乙, en: b}, why: {zh: 丙, en: c}}\n`;

describe('the retention schedule', () => {
  it('says what the program does: each time is the one its job deletes by', () => {
    expect(keptMs(schedule, 'staff-session')).toBe(SESSION_MS_MAX);
    const told = (file: string, constant: RegExp): string => constant.exec(read(file))?.[1] ?? `not found in ${file}`;
    expect(`${keptMs(schedule, 'photos-unsent') / HOUR_MS}`).toBe(told('src/background.ts', /PHOTO_KEPT_MS = (\d+) \* HOUR_MS/));
    expect(`${keptMs(schedule, 'receipt-session') / MINUTE_MS}`).toBe(told('src/web/resident/session.ts', /SESSION_MINUTES = (\d+);/));
    expect(keptMs(schedule, 'left-session')).toBe(keptMs(schedule, 'receipt-session'));
    expect(read('src/background.ts')).toContain('services.ended.purge(tx)');
    expect(`${keptMs(schedule, 'form-keys') / HOUR_MS}`).toBe(told('src/slices/cases/submit.ts', /KEY_KEPT_MS = (\d+) \* HOUR_MS/));
    expect(read('src/slices/vault/handle.ts')).toContain('ORPHAN_AFTER_MS = DAY_MS');
    expect(keptMs(schedule, 'contact-without-case')).toBe(24 * HOUR_MS);
    expect(read('src/background.ts')).toContain("keptMs(services.retention, 'contact')");
  });

  it('has no time to delete by where it has none, or no such line', () => {
    expect(() => keptMs(schedule, 'record')).toThrow('no time for record');
    expect(() => keptMs(schedule, 'shoe-size')).toThrow('no time for shoe-size');
  });

  it.each(['{days: 0}', '{days: -1}', '{days: 1.5}', '{weeks: 2}', '{days: 1, hours: 2}', 'always', '', '[]'])('is refused with keep: %s', (keep) => {
    expect(() => parseRetention(line(keep))).toThrow('kept for no known time');
    expect(parseRetention(line('{days: 3}'))).toMatchObject([{ id: 'contact', keep: { unit: 'days', amount: 3 } }]);
  });

  it('is refused empty, with a line twice, or without words in one language', () => {
    expect(() => parseRetention('retention: []')).toThrow('no lines');
    expect(() => parseRetention(line('for-ever') + line('for-ever').replace('retention:\n', ''))).toThrow('twice');
    expect(() => parseRetention(line('for-ever').replace('en: c', "en: ''"))).toThrow('lacks words');
  });
});
