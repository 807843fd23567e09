/** An error as the log may keep it: where it happened, not what was in it. `stack` is frames only. */
export type SafeError = { readonly type: string; readonly code?: string; readonly message: string; readonly stack: string; readonly cause?: SafeError };

const FRAMES_MAX = 12;
const MESSAGE_MAX = 160;
const CAUSES_MAX = 3;

/**
 * PostgreSQL's `detail`, `where` and message quote the failing row, and a SyntaxError quotes the text it could not read:
 * all are dropped. Of other messages only the words before a colon or a quotation mark stay, where a value would begin.
 */
export function safeErrorOf(error: unknown): SafeError {
  return harmless(error, 0);
}

function harmless(error: unknown, depth: number): SafeError {
  if (!(error instanceof Error)) return { type: typeof error, message: '', stack: '' };
  const { code, severity } = error as Error & { code?: unknown; severity?: unknown };
  const quotesData = error instanceof SyntaxError || severity !== undefined;
  return {
    type: error.name,
    ...(typeof code === 'string' ? { code } : {}),
    message: quotesData ? '' : (error.message.split(/[:"“「]/)[0] ?? '').slice(0, MESSAGE_MAX).trim(),
    stack: framesOf(error),
    ...(error.cause !== undefined && depth < CAUSES_MAX ? { cause: harmless(error.cause, depth + 1) } : {}),
  };
}

function framesOf(error: Error): string {
  // Everything before the first frame is the message again, perhaps over several lines.
  return (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)).slice(0, FRAMES_MAX).map((line) => line.trim()).join('\n');
}
