import { parseJurisdictionCode, parseUnitId } from '../../kernel/ids.ts';
import { LOCALES } from '../../platform/i18n/index.ts';
import type { JurisdictionFacts } from './content.ts';
import { isZone } from './day.ts';
import { Fields } from './fields.ts';
import type { Mistake, Placed } from './mistake.ts';
import type { MapValue } from './source.ts';

/** A level word such as `town`: lower-case letters and hyphens. */
export function parseWord(text: unknown): string | undefined {
  return typeof text === 'string' && /^[a-z][a-z0-9-]{0,39}$/.test(text) ? text : undefined;
}

/** C2SP signed-note names hold no spaces and no plus; we keep to a host-like form with a path. */
function parseOrigin(text: unknown): string | undefined {
  return typeof text === 'string' && /^[a-z0-9][a-z0-9./-]{2,99}$/.test(text) ? text : undefined;
}

/** Numbers that people dial: digits, spaces, hyphens. */
function parseDialled(text: unknown): string | undefined {
  return typeof text === 'string' && /^\+?[0-9][0-9 -]{1,19}$/.test(text) ? text : undefined;
}

/** jurisdiction.yaml. `levels` come from the shared file when it names none. */
export function parseJurisdictionFile(map: MapValue, shared: MapValue, mistakes: Mistake[]): Placed<JurisdictionFacts> | undefined {
  const fields = new Fields(map, mistakes);
  const levels = readLevels(fields.has('levels') ? fields : new Fields(shared, mistakes));
  const code = fields.code('code', parseJurisdictionCode);
  const zone = fields.text('zone');
  if (zone && !isZone(zone)) fields.report({ kind: 'bad-zone', value: zone }, fields.where('zone'));
  const read = {
    names: fields.names('names'),
    locale: fields.oneOf('locale', LOCALES),
    level: fields.oneOf('level', levels.map((level) => level.code)),
    origin: fields.code('origin', parseOrigin),
    publicWords: fields.oneOf('publicWords', ['consent', 'always']),
    intakeUnit: fields.code('intakeUnit', parseUnitId),
  };
  const outsideUnit = fields.optionalCode('outsideUnit', parseUnitId);
  const secondFactor = fields.has('secondFactor') ? fields.oneOf('secondFactor', ['required', 'optional']) : undefined;
  const emergencyNumbers = fields.each('emergencyNumbers', (one) => {
    const number = one.code('number', parseDialled);
    const names = one.names('names');
    return number === undefined ? undefined : { number, names };
  });
  fields.done();
  const { names, locale, level, origin, publicWords, intakeUnit } = read;
  if (!code || !zone || !locale || !level || !origin || !publicWords || !intakeUnit) return undefined;
  const row = { code, names, zone, locale, level, levels, origin, publicWords, intakeUnit, emergencyNumbers, ...(outsideUnit && { outsideUnit }), ...(secondFactor && { secondFactor }) };
  return { row, at: fields.at };
}

function readLevels(fields: Fields): JurisdictionFacts['levels'] {
  return fields.each('levels', (one) => {
    const code = one.code('code', parseWord);
    const names = one.names('names');
    return code === undefined ? undefined : { code, names };
  });
}
