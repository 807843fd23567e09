import { readFile } from 'node:fs/promises';
import { parseOwnWords } from './record/log/index.ts';
import { verifyMessages } from './verify-messages.ts';
import type { Paper } from './verify-papers.ts';
import { undecided, type Outcome } from './verify-terminal.ts';
import { checkOwnWords } from './verify/index.ts';

/** The file that a resident keeps of what they said: is each word what the record committed to, and is the entry in the record? */
export async function checkWords({ wanted, trusted, terminal }: Paper, file: string): Promise<Outcome> {
  const words = verifyMessages(wanted.locale);
  const bytes = await readFile(file).catch(() => undefined);
  if (!bytes) return undecided(words.fileUnreadable(file), terminal);
  const own = parseOwnWords(bytes);
  if (!own) return undecided(words.wordsUnreadable, terminal);
  const faults: unknown[] = [];
  for (const act of own.acts) {
    const labels = Object.keys(act.words).join(', ');
    const checked = checkOwnWords(act, trusted.policy);
    if (checked.refused) {
      faults.push(checked.reason);
      terminal.print(words.wordsBroken('label' in checked.reason ? checked.reason.label : labels));
    } else {
      terminal.print(checked.value.signed ? words.wordsHold(labels) : words.wordsUnproven(labels));
    }
  }
  const verdict = faults.length === 0 ? 'holds' : 'broken';
  return { verdict, json: { verdict, words: { acts: own.acts.length, faults } } };
}
