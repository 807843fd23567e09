import type { Locale } from '../../platform/i18n/index.ts';
import { listPublicCases, overdueUnits } from '../../slices/cases/index.ts';
import { scorecardOf, UNIT_DAYS } from '../../slices/scorecards/index.ts';
import type { Unit } from '../../slices/units/index.ts';
import { stubOf } from '../present/case-stub.ts';
import { peerClassName, unitNamer } from '../present/names.ts';
import { wordsOfPublic } from '../views/public/messages.ts';
import type { UnitProps, UnitsProps } from '../views/public/units.tsx';
import { figuresIn, type PublicReading } from './reading.ts';

const OVERDUE_SHOWN = 10;
const RECENT_SHOWN = 10;
/** More than any province has. */
const UNITS_MAX = 10_000;

/** Every unit by peer class and name. A unit without a case has a row as well: nothing is left out. */
export async function unitsProps(reading: PublicReading): Promise<UnitsProps> {
  const { services, page, directory, now } = reading;
  const reader = services.database.public;
  const [figures, late] = await Promise.all([figuresIn(reading), overdueUnits(reader, directory.code, UNITS_MAX)]);
  const overdue = new Map(late.map((one) => [one.unit, one.overdue]));
  const classes = new Map<string, UnitsProps['classes'][number]['units'][number][]>();
  for (const unit of directory.units(now)) {
    const own = figures.of(unit.id);
    const card = scorecardOf(own);
    const name = peerClassName(unit.peerClass, page.locale);
    classes.set(name, [...(classes.get(name) ?? []), {
      name: unit.names[page.locale], href: page.paths.unitOf(unit.id), answered: own.answered, overdue: overdue.get(unit.id) ?? 0,
      solved: card.solved, satisfied: card.satisfied,
    }]);
  }
  const byName = new Intl.Collator(page.locale === 'zh' ? 'zh-CN' : 'en');
  return { page, days: UNIT_DAYS, source: figures.source, classes: [...classes].map(([name, units]) => ({ name, units: units.sort((a, b) => byName.compare(a.name, b.name)) })) };
}

export async function unitProps(reading: PublicReading, unit: Unit): Promise<UnitProps> {
  const { services, page, directory, now } = reading;
  const reader = services.database.public;
  const list = (overdue: boolean, limit: number) =>
    listPublicCases(reader, directory.code, { units: [unit.id], ...(overdue ? { overdue } : {}) }, { limit });
  const [figures, overdue, recent] = await Promise.all([
    figuresIn(reading), list(true, OVERDUE_SHOWN), list(false, RECENT_SHOWN),
  ]);
  const counts = figures.of(unit.id);
  const card = scorecardOf(counts);
  const superior = directory.superiorOf(unit.id);
  const stubs = (found: typeof overdue) => (found?.cases ?? []).map((row) => stubOf(row, directory, page.locale, now));
  return {
    page, name: unit.names[page.locale], days: UNIT_DAYS, source: figures.source,
    ...(superior ? { superior: unitNamer(directory, page.locale)(superior) } : {}),
    duties: unit.duties.map((duty) => duty[page.locale]),
    response: card.response, solved: card.solved, satisfied: card.satisfied,
    outcomes: { solved: counts.solved, partly: counts.partly, unsolved: counts.unsolved, unjudged: counts.waiting + counts.silent },
    reasonWord: leftOutWord(page.locale),
    overdue: stubs(overdue), recent: stubs(recent), ballotsWaiting: 0, casesHref: `${page.paths.cases}?unit=${unit.id}`,
  };
}

/** Why something is not in a rate, in the reader's language. */
function leftOutWord(locale: Locale): (reason: string) => string {
  const words: Readonly<Record<string, string>> = wordsOfPublic(locale).leftOut;
  return (reason) => words[reason] ?? reason;
}
