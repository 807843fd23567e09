import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** File names within the folder that `/assets/` serves; the content's digest is in each, so they may be cached for ever. */
export type Assets = { readonly stylesheet: string; readonly consoleScript: string; readonly checkScript: string; readonly workScript: string; readonly leaveScript: string };

/** What `buildAssets` wrote last. Throws when it never ran: a page without its stylesheet is a broken release. */
export async function readAssets(outDir: string): Promise<Assets> {
  const parsed: unknown = JSON.parse(await readFile(join(outDir, 'manifest.json'), 'utf8'));
  if (typeof parsed === 'object' && parsed !== null && 'stylesheet' in parsed && 'consoleScript' in parsed && 'checkScript' in parsed && 'workScript' in parsed && 'leaveScript' in parsed
    && typeof parsed.stylesheet === 'string' && typeof parsed.consoleScript === 'string' && typeof parsed.checkScript === 'string' && typeof parsed.workScript === 'string' && typeof parsed.leaveScript === 'string') {
    const { stylesheet, consoleScript, checkScript, workScript, leaveScript } = parsed;
    return { stylesheet, consoleScript, checkScript, workScript, leaveScript };
  }
  throw new Error(`${join(outDir, 'manifest.json')} does not name the assets; run the build again`);
}
