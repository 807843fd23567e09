import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { projectRoot } from '../../src/platform/config/project-root.ts';
import type { Act, LogEntry } from '../../src/record/log/index.ts';

const folder = join(projectRoot(), 'docs/schemas');
// A required field may stand in one branch and its type in another (`oneOf` of `at` and `day`).
const ajv = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false, formats: { date: /^\d{4}-\d{2}-\d{2}$/ } });

/** The schemas of docs/schemas by their name, as anyone would compile them. */
export const schemas: ReadonlyMap<string, ValidateFunction> = new Map(readdirSync(folder).filter((name) => name.endsWith('.schema.json'))
  .map((name) => [name.replace('.schema.json', ''), ajv.compile(JSON.parse(readFileSync(join(folder, name), 'utf8')) as object)]));

/** What the schemas say against an entry, its act included; empty when nothing. */
export function objections(entry: unknown): readonly string[] {
  const said = objectionsOf('entry-v1', entry);
  const act = (entry as LogEntry).kind === 'act' ? entry as Act : (entry as { act?: Act }).act;
  return said.length > 0 || !act ? said : objectionsOf(act.type, act.open);
}

function objectionsOf(name: string, value: unknown): readonly string[] {
  const validate = schemas.get(name);
  if (!validate) return [`no schema of ${name}`];
  return validate(value) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${name}${instancePath} ${message ?? ''}`);
}
