import { parseCaseId, parseCaseNumber, type CaseId, type CaseNumber } from '../../kernel/ids.ts';
import { accept, type Decision } from '../../kernel/refusal.ts';
import type { Receipt, ReceiptCode } from '../../platform/crypto/index.ts';
import type { Actor } from '../../platform/db/actor.ts';
import type { Tx } from '../../platform/db/reader.ts';
import { statement } from '../../platform/db/statement.ts';
import type { CaseRefusal, SettleReissue } from './commands.ts';
import { decide } from './decide.ts';
import { authorOf, type CaseDeps } from './deps.ts';
import { actOnCase } from './handle.ts';
import { readCase } from './load.ts';
import { contestedReissue, type ReissueReason } from './receipt.ts';
import { codeOfSeed, openReceipt, replace, restore } from './receipts.ts';
import type { Hand } from './removals.ts';

/** What waits for another person, as the desk sees it: nothing of the case itself. */
export type WaitingReissue = { readonly caseId: CaseId; readonly number: CaseNumber; readonly day: string } & (
  | { readonly state: 'asked'; readonly reason: ReissueReason; readonly asker: Hand }
  | { readonly state: 'contested'; readonly words: string; readonly hands: readonly Hand[] }
);

const WAITING_MAX = 50;

/** Those that the actor may see and has had no hand in. */
export async function waitingReissues(tx: Tx): Promise<readonly WaitingReissue[]> {
  const rows = await tx.rows(selectWaiting, [tx.actor.jurisdiction, WAITING_MAX]);
  const account = tx.actor.kind === 'staff' ? tx.actor.accountId : '';
  const waiting: WaitingReissue[] = [];
  for (const row of rows) {
    const [caseId, number] = [parseCaseId(row.case_id), parseCaseNumber(row.number)];
    const loaded = caseId && await readCase(tx, caseId);
    if (!caseId || !number || !loaded || loaded.state.facts.erased) continue;
    const { receipt } = loaded.state.facts;
    const contested = contestedReissue(receipt);
    if (contested && !contested.accounts.includes(account)) waiting.push({ caseId, number, day: contested.day, state: 'contested', words: contested.words, hands: [contested.asker, contested.issuer] });
    else if (!contested && receipt.asked && tx.at < receipt.asked.lapsesAt && receipt.asked.account !== account) waiting.push({ caseId, number, day: receipt.asked.day, state: 'asked', reason: receipt.asked.reason, asker: receipt.asked.hand });
  }
  return waiting;
}

/** Why this actor may not ask for it, before anything is put to the vault: that no contact was left is for the vault alone to know. */
export async function reissueFault(deps: CaseDeps, tx: Tx, caseId: CaseId): Promise<CaseRefusal | undefined> {
  const loaded = await readCase(tx, caseId);
  if (!loaded) return { kind: 'no-such-case' };
  const decision = decide(loaded.state, { do: 'ask-reissue', by: authorOf(tx.actor), reason: 'lost' }, tx.at, deps.rulesFor(tx.actor.jurisdiction));
  return decision.refused && decision.reason.kind !== 'no-contact' ? decision.reason : undefined;
}

/** The second person's act: a new code, which knows no ballot of the old one. Sent again by the same form it is the same code. */
export async function reissue(deps: CaseDeps, actor: Actor, caseId: CaseId, number: CaseNumber, seed: Uint8Array): Promise<Decision<ReceiptCode, CaseRefusal>> {
  const fresh: Receipt = { number, code: codeOfSeed(deps.keys, actor.jurisdiction, seed) };
  if ((await openReceipt(deps, actor.jurisdiction, fresh))?.caseId === caseId) return accept(fresh.code);
  return deps.database.inTransaction(actor, async (tx) => {
    const done = await actOnCase(deps, tx, caseId, { do: 'reissue-receipt' });
    if (done.refused) return done;
    await replace(deps, tx, caseId, done.value.state.seq, fresh, null);
    return accept(fresh.code);
  });
}

/** In the caller's transaction. Overturned: the code that was replaced opens the case again, with the ballots that were its own. */
export async function settleReissueIn(deps: CaseDeps, tx: Tx, caseId: CaseId, ruling: Omit<SettleReissue, 'do' | 'by'>): Promise<Decision<undefined, CaseRefusal>> {
  const contested = contestedReissue((await readCase(tx, caseId))?.state.facts.receipt ?? { generation: 1, owed: false, exchanges: 0, ballotsFrom: 1, reissues: [] });
  const done = await actOnCase(deps, tx, caseId, { do: 'settle-reissue', ...ruling });
  if (done.refused) return done;
  if (ruling.ruling === 'overturned' && contested) await restore(tx, caseId, done.value.state.seq, contested.generation);
  return accept(undefined);
}

const selectWaiting = statement<{ case_id: string; number: string }>('app_actor', 'cases.select_waiting_reissues', `
  select case_id, number from cases.cases where jurisdiction = $1 and reissue is not null order by submitted_at, case_id limit $2`);
