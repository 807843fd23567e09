import type { Reader } from '../../platform/db/reader.ts';
import { openDisk, type Disk } from './disk.ts';
import type { Witnesses } from './gather.ts';
import { ensureSigner } from './keys.ts';
import { Partials } from './partials.ts';
import { logFolder } from './places.ts';
import { Publication } from './publication.ts';
import type { PublishedLog, RunOptions } from './run.ts';
import { databaseSource, type Mark } from './source.ts';
import { STANDING_FILE, type Standing } from './standing.ts';
import type { Trouble } from './trouble.ts';
import { WitnessClient } from './witness-client.ts';
import type { WitnessPolicy } from './witnesses-file.ts';

const REST_MS = 250;
/** A log that stands still is looked at this often: long enough to spare the witnesses, short enough to go on soon. */
const REST_MS_MAX = 5_000;

/** One log of a running publisher: at most one publication at a time, pauses after troubles, and the word for readers why. */
export class LogRunner {
  readonly #log: PublishedLog;
  readonly #options: RunOptions;
  readonly #reader: Reader;
  readonly #keys: Disk;
  #files: Disk | undefined;
  #partials: Partials | undefined;
  #publication: Publication | undefined;
  #witnesses: Witnesses | undefined;
  #running: Promise<void> | undefined;
  #failures = 0;
  #restsUntil = 0;
  #told: string | undefined;

  constructor(log: PublishedLog, keys: Disk, reader: Reader, options: RunOptions) {
    this.#log = log;
    this.#keys = keys;
    this.#reader = reader;
    this.#options = options;
  }

  /** Begins to publish this head, unless it is published or another publication is under way; whether it began. */
  begin(head: Mark, policy: WitnessPolicy | Trouble): boolean {
    if (this.#running || performance.now() < this.#restsUntil) return false;
    if (!('kind' in policy) && this.#witnesses?.policy === policy && this.#publication?.isShown(head, this.#witnesses)) {
      void this.#partials?.sweep(performance.now()).catch(() => undefined);
      return false;
    }
    this.#running = this.#round(head, policy).finally(() => { this.#running = undefined; });
    return true;
  }

  async ended(): Promise<void> {
    await this.#running;
  }

  async #round(head: Mark, policy: WitnessPolicy | Trouble): Promise<void> {
    const done = await this.#attempt(head, policy).catch((error: unknown) => ({ kind: 'trouble', trouble: { kind: 'failed', code: codeOf(error) } } as const));
    if (done.kind === 'published') {
      this.#failures = 0;
      this.#options.onPublished?.(this.#log.code, done.size);
      await this.#tell(undefined);
      return;
    }
    this.#failures += 1;
    this.#restsUntil = performance.now() + Math.min(REST_MS * 2 ** (this.#failures - 1), REST_MS_MAX);
    // What the disk says is read anew: someone may have put things right meanwhile.
    if (done.trouble.kind !== 'quorum-missing') this.#publication = undefined;
    await this.#tell(done.trouble);
  }

  async #attempt(head: Mark, policy: WitnessPolicy | Trouble) {
    this.#files ??= await openDisk(logFolder(this.#options.dataDir, this.#log.code));
    if ('kind' in policy) return { kind: 'trouble', trouble: policy } as const;
    if (this.#witnesses?.policy !== policy) this.#witnesses = { policy, clients: policy.witnesses.map((witness) => new WitnessClient(witness)) };
    const publication = this.#publication ?? await this.#open(this.#files);
    if ('kind' in publication) return { kind: 'trouble', trouble: publication } as const;
    this.#publication = publication;
    return publication.publish(head, this.#witnesses);
  }

  async #open(files: Disk): Promise<Publication | Trouble> {
    const signer = await ensureSigner(this.#log, this.#keys, files);
    if (signer.refused) return signer.reason;
    const partials = new Partials(files);
    const source = databaseSource(this.#reader, this.#log.code);
    const opened = await Publication.open({
      log: this.#log, signer: signer.value, source, files, keys: this.#keys, onFull: (full) => { partials.onFull(full, performance.now()); },
    });
    if ('kind' in opened) return opened;
    await partials.find(opened.shownSize, performance.now());
    this.#partials = partials;
    return opened;
  }

  /** Once for each new reason, to whoever runs us and to readers. */
  async #tell(trouble: Trouble | undefined): Promise<void> {
    const reason = trouble ? `${trouble.kind} ${'by' in trouble ? trouble.by : ''}` : 'none';
    if (reason === this.#told) return;
    this.#told = reason;
    if (trouble) this.#options.onTrouble(trouble, this.#log.code);
    const standing: Standing = { since: new Date().toISOString(), ...(trouble ? { trouble } : {}) };
    // A convenience: where even this cannot be written, the trouble above was told already.
    await this.#files?.write([{ path: STANDING_FILE, bytes: Buffer.from(`${JSON.stringify(standing)}\n`) }]).catch(() => undefined);
  }
}

/** The system's or the database's own short name for what failed, never its words. */
export function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (typeof code === 'string' && /^[A-Z0-9_]{2,40}$/.test(code)) return code;
  if (!(error instanceof Error)) return 'unknown';
  // The database's client has no codes of its own for these.
  if (/timeout/i.test(error.message)) return 'TIMEOUT';
  return /terminated|closed/i.test(error.message) ? 'CONNECTION_LOST' : error.name;
}
