import { randomUUID } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Database } from '../../platform/db/database.ts';
import type { Fetcher } from '../../verify/fetcher.ts';
import { append } from '../append.ts';
import {
  cosign, judgeAddCheckpoint, parseAddCheckpoint, parseVerifierKey, signerOf, writeVerifierKey, writeWitnessAnswer, ADD_CHECKPOINT_BYTES_MAX,
  type Signer, type VerifierKey, type Witnessed, type WitnessAnswer,
} from '../log/index.ts';
import { KEYS, LINJIANG, noteDraft, SOMEBODY } from '../record.fixture.ts';
import { sequenceAll } from '../sequencer.ts';
import { openDisk } from './disk.ts';
import type { Witnesses } from './gather.ts';
import { ensureSigner } from './keys.ts';
import { keyFolder, logFolder } from './places.ts';
import { Publication, type Published } from './publication.ts';
import type { PublishedLog } from './run.ts';
import type { LogSource, Mark } from './source.ts';
import { WitnessClient } from './witness-client.ts';

export const LOG: PublishedLog = { code: LINJIANG, origin: 'linjiang.invalid/minsheng' };

/** So many more entries in the log, sequenced. */
export async function growLog(database: Database, count: number, jurisdiction = LINJIANG): Promise<void> {
  for (let left = count; left > 0; left -= 1_000) {
    const stream = randomUUID();
    const drafts = Array.from({ length: Math.min(left, 1_000) }, (_, i) => noteDraft(stream, i + 1));
    await database.inTransaction({ ...SOMEBODY, jurisdiction }, (tx) => append(tx, stream, drafts, KEYS));
  }
  await sequenceAll(database, jurisdiction);
}

/** What a witness is made to do instead of its duty. */
export type Mischief = (request: { readonly body: Uint8Array; readonly judged: WitnessAnswer }, response: ServerResponse) => boolean;

export type LocalWitness = {
  readonly name: string;
  readonly signer: Signer;
  readonly url: string;
  /** What it cosigned last, by origin. */
  readonly known: Map<string, Witnessed>;
  /** Answers that the request was dealt with; set to undefined for an honest one. */
  mischief: Mischief | undefined;
  /** Requests so far. */
  asked: number;
  close(): Promise<void>;
};

/** A witness after the specification in this process, with keys that it is told: it keeps what it has seen before it signs. */
export async function openWitness(name: string, octet: number, keyOfLog: () => Promise<VerifierKey | undefined>): Promise<LocalWitness> {
  const signer = signerOf(`${name}.example`, 'cosignature', new Uint8Array(32).fill(octet));
  const known = new Map<string, Witnessed>();
  const answer = async (body: Uint8Array): Promise<WitnessAnswer> => {
    const asked = parseAddCheckpoint(body);
    if (!asked) return { kind: 'request-wrong' };
    const key = await keyOfLog();
    const judged = judgeAddCheckpoint(asked, key ? [key] : [], (origin) => known.get(origin));
    if (judged.refused) return judged.reason;
    const { checkpoint, text } = judged.value;
    known.set(checkpoint.origin, { size: checkpoint.size, root: checkpoint.root });
    return { kind: 'cosigned', signatures: [cosign(text, signer, Math.floor(Date.now() / 1_000))] };
  };
  const server = createServer((request, response) => {
    void serve(request, response);
  });
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    witness.asked += 1;
    const body = await bodyOf(request);
    const judged = request.url === '/add-checkpoint' && request.method === 'POST' ? await answer(body) : { kind: 'request-wrong' } as const;
    if (witness.mischief?.({ body, judged }, response)) return;
    const reply = writeWitnessAnswer(judged);
    response.writeHead(reply.status, { 'content-type': reply.contentType }).end(reply.body);
  };
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const witness: LocalWitness = {
    name, signer, known, mischief: undefined, asked: 0, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => {
      server.close(() => { resolve(); });
      server.closeAllConnections();
    }),
  };
  return witness;
}

async function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const body = Buffer.concat(parts);
  return body.length > ADD_CHECKPOINT_BYTES_MAX ? new Uint8Array() : body;
}

/** The fragment that names these witnesses. */
export async function writeWitnessesFile(path: string, witnesses: readonly LocalWitness[], quorum: number | 'none'): Promise<string> {
  const lines = witnesses.map(({ name, signer, url }) => `witness ${name} ${writeVerifierKey(signer.key)} ${url}`);
  const end = quorum === 'none' ? ['quorum none'] : [`group all ${quorum} ${witnesses.map(({ name }) => name).join(' ')}`, 'quorum all'];
  await writeFile(path, [...lines, ...end, ''].join('\n'));
  return path;
}

/** The log's own key, as the publisher has made it known. */
export async function keyIn(dataDir: string): Promise<VerifierKey | undefined> {
  const text = await readFile(join(logFolder(dataDir, LINJIANG), 'log.vkey'), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : parseVerifierKey(text.trim());
}

/** A folder of published files, as a static server would give them. */
export function folderFetcher(folder: string): Fetcher {
  return {
    get: async (path) => {
      const bytes = await readFile(join(folder, path)).catch(() => undefined);
      return bytes ? { kind: 'found', bytes } : { kind: 'missing' };
    },
  };
}

/** Paths of all files below, with forward slashes. */
export async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1).replaceAll('\\', '/')).sort();
}

/** One attempt of a new process: opens what is on the disk, and publishes this head with these witnesses. */
export async function publishOnce(dataDir: string, source: LogSource, head: Mark, witnesses: Witnesses): Promise<Published> {
  const [keys, files] = [await openDisk(keyFolder(dataDir), 0o600), await openDisk(logFolder(dataDir, LINJIANG))];
  const signer = await ensureSigner(LOG, keys, files);
  if (signer.refused) return { kind: 'trouble', trouble: signer.reason };
  const opened = await Publication.open({ log: LOG, signer: signer.value, source, files, keys, onFull: () => undefined });
  return 'kind' in opened ? { kind: 'trouble', trouble: opened } : opened.publish(head, witnesses);
}

export function witnessesOf(witnesses: readonly LocalWitness[], needed: number): Witnesses {
  const listed = witnesses.map(({ name, signer: { key }, url }) => ({ name, key, url }));
  const policy = { witnesses: listed, groups: [{ name: 'all', needed, members: listed.map(({ name }) => name) }], quorum: 'all' };
  return { policy, clients: listed.map((witness) => new WitnessClient(witness)) };
}
