import type { JurisdictionCode } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { accept, refuse, type Decision } from '../../kernel/refusal.ts';
import type { KeyProvider } from '../../platform/crypto/index.ts';
import type { Actor } from '../../platform/db/actor.ts';
import type { Database } from '../../platform/db/database.ts';
import { topicLevel1, type Ballot } from './ballot.ts';
import { batchesOf, firstOpenMonth, type MonthOfBallots } from './batch.ts';
import { holdBatches, sealBatch } from './seal.ts';
import { castBallot, countUnbatched } from './store.ts';

export type BallotRefusal = { readonly kind: 'ballot-closed' };

export interface Ballots {
  /**
   * Casts or recasts, in a transaction of its own: never together with the case's, so that no row says which case it was.
   * The caller has checked the receipt. Refused once the month of the first cast has been counted.
   */
  cast(ballot: Ballot): Promise<Decision<undefined, BallotRefusal>>;
  /** Counts what may be counted by now, and says it in the record. Safe to run at any time and as often as one likes; returns the batches made. */
  sealBatches(jurisdiction: JurisdictionCode): Promise<number>;
}

export function createBallots(database: Database, keys: KeyProvider, zoneOf: (jurisdiction: JurisdictionCode) => string): Ballots {
  return {
    async cast(ballot) {
      const { jurisdiction } = ballot;
      // The actor is "public": a transaction that knows the case would tie the two together in the server's own statistics.
      const touched = await database.inTransaction({ kind: 'public', jurisdiction }, (tx) => {
        const today = dayIn(tx.at, zoneOf(jurisdiction));
        return tx.run(castBallot, [
          jurisdiction, ballot.key, ballot.unit, today.slice(0, 7), topicLevel1(ballot.topic), ballot.channelGroup, ballot.score, firstOpenMonth(today),
        ]);
      }, 'app_verdict');
      return touched === 1 ? accept(undefined) : refuse({ kind: 'ballot-closed' });
    },
    async sealBatches(jurisdiction) {
      const actor: Actor = { kind: 'system', jurisdiction, job: 'ballots' };
      return database.inTransaction(actor, async (tx) => {
        await holdBatches(tx);
        const zone = zoneOf(jurisdiction);
        const openFrom = firstOpenMonth(dayIn(tx.at, zone));
        const months = await tx.rows(countUnbatched, [jurisdiction, openFrom]);
        let made = 0;
        for (const [unit, ofUnit] of byUnit(months)) {
          for (const batch of batchesOf(ofUnit, openFrom)) {
            // A crash anywhere here leaves neither the batch nor the new order nor its entry: the whole is one transaction.
            await sealBatch(tx, unit, batch, zone, keys);
            made += 1;
          }
        }
        return made;
      }, 'worker');
    },
  };
}

function byUnit(rows: readonly { unit: string; month: string; scores: number[] }[]): ReadonlyMap<string, MonthOfBallots[]> {
  const units = new Map<string, MonthOfBallots[]>();
  for (const { unit, month, scores } of rows) units.set(unit, [...(units.get(unit) ?? []), { month, scores: fiveOf(scores) }]);
  return units;
}

function fiveOf(scores: readonly number[]): [number, number, number, number, number] {
  const [one = 0, two = 0, three = 0, four = 0, five = 0] = scores;
  return [one, two, three, four, five];
}

/** `2026-11-22` in the jurisdiction's zone. */
function dayIn(at: Instant, zone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at);
}
