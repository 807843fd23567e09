import type { DivisionCode, TopicCode, UnitId } from '../src/kernel/ids.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, plusMs, type Instant } from '../src/kernel/instant.ts';
import type { Outcome, Satisfaction } from '../src/kernel/outcome.ts';
import type { Directory } from '../src/slices/units/index.ts';
import type { Services } from '../src/web/services.ts';
import type { Agenda, Deed } from './agenda.ts';
import { chanceOf, type Chance } from './chance.ts';
import type { Desk, Slip } from './desk.ts';
import { CONTESTS, REMARKS } from './remarks.ts';
import { VOICES, type Voice } from './voices.ts';

export type Town = {
  readonly agenda: Agenda; readonly chance: Chance; readonly desk: Desk; readonly services: Services;
  /** How many people have said something so far. */
  spoken: number;
};

/** How a unit of the town works. Nothing of it is ever written down: the truth of the town stays apart from its records. */
type Manner = { readonly honesty: number; readonly haste: number; readonly neglect: number };

/** `chance` is its own: what becomes of one matter does not hang on what others do meanwhile. */
type Matter = {
  readonly chance: Chance; readonly voice: Voice; readonly topic: TopicCode; readonly division: DivisionCode; readonly slip: Slip;
  readonly plan: (at: Instant, deed: Deed) => void;
};

/** Seven in the morning to ten at night, more in the evening: when people of a county find time to write. */
export function planLife(town: Town, from: Instant, until: Instant, cases: number): void {
  const { agenda, chance } = town;
  const spanMs = until - from;
  for (let index = 0; index < cases; index += 1) {
    const day = Math.floor((chance.next() * spanMs) / DAY_MS);
    const minute = chance.whole(7 * 60, 22 * 60);
    // Linjiang is eight hours ahead of UTC: seven in the morning there is an hour before midnight here.
    const at = plusMs(from, Math.min(spanMs - MINUTE_MS, day * DAY_MS + minute * MINUTE_MS - (from % DAY_MS) - 8 * HOUR_MS + DAY_MS));
    const own = chanceOf(chance.whole(0, 2 ** 31));
    if (at > from && at < until) agenda.plan(at, (now) => speak(town, own, now));
  }
}

async function speak(town: Town, chance: Chance, at: Instant): Promise<void> {
  const { desk, services } = town;
  const directory = services.directories.get(services.defaultCode);
  const voice = chance.pick(VOICES);
  const topic = topicNamed(directory, voice.topic);
  const division = chance.pick(directory.content.divisions.filter((one) => one.code !== directory.rootDivision.code)).code;
  const anonymity = chance.pick(['anonymous', 'sealed', 'sealed', 'named'] as const);
  const slip = await desk.report({
    words: voice.words, kind: voice.kind, topic, place: division, address: '', anonymity,
    contact: anonymity === 'anonymous' ? '' : `1390000${String(chance.whole(0, 9999)).padStart(4, '0')}`,
    tell: anonymity === 'named' ? 'yes' : '',
    name: anonymity === 'named' ? chance.pick(REMARKS.names) : '', publish: chance.happens(0.4) ? 'yes' : '',
  });
  town.spoken += 1;
  const matter: Matter = { chance, voice, topic, division, slip, plan: (then, deed) => { town.agenda.plan(then, deed, slip.caseId); } };
  if (chance.happens(0.03)) matter.plan(plusMs(at, chance.whole(1, 20) * HOUR_MS), () => withdraw(town, matter));
  matter.plan(atWork(plusMs(at, chance.whole(15, 110) * MINUTE_MS)), (now) => receive(town, matter, now));
}

/** The dispatcher reads it: takes it on, or says why it belongs elsewhere. */
async function receive(town: Town, matter: Matter, at: Instant): Promise<void> {
  const { desk } = town;
  const { chance } = matter;
  const { slip, voice } = matter;
  if (chance.happens(0.05)) {
    const diverted = await desk.act('dispatcher', slip.caseId, 'diversion', { reason: 'statutory-channel', explanation: REMARKS.diversion });
    if (diverted && chance.happens(0.5)) matter.plan(plusMs(at, chance.whole(5, 40) * HOUR_MS), (now) => contest(town, matter, now));
    return;
  }
  const accepted = await desk.act('dispatcher', slip.caseId, 'acceptance', {
    kind: voice.kind, topic: matter.topic, urgency: voice.urgency, place: matter.division, address: '', summary: voice.summary, wordsReviewed: 'yes',
  });
  if (accepted) matter.plan(atWork(plusMs(at, chance.whole(5, 50) * MINUTE_MS)), (now) => dispatch(town, matter, now));
}

