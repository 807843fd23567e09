import { Client } from 'pg';
import { isThisMachine, type DatabaseUrl } from '../config/index.ts';
import { judgeLogSettings, LOG_SETTINGS, type LogSetting } from './log-settings.ts';
import { StartRefusal } from './start-refusal.ts';
import type { StartStep } from './start-step.ts';

/** PostgreSQL 15: security_invoker views, and nobody but the owner creates in `public`. */
const VERSION_MIN = 150_000;

/** Looks at a server somebody else runs: refuses what cannot work, tells what is unwise (protection T23). Throws StartRefusal. */
export async function checkGivenServer(given: DatabaseUrl, onStep: (step: StartStep) => void): Promise<void> {
  const client = new Client({ ...given, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  if (!given.ssl && !given.host.startsWith('/') && !isThisMachine(given.host)) onStep({ kind: 'database-in-clear' });
  await client.connect().catch((error: { code?: string; message?: string }) => {
    if (given.ssl && /does not support SSL/.test(error.message ?? '')) throw new StartRefusal({ kind: 'no-tls' });
    throw new StartRefusal({ kind: 'unreachable', code: error.code ?? '' });
  });
  try {
    const { rows: [server] } = await client.query<{ number: string; version: string; encoding: string }>(
      `select current_setting('server_version_num') as number, current_setting('server_version') as version, current_setting('server_encoding') as encoding`,
    );
    if (Number(server?.number) < VERSION_MIN) throw new StartRefusal({ kind: 'server-too-old', found: server?.version ?? '' });
    if (server?.encoding !== 'UTF8') throw new StartRefusal({ kind: 'wrong-encoding', found: server?.encoding ?? '' });
    const { rows } = await client.query<LogSetting>('select name, setting from pg_settings where name = any($1) order by name', [LOG_SETTINGS]);
    const { writesWords, loose } = judgeLogSettings(rows);
    if (writesWords.length > 0) throw new StartRefusal({ kind: 'log-keeps-words', settings: writesWords });
    for (const step of loose) onStep({ kind: 'loose-log-setting', ...step });
  } finally {
    await client.end();
  }
}
