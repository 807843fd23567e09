import { createHmac } from 'node:crypto';
import type { CaseId, JurisdictionCode } from '../../kernel/ids.ts';
import type { Outcome } from '../../kernel/outcome.ts';
import type { Decision } from '../../kernel/refusal.ts';
import type { Tx } from '../../platform/db/reader.ts';
import { actOnCase, type Acted, type CaseDeps, type CaseRefusal } from '../cases/index.ts';
import { proofOfReceipt, proofOfReply, type AskedHolder } from './proof.ts';

/** Whoever opened a case with its receipt. */
export type ReceiptHolder = { readonly jurisdiction: JurisdictionCode; readonly caseId: CaseId; readonly ballotKey: string };

/**
 * The resident says whether it is solved. The only way to an outcome: under the database role `app_verdict`, which no
 * staff request uses, and which alone the record lets write a judgement.
 */
export function judge(deps: CaseDeps, holder: ReceiptHolder, outcome: Outcome, comment: string | undefined): Promise<Decision<Acted, CaseRefusal>> {
  const { jurisdiction, caseId } = holder;
  return deps.database.inTransaction({ kind: 'resident', jurisdiction, caseId }, (tx) => judgeIn(deps, tx, holder, outcome, comment), 'app_verdict');
}

/** The same in the caller's transaction, which must be the resident's and of role `app_verdict`. */
export function judgeIn(deps: CaseDeps, tx: Tx, holder: ReceiptHolder, outcome: Outcome, comment: string | undefined): Promise<Decision<Acted, CaseRefusal>> {
  const proof = proofOfReceipt(holder);
  return actOnCase(deps, tx, holder.caseId, { do: 'judge', outcome, proof, ...(comment === undefined ? {} : { comment }) });
}

/** The same by the reply to a question that went to the resident's phone (promises 2, 4): the same transaction, role and rules. */
export function judgeAsked(deps: CaseDeps, asked: AskedHolder & { readonly jurisdiction: JurisdictionCode }, outcome: Outcome): Promise<Decision<Acted, CaseRefusal>> {
  const { jurisdiction, caseId } = asked;
  return deps.database.inTransaction({ kind: 'resident', jurisdiction, caseId }, (tx) => actOnCase(deps, tx, caseId, { do: 'judge', outcome, proof: proofOfReply(asked) }), 'app_verdict');
}

/** One ballot for each round, since each round has an answer of its own: HMAC-SHA256(ballot key, "round <n>"), 32 bytes. */
export function ballotKeyOfRound(ballotKey: string, round: number): Buffer {
  return createHmac('sha256', Buffer.from(ballotKey, 'base64url')).update(`round ${round}`).digest();
}
