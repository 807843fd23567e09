import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runNode24 } from '../build/node24.mjs';
import { ROOT } from '../build/root.mjs';
import { say } from '../build/say.mjs';

const tool = (...path) => join(ROOT, 'node_modules', ...path);

export const TYPES = ['types', () => [tool('typescript', 'bin', 'tsc'), '--noEmit', '-p', ROOT]];
export const STYLE = ['style', () => [tool('eslint', 'bin', 'eslint.js'), '--max-warnings=0', ...['src', 'test', 'town', 'bench', 'bin'].filter((folder) => existsSync(join(ROOT, folder)))]];
export const TIDY = ['tidy', () => [tool('vitest', 'vitest.mjs'), 'run', '--project=pure', 'test/tidy']];
export const testing = (parameters) => ['tests', () => [tool('vitest', 'vitest.mjs'), 'run', ...parameters]];

/**
 * Runs the steps in order, all of them even after a failure, and sums up: one run tells everything that is wrong. Steps in a list
 * run side by side: each of those uses one core and says nothing while all is well.
 */
export async function runSteps(steps) {
  const results = [];
  process.chdir(ROOT);
  const groups = steps.map((step) => (Array.isArray(step[0]) ? step : [step]));
  for (const group of groups) {
    say(`\n── ${group.map(([name]) => name).join(', ')}`);
    results.push(...await Promise.all(group.map(runStep)));
    if (results.some(({ code }) => code > 128)) break; // Interrupted.
  }
  say('');
  for (const { name, code, seconds } of results) say(`${code === 0 ? '✅' : '❌'} ${name.padEnd(6)} ${seconds.toFixed(1)} s`);
  return results.length === groups.flat().length && results.every(({ code }) => code === 0) ? 0 : 1;
}

async function runStep([name, parameters]) {
  const started = performance.now();
  const code = await runNode24(parameters(), { NODE_ENV: 'test' });
  return { name, code, seconds: (performance.now() - started) / 1000 };
}
