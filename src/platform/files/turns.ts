/** Lets `atOnce` pieces of work run and `waitingMax` more wait in line; whoever comes after that is turned away. */
export type Turns = { take<T>(work: () => Promise<T>): Promise<T | 'full'> };

export function createTurns(atOnce: number, waitingMax: number): Turns {
  let running = 0;
  const line: (() => void)[] = [];
  return {
    async take(work) {
      if (running >= atOnce) {
        if (line.length >= waitingMax) return 'full';
        // The one who leaves hands its place over, so `running` stays as it is.
        await new Promise<void>((resolve) => { line.push(resolve); });
      } else {
        running += 1;
      }
      try {
        return await work();
      } finally {
        const next = line.shift();
        if (next) next();
        else running -= 1;
      }
    },
  };
}
