import { formatNumber } from './platform/i18n/index.ts';
import type { Wanted } from './verify-arguments.ts';
import { verifyMessages } from './verify-messages.ts';
import type { Verdict } from './verify/index.ts';

/** What a verification prints to and reads from; a test gives its own. */
export type Terminal = {
  readonly print: (line: string) => void;
  readonly progress: (line: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
};

/** What is told to machines beside the verdict. */
export type Outcome = { readonly verdict: Verdict; readonly json: Readonly<Record<string, unknown>> };

const PROGRESS_EVERY = 50_000;

export function undecided(problem: string, terminal: Terminal): Outcome {
  terminal.print(problem);
  return { verdict: 'undecided', json: { verdict: 'undecided', problem } };
}

export function progressPrinter({ locale }: Wanted, terminal: Terminal): (size: number, of: number) => void {
  let printed = 0;
  return (done, of) => {
    if (done < printed + PROGRESS_EVERY) return;
    printed = done;
    terminal.progress(verifyMessages(locale).progress(formatNumber(done, locale), formatNumber(of, locale)));
  };
}
