import { buildAssets } from '../build/assets.mjs';
import { install } from '../build/install.mjs';
import { runSteps, STYLE, testing, TYPES } from './steps.mjs';

/** Without parameters everything; with some, only the tests they name (vitest's own filters and options). */
export async function run(parameters) {
  await install('all');
  await buildAssets();
  return runSteps(parameters.length > 0 ? [testing(parameters)] : [[TYPES, STYLE], testing([])]);
}
