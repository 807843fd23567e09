import type { ComponentChildren } from 'preact';
import type { Instant } from '../../kernel/instant.ts';
import { Icon } from '../icon.tsx';
import type { IconName } from '../icon-paths.ts';
import { wordsOfUi } from '../messages.ts';
import type { PageContext } from '../page.ts';
import { When, type Exactness } from './when.tsx';

/**
 * One turn of the conversation. `resident` and `unit` speak (their words are shown as said); `system` is one quiet
 * line: who did what. `speaker` is a role or an office, never a person.
 */
export type Turn = {
  readonly at: Instant;
  readonly voice: 'resident' | 'unit' | 'system';
  readonly speaker: string;
  readonly what: string;
  /** What was said, line breaks kept; absent for a bare act. */
  readonly words?: string;
  /** What stands in place of words that were hidden: rule, roles, day. */
  readonly tombstone?: string;
  readonly icon?: IconName;
};

const ICONS = { resident: 'user', unit: 'building', system: 'circle-dot' } as const;

/** Read from top to bottom like a conversation: the first thing said comes first. */
export function Timeline({ page, turns, exactness = 'minute' }: { readonly page: PageContext; readonly turns: readonly Turn[]; readonly exactness?: Exactness }) {
  return (
    <ol class="talk" aria-label={wordsOfUi(page.locale).timeline}>
      {turns.map((turn, index) => (
        <li key={index} class={`turn turn-${turn.voice}`}>
          <p class="turn-head">
            <Icon name={turn.icon ?? ICONS[turn.voice]} />
            <span class="turn-what"><strong>{turn.speaker}</strong> {turn.what}</span>
            <When page={page} at={turn.at} exactness={exactness} />
          </p>
          {turn.words !== undefined && <Said words={turn.words} />}
          {turn.tombstone !== undefined && <Tombstone>{turn.tombstone}</Tombstone>}
        </li>
      ))}
    </ol>
  );
}

/** Stands where a text was, so that nobody mistakes a hidden text for none. */
export function Tombstone({ children }: { readonly children: ComponentChildren }) {
  return <p class="tombstone"><Icon name="eye-off" /><span>{children}</span></p>;
}

/** Words as they were typed: line breaks kept, nothing added, nothing cut. */
export function Said({ words }: { readonly words: string }) {
  return <blockquote class="said">{words}</blockquote>;
}
