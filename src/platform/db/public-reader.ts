import type { Client } from 'pg';
import type { Reader, SqlValue } from './reader.ts';
import type { Statement } from './statement.ts';

/** Two suffice to keep one PostgreSQL busy with pipelined reads (2.2–2.8 × one query at a time). */
const CONNECTIONS = 2;

/** Shares a few pipelined connections among all requests: single statements only, no actor, no transaction. */
export class PublicReader implements Reader {
  readonly #open: () => Client;
  readonly #connections: (Promise<Client> | undefined)[] = Array.from({ length: CONNECTIONS }, () => undefined);
  #next = 0;

  constructor(open: () => Client) {
    this.#open = open;
  }

  async rows<Row>(made: Statement<Row>, values: readonly SqlValue[] = []): Promise<Row[]> {
    const client = await this.#connection();
    const answer = await client.query({ name: made.name, text: made.text, values: values as unknown[] });
    return answer.rows as Row[];
  }

  async row<Row>(made: Statement<Row>, values: readonly SqlValue[] = []): Promise<Row | undefined> {
    return (await this.rows(made, values))[0];
  }

  async close(): Promise<void> {
    const open = this.#connections.splice(0).filter((one) => one !== undefined);
    await Promise.all(open.map((one) => one.then((client) => client.end(), () => undefined)));
  }

  #connection(): Promise<Client> {
    const slot = this.#next++ % CONNECTIONS;
    const known = this.#connections[slot];
    if (known) return known;
    const fresh = this.#connect(slot);
    this.#connections[slot] = fresh;
    fresh.catch(() => this.#forget(slot, fresh));
    return fresh;
  }

  async #connect(slot: number): Promise<Client> {
    const client = this.#open();
    // A lost connection is forgotten; the next read opens another, so a restarted server needs no restart of ours.
    const forget = (): void => { this.#connections[slot] = undefined; };
    client.on('error', forget);
    client.on('end', forget);
    await client.connect();
    return client;
  }

  #forget(slot: number, lost: Promise<Client>): void {
    if (this.#connections[slot] === lost) this.#connections[slot] = undefined;
  }
}
