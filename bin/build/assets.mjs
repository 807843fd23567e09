import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUILD, bundle } from './bundle.mjs';
import { runNode24 } from './node24.mjs';
import { ROOT } from './root.mjs';
import { Stop } from './say.mjs';

const BUILDER = 'src/ui/theme/build.ts';

/** Builds style sheets and the like into .build/assets when anything they are made of changed. */
export async function buildAssets() {
  if (!existsSync(join(ROOT, BUILDER))) return;
  const stamp = join(BUILD, 'assets.stamp');
  const digest = digestOf(['src', 'package-lock.json']);
  if (existsSync(stamp) && existsSync(join(BUILD, 'assets')) && readFileSync(stamp, 'utf8') === digest) return;
  const out = JSON.stringify(join(BUILD, 'assets'));
  const file = await bundle('assets.mjs', { text: `import { buildAssets } from './${BUILDER}';\nawait buildAssets(${out}, ${JSON.stringify(ROOT)});\n` });
  if ((await runNode24([file])) !== 0) throw new Stop('the style sheets could not be built; the lines above say why');
  // A crash before the stamp builds them again.
  mkdirSync(BUILD, { recursive: true });
  writeFileSync(stamp, digest);
}

/** Of the names, sizes and times of all source files: cheap, and wrong only towards building once more. */
export function digestOf(paths) {
  const hash = createHash('sha256');
  const visit = (path) => {
    const { mtimeMs, size } = statSync(path);
    if (statSync(path).isDirectory()) for (const name of readdirSync(path).sort()) visit(join(path, name));
    else hash.update(`${path} ${size} ${mtimeMs}\n`);
  };
  for (const path of paths) visit(join(ROOT, path));
  return hash.digest('hex');
}
