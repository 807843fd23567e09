import { accept, refuse, type Decision } from '../../kernel/refusal.ts';
import { parseVerifierKey, writeVerifierKey, type SignatureType, type VerifierKey } from './key.ts';
import { NO_QUORUM, type Policy, type PolicyGroup, type PolicyLog, type PolicyWitness } from './policy.ts';
import { parseCount, bytesOf, sameBytes, textOf } from './spelling.ts';

/** The specification asks for room for 32 of each. */
export const POLICY_BYTES_MAX = 64 * 1024;
export const POLICY_LINES_OF_A_KIND_MAX = 64;

export type PolicyProblem =
  | 'too-long' | 'characters' | 'line' | 'key' | 'key-twice' | 'too-many'
  | 'name-taken' | 'name-unknown' | 'member-twice' | 'threshold' | 'quorum-twice' | 'quorum-missing';
/** Lines count from 1; 0 is the file as a whole. */
export type PolicyFault = { readonly kind: 'policy-unreadable'; readonly line: number; readonly problem: PolicyProblem };

/** The policy being read. */
type Draft = {
  readonly logs: PolicyLog[]; readonly witnesses: PolicyWitness[]; readonly groups: PolicyGroup[];
  /** Every witness and group so far, and all that are members of a group already. */
  readonly names: Set<string>; readonly members: Set<string>;
  quorum: string | undefined;
};

/**
 * Reads a policy file. We ask for UTF-8 where the specification allows any octets: names are compared as they are, so
 * nothing else changes.
 */
export function parsePolicy(bytes: Uint8Array): Decision<Policy, PolicyFault> {
  const unreadable = (line: number, problem: PolicyProblem): Decision<Policy, PolicyFault> => refuse({ kind: 'policy-unreadable', line, problem });
  if (bytes.length > POLICY_BYTES_MAX) return unreadable(0, 'too-long');
  const text = textOf(bytes);
  if (text === undefined || /[\u0000-\u0008\u000b-\u001f\u007f]/.test(text)) return unreadable(0, 'characters');
  const lines = text.split('\n');
  const draft: Draft = { logs: [], witnesses: [], groups: [], names: new Set(), members: new Set(), quorum: undefined };
  for (const [at, line] of lines.entries()) {
    const isLast = at === lines.length - 1;
    // Each line ends with a line feed, so what follows the last one is nothing.
    const problem = isLast ? (line === '' ? undefined : 'line') : readLine(draft, line.split(/[ \t]+/).filter((item) => item !== ''));
    if (problem) return unreadable(at + 1, problem);
  }
  const { logs, witnesses, groups, quorum } = draft;
  return quorum === undefined ? unreadable(0, 'quorum-missing') : accept({ logs, witnesses, groups, quorum });
}

/** Throws RangeError where `parsePolicy` would not read it. */
export function writePolicy({ logs, witnesses, groups, quorum }: Policy): Uint8Array {
  const lines = [
    ...logs.map(({ key, url }) => ['log', writeVerifierKey(key), ...urlItem(url)]),
    ...witnesses.map(({ name, key, url }) => ['witness', name, writeVerifierKey(key), ...urlItem(url)]),
    ...groups.map(({ name, needed, members }) => ['group', name, String(needed), ...members]),
    ['quorum', quorum],
  ];
  const bytes = bytesOf(lines.map((items) => `${items.join(' ')}\n`).join(''));
  if (lines.flat().some((item) => !/^[^ \t\n]+$/.test(item)) || parsePolicy(bytes).refused) throw new RangeError('not a policy');
  return bytes;
}

function readLine(draft: Draft, [word, ...items]: readonly string[]): PolicyProblem | undefined {
  if (word === undefined || word.startsWith('#')) return undefined;
  switch (word) {
    case 'log': return readLog(draft, items);
    case 'witness': return readWitness(draft, items);
    case 'group': return readGroup(draft, items);
    case 'quorum': return readQuorum(draft, items);
    default: return 'line';
  }
}

function readLog({ logs }: Draft, [keyText = '', url, ...rest]: readonly string[]): PolicyProblem | undefined {
  const key = keyOf(keyText, 'ed25519');
  if (rest.length > 0) return 'line';
  if (!key) return 'key';
  if (isIn(logs, key)) return 'key-twice';
  logs.push({ key, ...(url === undefined ? {} : { url }) });
  return tooMany(logs);
}

function readWitness({ witnesses, names }: Draft, [name = '', keyText = '', url, ...rest]: readonly string[]): PolicyProblem | undefined {
  const key = keyOf(keyText, 'cosignature');
  if (rest.length > 0 || name === '') return 'line';
  if (!key) return 'key';
  if (isTaken(names, name)) return 'name-taken';
  if (isIn(witnesses, key)) return 'key-twice';
  witnesses.push({ name, key, ...(url === undefined ? {} : { url }) });
  names.add(name);
  return tooMany(witnesses);
}

function readGroup({ groups, names, members: grouped }: Draft, [name = '', threshold = '', ...members]: readonly string[]): PolicyProblem | undefined {
  if (members.length === 0) return 'line';
  if (isTaken(names, name)) return 'name-taken';
  if (!members.every((member) => names.has(member))) return 'name-unknown';
  // Each witness counts towards the quorum in one way only.
  if (members.some((member, at) => grouped.has(member) || members.indexOf(member) !== at)) return 'member-twice';
  const needed = threshold === 'all' ? members.length : threshold === 'any' ? 1 : parseCount(threshold);
  if (needed === undefined || needed < 1 || needed > members.length) return 'threshold';
  groups.push({ name, needed, members });
  names.add(name);
  for (const member of members) grouped.add(member);
  return tooMany(groups);
}

function readQuorum(draft: Draft, [name, ...rest]: readonly string[]): PolicyProblem | undefined {
  if (name === undefined || rest.length > 0) return 'line';
  if (draft.quorum !== undefined) return 'quorum-twice';
  if (name !== NO_QUORUM && !draft.names.has(name)) return 'name-unknown';
  draft.quorum = name;
  return undefined;
}

function keyOf(text: string, type: SignatureType): VerifierKey | undefined {
  const key = parseVerifierKey(text);
  return key?.type === type ? key : undefined;
}

/** The same public key under another name is the same signer. */
function isIn(known: readonly { readonly key: VerifierKey }[], { publicKey }: VerifierKey): boolean {
  return known.some(({ key }) => sameBytes(key.publicKey, publicKey));
}

function isTaken(names: ReadonlySet<string>, name: string): boolean {
  return name === NO_QUORUM || names.has(name);
}

function tooMany(lines: readonly unknown[]): PolicyProblem | undefined {
  return lines.length > POLICY_LINES_OF_A_KIND_MAX ? 'too-many' : undefined;
}

function urlItem(url: string | undefined): readonly string[] {
  return url === undefined ? [] : [url];
}
