import { Icon } from '../icon.tsx';

/** How a state looks: always a word, a shape and a colour together, so that none of the three is needed alone. */
export const TONES = ['waiting', 'moving', 'answered', 'solved', 'partly', 'late', 'aside'] as const;
export type Tone = (typeof TONES)[number];

const SHAPES = {
  waiting: 'circle', moving: 'circle-half-2', answered: 'message', solved: 'circle-check', partly: 'circle-dot', late: 'alert-triangle', aside: 'circle-minus',
} as const;

export function StatusTag({ tone, word }: { readonly tone: Tone; readonly word: string }) {
  return <span class={`tag tag-${tone}`}><Icon name={SHAPES[tone]} />{word}</span>;
}
