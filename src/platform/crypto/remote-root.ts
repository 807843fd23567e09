import { spawn } from 'node:child_process';
import { UnwrapError } from './key-provider.ts';
import { RootError, type Root } from './root.ts';

/** Asked at start and at rotation only: an HSM behind a slow line may take its time, a dead one must not hold the start for ever. */
const ANSWER_MS_MAX = 20_000;
/** A wrapped key has some hundred bytes. */
const ANSWER_BYTES_MAX = 65_536;

export type RemoteOptions = { readonly token?: string | undefined; readonly answerMs?: number };

/** `command:/absolute/path` or `https://host/path` (http on loopback alone); undefined for anything else. */
export function parseRootSpec(text: string): 'file' | `command:${string}` | URL | undefined {
  if (text === '' || text === 'file') return 'file';
  if (/^command:\/[^\0\n]+$/.test(text)) return text as `command:${string}`;
  const url = URL.parse(text);
  if (!url || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return undefined;
  const isLoopback = ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback) ? url : undefined;
}

/**
 * A root behind a program of this machine, such as one that speaks PKCS #11: run with `wrap` or `unwrap`, it reads one line of JSON,
 * `{"context","bytes"}` (base64), and answers `{"bytes"}`, or `{"refused":true}` for bytes that are not its own.
 */
export function commandRoot(path: string, { answerMs = ANSWER_MS_MAX }: RemoteOptions = {}): Root {
  const ask = (verb: 'wrap' | 'unwrap', context: string, bytes: Uint8Array): Promise<Uint8Array> => new Promise((resolve, reject) => {
    const child = spawn(path, [verb], { stdio: ['pipe', 'pipe', 'ignore'], timeout: answerMs, shell: false });
    const parts: Buffer[] = [];
    let size = 0;
    child.on('error', () => { reject(new RootError({ kind: 'no-answer', at: path })); });
    child.stdin.on('error', () => undefined);
    child.stdout.on('data', (part: Buffer) => {
      size += part.length;
      if (size > ANSWER_BYTES_MAX) child.kill();
      else parts.push(part);
    });
    child.on('close', (code) => {
      if (code !== 0 || size > ANSWER_BYTES_MAX) reject(new RootError({ kind: 'no-answer', at: path }));
      else resolve(Promise.resolve().then(() => bytesIn(Buffer.concat(parts).toString(), path)));
    });
    child.stdin.end(questionOf(context, bytes));
  });
  return { spec: `command:${path}`, wrap: (context, key) => ask('wrap', context, key), unwrap: (context, wrapped) => ask('unwrap', context, wrapped) };
}

/** The same questions as POST to `<url>/wrap` and `<url>/unwrap`, with a bearer token where one is given. No redirect is followed. */
export function httpsRoot(url: URL, { token, answerMs = ANSWER_MS_MAX }: RemoteOptions = {}): Root {
  const base = url.href.replace(/\/$/, '');
  const ask = async (verb: 'wrap' | 'unwrap', context: string, bytes: Uint8Array): Promise<Uint8Array> => {
    const answer = await fetch(`${base}/${verb}`, {
      method: 'POST', redirect: 'error', signal: AbortSignal.timeout(answerMs), body: questionOf(context, bytes),
      headers: { 'content-type': 'application/json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
    }).catch(() => undefined);
    if (!answer?.ok) throw new RootError({ kind: 'no-answer', at: base });
    return bytesIn(await boundedText(answer, base), base);
  };
  return { spec: base, wrap: (context, key) => ask('wrap', context, key), unwrap: (context, wrapped) => ask('unwrap', context, wrapped) };
}

function questionOf(context: string, bytes: Uint8Array): string {
  return `${JSON.stringify({ context, bytes: Buffer.from(bytes).toString('base64') })}\n`;
}

function bytesIn(text: string, from: string): Uint8Array {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    throw new RootError({ kind: 'no-answer', at: from });
  }
  const { bytes, refused } = (typeof answer === 'object' && answer !== null ? answer : {}) as { bytes?: unknown; refused?: unknown };
  if (refused === true) throw new UnwrapError('the root says that these bytes are not its own');
  if (typeof bytes !== 'string' || !/^[A-Za-z0-9+/]+={0,2}$/.test(bytes)) throw new RootError({ kind: 'no-answer', at: from });
  return Buffer.from(bytes, 'base64');
}

async function boundedText(answer: Response, from: string): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of answer.body ?? []) {
    size += (part as Uint8Array).length;
    if (size > ANSWER_BYTES_MAX) throw new RootError({ kind: 'no-answer', at: from });
    parts.push(part as Uint8Array);
  }
  return Buffer.concat(parts).toString();
}
