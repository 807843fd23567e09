import { randomFillSync } from 'node:crypto';

/** A call to the system costs more than all else that is done with 32 octets: rows by the thousand share some. */
const POOL_BYTES = 4_096;
const pool = Buffer.alloc(POOL_BYTES);
let used = POOL_BYTES;

/** Random octets for a key or nonce, from the system's generator. What is handed out is wiped where it lay. */
export function randomOctets(length: number): Buffer {
  if (length > POOL_BYTES) return randomFillSync(Buffer.alloc(length));
  if (used + length > POOL_BYTES) {
    randomFillSync(pool);
    used = 0;
  }
  const octets = Buffer.from(pool.subarray(used, used + length));
  pool.fill(0, used, used + length);
  used += length;
  return octets;
}
