/** The hatching that means "not known" or "standing still"; drawn once a page by whoever uses `url(#hatch)`. */
export function Hatch() {
  return (
    <svg class="hatch-source" width="0" height="0" aria-hidden="true" focusable="false">
      <defs>
        <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect class="hatch-field" width="6" height="6" />
          <rect class="hatch-line" width="2.2" height="6" />
        </pattern>
      </defs>
    </svg>
  );
}
