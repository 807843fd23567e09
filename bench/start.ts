import { rm } from 'node:fs/promises';
import { startCounty } from './county.ts';

export type StartFigures = { readonly firstStartSeconds: number; readonly laterStartSeconds: number; readonly reached: boolean };

const FIRST_S_MAX = 15;
const LATER_S_MAX = 3;

/** From the command to the first page, on an empty folder and then on the same one again; packages are installed already. */
export async function measureStart(dataDir: string): Promise<StartFigures> {
  await rm(dataDir, { recursive: true, force: true });
  const first = await startAndStop(dataDir);
  const later = await startAndStop(dataDir);
  await rm(dataDir, { recursive: true, force: true });
  return { firstStartSeconds: first, laterStartSeconds: later, reached: first <= FIRST_S_MAX && later <= LATER_S_MAX };
}

async function startAndStop(dataDir: string): Promise<number> {
  const county = await startCounty(dataDir);
  await county.stop();
  return Math.round(county.firstAnswerMs / 10) / 100;
}
