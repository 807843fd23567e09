/**
 * Does the work that the check page asks for while many reports come from one network, so that nobody waits. Without
 * this script one waits a few seconds. No worker, no markup, nothing kept; plain http lacks the browser's own crypto.
 */
import { solveChallenge, type Challenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2';

for (const block of document.querySelectorAll<HTMLElement>('[data-work]')) void work(block);

async function work(block: HTMLElement): Promise<void> {
  const answer = block.querySelector<HTMLInputElement>('input[name="work"]');
  const line = block.querySelector('p');
  if (!answer || !line) return;
  try {
    const challenge = JSON.parse(block.dataset['work'] ?? '') as Challenge;
    const solution = await solveChallenge({ challenge, deriveKey });
    if (!solution) return;
    answer.value = JSON.stringify({ challenge, solution });
    line.textContent = block.dataset['done'] ?? '';
  } catch {
    // The words of the page stand: it is waited for then.
  }
}