async function contest(town: Town, matter: Matter, at: Instant): Promise<void> {
  const { desk } = town;
  const { chance } = matter;
  if (!await desk.contest(matter.slip, chance.pick(CONTESTS))) return;
  matter.plan(atWork(plusMs(at, chance.whole(6, 30) * HOUR_MS)), async (now) => {
    const overturned = chance.happens(0.6);
    const settled = await desk.act('supervisor', matter.slip.caseId, 'settlement', {
      ruling: overturned ? 'overturned' : 'upheld', explanation: overturned ? REMARKS.overturned : REMARKS.upheld,
      kind: matter.voice.kind, topic: matter.topic, urgency: matter.voice.urgency, place: matter.division, summary: matter.voice.summary,
    });
    if (settled && overturned) matter.plan(atWork(plusMs(now, HOUR_MS)), (later) => dispatch(town, matter, later));
  });
}

async function dispatch(town: Town, matter: Matter, at: Instant): Promise<void> {
  const { desk, services } = town;
  const { chance } = matter;
  const directory = services.directories.get(services.defaultCode);
  const found = directory.dispatchFor({ division: matter.division, topic: matter.topic, kind: matter.voice.kind, at });
  const lead = found.lead ?? directory.intakeUnit;
  // Now and then the first guess is wrong, and the dispatcher moves the case while its clock goes on.
  const wrong = chance.happens(0.06) ? chance.pick(directory.units(at).filter((unit) => unit.peerClass === 'bureau')).id : undefined;
  if (!await desk.act('dispatcher', matter.slip.caseId, 'dispatch', { lead: wrong ?? lead, assisting: found.assisting.filter((unit) => unit !== wrong), note: '' })) return;
  if (wrong !== undefined && wrong !== lead) {
    const objects = chance.happens(0.5);
    matter.plan(atWork(plusMs(at, chance.whole(20, 90) * MINUTE_MS)), async (now) => {
      if (objects) await object(town, matter, wrong, lead, now);
      else await desk.act('dispatcher', matter.slip.caseId, 'transfer', { to: lead, reason: REMARKS.transfer });
    });
  } else if (chance.happens(0.04)) await object(town, matter, lead, lead, plusMs(at, 10 * MINUTE_MS));
  matter.plan(atWork(plusMs(at, chance.whole(20, 200) * MINUTE_MS)), (now) => work(town, matter, lead, 1, now));
}

/** A unit says that a case is not its own: mostly it is right when somebody else's came by mistake, and overruled when it was its own. */
async function object(town: Town, matter: Matter, unit: UnitId, responsible: UnitId, at: Instant): Promise<void> {
  const { desk } = town;
  const isWrong = unit !== responsible;
  const objected = await desk.act(await desk.workerOf(unit), matter.slip.caseId, 'objection', {
    ground: isWrong ? 'not-our-duty' : 'another-leads', reason: isWrong ? REMARKS.objection : REMARKS.wrongObjection, proposes: isWrong ? responsible : '',
  });
  if (!objected) return;
  matter.plan(atWork(plusMs(at, HOUR_MS)), async () => {
    await desk.act('supervisor', matter.slip.caseId, 'ruling', {
      ruling: isWrong ? 'upheld' : 'overruled', to: isWrong ? responsible : '', explanation: isWrong ? REMARKS.objectionUpheld : REMARKS.objectionOverruled,
    });
  });
}

/** One round at a unit: it signs, speaks with the person, and answers; or lets things lie until the system raises them. */
async function work(town: Town, matter: Matter, unit: UnitId, round: number, at: Instant): Promise<void> {
  const { desk } = town;
  const { chance } = matter;
  const { slip } = matter;
  const manner = mannerOf(unit);
  if (round === 1 && chance.happens(manner.neglect)) return takeUpAbove(town, matter, unit, round, at);
  const worker = await desk.workerOf(unit);
  // Too late: the system has raised it meanwhile, and only the unit above can sign.
  if (!await desk.act(worker, slip.caseId, 'signature', {})) return takeUpAbove(town, matter, unit, round, at);
  const later = (minHours: number, maxHours: number): Instant => atWork(plusMs(at, Math.round(chance.whole(minHours * 60, maxHours * 60) * MINUTE_MS * manner.haste)));
  matter.plan(later(2, 20), async () => { await desk.act(worker, slip.caseId, 'contact', { means: chance.pick(['relay', 'visit', 'phone']), note: REMARKS.contact }); });
  if (chance.happens(0.08)) {
    const day = new Date(plusMs(at, 4 * DAY_MS)).toISOString().slice(0, 10);
    matter.plan(later(21, 26), async () => { await desk.act(worker, slip.caseId, 'pause', { reason: 'expert-report', until: day, explanation: REMARKS.pause }); });
  }
  const head = desk.headOf(unit);
  // Some matters are beyond a week's work, whoever has them: they go on the ledger, and are answered weeks later.
  const isHard = head !== undefined && chance.happens(0.1);
  if (head !== undefined && isHard) listHard(town, matter, head, later(21, 27));
  else if (head !== undefined && chance.happens(0.1)) matter.plan(later(20, 26), async () => { await desk.act(head, slip.caseId, 'extension', { ground: 'needs-other-units', explanation: REMARKS.extension }); });
  const honest = chance.happens(round > 1 ? 0.9 : manner.honesty);
  matter.plan(isHard ? atWork(plusMs(at, chance.whole(35, 80) * DAY_MS)) : later(28, 130), async (now) => {
    const { voice } = matter;
    const answered = await desk.act(worker, slip.caseId, 'answer', { found: honest ? voice.summary : REMARKS.looked, done: honest ? voice.done : voice.evasive, owed: '', owedBy: '', inPublic: chance.happens(0.8) ? 'yes' : 'no' });
    if (answered) matter.plan(plusMs(now, chance.whole(3, 90) * HOUR_MS), (then) => judge(town, matter, unit, round, honest, then));
  });
}

