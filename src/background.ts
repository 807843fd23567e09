import type { JurisdictionCode } from './kernel/ids.ts';
import { HOUR_MS, MINUTE_MS, plusMs } from './kernel/instant.ts';
import { purgeIdempotencyKeys } from './platform/http/idempotency.ts';
import { startJobs, startSweeper, type Jobs, type Sweeper } from './platform/jobs/index.ts';
import { appendWitnessed, discloseDue, sequenceAll, startSequencer } from './record/index.ts';
import { elsewhereOf } from './erasure.ts';
import { createCaseCells, createShowOpened, eraseWhatWasAsked, heldPersons, namedPhotos, purgeSubmissionKeys, restedPersons } from './slices/cases/index.ts';
import { dayOf, type Directory } from './slices/units/index.ts';
import { eraseExpired, eraseOrphans } from './slices/vault/index.ts';
import { keptMs } from './web/privacy/retention.ts';
import type { Services } from './web/services.ts';
import { orAway } from './web/vault-away.ts';

export type Background = {
  /** Every timer due now has fired when this resolves: for a demo whose clock just moved, and for tests. */
  sweepNow(): Promise<void>;
  housekeepNow(): Promise<void>;
  stop(): Promise<void>;
};

type OnError = (error: unknown, what: string) => void;

const HOUSEKEEPING_MS = 10 * MINUTE_MS;
/** Photos of forms that were never sent are kept as long as such a form may still be sent. */
const PHOTO_KEPT_MS = 25 * HOUR_MS;
/** How often scorecards are published while a demo's town is still living up to today, in its own days. */
const FILLING_DAYS = 7;

/** What goes on without a reader: the log's sequencer, timers, jobs, housekeeping. All of it may die at any moment. */
export async function startBackground(services: Services, onError: OnError): Promise<Background> {
  const codes = () => services.directories.list().map((directory) => directory.code);
  const sequencer = startSequencer({ database: services.database, jurisdictions: codes, onError: (error) => { onError(error, 'sequencer'); } });
  const jobs: Jobs = await startJobs({ database: services.database, reactions: services.caseDeps.reactions, onError });
  // Apart from the timers: a slow gateway holds up no clock.
  const telling: Sweeper = startSweeper(() => sweepNotices(services), (error) => { onError(error, 'notices'); });
  const sweeper: Sweeper = startSweeper(() => sweepTimers(services, onError), (error) => { onError(error, 'sweeper'); });
  // Failing here is made good by housekeeping.
  void services.promises.publishKeys(codes()).catch((error: unknown) => { onError(error, 'promise keys'); });
  const timer = setInterval(() => void housekeep(services, onError), HOUSEKEEPING_MS);
  timer.unref();
  return {
    sweepNow: async () => { await sweeper.sweepNow(); await telling.sweepNow(); },
    housekeepNow: () => housekeep(services, onError),
    async stop() {
      clearInterval(timer);
      await Promise.all([sweeper.stop(), telling.stop(), jobs.stop(), sequencer.stop(), services.confirmations.close(), services.openData.close()]);
    },
  };
}

async function sweepTimers(services: Services, onError: OnError): Promise<number> {
  let fired = 0;
  for (const directory of services.directories.list()) {
    fired += (await services.cases.sweep(directory.code, (error) => { onError(error, 'timer'); })).fired;
    fired += await services.sealed.sweep(directory.code, (error) => { onError(error, 'timer of a sealed report'); });
    await discloseOnceADay(services, directory).catch((error: unknown) => { onError(error, 'disclosure'); });
  }
  return fired;
}

async function sweepNotices({ directories, notices, asked, replySecret }: Services): Promise<number> {
  let sent = 0;
  for (const { code } of directories.list()) {
    sent += await notices.sweep(code);
    if (replySecret !== undefined) {
      // While the vault is away nothing came to it either.
      const answers = await orAway(asked.sweep(code));
      sent += answers === 'away' ? 0 : answers;
    }
  }
  return sent;
}

