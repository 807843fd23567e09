import { setTimeout as pause } from 'node:timers/promises';
import { filled, startCounty } from './county.ts';
import { load } from './load.ts';
import { formToken, reportLoad } from './report.ts';
import type { Pace } from './pace.ts';

export type MemoryFigures = { readonly megabytes: number; readonly highestMegabytes: number; readonly reached: boolean };

const MEGABYTES_MAX = 400;
const SAMPLE_MS = 500;

/** Resident memory of the serving process while it is loaded with reports and lists at full pace, and right after. */
export async function measureMemory(dataDir: string, { rounds, seconds }: Pace): Promise<MemoryFigures> {
  const county = await startCounty(dataDir);
  try {
    await filled(county);
    const token = await formToken(county.url);
    let highest = 0;
    let loading = true;
    const watching = (async () => {
      while (loading) {
        highest = Math.max(highest, await county.residentBytes().catch(() => 0));
        await pause(SAMPLE_MS);
      }
    })();
    for (let round = 0; round < rounds; round += 1) {
      await load(reportLoad(county.url, token, seconds));
      await load({ url: `${county.url}/cases?at=[<id>]`, method: 'GET', connections: 64, seconds });
      await load({ url: `${county.url}/cases`, method: 'GET', connections: 64, seconds });
    }
    loading = false;
    await watching;
    const after = megabytes(await county.residentBytes());
    highest = Math.max(highest, after * 2 ** 20);
    return { megabytes: after, highestMegabytes: megabytes(highest), reached: megabytes(highest) <= MEGABYTES_MAX };
  } finally {
    await county.stop();
  }
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 2 ** 20);
}
