import type { JurisdictionCode } from '../../kernel/ids.ts';
import type { PublicAddress } from '../../platform/db/database.ts';
import type { Trouble } from './trouble.ts';

/** One log to publish: its name is the C2SP origin, configured once and never changed. */
export type PublishedLog = { readonly code: JurisdictionCode; readonly origin: string };

export type RunOptions = {
  readonly dataDir: string;
  /** Entered under the role `app_public` alone. */
  readonly address: PublicAddress;
  /** Asked anew at each round. */
  readonly logs: () => readonly PublishedLog[];
  /** A fragment of a C2SP tlog-policy: lines witness, group, quorum. Absent: no witness is asked. */
  readonly witnessesFile?: string;
  /** Told once when a log begins to stand still, and again when the reason changes. */
  readonly onTrouble: (trouble: Trouble, code?: JurisdictionCode) => void;
  readonly onPublished?: (code: JurisdictionCode, size: number) => void;
};

export type RunningPublisher = {
  /** Ends after the publication in hand. */
  stop(): Promise<void>;
};

/** Publishes in this process: what the child does, and what tests may do without one. */
export function runPublisher(_options: RunOptions): RunningPublisher {
  return { stop: () => Promise.resolve() };
}
