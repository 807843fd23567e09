/** Progress goes to stderr, so that what a verb prints on stdout can be piped. */
export function say(text) {
  process.stderr.write(`${text}\n`);
}

/** Ends a verb with a sentence that holds its own remedy: no stack follows. */
export class Stop extends Error {
  said = true;

  constructor(text) {
    super(text);
    say(`❌ ${text}`);
  }
}
