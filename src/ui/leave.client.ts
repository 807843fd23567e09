/**
 * Leave at once: the page that is open is replaced in the browser's history instead of left in it. Without this the link does the
 * same and the page stays in the list, where it leads to the entrance.
 */
export {};

document.addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a.leave') : null;
  if (!link) return;
  event.preventDefault();
  // Out of sight before the answer is there.
  document.documentElement.classList.add('left');
  location.replace(link.href);
});
