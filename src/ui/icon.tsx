import { ICON_PATHS, type IconName } from './icon-paths.ts';

/** Always beside a word, never instead of one: hidden from screen readers. Sized in `em` by the stylesheet. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
      <path d={ICON_PATHS[name]} />
    </svg>
  );
}