/** The day whose batch this process has written, by jurisdiction. Another process, or a restart, writes what is due and finds the rest done. */
const disclosed = new WeakMap<Services, Map<string, string>>();

/** What waited for company is opened at the first look of each day of the jurisdiction; a demo's days pass quickly. */
async function discloseOnceADay(services: Services, { code, zone }: Directory): Promise<void> {
  const days = disclosed.get(services) ?? new Map<string, string>();
  disclosed.set(services, days);
  await services.clock.refresh();
  const today = dayOf(services.clock.now(), zone);
  if (days.get(code) === today) return;
  const { database, keys, caseDeps } = services;
  await sequenceAll(database, code);
  await discloseDue({ database, keys, cellOf: createCaseCells(caseDeps.rulesFor), onOpened: createShowOpened(caseDeps.rulesFor) }, code, today);
  days.set(code, today);
  // What was opened just now counts at once. Failing here is made good by housekeeping.
  await publishScorecards(services, code, today);
}

/** Ballots that may be counted, then the figures of the day. A demo's town that lives through months in a minute is reckoned weekly. */
async function publishScorecards({ database, ballots, scorecards, demoProgress }: Services, code: JurisdictionCode, today: string): Promise<void> {
  await ballots.sealBatches(code);
  await sequenceAll(database, code);
  await scorecards.publishDue(code, today, demoProgress.percent === undefined ? 1 : FILLING_DAYS);
}

/** Figures of the day, deposits without a case, keys and sessions past their time. Each stands alone: one failing stops no other. */
async function housekeep(services: Services, onError: OnError): Promise<void> {
  const { database } = services;
  const attempt = (what: string, work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => { onError(error, what); });
  for (const { code } of services.directories.list()) {
    const system = { kind: 'system', jurisdiction: code, job: 'housekeeping' } as const;
    await attempt('scorecards', publishScorecards(services, code, dayOf(services.clock.now(), services.directories.get(code).zone)));
    const { zone } = services.directories.get(code);
    await attempt('witnessed checkpoint', appendWitnessed(services, code, services.recordFolder(code), (at) => dayOf(at, zone)));
    await attempt('vault', eraseOrphans(services.vault, code, (refs) => database.inTransaction(system, (tx) => heldPersons(tx, refs), 'worker')));
    await attempt('contacts past their time', eraseExpired(services.vault, code, keptMs(services.retention, 'contact'), (refs, before) => database.inTransaction(system, (tx) => restedPersons(tx, refs, before), 'worker')));
    await attempt('counts of messages', services.tellings.forget(code));
    await attempt('questions', services.asked.forgetOld(code, (now) => plusMs(now, -keptMs(services.retention, 'questions'))));
    await attempt('notices', services.notices.forgetOld(code, (now) => plusMs(now, -keptMs(services.retention, 'notices'))));
    await attempt('erasures asked for', eraseWhatWasAsked(services.caseDeps, elsewhereOf(services), code));
    await attempt('idempotency keys', database.inTransaction(system, (tx) => purgeIdempotencyKeys(tx), 'worker'));
    await attempt('sessions', services.accounts.purgeSessions(code));
    await attempt('ended sessions', database.inTransaction(system, (tx) => services.ended.purge(tx), 'worker'));
    await attempt('open data', sequenceAll(database, code).then(() => services.openData.publishDue(services.directories.get(code))));
  }
  await attempt('promise keys', services.promises.publishKeys(services.directories.list().map(({ code }) => code)));
  await attempt('submission keys', purgeSubmissionKeys(database));
  await attempt('photos', services.attachments.sweep(async (names) => {
    const known = new Set<string>();
    for (const { code } of services.directories.list()) {
      const system = { kind: 'system', jurisdiction: code, job: 'housekeeping' } as const;
      for (const name of await database.inTransaction(system, (tx) => namedPhotos(tx, names), 'worker')) known.add(name);
    }
    return known;
  }, PHOTO_KEPT_MS));
}

