import { install } from '../build/install.mjs';
import { run as doctor } from './doctor.mjs';

/** Everything development needs, then a look at the machine. */
export async function run() {
  await install('all');
  return doctor([]);
}
