/**
 * Keys for whoever works through a queue all day: j and k move through the list, Enter opens, s goes to the signing
 * button, a to the answer, / to the search, ? shows this list. Everything works without it; it only moves the focus.
 * Plain keys work only outside fields, so that typing is never taken for a command (WCAG 2.1.4).
 */
export {};

const rows = (): HTMLAnchorElement[] => [...document.querySelectorAll<HTMLAnchorElement>('.pane-list .caserow-title')];

function step(by: 1 | -1): void {
  const all = rows();
  const focused = all.findIndex((row) => row === document.activeElement);
  const current = focused >= 0 ? focused : all.findIndex((row) => row.hasAttribute('aria-current'));
  const next = all[Math.max(0, Math.min(all.length - 1, current + by))];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}

function reach(selector: string): void {
  const target = document.querySelector<HTMLElement>(selector);
  target?.closest('details')?.setAttribute('open', '');
  target?.focus();
  target?.scrollIntoView({ block: 'nearest' });
}

document.addEventListener('keydown', (event) => {
  const target = event.target;
  const typing = target instanceof Element && target.closest('input:not([type=radio]):not([type=checkbox]), textarea, select') !== null;
  if (typing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === 'j') step(1);
  else if (event.key === 'k') step(-1);
  else if (event.key === 's') reach('[data-key=sign]');
  else if (event.key === 'a') reach('[data-key=answer] textarea');
  else if (event.key === '/') reach('#f-q');
  else return;
  event.preventDefault();
});
