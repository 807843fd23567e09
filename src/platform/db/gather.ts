/** More in one statement only make the first wait for the last. */
const COMPANY_MAX = 64;
/** While these run, whoever comes next gathers for the one after: nobody waits for company. */
const RUNNING_MAX = 2;

type Waiting<Item> = { readonly item: Item; readonly resolve: () => void; readonly reject: (error: unknown) => void };

/**
 * Work that costs little more for many than for one, done for all that come while others are being done. Alone, an item
 * goes at once. Where `many` fails, each goes again by itself through `many`, so that nobody fails for another's sake: what
 * it does must be harmless to do twice.
 */
export function gather<Item>(many: (items: readonly Item[]) => Promise<unknown>): (item: Item) => Promise<void> {
  const waiting: Waiting<Item>[] = [];
  let running = 0;
  const alone = (one: Waiting<Item>): Promise<void> => many([one.item]).then(() => { one.resolve(); }, one.reject);
  const next = (): void => {
    if (running >= RUNNING_MAX || waiting.length === 0) return;
    const company = waiting.splice(0, COMPANY_MAX);
    running += 1;
    void many(company.map((one) => one.item))
      .then(() => { for (const one of company) one.resolve(); }, () => Promise.all(company.map(alone)))
      .finally(() => {
        running -= 1;
        next();
      });
  };
  return (item) => new Promise((resolve, reject) => {
    waiting.push({ item, resolve, reject });
    // After this turn's other requests have joined.
    if (waiting.length === 1) setImmediate(next);
  });
}
