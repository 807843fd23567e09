import { join } from 'node:path';
import { measureAppend } from './append.ts';
import { loadConfig } from '../src/platform/config/index.ts';
import { serveBare } from './bare.ts';
import { runImport } from './import.ts';
import { measureIncident } from './incident.ts';
import { measureKnownUnknown } from './known-unknown.ts';
import { measureList } from './list.ts';
import { generate } from './load.ts';
import { measureMemory } from './memory.ts';
import { readPace } from './pace.ts';
import { servePart } from './part.ts';
import { measureReport } from './report.ts';
import { measureStart } from './start.ts';
import { runNyc311 } from './nyc311-here.ts';

const NAMES = 'report | list | start | memory | append | incident | known-unknown [--rounds 5] [--seconds 5], import, or nyc311';

/** `bench NAME`: measures, prints one line of JSON at the end; exit code 0 when every target was reached, 1 when not, 2 when not run. */
export async function run(parameters: readonly string[]): Promise<number | undefined> {
  const [name, ...args] = parameters;
  if (name === 'part-bare') return part(servePart(serveBare));
  if (name === 'part-load') return part(servePart(generate));
  const config = loadConfig(process.env);
  if (config.refused) {
    console.error(`wrong: ${config.reason.variables.join(', ')}`);
    return 2;
  }
  const { dataDir } = config.value;
  if (name === 'import') return runImport(config.value);
  if (name === 'nyc311') return runNyc311(args, config.value);
  const pace = readPace(args);
  const measure = name === undefined ? undefined : MEASUREMENTS[name];
  if (!pace || !measure) {
    console.error(`bench ${NAMES}`);
    return 2;
  }
  const figures = await measure(dataDir, pace);
  console.log(JSON.stringify({ bench: name, ...figures }));
  return JSON.stringify(figures).includes('"reached":false') ? 1 : 0;
}

/** The county of the measurements keeps its folder between them; that of the start is made anew each time. */
const MEASUREMENTS: Readonly<Record<string, (dataDir: string, pace: { readonly rounds: number; readonly seconds: number }) => Promise<object>>> = {
  report: (dataDir, pace) => measureReport(countyOf(dataDir), pace),
  list: (dataDir, pace) => measureList(countyOf(dataDir), pace),
  memory: (dataDir, pace) => measureMemory(countyOf(dataDir), pace),
  append: (dataDir, pace) => measureAppend(join(dataDir, 'bench', 'append'), pace),
  incident: (dataDir) => measureIncident(join(dataDir, 'bench', 'incident')),
  'known-unknown': (dataDir) => measureKnownUnknown(countyOf(dataDir)),
  start: (dataDir) => measureStart(join(dataDir, 'bench', 'start')),
};

function countyOf(dataDir: string): string {
  return join(dataDir, 'bench', 'county');
}

async function part(serving: Promise<void>): Promise<undefined> {
  await serving;
  return undefined;
}
