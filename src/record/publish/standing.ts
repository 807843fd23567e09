import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JurisdictionCode } from '../../kernel/ids.ts';
import { logFolder } from './places.ts';
import type { Trouble } from './trouble.ts';

/** How publishing goes, as `status.json` says it beside the published files. */
export type Standing = {
  /** Since when it is so: ISO 8601, UTC. */
  readonly since: string;
  /** Why it stands still; absent while it goes on. */
  readonly trouble?: Trouble;
};

export const STANDING_FILE = 'status.json';

/** Undefined where nothing was ever published, or the file cannot be read: it is a convenience, never evidence. */
export async function readStanding(dataDir: string, code: JurisdictionCode): Promise<Standing | undefined> {
  try {
    return JSON.parse(await readFile(join(logFolder(dataDir, code), STANDING_FILE), 'utf8')) as Standing;
  } catch {
    return undefined;
  }
}
