import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { bundle, bundleChildren } from './bundle.mjs';
import { install } from './install.mjs';
import { runNode24 } from './node24.mjs';
import { ROOT } from './root.mjs';
import { Stop } from './say.mjs';

/** Runs `run(parameters)` of a TypeScript file under Node 24; a number it returns is the exit code. */
export async function runTypeScript(path, parameters) {
  if (!existsSync(join(ROOT, path))) throw new Stop(`this release does not have that verb yet (${path}). 此版本尚无此命令。`);
  await install('run');
  // A measurement starts what the program starts.
  if (path.startsWith('bench/')) await bundleChildren();
  if (path === 'src/verify-command.ts') await bundle('verify-worker.mjs', { path: 'src/verify-worker.ts' });
  const name = `run-${path.replace(/\.ts$/, '').replaceAll('/', '-')}.mjs`;
  const text = `import { run } from './${path}';\nconst code = await run(process.argv.slice(2));\nif (typeof code === 'number') process.exitCode = code;\n`;
  return runNode24([await bundle(name, { text }), ...parameters]);
}
