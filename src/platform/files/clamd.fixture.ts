import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** How it behaves, besides as it should. */
export type Mood = 'well' | 'silent' | 'cuts' | 'garbage' | 'half-an-answer' | 'broken';
export type Clamd = { readonly port: number; mood: Mood; readonly scanned: number[]; close(): Promise<void> };

/** The EICAR test file, which every scanner knows for harmless malware; in two parts, or this file itself would be found. */
export const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR', '-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

/** Stricter than the real one: a command, a length or an end that is not exactly as man clamd(8) says gets no answer. */
export async function openClamd(streamBytesMax = 1_000_000): Promise<Clamd> {
  const clamd = { mood: 'well' as Mood, scanned: [] as number[] };
  const server: Server = createServer((socket) => { serve(socket, clamd, streamBytesMax); });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return Object.assign(clamd, {
    port: (server.address() as AddressInfo).port,
    close: () => new Promise<void>((resolve) => { server.close(() => { resolve(); }); }),
  });
}

function serve(socket: Socket, clamd: { mood: Mood; readonly scanned: number[] }, streamBytesMax: number): void {
  let heard = Buffer.alloc(0);
  socket.on('error', () => undefined);
  socket.on('data', (part: Buffer) => {
    heard = Buffer.concat([heard, part]);
    if (clamd.mood === 'silent') return;
    if (clamd.mood === 'cuts') { socket.destroy(); return; }
    const answer = answerTo(heard, streamBytesMax, (bytes) => { clamd.scanned.push(bytes); });
    if (answer === undefined) return;
    if (clamd.mood === 'garbage') socket.end('stream: all is well\0');
    else if (clamd.mood === 'half-an-answer') socket.end('stream: OK');
    else if (clamd.mood === 'broken') socket.end('stream: Can\'t allocate memory ERROR\0');
    else socket.end(`${answer}\0`);
  });
}

/** Undefined while more must come. */
function answerTo(heard: Buffer, streamBytesMax: number, scanned: (bytes: number) => void): string | undefined {
  if (heard.equals(Buffer.from('zPING\0'))) return 'PONG';
  const command = Buffer.from('zINSTREAM\0');
  if (heard.byteLength < command.byteLength || !heard.subarray(0, command.byteLength).equals(command)) return undefined;
  const chunks: Buffer[] = [];
  let length = 0;
  for (let at = command.byteLength; at + 4 <= heard.byteLength;) {
    const bytes = heard.readUInt32BE(at);
    if (bytes === 0) {
      scanned(length);
      return Buffer.concat(chunks).includes(EICAR) ? 'stream: Win.Test.EICAR_HDB-1 FOUND' : 'stream: OK';
    }
    length += bytes;
    if (length > streamBytesMax) return 'INSTREAM size limit exceeded. ERROR';
    if (at + 4 + bytes > heard.byteLength) return undefined;
    chunks.push(heard.subarray(at + 4, at + 4 + bytes));
    at += 4 + bytes;
  }
  return undefined;
}
