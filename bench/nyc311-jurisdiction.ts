import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../src/platform/config/project-root.ts';

/** The columns of the set that are used, as the city publishes them. */
export type Row = {
  readonly unique_key: string; readonly agency: string; readonly agency_name: string; readonly complaint_type: string; readonly descriptor: string;
  readonly location_type: string; readonly incident_address: string; readonly city: string; readonly borough: string; readonly latitude: string; readonly longitude: string;
};

/** How a row is found again in the jurisdiction made of all rows. */
export type Codes = { readonly serviceOf: (row: Row) => string; readonly divisionOf: (row: Row) => string };

export const JURISDICTION = 'nyc311';
const ROOT_DIVISION = 'NYC';
/** Steps of a topic path and slugs of units are longer nowhere. */
const SLUG_CHARACTERS_MAX = 40;

/**
 * Writes a jurisdiction folder made of the rows alone: services from complaint type and descriptor, units from agencies,
 * divisions from borough and city. At run time, into a folder of the instance: no row lands in the project.
 */
export async function writeJurisdiction(rows: readonly Row[], folder: string): Promise<Codes> {
  await mkdir(folder, { recursive: true });
  const topics = topicsOf(rows);
  const divisions = divisionsOf(rows);
  const units = unitsOf(rows);
  // Every JSON text is YAML.
  const files = { 'jurisdiction.yaml': FACTS, 'topics.yaml': { topics: topics.tree }, 'divisions.yaml': { divisions: divisions.list }, 'units.yaml': { units: units.list } };
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), JSON.stringify(content, undefined, 1));
  await writeFile(join(folder, 'dispatch.csv'), dispatchOf(rows, topics.typeOf, units.idOf));
  await copyFile(join(projectRoot(), 'jurisdictions', 'city311', 'calendar.yaml'), join(folder, 'calendar.yaml'));
  return { serviceOf: topics.serviceOf, divisionOf: divisions.divisionOf };
}

const FACTS = {
  code: JURISDICTION, names: 'City of the open requests', zone: 'America/New_York', locale: 'en', level: 'city',
  levels: ['place', 'borough', 'city'].map((code) => ({ code, names: code })),
  origin: 'nyc311.invalid/minsheng', publicWords: 'always', intakeUnit: 'service-centre',
  emergencyNumbers: [{ number: '911', names: 'emergency' }],
};

function topicsOf(rows: readonly Row[]) {
  const types = slugs(rows.map((row) => row.complaint_type));
  const leaves = new Map<string, ReturnType<typeof slugs>>();
  for (const [type, group] of Map.groupBy(rows, (row) => row.complaint_type)) leaves.set(type, slugs(group.map(descriptorOf)));
  const typeOf = (row: Row): string => types.get(row.complaint_type);
  return {
    typeOf,
    serviceOf: (row: Row): string => `${typeOf(row)}.${leaves.get(row.complaint_type)?.get(descriptorOf(row)) ?? ''}`,
    tree: types.entries.map(([type, code]) => ({
      code, names: type, children: (leaves.get(type)?.entries ?? []).map(([descriptor, leaf]) => ({ code: leaf, names: descriptor })),
    })),
  };
}

function descriptorOf(row: Row): string {
  return row.descriptor.trim() === '' ? row.complaint_type : row.descriptor;
}

function divisionsOf(rows: readonly Row[]) {
  const boroughs = slugs(rows.map((row) => row.borough));
  const places = slugs(rows.filter((row) => row.city !== '').map((row) => `${row.borough} ${row.city}`));
  const cities = new Map(rows.filter((row) => row.city !== '').map((row) => [`${row.borough} ${row.city}`, row]));
  const boroughOf = (row: Row): string => `B${String(boroughs.numberOf(row.borough))}`;
  return {
    divisionOf: (row: Row): string => (row.city === '' ? boroughOf(row) : `P${String(places.numberOf(`${row.borough} ${row.city}`))}`),
    list: [
      { code: ROOT_DIVISION, names: FACTS.names, level: 'city' },
      ...boroughs.entries.map(([borough], index) => ({ code: `B${String(index)}`, names: borough, level: 'borough', parent: ROOT_DIVISION })),
      ...places.entries.flatMap(([place], index) => {
        const row = cities.get(place);
        return row ? [{ code: `P${String(index)}`, names: row.city, level: 'place', parent: boroughOf(row) }] : [];
      }),
    ],
  };
}

function unitsOf(rows: readonly Row[]) {
  const agencies = slugs(rows.map((row) => row.agency));
  const names = new Map(rows.toReversed().map((row) => [row.agency, row.agency_name]));
  const idOf = (row: Row): string => `agency-${agencies.get(row.agency)}`;
  return {
    idOf,
    list: [
      { id: 'mayor', names: 'Mayor', level: 'city', divisions: [ROOT_DIVISION], territorial: true, peerClass: 'office' },
      { id: 'service-centre', names: 'Service centre', level: 'city', parent: 'mayor', peerClass: 'office' },
      ...agencies.entries.map(([agency, code]) => ({ id: `agency-${code}`, names: names.get(agency) || agency, level: 'city', parent: 'mayor', peerClass: 'agency' })),
    ],
  };
}

/** The agency that has most rows of a complaint type leads it. */
function dispatchOf(rows: readonly Row[], typeOf: (row: Row) => string, idOf: (row: Row) => string): string {
  const lines = [...Map.groupBy(rows, typeOf)].map(([type, group]) => {
    const counts = [...Map.groupBy(group, idOf)].toSorted(([, a], [, b]) => b.length - a.length);
    return `${type},,${type},,${counts[0]?.[0] ?? 'service-centre'},,as in the set,as in the set,,`;
  });
  return ['id,division,topic,kind,lead,assisting,zh,en,from,to', ...lines, ''].join('\n');
}

/** A slug for each different name, in alphabetical order; two names that would share one are told apart by a number. */
function slugs(names: readonly string[]) {
  const taken = new Set<string>();
  const entries = [...new Set(names)].toSorted().map((name): readonly [string, string] => {
    const slug = name.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, SLUG_CHARACTERS_MAX - 4).replace(/-+$/, '') || 'other';
    let free = slug;
    for (let number = 2; taken.has(free); number += 1) free = `${slug}-${String(number)}`;
    taken.add(free);
    return [name, free];
  });
  const known = new Map(entries);
  const numbers = new Map(entries.map(([name], index) => [name, index]));
  return { entries, get: (name: string): string => known.get(name) ?? '', numberOf: (name: string): number => numbers.get(name) ?? 0 };
}
