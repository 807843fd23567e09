import type { CaseId, CaseNumber, JurisdictionCode } from '../../kernel/ids.ts';
import type { Decision } from '../../kernel/refusal.ts';
import type { Receipt, ReceiptCode } from '../../platform/crypto/index.ts';
import type { Actor } from '../../platform/db/actor.ts';
import type { Tx } from '../../platform/db/reader.ts';
import type { CaseRefusal } from './commands.ts';
import type { Act, CaseDeps, Submission } from './deps.ts';
import { actOnCase, perform, type Acted } from './handle.ts';
import { exchangeReceipt, openFormerReceipt, openReceipt, type FormerReceipt, type OpenedReceipt } from './receipts.ts';
import { submitCase, type Direct, type SubmissionKey, type SubmittedCase } from './submit.ts';
import { createSubmissionQueue } from './submit-together.ts';
import { sweepCases, type Swept } from './sweep.ts';

/** What this slice does, with all it needs in hand. Queries take a reader or a transaction and are functions of the index. */
export interface Cases {
  /** In a transaction of its own, or with others that came at the same time; see `submitCase` and `submit-together.ts`. */
  submit(actor: Actor, submission: Submission, key: SubmissionKey, direct?: Direct): Promise<Decision<SubmittedCase, CaseRefusal>>;
  /** In a transaction of its own. */
  act(actor: Actor, caseId: CaseId, act: Act): Promise<Decision<Acted, CaseRefusal>>;
  /** In the caller's; a verdict needs one of role `app_verdict`. */
  actIn(tx: Tx, caseId: CaseId, act: Act): Promise<Decision<Acted, CaseRefusal>>;
  /** What number and code open; undefined when either is wrong. */
  openReceipt(jurisdiction: JurisdictionCode, number: CaseNumber, code: ReceiptCode): Promise<OpenedReceipt | undefined>;
  /** The same for a code that a desk replaced. */
  openFormerReceipt(jurisdiction: JurisdictionCode, number: CaseNumber, code: ReceiptCode): Promise<FormerReceipt | undefined>;
  /** A new code for the old one, at once and once for each `seed`; see `exchangeReceipt`. `no-such-case` where number and code open none. */
  exchangeReceipt(jurisdiction: JurisdictionCode, old: Receipt, seed: Uint8Array): ReturnType<typeof exchangeReceipt>;
  sweep(jurisdiction: JurisdictionCode, onError: (error: unknown) => void): Promise<Swept>;
}

export function createCases(deps: CaseDeps): Cases {
  const queue = createSubmissionQueue(deps);
  return {
    submit: (actor, submission, key, direct) => (actor.kind === 'public' && direct === undefined
      ? queue.submit(actor.jurisdiction, submission, key) : submitCase(deps, actor, submission, key, direct)),
    act: (actor, caseId, act) => perform(deps, actor, caseId, act),
    actIn: (tx, caseId, act) => actOnCase(deps, tx, caseId, act),
    openReceipt: (jurisdiction, number, code) => openReceipt(deps, jurisdiction, { number, code }),
    openFormerReceipt: (jurisdiction, number, code) => openFormerReceipt(deps, jurisdiction, { number, code }),
    exchangeReceipt: (jurisdiction, old, seed) => exchangeReceipt(deps, jurisdiction, old, seed),
    sweep: (jurisdiction, onError) => sweepCases(deps, jurisdiction, onError),
  };
}
