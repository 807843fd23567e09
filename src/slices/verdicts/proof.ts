import type { CaseId } from '../../kernel/ids.ts';
import { mintVerdictProof, type VerdictProof } from '../../kernel/outcome.ts';

/** A question that was kept before it was sent to the resident's own phone, and that the vault has matched a reply to: about one answer alone. */
export type AskedHolder = { readonly caseId: CaseId; readonly round: number; readonly question: string };

export function proofOfReply({ caseId, round, question }: AskedHolder): VerdictProof {
  if (question === '') throw new Error('a proof needs a question that was sent');
  return mintVerdictProof(caseId, 'reply-to-message', round);
}

/**
 * The one place where a proof is made. `holder` is what a genuine receipt opened: a sealed session, or the code itself
 * checked a moment ago. No staff session, import or job has one (charter promise 4).
 */
export function proofOfReceipt(holder: { readonly caseId: CaseId; readonly ballotKey: string }): VerdictProof {
  if (holder.ballotKey === '') throw new Error('a proof needs a receipt');
  return mintVerdictProof(holder.caseId, 'receipt');
}
