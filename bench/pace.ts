import { parseArgs } from 'node:util';

/** How long a measurement takes: `rounds` times reference and ours, `seconds` each. */
export type Pace = { readonly rounds: number; readonly seconds: number };

/** `--rounds 5 --seconds 5`; undefined when the words are not understood. */
export function readPace(args: readonly string[]): Pace | undefined {
  try {
    const { values } = parseArgs({ args: [...args], options: { rounds: { type: 'string' }, seconds: { type: 'string' } } });
    const pace = { rounds: Number(values.rounds ?? 5), seconds: Number(values.seconds ?? 5) };
    const within = (value: number): boolean => Number.isInteger(value) && value >= 1 && value <= 120;
    return within(pace.rounds) && within(pace.seconds) ? pace : undefined;
  } catch {
    return undefined;
  }
}
