import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JurisdictionCode } from './kernel/ids.ts';
import { projectRoot, type Config } from './platform/config/index.ts';
import type { KeyProvider } from './platform/crypto/index.ts';
import type { ReadingClock } from './platform/clock/reading-clock.ts';
import type { Database } from './platform/db/database.ts';
import { createPhotos, createScanner, openAttachments } from './platform/files/index.ts';
import { createEndedSessions } from './platform/http/ended-sessions.ts';
import { waysOutOf } from './ways-out.ts';
import { createFormTokens } from './platform/http/form-token.ts';
import { createPressure } from './platform/http/pressure.ts';
import { createWorks } from './platform/http/work.ts';
import { createIdempotency } from './platform/http/idempotency.ts';
import { Reactions } from './platform/jobs/index.ts';
import type { StaffRole } from './platform/db/actor.ts';
import { holdersOf, permits, permittedAccounts, rolesWith, type Accounts } from './slices/accounts/index.ts';
import { logFolder } from './record/publish/index.ts';
import { createPromises } from './record/promises.ts';
import { createCases, rulesOf, type CaseDeps } from './slices/cases/index.ts';
import { createKnowledge, WRITE } from './slices/knowledge/index.ts';
import { createOpenData } from './slices/opendata/index.ts';
import { dayOf, type DirectoryCache } from './slices/units/index.ts';
import { createMatters } from './slices/matters/index.ts';
import { createSealedReports, sealedRulesOf } from './slices/sealed/index.ts';
import { createUnsealings, parseRequestId } from './slices/unsealing/index.ts';
import { createNotices, noticeMessages } from './slices/notices/index.ts';
import { createConfirmations, createVault, type Vault } from './slices/vault/index.ts';
import { createScorecards } from './slices/scorecards/index.ts';
import { askedMessages, createAsked, createBallots, type AskedWords } from './slices/verdicts/index.ts';
import { parseRetention } from './web/privacy/retention.ts';
import type { Locale } from './platform/i18n/index.ts';
import type { Letter } from './slices/vault/index.ts';
import { pathsOf } from './web/paths.ts';
import type { Services } from './web/services.ts';
import { orAway } from './web/vault-away.ts';

export type Parts = {
  readonly config: Pick<Config, 'dataDir'> & Partial<Pick<Config, 'clamd' | 'waysOut'>>;
  readonly database: Database;
  readonly keys: KeyProvider;
  readonly directories: DirectoryCache;
  readonly clock: ReadingClock;
  readonly defaultCode: JurisdictionCode;
  readonly accounts: Accounts;
  readonly isDemo: boolean;
  readonly publicUrl: string;
  readonly assets: Services['assets'];
  readonly open311Key?: Services['open311Key'];
  /** One apart; by default the one in this process, in the same database. */
  readonly vault?: Vault;
};

