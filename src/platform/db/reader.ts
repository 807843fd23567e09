import type { Instant } from '../../kernel/instant.ts';
import type { Actor } from './actor.ts';
import type { Statement } from './statement.ts';

/** Values a statement takes. Big integers travel as text; bytes as Uint8Array. */
export type SqlValue = string | number | boolean | null | Date | Uint8Array | readonly string[] | readonly number[] | readonly (Uint8Array | null)[];

/** Can read, and by its type cannot write: single statements outside any transaction, on the public pool. */
export interface Reader {
  /** All rows. bigint columns arrive as text, timestamptz as Date, bytea as Buffer, jsonb parsed. */
  rows<Row>(statement: Statement<Row>, values?: readonly SqlValue[]): Promise<Row[]>;
  /** The first row, or undefined. */
  row<Row>(statement: Statement<Row>, values?: readonly SqlValue[]): Promise<Row | undefined>;
}

declare const transaction: unique symbol;
/**
 * An open transaction with its actor set. Only `Database.inTransaction` makes one. Statements sent without waiting
 * (`Promise.all`) travel pipelined in order over the one connection that this transaction owns.
 */
export interface Tx extends Reader {
  readonly [transaction]: true;
  readonly actor: Actor;
  /** The database's clock (plus the demo offset) when the actor was set: the `at` of every event of this transaction. */
  readonly at: Instant;
  /** Runs a writing statement; how many rows it touched. */
  run(statement: Statement<unknown>, values?: readonly SqlValue[]): Promise<number>;
  /**
   * Sends COMMIT behind the statements sent so far without waiting for their answers: one packet there and back less. Only
   * where every one of them fails by itself when it must not count, because a failed one turns COMMIT into ROLLBACK, and
   * nothing may be sent after it. Wait for it `together` with them. Without it, the transaction commits when the work ends.
   */
  commit(): Promise<void>;
}
