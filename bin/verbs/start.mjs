import { buildAssets } from '../build/assets.mjs';
import { bundle } from '../build/bundle.mjs';
import { install } from '../build/install.mjs';
import { runNode24 } from '../build/node24.mjs';
import { say } from '../build/say.mjs';

/** Two commands from a clone to a served page: this is the first. */
export async function run(parameters) {
  await install('run');
  say('building … 正在构建');
  const [main] = await Promise.all([bundle('main.mjs', { path: 'src/main.ts' }), buildAssets()]);
  return runNode24([main, ...parameters], { NODE_ENV: 'production' });
}
