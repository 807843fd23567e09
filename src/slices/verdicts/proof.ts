import type { CaseId } from '../../kernel/ids.ts';
import { mintVerdictProof, type VerdictProof } from '../../kernel/outcome.ts';

/**
 * The one place where a proof is made. `holder` is what a genuine receipt opened: a sealed session, or the code itself
 * checked a moment ago. No staff session, import or job has one (charter promise 4).
 */
export function proofOfReceipt(holder: { readonly caseId: CaseId; readonly ballotKey: string }): VerdictProof {
  if (holder.ballotKey === '') throw new Error('a proof needs a receipt');
  return mintVerdictProof(holder.caseId, 'receipt');
}
