import { NOTE_BYTES_MAX, parseWitnessAnswer, writeAddCheckpoint, type NoteSignature, type WitnessAnswer } from '../log/index.ts';
import { verifyCosignature } from '../log/cosignature.ts';
import type { PolicyWitness } from '../log/index.ts';
import type { Hash } from '../merkle/hash.ts';
import { postOutside } from '../../platform/outside/post.ts';
import type { WitnessSilence } from './trouble.ts';

/** A checkpoint to be cosigned: its body, and the note that bears the log's own signature. */
export type Proposal = { readonly size: number; readonly text: string; readonly note: Uint8Array };

export type Heard =
  | { readonly kind: 'cosigned'; readonly signature: NoteSignature }
  /** Asked where it stands, it told us. */
  | { readonly kind: 'told' }
  /** It says that it cosigned more than was ever proposed to it, as far as we remember. */
  | { readonly kind: 'ahead'; readonly size: number }
  /** It says that it cosigned another tree of this size. */
  | { readonly kind: 'differs'; readonly size: number }
  | { readonly kind: 'silent'; readonly why: WitnessSilence['why'] };

/** A witness has so long for one question, with its second try where it names another size. */
const ANSWER_MS_MAX = 1_000;
/** Whoever did not answer well is left alone for so long, doubling up to the longest; meanwhile others may make the quorum. */
const REST_MS = 250;
const REST_MS_MAX = 10_000;
/** The first request names the size that we remember, the second the one that the witness named. */
const TRIES_MAX = 2;

/** Our side of one witness (C2SP tlog-witness): remembers how far it is and speaks to it once at a time. */
export class WitnessClient {
  readonly witness: PolicyWitness;
  readonly #url: string;
  /** Undefined until it has told us: its first request proposes only what was signed before. */
  #size: number | undefined;
  #isBusy = false;
  #silence: WitnessSilence['why'] = 'away';
  #failures = 0;
  #restsUntil = 0;

  constructor(witness: PolicyWitness) {
    this.witness = witness;
    this.#url = `${(witness.url ?? '').replace(/\/+$/, '')}/add-checkpoint`;
  }

  get isKnown(): boolean {
    return this.#size !== undefined;
  }

  /** Why its word was missing the last time. */
  get silence(): WitnessSilence['why'] {
    return this.#silence;
  }

  /** Forgets how far it is, so that it is asked before anything new is signed. */
  forget(): void {
    this.#size = undefined;
  }

  /** Asks where it stands, with a checkpoint that was signed before and so can harm nothing. */
  probe(signed: Proposal): Promise<Heard> {
    return this.#speak((within) => this.#proposeFrom(signed.size, signed, () => Promise.resolve([]), within, 0));
  }

  /** Proposes a larger tree. `proofFrom` proves it from a smaller size, 1 or more. */
  propose(proposal: Proposal, proofFrom: (size: number) => Promise<readonly Hash[]>): Promise<Heard> {
    return this.#speak((within) => this.#proposeFrom(this.#size ?? 0, proposal, proofFrom, within, TRIES_MAX));
  }

  async #speak(work: (within: AbortSignal) => Promise<Heard>): Promise<Heard> {
    if (this.#isBusy || performance.now() < this.#restsUntil) return { kind: 'silent', why: 'resting' };
    this.#isBusy = true;
    try {
      const heard = await work(AbortSignal.timeout(ANSWER_MS_MAX)).catch((error: unknown) => ({ kind: 'silent', why: isTimeout(error) ? 'late' : 'away' } as const));
      this.#failures = heard.kind === 'silent' ? this.#failures + 1 : 0;
      if (heard.kind === 'silent') this.#silence = heard.why;
      return heard;
    } finally {
      this.#restsUntil = this.#failures === 0 ? 0 : performance.now() + Math.min(REST_MS * 2 ** (this.#failures - 1), REST_MS_MAX);
      this.#isBusy = false;
    }
  }

  async #proposeFrom(old: number, proposal: Proposal, proofFrom: (size: number) => Promise<readonly Hash[]>, within: AbortSignal, tries: number): Promise<Heard> {
    const proof = old === 0 || old === proposal.size ? [] : await proofFrom(old);
    const answer = await post(this.#url, writeAddCheckpoint({ oldSize: old, proof, checkpoint: proposal.note }), within);
    if (!answer) return { kind: 'silent', why: 'answer-unreadable' };
    if (answer.kind === 'cosigned') return this.#cosigned(answer.signatures, proposal);
    if (answer.kind !== 'size-differs') return this.#refused(answer.kind, proposal);
    const { size } = answer;
    if (size > proposal.size) return { kind: 'ahead', size };
    // C2SP tlog-witness names our own size only where it has another tree of the very size that we propose.
    if (size === old) return old === proposal.size ? { kind: 'differs', size } : { kind: 'silent', why: 'refused' };
    this.#size = size;
    if (tries === 0) return { kind: 'told' };
    if (tries === 1) return { kind: 'silent', why: 'refused' };
    return this.#proposeFrom(size, proposal, proofFrom, within, tries - 1);
  }

  #refused(kind: WitnessAnswer['kind'], { size }: Proposal): Heard {
    if (kind === 'origin-unknown') return { kind: 'silent', why: 'log-unknown' };
    if (size > 0 || kind !== 'request-wrong') return { kind: 'silent', why: 'refused' };
    // Some witnesses take no empty tree; one that had seen more would have named its size.
    this.#size = 0;
    return { kind: 'told' };
  }

  #cosigned(signatures: readonly NoteSignature[], { text, size }: Proposal): Heard {
    const { key } = this.witness;
    const own = signatures.find(({ name, keyId }) => name === key.name && keyId === key.id);
    // The answer is the attacker's until its signature is checked.
    if (!own || verifyCosignature(key, text, own.bytes) === undefined) return { kind: 'silent', why: 'signature-wrong' };
    this.#size = size;
    return { kind: 'cosigned', signature: own };
  }
}

/** Undefined where the reply is none of tlog-witness. Rejects when the witness is away or the time is over. */
async function post(url: string, body: Uint8Array, signal: AbortSignal): Promise<WitnessAnswer | undefined> {
  const { status, bytes } = await postOutside({ url, body, signal, bytesMax: NOTE_BYTES_MAX });
  return bytes && parseWitnessAnswer(status, bytes);
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError');
}
