/** "Current transaction is aborted": what every statement answers that was sent behind the one that failed. */
const ABORTED = '25P02';

/** COMMIT was answered with ROLLBACK, because a statement before it had failed: an echo, too. */
export class RolledBack extends Error {
  override readonly name = 'RolledBack';
}

/**
 * Waits for statements of one transaction that were sent together. When one fails, those behind it fail because of it:
 * throws the cause, never an echo, and only when all have been answered.
 */
export async function together<const Sent extends readonly unknown[]>(sent: Sent): Promise<{ -readonly [Place in keyof Sent]: Awaited<Sent[Place]> }> {
  const settled = await Promise.allSettled(sent);
  const failures = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
  if (failures.length > 0) throw failures.find((failure) => (failure as { code?: unknown }).code !== ABORTED && !(failure instanceof RolledBack)) ?? failures[0];
  return settled.map((one) => (one as PromiseFulfilledResult<unknown>).value) as { -readonly [Place in keyof Sent]: Awaited<Sent[Place]> };
}
