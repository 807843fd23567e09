/** Ends every exhaustive `switch`: a new variant becomes a compile error here, and a bug at run time. */
export function unreachable(value: never): never {
  throw new Error(`unreachable variant: ${JSON.stringify(value)}`);
}
