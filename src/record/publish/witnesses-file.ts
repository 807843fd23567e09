import { readFile } from 'node:fs/promises';
import { accept, refuse, type Decision } from '../../kernel/refusal.ts';
import { NO_QUORUM, parsePolicy, type Policy } from '../log/index.ts';
import type { Trouble } from './trouble.ts';

/** Who cosigns, of a C2SP tlog-policy all but its logs. */
export type WitnessPolicy = Pick<Policy, 'witnesses' | 'groups' | 'quorum'>;
export const NO_WITNESSES: WitnessPolicy = { witnesses: [], groups: [], quorum: NO_QUORUM };

/** Reads the fragment that `RECORD_WITNESSES` names: lines witness (each with its URL), group and quorum, and no log. */
export async function readWitnesses(path: string): Promise<Decision<WitnessPolicy, Trouble>> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'EISDIR' || error.code === 'EACCES' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
  return bytes ? parseWitnesses(bytes, path) : refuse({ kind: 'witnesses-file-missing', path });
}

/** `path` only says in a refusal which file it was. */
export function parseWitnesses(bytes: Uint8Array, path: string): Decision<WitnessPolicy, Trouble> {
  const read = parsePolicy(bytes);
  if (read.refused) return refuse({ kind: 'witnesses-wrong', path, line: read.reason.line, problem: read.reason.problem });
  const { logs, witnesses, groups, quorum } = read.value;
  if (logs.length > 0) return refuse({ kind: 'witnesses-wrong', path, line: lineOf(bytes, ([word]) => word === 'log'), problem: 'log-line' });
  for (const { name, url } of witnesses) {
    const line = lineOf(bytes, (words) => words[0] === 'witness' && words[1] === name);
    if (url === undefined) return refuse({ kind: 'witnesses-wrong', path, line, problem: 'url-missing' });
    if (!isWitnessUrl(url)) return refuse({ kind: 'witnesses-wrong', path, line, problem: 'url' });
  }
  return accept({ witnesses, groups, quorum });
}

/** The prefix below which `add-checkpoint` lies: http or https, nothing to log in with, nothing behind the path. */
function isWitnessUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && ['http:', 'https:'].includes(url.protocol) && url.username === '' && url.password === '' && url.search === '' && url.hash === '';
}

function lineOf(bytes: Uint8Array, isIt: (words: readonly string[]) => boolean): number {
  return Buffer.from(bytes).toString('utf8').split('\n').findIndex((line) => isIt(line.trim().split(/[ \t]+/))) + 1;
}
