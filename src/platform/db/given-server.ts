import { Client } from 'pg';
import type { DatabaseUrl } from '../config/index.ts';
import { StartRefusal } from './start-refusal.ts';
import type { StartStep } from './start-step.ts';

/** PostgreSQL 15: security_invoker views, and nobody but the owner creates in `public`. */
const VERSION_MIN = 150_000;

/** What keeps residents' words out of the server's log (T23); a superuser sets them, so here we can only warn. */
const LOG_SETTINGS: Readonly<Record<string, string>> = {
  log_min_messages: 'log', log_error_verbosity: 'terse', log_min_error_statement: 'panic', log_parameter_max_length: '0', log_parameter_max_length_on_error: '0',
};

/** Looks at a server somebody else runs: refuses what cannot work, tells what is unwise. Throws StartRefusal. */
export async function checkGivenServer(given: DatabaseUrl, onStep: (step: StartStep) => void): Promise<void> {
  const client = new Client({ ...given, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect().catch((error: { code?: string }) => {
    throw new StartRefusal({ kind: 'unreachable', code: error.code ?? '' });
  });
  try {
    const { rows: [server] } = await client.query<{ number: string; version: string; encoding: string }>(
      `select current_setting('server_version_num') as number, current_setting('server_version') as version, current_setting('server_encoding') as encoding`,
    );
    if (Number(server?.number) < VERSION_MIN) throw new StartRefusal({ kind: 'server-too-old', found: server?.version ?? '' });
    if (server?.encoding !== 'UTF8') throw new StartRefusal({ kind: 'wrong-encoding', found: server?.encoding ?? '' });
    const { rows } = await client.query<{ name: string; setting: string }>('select name, setting from pg_settings where name = any($1) order by name', [Object.keys(LOG_SETTINGS)]);
    for (const { name, setting } of rows) {
      const wanted = LOG_SETTINGS[name] ?? '';
      if (setting !== wanted) onStep({ kind: 'loose-log-setting', name, found: setting, wanted });
    }
  } finally {
    await client.end();
  }
}