/** Puts the slices together: the only place, with background.ts, that knows them all. Tests use it as the program does. */
export function createServices(parts: Parts): Services {
  const { database, keys, directories } = parts;
  const recordFolder = (code: JurisdictionCode): string => logFolder(parts.config.dataDir, code);
  const reactions = new Reactions();
  const caseDeps: CaseDeps = { database, keys, rulesFor: (code) => rulesOf(directories.get(code)), reactions };
  const { simulator, delayMostMs, replySecret, ...ways } = waysOutOf(parts.config.waysOut, parts.isDemo);
  const vault = parts.vault ?? createVault(database, keys, ways);
  const { consents, tellings } = vault;
  const attachments = openAttachments(parts.config.dataDir);
  const idempotency = createIdempotency(keys.derive('idempotency v1'));
  const unsealings = createUnsealings({
    // While a vault apart does not answer nobody has agreed to anything: a look as agreed is refused, the rest goes on.
    consentOf: async (code, person) => { const consent = await orAway(consents.of(code, person)); return consent === 'away' ? undefined : consent; },
    database, keys, vault, reactions, directoryOf: (code) => directories.get(code), holdersOf: (code, roles) => holdersOf(database, code, roles),
    permits: (code, roles, permission) => permits(parts.accounts.organisation.permissionsOf(code), roles as readonly StaffRole[], permission),
    rolesWith: (code, permission) => rolesWith(parts.accounts.organisation.permissionsOf(code), permission),
  });
  const asked = createAsked({ cases: caseDeps, answers: vault.answers, wordsOf: (code) => askedWordsOf(parts, code) });
  const notices = createNotices({
    ...(replySecret === undefined ? {} : { askingOf: asked.askingOf }),
    database, keys, tellings, delayMostMs, letterOf: (code) => letterOf(parts, code),
    caseOfIdentity: async (actor, stream) => {
      const request = parseRequestId(stream.replace(/^identity:/, ''));
      return request === undefined ? undefined : unsealings.caseOf(actor, request);
    },
  });
  notices.register(reactions);
  const matters = createMatters(caseDeps);
  matters.register(reactions);
  return {
    ...parts, caseDeps, vault, attachments, tellings, notices, simulator, asked, replySecret,
    // A vault that is away tells nobody anything: then nothing is offered, and reports go on.
    waysOffered: () => tellings.offered().catch(() => []),
    callsOffered: () => vault.calls.offered().catch(() => false),
    cases: createCases(caseDeps), matters,
    confirmations: createConfirmations(vault),
    consents,
    ownContacts: vault.own,
    unsealings,
    scorecards: createScorecards(database, keys),
    ballots: createBallots(database, keys, (code) => directories.get(code).zone),
    photos: createPhotos(attachments, parts.config.clamd && createScanner(parts.config.clamd)),
    tokens: createFormTokens(keys.derive('form tokens v1')),
    ended: createEndedSessions(database, keys),
    pressure: createPressure(keys.derive('turns v1')),
    works: createWorks(keys.derive('proof of work v1')),
    retention: parseRetention(readFileSync(join(projectRoot(), 'jurisdictions', '_shared', 'retention.yaml'), 'utf8')),
    idempotency,
    sealed: createSealedReports({
      database, keys, rulesFor: (code) => sealedRulesOf(directories.get(code)), dayOf: (code, at) => dayOf(at, directories.get(code).zone),
      holders: (code) => permittedAccounts(parts.accounts, code, 'protection.handle'),
    }, idempotency),
    openData: createOpenData({ database, keys, dataDir: parts.config.dataDir }),
    knowledge: createKnowledge({
      database, keys, dayOf: (code, at) => dayOf(at, directories.get(code).zone),
      writerRole: (code, roles) => roles.find((role) => permits(parts.accounts.organisation.permissionsOf(code), [role], WRITE)),
    }),
    recordFolder,
    promises: createPromises({ keys, originOf: (code) => directories.get(code).origin, folderOf: recordFolder, nowSeconds: () => Math.floor(Date.now() / 1_000) }),
    demoProgress: { percent: undefined },
    open311Key: parts.open311Key ?? (() => 'fine'),
  };
}

/** A constant of the place: the same for every case (protection T30). */
function letterOf({ directories, defaultCode, publicUrl }: Parts, code: JurisdictionCode): Letter {
  const { names } = directories.get(code);
  const address = `${publicUrl}${pathsOf(code === defaultCode ? undefined : code).follow}`;
  const wordsIn = (locale: Locale) => {
    const words = noticeMessages(locale);
    return { subject: words.subject(names[locale]), text: words.text(names[locale], address) };
  };
  return { zh: wordsIn('zh'), en: wordsIn('en') };
}

/** Constants of the place, like the notice. */
function askedWordsOf({ directories }: Parts, code: JurisdictionCode): AskedWords {
  const { names } = directories.get(code);
  const helpIn = (locale: Locale) => ({ subject: askedMessages(locale).helpSubject(names[locale]), text: askedMessages(locale).help(names[locale]) });
  return { words: { zh: askedMessages('zh').ask(names.zh), en: askedMessages('en').ask(names.en) }, help: { zh: helpIn('zh'), en: helpIn('en') } };
}
