import { install } from '../build/install.mjs';
import { runSteps, STYLE, TIDY, TYPES } from './steps.mjs';

export async function run() {
  await install('all');
  return runSteps([[TYPES, STYLE], TIDY]);
}
