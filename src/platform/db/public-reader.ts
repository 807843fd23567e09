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
  #closed = false;

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
    this.#closed = true;
    const open = this.#connections.splice(0).filter((one) => one !== undefined);
    await Promise.all(open.map((one) => one.then((client) => client.end(), () => undefined)));
  }

  #connection(): Promise<Client> {
    if (this.#closed) return Promise.reject(new Error('the public reader is closed'));
    const slot = this.#next++ % CONNECTIONS;
    const known = this.#connections[slot];
    if (known) return known;
    const client = this.#open();
    const fresh = client.connect().then(() => client);
    // A lost connection is forgotten; the next read opens another, so a restarted server needs no restart of ours. It may
    // say so more than once, and late: by then its slot may hold the next one, which stays.
    const forget = (): void => {
      if (this.#connections[slot] !== fresh) return;
      this.#connections[slot] = undefined;
      client.end().catch(() => undefined);
    };
    client.on('error', forget);
    client.on('end', forget);
    fresh.catch(forget);
    this.#connections[slot] = fresh;
    return fresh;
  }
}
