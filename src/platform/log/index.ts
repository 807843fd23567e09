/** What may stand in a log line beside its event: numbers, switches, and single words such as ids of units or jobs. */
export type LogFields = Readonly<Record<string, number | boolean | string | undefined>>;

export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  /** The error's class, code and stack; never its message's values, `detail` or `where`, which may quote a whole row. */
  error(event: string, error: unknown, fields?: LogFields): void;
}

/** A word, not a sentence: what a person wrote never looks like this, so it cannot slip into a log by mistake. */
const WORD = /^[A-Za-z0-9_.:/-]{1,120}$/;
/** A telephone or identity number is a word too; ids of ours are UUIDs, and counts are numbers. */
const LONG_NUMBER = /\d{7,}/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const STACK_LINES_MAX = 12;

/** One JSON object a line. `at` is the process's clock: a log tells when we noticed, an event when it happened. */
export function createLog(write: (line: string) => void = (line) => { process.stderr.write(line); }, now: () => Date = () => new Date()): Log {
  const put = (level: 'info' | 'warn' | 'error', event: string, fields: LogFields): void => {
    write(`${JSON.stringify({ at: now().toISOString(), level, event: wordOf(event), ...safeFields(fields) })}\n`);
  };
  return {
    info: (event, fields = {}) => put('info', event, fields),
    warn: (event, fields = {}) => put('warn', event, fields),
    error: (event, error, fields = {}) => put('error', event, { ...fields, ...describeError(error) }),
  };
}

type SafeFields = Record<string, number | boolean | string | readonly string[]>;

function safeFields(fields: LogFields): SafeFields {
  const safe: SafeFields = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined || !WORD.test(name)) continue;
    if (name === 'stack' && typeof value === 'string') safe[name] = value.split('\n');
    else safe[name] = typeof value === 'string' ? wordOf(value) : value;
  }
  return safe;
}

function wordOf(text: string): string {
  return WORD.test(text) && (UUID.test(text) || !LONG_NUMBER.test(text)) ? text : '(withheld)';
}

/** The stack's places without its first lines, which repeat the message and whatever the message quotes. */
function describeError(error: unknown): LogFields {
  if (!(error instanceof Error)) return { thrown: typeof error };
  const places = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)).slice(0, STACK_LINES_MAX);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return { error: error.name, code, stack: places.map((line) => line.trim()).join('\n') };
}
