import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import type { DatabaseAddress } from '../database.ts';
import type { CommandContext } from './index.ts';
import { commandMessages } from './messages.ts';
import { withDatabase } from './with-database.ts';

/** The machine's psql as the administrator of the database; where there is none, what another tool needs to connect. */
export async function openConsole({ config, locale, say }: CommandContext): Promise<number> {
  const words = commandMessages(locale);
  return withDatabase(config, async (address, started) => {
    if (started) say(words.startedForConsole);
    const connection = connectionOf(address);
    if (spawnSync('psql', ['--version'], { stdio: 'ignore' }).status === 0) return runPsql(connection);
    say(words.noPsql);
    for (const [name, value] of Object.entries(connection)) process.stdout.write(`export ${name}='${value.replaceAll("'", "'\\''")}'\n`);
    if (started) {
      say(words.waiting);
      await once(process, 'SIGINT');
    }
    return 0;
  }, false);
}

/** The environment of libpq, https://www.postgresql.org/docs/18/libpq-envars.html. */
function connectionOf({ host, port, database, ssl, credentials: { owner } }: DatabaseAddress): Record<string, string> {
  return { PGHOST: host, PGPORT: String(port), PGDATABASE: database, PGUSER: owner.user, PGPASSWORD: owner.password, PGSSLMODE: ssl ? 'require' : 'disable' };
}

async function runPsql(connection: Record<string, string>): Promise<number> {
  const ignore = (): void => undefined;
  process.on('SIGINT', ignore); // Ctrl-C cancels a query in psql; it must not end us before psql.
  const psql = spawn('psql', { stdio: 'inherit', env: { ...process.env, ...connection } });
  const [code] = (await once(psql, 'close')) as [number | null];
  process.off('SIGINT', ignore);
  return code ?? 1;
}
