import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { KeptState, LogReport } from './verify/index.ts';

/** What this reader keeps of one log from one time to the next: whom they trust, and what they saw. */
export type KeptLog = { readonly origin: string; readonly policy: Uint8Array; readonly state?: KeptState };

const NATURES = ['live', 'demo', 'first-format'] as const;

/** Where it is kept when nobody says otherwise: one file an origin, whatever address it was read from. */
export function stateFileOf(origin: string, env: Readonly<Record<string, string | undefined>>): string {
  return join(stateFolder(env), `${createHash('sha256').update(origin).digest('hex').slice(0, 16)}.json`);
}

/** XDG Base Directory Specification, `$XDG_STATE_HOME`; on Windows the local application folder. */
export function stateFolder(env: Readonly<Record<string, string | undefined>>): string {
  return join(env['XDG_STATE_HOME'] || env['LOCALAPPDATA'] || join(homedir(), '.local', 'state'), 'minsheng', 'verify');
}

/** Undefined where there is none; the word `unreadable` where there is something else. */
export async function readKeptLog(file: string): Promise<KeptLog | 'unreadable' | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const { origin, policy, checkpoint, nature } = JSON.parse(text) as Readonly<Record<string, unknown>>;
    if (typeof origin !== 'string' || typeof policy !== 'string') return 'unreadable';
    const state = typeof checkpoint === 'string' ? { checkpoint: Buffer.from(checkpoint, 'base64'), nature: NATURES.find((one) => one === nature) } : undefined;
    return { origin, policy: Buffer.from(policy, 'base64'), ...(state ? { state } : {}) };
  } catch {
    return 'unreadable';
  }
}

/** Whole or not at all: a crash leaves what was kept before. */
export async function writeKeptLog(file: string, { origin, policy, state }: KeptLog): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const kept = { origin, policy: base64(policy), ...(state ? { checkpoint: base64(state.checkpoint), nature: state.nature } : {}) };
  await writeFile(`${file}.part`, `${JSON.stringify(kept, null, 2)}\n`);
  await rename(`${file}.part`, file);
}

/** The files that show the fault, as they were served, each under its own path, and the report that names it. */
export async function saveEvidence(folder: string, report: LogReport): Promise<void> {
  for (const { path, bytes } of report.evidence) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, bytes);
  }
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'findings.json'), `${JSON.stringify({ verdict: report.verdict, findings: report.findings }, null, 2)}\n`);
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
