import { buildAssets } from '../build/assets.mjs';
import { install } from '../build/install.mjs';
import { runSteps, STYLE, testing, TYPES } from './steps.mjs';

/** Three times the hostile requests and ten times the kills: for a night, not for every change. What is set in the environment goes before. */
const LONG = { FUZZ_SEEDS: '600', PUBLISHER_KILLS: '50' };

/** `--long` alone: everything, and more of it. Without parameters everything; with some, only the tests they name (vitest's own filters and options). */
export async function run(asked) {
  const isLong = asked.length === 1 && asked[0] === '--long';
  const parameters = isLong ? [] : asked;
  if (isLong) Object.assign(process.env, { ...LONG, ...process.env });
  await install('all');
  await buildAssets();
  return runSteps(parameters.length > 0 ? [testing(parameters)] : [[TYPES, STYLE], testing([])]);
}
