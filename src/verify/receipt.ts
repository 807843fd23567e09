import { accept, refuse, type Decision } from '../kernel/refusal.ts';
import {
  opensTo, parseEntry, parseLogProof, verifyLogProof, WHOLE_ACT, type LogEntry, type LogProofFault, type OwnWordsAct, type Policy, type SignedCheckpoint,
} from '../record/log/index.ts';

export type ReceiptFault = LogProofFault | { readonly kind: 'proof-malformed' } | { readonly kind: 'entry-missing' };
export type CheckedReceipt = { readonly index: number; readonly entry: Uint8Array; readonly signed: SignedCheckpoint };

/**
 * Does this receipt (a `.tlog-proof` file) prove that its entry is in the log? Asks nobody: the policy is all that is
 * trusted. The entry comes from the caller or, where none is given, from the receipt's own `extra`.
 */
export function checkReceipt(receipt: Uint8Array, policy: Policy, given?: Uint8Array): Decision<CheckedReceipt, ReceiptFault> {
  const proof = parseLogProof(receipt);
  if (!proof) return refuse({ kind: 'proof-malformed' });
  const entry = given ?? proof.extra;
  if (!entry) return refuse({ kind: 'entry-missing' });
  const verified = verifyLogProof(proof, entry, policy);
  return verified.refused ? verified : accept({ index: proof.index, entry, signed: verified.value });
}

export type OwnWordsFault =
  | ReceiptFault
  | { readonly kind: 'entry-unreadable' }
  /** The entry does not commit to this act. */
  | { readonly kind: 'act-differs' }
  /** The act does not commit to this text under this label. */
  | { readonly kind: 'words-differ'; readonly label: string };
/** `signed` is absent where the file brings no proof: then the words belong to this entry, and nothing says that it is in a log. */
export type CheckedOwnWords = { readonly entry: LogEntry; readonly labels: readonly string[]; readonly signed: SignedCheckpoint | undefined };

/**
 * Are these words what the entry sealed? The commitments leave no other text; the proof, where there is one, says that the
 * entry is in the log. Everything but the policy is the attacker's.
 */
export function checkOwnWords({ entry: bytes, act, opening, words, proof }: OwnWordsAct, policy: Policy): Decision<CheckedOwnWords, OwnWordsFault> {
  const entry = parseEntry(bytes);
  if (!entry || entry.kind === 'disclosed') return refuse({ kind: 'entry-unreadable' });
  if (entry.kind === 'sealed' && (act === undefined || !opensTo(entry.commitment, WHOLE_ACT, act, opening ?? ''))) return refuse({ kind: 'act-differs' });
  const commitments = entry.kind === 'act' ? entry.commitments : commitmentsIn(act ?? '');
  const labels = Object.keys(words);
  const wrong = labels.find((label) => {
    const commitment = Object.hasOwn(commitments, label) ? commitments[label] : undefined;
    return !opensTo(typeof commitment === 'string' ? commitment : '', label, words[label]?.text ?? '', words[label]?.opening ?? '');
  });
  if (wrong !== undefined) return refuse({ kind: 'words-differ', label: wrong });
  const checked = proof === undefined ? undefined : checkReceipt(proof, policy, bytes);
  return checked?.refused ? checked : accept({ entry, labels, signed: checked?.value.signed });
}

/** Of an act whose text was sealed by the operator, who may have sealed anything. */
function commitmentsIn(act: string): { readonly [label: string]: unknown } {
  try {
    const read = JSON.parse(act) as { readonly commitments?: unknown } | null;
    return typeof read?.commitments === 'object' && read.commitments !== null ? read.commitments as { readonly [label: string]: unknown } : {};
  } catch {
    return {};
  }
}
