import { readFile } from 'node:fs/promises';
import { parseCheckpoint, parseLogProof, parseNote, parseOwnWords, parsePolicy, parsePromise, POLICY_BYTES_MAX, writePolicy, writeVerifierKey, type Policy } from './record/log/index.ts';
import { sameBytes } from './record/log/spelling.ts';
import type { Wanted } from './verify-arguments.ts';
import { readKeptLog, stateFileOf, type KeptLog } from './verify-files.ts';
import { verifyMessages } from './verify-messages.ts';
import type { Terminal } from './verify-terminal.ts';
import { fingerprintOf, type Fetcher } from './verify/index.ts';

/** Whom this reader trusts, why, and what they kept of the log. */
export type Trusted = {
  readonly policy: Policy;
  readonly policyBytes: Uint8Array;
  readonly policyFrom: 'given' | 'kept' | 'first-use';
  /** The first log of the policy: under its name things are kept. */
  readonly origin: string;
  readonly stateFile: string;
  readonly kept: KeptLog | undefined;
};

const REQUEST_MS = 10_000;

/**
 * The policy that was given, else the one kept, else the one served: trust on first use, which is said in words with the
 * fingerprint to compare. What is served never replaces what was kept.
 */
export async function policyFor(wanted: Wanted, fetcher: Fetcher | undefined, terminal: Terminal): Promise<Trusted | { readonly problem: string }> {
  const words = verifyMessages(wanted.locale);
  const served = wanted.policyFile === undefined ? await servedPolicy(fetcher) : await readFile(wanted.policyFile).catch(() => undefined);
  if (wanted.policyFile !== undefined && !served) return { problem: words.fileUnreadable(wanted.policyFile) };
  const parsed = served && parsePolicy(served);
  if (parsed?.refused) return { problem: words.policyUnreadable(parsed.reason.line) };
  const origin = parsed?.value.logs[0]?.key.name ?? await originOfPaper(wanted);
  if (origin === undefined) return { problem: fetcher ? words.policyMissing(`${wanted.prefix ?? ''}/policy`) : words.noPolicy };
  const stateFile = wanted.stateFile ?? stateFileOf(origin, terminal.env);
  const kept = await readKeptLog(stateFile);
  if (kept === 'unreadable') return { problem: words.stateUnreadable(stateFile) };
  if (kept && kept.origin !== origin) return { problem: words.stateOther(kept.origin) };
  return choose(wanted, terminal, { served, policy: parsed?.value, origin, stateFile, kept });
}

type Candidates = { readonly served: Uint8Array | undefined; readonly policy: Policy | undefined; readonly origin: string; readonly stateFile: string; readonly kept: KeptLog | undefined };

function choose(wanted: Wanted, terminal: Terminal, { served, policy, origin, stateFile, kept }: Candidates): Trusted | { readonly problem: string } {
  const words = verifyMessages(wanted.locale);
  if (wanted.policyFile !== undefined && served && policy) {
    terminal.print(words.policyGiven);
    return { policy, policyBytes: served, policyFrom: 'given', origin, stateFile, kept };
  }
  const before = kept && parsePolicy(kept.policy);
  if (kept && before?.refused === false) {
    terminal.print(words.policyKept);
    if (policy && !isSameTrust(policy, before.value)) terminal.print(words.policyChanged);
    return { policy: before.value, policyBytes: kept.policy, policyFrom: 'kept', origin, stateFile, kept };
  }
  if (!served || !policy) return { problem: words.noPolicy };
  terminal.print(words.policyFirst);
  for (const { key } of policy.logs) terminal.print(words.fingerprint(writeVerifierKey(key), fingerprintOf(key)));
  return { policy, policyBytes: served, policyFrom: 'first-use', origin, stateFile, kept };
}

/** The same keys, groups and quorum; where witnesses are reached may change. */
function isSameTrust(a: Policy, b: Policy): boolean {
  const bare = ({ logs, witnesses, ...rest }: Policy): Policy => ({ ...rest, logs: logs.map(({ key }) => ({ key })), witnesses: witnesses.map(({ name, key }) => ({ name, key })) });
  return sameBytes(writePolicy(bare(a)), writePolicy(bare(b)));
}

async function servedPolicy(fetcher: Fetcher | undefined): Promise<Uint8Array | undefined> {
  const fetched = await fetcher?.get('policy', { bytesMax: POLICY_BYTES_MAX, signal: AbortSignal.timeout(REQUEST_MS) }).catch(() => undefined);
  return fetched?.kind === 'found' ? fetched.bytes : undefined;
}

/** Not proven, only a name to look under: what is kept there decides whether the paper holds. */
async function originOfPaper({ receiptFile, wordsFile, promiseFile }: Wanted): Promise<string | undefined> {
  const file = receiptFile ?? wordsFile ?? promiseFile;
  const bytes = file === undefined ? undefined : await readFile(file).catch(() => undefined);
  if (!bytes) return undefined;
  const note = parseNote(parseLogProof(bytes)?.checkpoint ?? new Uint8Array());
  return (note && parseCheckpoint(note.text)?.origin) ?? parseOwnWords(bytes)?.origin ?? parsePromise(bytes)?.origin;
}
