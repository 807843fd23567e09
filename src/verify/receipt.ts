import { accept, refuse, type Decision } from '../kernel/refusal.ts';
import { parseLogProof, verifyLogProof, type LogProofFault, type Policy, type SignedCheckpoint } from '../record/log/index.ts';

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
