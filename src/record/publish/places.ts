import { join } from 'node:path';
import type { JurisdictionCode } from '../../kernel/ids.ts';

/** Where the files of a log lie, to be served by us or by any static server: `checkpoint`, `policy`, `log.vkey`, `tile/…`. */
export function logFolder(dataDir: string, code: JurisdictionCode): string {
  return join(dataDir, 'record', code);
}

/** Seeds, and what was signed with them: the publishing process alone opens this folder. Back it up with `keys`, served by nobody. */
export function keyFolder(dataDir: string): string {
  return join(dataDir, 'keys', 'record');
}
