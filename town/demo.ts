import type { FastifyInstance } from 'fastify';
import { DAY_MS, HOUR_MS, MINUTE_MS, type Instant } from '../src/kernel/instant.ts';
import { advanceClock } from '../src/platform/clock/index.ts';
import type { Background } from '../src/background.ts';
import type { Services } from '../src/web/services.ts';
import { createAgenda, type Agenda, type Planned } from './agenda.ts';
import { chanceOf } from './chance.ts';
import { createDesk } from './desk.ts';
import { planLife } from './life.ts';
import { planSealed } from './sealed.ts';

/** How far in the past a demo begins, so that its town has lived until today. */
export const DEMO_DAYS = 120;
const CASES = 420;
const SEED = 20261122;
/** Timers are looked at once in so much of the town's time: soon enough for limits of hours and days. */
const SWEEP_EVERY_MS = HOUR_MS;
/** Nearer to now than this, the town has arrived. */
const ARRIVED_MS = HOUR_MS;

export type Filling = {
  readonly app: FastifyInstance; readonly services: Services; readonly background: Background;
  readonly onProgress: (done: number, all: number) => void;
};

let cancelled = false;
let sweptAt = 0;

/**
 * Lets the demo county live from where its clock stands up to now. It acts only through the pages' own handlers, and moves
 * the clock of the demo; a run that was cut short goes on from where it stopped. Undefined when it has arrived already.
 */
export async function fillDemoTown(filling: Filling): Promise<{ readonly cases: number; readonly seconds: number } | undefined> {
  const { services, background, onProgress } = filling;
  await services.clock.refresh();
  const realNow = Date.now();
  const behindMs = realNow - services.clock.now();
  if (behindMs < ARRIVED_MS) return undefined;
  const cases = Math.max(1, Math.round((CASES * behindMs) / (DEMO_DAYS * DAY_MS)));
  const chance = chanceOf(SEED);
  const agenda = createAgenda();
  const desk = await createDesk(filling.app, services);
  const town = { agenda, chance, desk, services, spoken: 0 };
  planLife(town, services.clock.now(), realNow as Instant, cases);
  planSealed(town, services.clock.now(), realNow as Instant);
  services.demoProgress.percent = 0;
  let shown = 0;
  const from = services.clock.now();
  try {
    for (let first = agenda.next(); first && !cancelled && first.at < Date.now(); first = agenda.next()) {
      const due = dueTogether(agenda, first);
      const at = due.at(-1)?.at ?? first.at;
      await reach(services, background, at);
      await doTogether(due);
      services.demoProgress.percent = Math.min(99, Math.floor((100 * (at - from)) / Math.max(1, realNow - from)));
      if (town.spoken >= shown + cases / 10) onProgress(shown = town.spoken, cases);
    }
    if (!cancelled) await reach(services, background, Date.now() as Instant);
  } finally {
    // Also when it failed: pages must not speak of a journey that has ended.
    services.demoProgress.percent = undefined;
  }
  // Cut short: the next start goes on, and nobody is told that the town is ready.
  if (cancelled) return undefined;
  await background.housekeepNow();
  return { cases: town.spoken, seconds: Math.round((Date.now() - realNow) / 1000) };
}

/** Deeds of so much of the town's time are done at once: their order among each other nobody could tell. */
const TOGETHER_MS = 20 * MINUTE_MS;
/** As many as keep the database busy while each waits for its disk. */
const AT_ONCE_MAX = 8;

function dueTogether(agenda: Agenda, first: Planned): readonly Planned[] {
  const until = Math.min(first.at + TOGETHER_MS, Date.now()) as Instant;
  const due = [first];
  for (let more = agenda.nextBy(until); more; more = agenda.nextBy(until)) due.push(more);
  return due;
}

/** Those of one matter one after another, in their order; different matters side by side. */
async function doTogether(due: readonly Planned[]): Promise<void> {
  const matters = [...Map.groupBy(due, ({ matter }) => matter).values()];
  const work = async (): Promise<void> => {
    for (let deeds = matters.shift(); deeds; deeds = matters.shift()) for (const { at, deed } of deeds) await deed(at);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE_MAX, matters.length) }, work));
}

/** Stops at the next deed: the process is asked to end. */
fillDemoTown.cancel = (): void => { cancelled = true; };

/** Time passes: never more than an hour without looking at what fell due, so that things happen in their order. */
async function reach(services: Services, background: Background, at: Instant): Promise<void> {
  for (let leftMs = at - services.clock.now(); leftMs > 0; leftMs = at - services.clock.now()) {
    await advanceClock(services.database, Math.min(leftMs, SWEEP_EVERY_MS));
    await services.clock.refresh();
    if (services.clock.now() - sweptAt < SWEEP_EVERY_MS && sweptAt !== 0) continue;
    await background.sweepNow();
    sweptAt = services.clock.now();
  }
}
