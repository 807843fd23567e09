import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { chown, mkdir, readFile, realpath, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StartRefusal } from './start-refusal.ts';

/** The user that PostgreSQL runs as when we are root: it refuses to run as root itself. */
export type Account = { readonly name: string; readonly uid: number; readonly gid: number };

/** Where the database lies, and as whom it runs. `temporary` warns that a reboot may empty the folder. */
export type Place = {
  readonly folder: string;
  readonly account: Account | undefined;
  readonly elsewhere: boolean;
  readonly temporary: boolean;
};

/** Names the folder outside DATA_DIR that holds the database, when its user cannot reach DATA_DIR. */
const POINTER = 'postgresql.location';

export type PlaceOptions = { readonly systemFolders?: readonly string[]; readonly passwd?: string };

/**
 * DATA_DIR/postgresql; or, as root, a system folder where PostgreSQL's user cannot get into DATA_DIR (say, /root/data).
 * A choice once made is kept: by the pointer, or by the cluster that is there.
 */
export async function choosePlace(dataDir: string, options: PlaceOptions = {}): Promise<Place> {
  await mkdir(dataDir, { recursive: true });
  const folder = join(await realpath(dataDir), 'postgresql');
  if (process.getuid?.() !== 0) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return { folder, account: undefined, elsewhere: false, temporary: false };
  }
  const pointed = await readFile(join(dataDir, POINTER), 'utf8').then((text) => text.trim(), () => undefined);
  if (pointed) return { folder: pointed, account: await accountFor(pointed, options), elsewhere: true, temporary: pointed.startsWith(tmpdir()) };
  const account = await accountFor(folder, options);
  await ownFolder(folder, account);
  if (canEnter(account, folder)) return { folder, account, elsewhere: false, temporary: false };
  const system = await systemFolder(account, options);
  const elsewhere = join(system.folder, createHash('sha256').update(folder).digest('hex').slice(0, 16));
  await ownFolder(elsewhere, account);
  // A crash before the pointer leaves an empty folder; the next start finds the same one, for its name is derived.
  await writeFile(join(dataDir, POINTER), `${elsewhere}\n`, { flush: true });
  return { folder: elsewhere, account, elsewhere: true, temporary: system.temporary };
}

/** Whether the account can stand in the folder: asked of the kernel, which alone knows modes, lists and mounts. */
export function canEnter(account: Account, folder: string): boolean {
  const { uid, gid } = account;
  return spawnSync('/bin/sh', ['-c', 'cd "$1" && test -r .', 'sh', folder], { uid, gid, cwd: '/', stdio: 'ignore' }).status === 0;
}

/** A folder of the system that the account can enter; the temporary one only when every other refuses. */
export async function systemFolder(account: Account, options: PlaceOptions = {}): Promise<{ folder: string; temporary: boolean }> {
  const lasting = (options.systemFolders ?? ['/var/lib', '/srv', '/opt']).map((parent) => ({ folder: join(parent, 'minsheng'), temporary: false }));
  for (const candidate of [...lasting, { folder: join(tmpdir(), 'minsheng'), temporary: true }]) {
    // Not recursive: the parent is there or the candidate is none (and Node never returns from a recursive one in /proc).
    const made = await mkdir(candidate.folder, { mode: 0o755 }).then(() => true, (error: NodeJS.ErrnoException) => error.code === 'EEXIST');
    if (made && (await stat(candidate.folder)).uid === 0 && canEnter(account, candidate.folder)) return candidate;
  }
  throw new StartRefusal({ kind: 'no-account' });
}

/** Whoever owns the cluster already; else `postgres`, which exists for this; else `nobody`. */
async function accountFor(folder: string, options: PlaceOptions): Promise<Account> {
  const known = parsePasswd(options.passwd ?? (await readFile('/etc/passwd', 'utf8').catch(() => '')));
  const owner = await stat(join(folder, 'cluster')).then(({ uid, gid }) => ({ uid, gid }), () => undefined);
  if (owner && owner.uid !== 0) return { name: known.find(({ uid }) => uid === owner.uid)?.name ?? String(owner.uid), ...owner };
  const account = known.find(({ name }) => name === 'postgres') ?? known.find(({ name }) => name === 'nobody');
  if (!account || account.uid === 0) throw new StartRefusal({ kind: 'no-account' });
  return account;
}

function parsePasswd(text: string): Account[] {
  return text.split('\n').flatMap((line) => {
    const [name = '', , uid = '', gid = ''] = line.split(':');
    return name !== '' && /^\d+$/.test(uid) && /^\d+$/.test(gid) ? [{ name, uid: Number(uid), gid: Number(gid) }] : [];
  });
}

async function ownFolder(folder: string, account: Account): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chown(folder, account.uid, account.gid);
}
