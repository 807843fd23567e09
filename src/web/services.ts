import type { JurisdictionCode } from '../kernel/ids.ts';
import type { KeyProvider } from '../platform/crypto/index.ts';
import type { Simulator } from '../platform/gateway/index.ts';
import type { ReadingClock } from '../platform/clock/reading-clock.ts';
import type { Database } from '../platform/db/database.ts';
import type { EndedSessions } from '../platform/http/ended-sessions.ts';
import type { FormTokens } from '../platform/http/form-token.ts';
import type { Idempotency } from '../platform/http/idempotency.ts';
import type { Pressure } from '../platform/http/pressure.ts';
import type { Works } from '../platform/http/work.ts';
import type { Promises } from '../record/promises.ts';
import type { Attachments, Photos } from '../platform/files/index.ts';
import type { Accounts } from '../slices/accounts/index.ts';
import type { CaseDeps, Cases } from '../slices/cases/index.ts';
import type { Knowledge } from '../slices/knowledge/index.ts';
import type { OpenData } from '../slices/opendata/index.ts';
import type { DirectoryCache } from '../slices/units/index.ts';
import type { Matters } from '../slices/matters/index.ts';
import type { SealedReports } from '../slices/sealed/index.ts';
import type { Unsealings } from '../slices/unsealing/index.ts';
import type { Notices } from '../slices/notices/index.ts';
import type { Confirmations, Consents, OwnContacts, TellingChannel, Tellings, Vault } from '../slices/vault/index.ts';
import type { Open311Deps } from './api/open311/ports.ts';
import type { Scorecards } from '../slices/scorecards/index.ts';
import type { Retention } from './privacy/retention.ts';
import type { Assets } from '../ui/theme/manifest.ts';
import type { Asked, Ballots } from '../slices/verdicts/index.ts';

/** Everything the pages are assembled from. Made in main.ts, or by a test. */
export type Services = {
  readonly database: Database;
  readonly clock: ReadingClock;
  readonly keys: KeyProvider;
  readonly directories: DirectoryCache;
  readonly defaultCode: JurisdictionCode;
  readonly cases: Cases;
  readonly caseDeps: CaseDeps;
  readonly matters: Matters;
  readonly vault: Vault;
  readonly confirmations: Confirmations;
  readonly consents: Consents;
  readonly tellings: Tellings;
  readonly notices: Notices;
  /** By which ways somebody can be told now; none while the vault is away. Never rejects. */
  readonly waysOffered: () => Promise<readonly TellingChannel[]>;
  /** Whether a call can be connected now; never rejects. */
  readonly callsOffered: () => Promise<boolean>;
  /** What a demo sends, shown instead of sent; absent wherever a way out is configured. */
  readonly simulator: Simulator | undefined;
  /** "Is it solved?" by an ordinary phone: which case a question is about, and what came back. */
  readonly asked: Asked;
  /** Signs what the text gateway hands back; undefined where nobody is asked by text message. */
  readonly replySecret: string | undefined;
  readonly ownContacts: OwnContacts;
  readonly unsealings: Unsealings;
  readonly ballots: Ballots;
  readonly sealed: SealedReports;
  readonly scorecards: Scorecards;
  readonly openData: OpenData;
  readonly knowledge: Knowledge;
  readonly accounts: Accounts;
  readonly photos: Photos;
  readonly attachments: Attachments;
  readonly tokens: FormTokens;
  /** Receipt sessions that were left before their hour was over. */
  readonly ended: EndedSessions;
  /** Whether more is being reported from a network than people there would. */
  readonly pressure: Pressure;
  readonly works: Works;
  readonly idempotency: Idempotency;
  /** What is kept for how long: shown to everyone, obeyed by housekeeping. */
  readonly retention: readonly Retention[];
  /** Whether a jurisdiction asks Open311 clients for a key, and whether this one will do. */
  readonly open311Key: Open311Deps['apiKey'];
  readonly isDemo: boolean;
  /** How far the demo's town is on its way to today, 0–99 percent; undefined once it has arrived. */
  readonly demoProgress: { percent: number | undefined };
  /** Where the published files of a log lie. */
  readonly recordFolder: (code: JurisdictionCode) => string;
  /** Signed promises to publish an entry, while no checkpoint covers it. */
  readonly promises: Promises;
  readonly publicUrl: string;
  readonly assets: Assets;
};
