import { DAY_MS, HOUR_MS, MINUTE_MS, plusMs, type Instant } from '../src/kernel/instant.ts';
import { closeLetter } from '../src/slices/sealed/letter.ts';
import { chanceOf } from './chance.ts';
import type { Slip } from './desk.ts';
import type { Town } from './life.ts';
import { SEALED_VOICES, type SealedVoice } from './sealed-voices.ts';

/** Who reads sealed reports inside the county, and whoever takes over outside. */
const INSIDE = 'guardian';
const OUTSIDE = 'protection';

/** Few, and one after another. */
const MATTER = 'sealed';

/** So many come in the first half of the town's life: a quarter that is over has company enough for its public count. */
const EARLY = 10;

/** Each of the letters once: enough for a count, few enough to close in a moment. */
export function planSealed(town: Town, from: Instant, until: Instant): void {
  const halfMs = (until - from) / 2;
  for (const [index, voice] of SEALED_VOICES.entries()) {
    const [half, place, of] = index < EARLY ? [0, index, EARLY] : [1, index - EARLY, SEALED_VOICES.length - EARLY];
    const at = plusMs(from, Math.round(halfMs * (half + (place + 0.5) / of)) + town.chance.whole(0, 600) * MINUTE_MS);
    const own = chanceOf(town.chance.whole(0, 2 ** 31));
    if (at < until) town.agenda.plan(at, (now) => write({ ...town, chance: own }, voice, now), MATTER);
  }
}

async function write(town: Town, voice: SealedVoice, at: Instant): Promise<void> {
  const { agenda, desk, chance } = town;
  const slip = await desk.sealedReport({ kind: voice.kind, ...(voice.outsideOnly ? { nobodyInside: 'yes' } : {}) }, voice.words);
  const reader = voice.outsideOnly ? OUTSIDE : INSIDE;
  // One in six is not read in time: it goes outside by itself.
  if (chance.happens(0.16)) return;
  agenda.plan(plusMs(at, chance.whole(2, 20) * HOUR_MS), async (now) => {
    const { answer: words } = voice;
    if (!await desk.actOnSealed(reader, slip, 'acknowledgement', {}) || words === undefined) return;
    agenda.plan(plusMs(now, chance.whole(1, 4) * DAY_MS), (then) => answer(town, { slip, reader, words }, then), MATTER);
  }, MATTER);
}

/** Closed as the officer's browser would close it; some days later the reporter says what they think of it, or nothing. */
async function answer({ agenda, desk, chance }: Town, { slip, reader, words }: { readonly slip: Slip; readonly reader: string; readonly words: string }, at: Instant): Promise<void> {
  const ciphertext = Buffer.from(await closeLetter(words, await desk.recipientsOf(slip))).toString('base64');
  if (!await desk.actOnSealed(reader, slip, 'letters', { ciphertext, answers: 'yes' }) || chance.happens(0.3)) return;
  agenda.plan(plusMs(at, chance.whole(5, 70) * HOUR_MS), async () => { await desk.judgeSealed(slip, chance.happens(0.6) ? 'solved' : 'partly'); }, MATTER);
}
