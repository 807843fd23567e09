import { appendFile, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type { Told } from './fold.ts';

/** Beyond this many entries there are a thousand parts, so that the cases of one still fit into a few MB. */
const FEW_ENTRIES_MAX = 1_000_000;
/** What waits to be written, in all parts together. */
const WAITING_CHARACTERS = 6_400_000;
/** Read in a row before others get their turn. */
const LINES_A_TURN = 500;

/**
 * What the log tells of cases lies apart, in the order of the log. Kept here by the first digits of the case's number, which
 * are random: each part is small, in no order but the log's, and read once; memory does not grow with the log.
 */
export class Spill {
  readonly #folder: string;
  readonly #digits: number;
  readonly #waiting = new Map<string, string>();
  readonly #written = new Set<string>();

  constructor(folder: string, entries: number) {
    this.#folder = folder;
    this.#digits = entries > FEW_ENTRIES_MAX ? 3 : 2;
  }

  async add(number: string, told: Told): Promise<void> {
    const part = number.slice(0, this.#digits);
    const text = `${this.#waiting.get(part) ?? ''}${JSON.stringify([number, told])}\n`;
    this.#waiting.set(part, text);
    if (text.length >= WAITING_CHARACTERS / 10 ** this.#digits) await this.#write(part, text);
  }

  /** Every case with what is told of it, by number; afterwards nothing is left. */
  async *cases(): AsyncGenerator<{ readonly number: string; readonly told: readonly Told[] }> {
    for (const part of [...new Set([...this.#waiting.keys(), ...this.#written])].sort()) {
      const text = `${this.#written.has(part) ? await readFile(this.#pathOf(part), 'utf8') : ''}${this.#waiting.get(part) ?? ''}`;
      const cases = new Map<string, Told[]>();
      for (const [at, line] of text.split('\n').entries()) {
        if (line === '') continue;
        if (at % LINES_A_TURN === 0) await turn();
        const [number, told] = JSON.parse(line) as [string, Told];
        const known = cases.get(number);
        if (known) known.push(told);
        else cases.set(number, [told]);
      }
      for (const number of [...cases.keys()].sort()) yield { number, told: cases.get(number) ?? [] };
    }
    await this.remove();
  }

  async remove(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #write(part: string, text: string): Promise<void> {
    if (this.#written.size === 0) await mkdir(this.#folder, { recursive: true });
    this.#written.add(part);
    this.#waiting.delete(part);
    await appendFile(this.#pathOf(part), text);
  }

  #pathOf(part: string): string {
    return join(this.#folder, `${part}.part`);
  }
}