/** On the public ledger, and looked at again before the date that was promised. */
function listHard({ desk }: Town, matter: Matter, head: string, at: Instant): void {
  const dayAfter = (from: Instant, days: number): string => new Date(plusMs(from, days * DAY_MS)).toISOString().slice(0, 10);
  matter.plan(at, async (now) => {
    const listed = await desk.act(head, matter.slip.caseId, 'hard-case', {
      ground: matter.chance.pick(['no-money-yet', 'plan-or-permit', 'history'] as const), reason: REMARKS.hardReason, plan: REMARKS.hardPlan, reviewOn: dayAfter(now, 25), inPublic: 'yes',
    });
    if (listed && matter.chance.happens(0.8)) {
      matter.plan(atWork(plusMs(now, 23 * DAY_MS)), async (then) => { await desk.act(head, matter.slip.caseId, 'review', { progress: REMARKS.hardProgress, reviewOn: dayAfter(then, 25) }); });
    }
  });
}

/** What was let lie rises to the unit above, which mostly takes it up after some days. */
function takeUpAbove(town: Town, matter: Matter, unit: UnitId, round: number, at: Instant): void {
  const { services } = town;
  const { chance } = matter;
  const above = services.directories.get(services.defaultCode).superiorOf(unit);
  if (above === undefined || round > 3 || chance.happens(0.12)) return;
  matter.plan(atWork(plusMs(at, chance.whole(20, 90) * HOUR_MS)), (now) => work(town, matter, above, round + 1, now));
}

/** What the person finds at home decides; a third say nothing at all. */
async function judge(town: Town, matter: Matter, unit: UnitId, round: number, honest: boolean, at: Instant): Promise<void> {
  const { desk, services } = town;
  const { chance } = matter;
  if (chance.happens(0.32)) return;
  const outcome: Outcome = honest ? (chance.happens(0.85) ? 'solved' : 'partly') : (chance.happens(0.8) ? 'unsolved' : 'partly');
  const level = outcome === 'solved' ? chance.whole(4, 5) : outcome === 'partly' ? chance.whole(2, 4) : chance.whole(1, 2);
  const judged = await desk.judge(matter.slip, outcome, chance.happens(0.5) ? chance.pick(REMARKS[outcome]) : '', chance.happens(0.8) ? level as Satisfaction : undefined);
  if (!judged || outcome === 'solved') return;
  const higher = services.directories.get(services.defaultCode).superiorOf(unit) ?? unit;
  if (round < 4) matter.plan(atWork(plusMs(at, chance.whole(1, 6) * HOUR_MS)), (now) => work(town, matter, higher, round + 1, now));
}

async function withdraw(town: Town, matter: Matter): Promise<void> {
  await town.desk.withdraw(matter.slip, REMARKS.withdrawn);
}

/** Offices work from nine to half past five; what falls outside waits for the next morning. */
function atWork(at: Instant): Instant {
  const localMinute = Math.floor(((at + 8 * HOUR_MS) % DAY_MS) / MINUTE_MS);
  if (localMinute >= 9 * 60 && localMinute < 17 * 60 + 30) return at;
  const untilNineMs = ((9 * 60 - localMinute + 24 * 60) % (24 * 60)) * MINUTE_MS;
  return plusMs(at, untilNineMs + (at % 40) * MINUTE_MS);
}

/** Every unit has its manner, the same in every run: some are careful, some quick with words. */
function mannerOf(unit: UnitId): Manner {
  const mark = [...unit].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 997, 7);
  return { honesty: 0.45 + (mark % 50) / 100, haste: 0.6 + (mark % 7) / 6, neglect: (mark % 5) / 40 };
}

function topicNamed(directory: Directory, name: string): TopicCode {
  const found = directory.content.topics.find((topic) => topic.names.zh === name);
  if (!found) throw new Error(`the demo town speaks of "${name}", which is no topic of the county`);
  return found.code;
}
