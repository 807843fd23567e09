export type LogSetting = { readonly name: string; readonly setting: string };
export type LooseSetting = { readonly name: string; readonly found: string; readonly wanted: string };

/** On an error a server left as it comes writes the statement, its values and the failing row into its log (protection T23). */
const ON_ERROR: Readonly<Record<string, string>> = {
  log_min_messages: 'log', log_error_verbosity: 'terse', log_min_error_statement: 'panic', log_parameter_max_length: '0', log_parameter_max_length_on_error: '0',
};

/** Any other value than these makes the server write down statements in ordinary working, without any error. */
const IN_WORKING: Readonly<Record<string, string>> = {
  log_statement: 'none', log_min_duration_statement: '-1', log_min_duration_sample: '-1', log_transaction_sample_rate: '0', 'auto_explain.log_min_duration': '-1',
};
/** With values it writes what people said; statements alone hold none of it, for every value of ours is a parameter. */
const VALUES_OF_STATEMENTS = 'log_parameter_max_length';
const EXPLAINED_VALUES = 'auto_explain.log_parameter_max_length';

/** What to ask `pg_settings` for. A superuser sets them, so on a server of somebody else we can only look. */
export const LOG_SETTINGS: readonly string[] = [...Object.keys(ON_ERROR), ...Object.keys(IN_WORKING), EXPLAINED_VALUES];

/**
 * What the log of this server would come to keep. `writesWords`: it would hold residents' words day by day, so nothing
 * starts on it; `loose`: it may on an error. A setting that the server does not know says nothing.
 */
export function judgeLogSettings(settings: readonly LogSetting[]): { readonly writesWords: readonly LooseSetting[]; readonly loose: readonly LooseSetting[] } {
  const known = new Map(settings.map(({ name, setting }) => [name, setting]));
  const writesWords = settings.flatMap(({ name, setting }) => {
    const wanted = IN_WORKING[name];
    if (wanted === undefined || setting === wanted) return [];
    const values = known.get(name.startsWith('auto_explain.') ? EXPLAINED_VALUES : VALUES_OF_STATEMENTS);
    return values === '0' ? [] : [{ name, found: setting, wanted }];
  });
  const loose = settings.flatMap(({ name, setting }) => {
    const wanted = ON_ERROR[name];
    return wanted === undefined || setting === wanted ? [] : [{ name, found: setting, wanted }];
  });
  return { writesWords, loose };
}
