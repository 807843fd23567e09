import type { ComponentChildren } from 'preact';

/** Who looks, and when: a username and a minute. It stands over what is shown, and in every value that is copied. */
export type Looker = { readonly username: string; readonly at: string };

/** Size of one repetition of the mark, in CSS pixels: small enough that a photograph of a single line holds it. */
const TILE = { width: 260, height: 84 };

/**
 * A visible mark under the text, drawn by the page itself: no picture is fetched, no style or script stands inline. It frightens off
 * the telephone camera and names the leak; it does not prevent it.
 */
export function Marked({ looker, children }: { readonly looker: Looker; readonly children: ComponentChildren }) {
  const words = markOf(looker);
  return (
    <div class="marked">
      <svg class="marked-ground" aria-hidden="true" width="100%" height="100%">
        <defs>
          <pattern id="mark" width={TILE.width} height={TILE.height} patternUnits="userSpaceOnUse" patternTransform="rotate(-14)">
            <text x="0" y="30">{words}</text><text x="70" y="72">{words}</text>
          </pattern>
        </defs>
        <rect width="100%" height="100%" fill="url(#mark)" />
      </svg>
      {children}
    </div>
  );
}

/** A value that takes its mark along when it is selected and copied. */
export function MarkedValue({ looker, value }: { readonly looker: Looker; readonly value: string }) {
  return <>{value}<small class="looker">〔{markOf(looker)}〕</small></>;
}

function markOf({ username, at }: Looker): string {
  return `${username} ${at}`;
}
