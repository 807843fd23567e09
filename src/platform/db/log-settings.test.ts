import { describe, expect, it } from 'vitest';
import { judgeLogSettings, LOG_SETTINGS, type LogSetting } from './log-settings.ts';

const QUIET: Readonly<Record<string, string>> = {
  log_min_messages: 'log', log_error_verbosity: 'terse', log_min_error_statement: 'panic', log_parameter_max_length: '0', log_parameter_max_length_on_error: '0',
  log_statement: 'none', log_min_duration_statement: '-1', log_min_duration_sample: '-1', log_transaction_sample_rate: '0',
};
/** As PostgreSQL comes. */
const UNTOUCHED = { ...QUIET, log_min_messages: 'warning', log_error_verbosity: 'default', log_min_error_statement: 'error', log_parameter_max_length: '-1' };

const judge = (settings: Readonly<Record<string, string>>) => {
  const { writesWords, loose } = judgeLogSettings(Object.entries(settings).map(([name, setting]): LogSetting => ({ name, setting })));
  return { refused: writesWords.map(({ name }) => name), warned: loose.map(({ name }) => name) };
};

describe('the log of a database server', () => {
  it('is fine when it keeps no word, and warned of when it would on an error', () => {
    expect(judge(QUIET)).toEqual({ refused: [], warned: [] });
    expect(judge(UNTOUCHED)).toEqual({ refused: [], warned: ['log_min_messages', 'log_error_verbosity', 'log_min_error_statement', 'log_parameter_max_length'] });
  });

  it.each([
    ['log_statement', 'mod'], ['log_statement', 'all'], ['log_min_duration_statement', '0'], ['log_min_duration_statement', '1000'], ['log_min_duration_sample', '100'],
    ['log_transaction_sample_rate', '0.01'], ['auto_explain.log_min_duration', '500'],
  ])('is refused with %s = %s, unless values are left out', (name, setting) => {
    expect(LOG_SETTINGS).toContain(name);
    expect(judge({ ...UNTOUCHED, [name]: setting }).refused).toEqual([name]);
    expect(judge({ ...QUIET, 'auto_explain.log_parameter_max_length': '0', [name]: setting }).refused).toEqual([]);
  });
});
