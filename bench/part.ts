import { fork, type ChildProcess } from 'node:child_process';

/**
 * A part of a measurement that runs in a process of its own, so that generator, reference and program do not share one
 * thread: this same program again, which gets its order over the channel between them (an order may hold a password).
 */
export type Part<Answer> = { readonly answer: Answer; readonly pid: number; stop(): Promise<void> };

/** Starts the part and waits for its answer. Throws what the part threw. */
export async function startPart<Answer>(name: string, order: unknown): Promise<Part<Answer>> {
  const script = process.argv[1];
  if (script === undefined) throw new Error('a part needs the script that runs us');
  const child = fork(script, [`part-${name}`], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const answer = await new Promise<Answer>((resolve, reject) => {
    child.once('message', (message: { readonly answer: Answer } | { readonly error: string }) => {
      if ('error' in message) reject(new Error(`${name}: ${message.error}`));
      else resolve(message.answer);
    });
    child.once('exit', (code) => { reject(new Error(`${name} ended with ${String(code)} before it answered`)); });
    child.send({ order });
  });
  return { answer, pid: child.pid ?? 0, stop: () => ended(child) };
}

/** The other side: gets the order, answers once, and lives on until it is stopped (or, with nothing left to do, ends). */
export async function servePart(work: (order: never) => Promise<unknown>): Promise<void> {
  const order = await new Promise<never>((resolve) => {
    process.once('message', (message: { readonly order: never }) => { resolve(message.order); });
  });
  // Whoever ordered is gone: nobody is left to stop us.
  process.once('disconnect', () => process.exit(0));
  const answer = await work(order).then((made) => ({ answer: made }), (error: unknown) => ({ error: String(error) }));
  process.send?.(answer);
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => { child.once('exit', resolve); });
  child.kill();
  await gone;
}
