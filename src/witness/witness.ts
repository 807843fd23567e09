import {
  cosign, judgeAddCheckpoint, parseAddCheckpoint, parseNote, writeNote, writeWitnessAnswer,
  type AddCheckpoint, type Signer, type VerifierKey, type WitnessAnswer, type WitnessReply,
} from '../record/log/index.ts';
import type { KnownLogs } from './known-logs.ts';
import type { Store } from './store.ts';

export type Witness = {
  /** One `add-checkpoint`: cosigned only after the checkpoint is safe on this witness's disk. All of `body` is the attacker's. */
  readonly addCheckpoint: (body: Uint8Array) => Promise<WitnessReply>;
};

export type WitnessParts = {
  readonly signer: Signer;
  readonly store: Store;
  readonly logs: KnownLogs;
  /** POSIX seconds by this machine's clock. */
  readonly nowSeconds: () => number;
  /** The disk failed: its log is halted until the next start. */
  readonly onHalt: (origin: string, error: unknown) => void;
};

/** Not in the specification, which leaves failures of our own to HTTP. */
const HALTED: WitnessReply = { status: 500, contentType: 'text/plain; charset=utf-8', body: '' };

/** A witness (C2SP tlog-witness): says of each log which is the largest tree it has seen, and never says two things of one size. */
export function createWitness({ signer, store, logs, nowSeconds, onHalt }: WitnessParts): Witness {
  const inTurn = createTurns();
  const answer = async (request: AddCheckpoint, known: readonly VerifierKey[]): Promise<WitnessReply> => {
    const judged = judgeNow(request, known, store);
    if (judged === 'halted') return HALTED;
    if (judged.refused) return writeWitnessAnswer(judged.reason);
    const { checkpoint: { origin, size, root }, text } = judged.value;
    try {
      // A crash before this returns leaves the old checkpoint or the new one, and no signature for the new one anywhere.
      await store.keep(origin, { size, root }, evidenceOf(request, known));
    } catch (error) {
      onHalt(origin, error);
      return HALTED;
    }
    // A crash here leaves a checkpoint that is kept and not cosigned: the log asks again from its size and gets its word then.
    const cosigned: WitnessAnswer = { kind: 'cosigned', signatures: [cosign(text, signer, nowSeconds())] };
    return writeWitnessAnswer(cosigned);
  };
  return {
    async addCheckpoint(body) {
      const request = parseAddCheckpoint(body);
      if (!request) return writeWitnessAnswer({ kind: 'request-wrong' });
      const known = await logs.keys();
      const first = judgeNow(request, known, store);
      if (first === 'halted') return HALTED;
      // Whoever may not ask never waits in the line of those who may.
      if (first.refused) return writeWitnessAnswer(first.reason);
      // Judged again in its turn: comparing with what is kept and replacing it is one step for each log.
      return inTurn(first.value.checkpoint.origin, () => answer(request, known));
    },
  };
}

function judgeNow(request: AddCheckpoint, known: readonly VerifierKey[], store: Store): ReturnType<typeof judgeAddCheckpoint> | 'halted' {
  let isHalted = false;
  const judged = judgeAddCheckpoint(request, known, (origin) => {
    const standing = store.standingOf(origin);
    isHalted = standing === 'halted';
    return standing === 'halted' ? undefined : standing;
  });
  return isHalted ? 'halted' : judged;
}

/** What the log itself signed, without lines of strangers: kept, it shows a fork to anyone. */
function evidenceOf({ checkpoint }: AddCheckpoint, known: readonly VerifierKey[]): Uint8Array {
  const note = parseNote(checkpoint);
  if (!note) throw new Error('a checkpoint that was judged cannot be read');
  const signatures = note.signatures.filter(({ name, keyId }) => known.some((key) => key.name === name && key.id === keyId));
  return writeNote({ text: note.text, signatures });
}

type InTurn = <Result>(line: string, work: () => Promise<Result>) => Promise<Result>;

/** One at a time in each line. Lines are names of known logs, so there are few. */
function createTurns(): InTurn {
  const last = new Map<string, Promise<unknown>>();
  return (line, work) => {
    const turn = (last.get(line) ?? Promise.resolve()).then(work);
    last.set(line, turn.catch(() => undefined));
    return turn;
  };
}
