import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What the pages ask for besides themselves. */
const NAMES = ['stylesheet', 'consoleScript', 'checkScript', 'workScript', 'leaveScript', 'sealedScript', 'passkeyScript'] as const;

/** File names within the folder that `/assets/` serves; the content's digest is in each, so they may be cached for ever. */
export type Assets = { readonly [Name in (typeof NAMES)[number]]: string };

/** What `buildAssets` wrote last. Throws when it never ran: a page without its stylesheet is a broken release. */
export async function readAssets(outDir: string): Promise<Assets> {
  const parsed: unknown = JSON.parse(await readFile(join(outDir, 'manifest.json'), 'utf8'));
  const given = new Map(typeof parsed === 'object' && parsed !== null ? Object.entries(parsed) : []);
  const named = (name: string): string => {
    const file: unknown = given.get(name);
    if (typeof file === 'string') return file;
    throw new Error(`${join(outDir, 'manifest.json')} does not name the assets; run the build again`);
  };
  return { stylesheet: named('stylesheet'), consoleScript: named('consoleScript'), checkScript: named('checkScript'), workScript: named('workScript'), leaveScript: named('leaveScript'), sealedScript: named('sealedScript'), passkeyScript: named('passkeyScript') };
}
