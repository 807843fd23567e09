import type { LoadedReport } from '../../slices/sealed/index.ts';
import type { LetterView } from '../views/sealed/desk/desk.tsx';

/** Letters as a page carries them: who wrote when, and the ciphertexts; what they say is for the reader's key. */
export function letterViews({ state, letters }: LoadedReport): readonly LetterView[] {
  return state.letters.map(({ by, at, closedIn }, index) => ({
    n: index + 1, by, at, closedIn, ciphertexts: (letters.find(({ n }) => n === index + 1)?.ciphertexts ?? []).map((one) => one.toString('base64')),
  }));
}
