import { accept, refuse, type Decision } from '../../kernel/refusal.ts';
import { parseCheckpoint, type Checkpoint } from './checkpoint.ts';
import { openNote, parseNote, type NoteFault } from './note.ts';
import { isQuorum, type Policy } from './policy.ts';

/** A checkpoint that a policy trusts. */
export type SignedCheckpoint = {
  readonly checkpoint: Checkpoint;
  /** As it was served; whoever holds it can show what the log signed. */
  readonly note: Uint8Array;
  /** Witnesses as the policy names them, and the second (POSIX) at which each saw this as the largest tree. */
  readonly cosignatures: readonly { readonly witness: string; readonly atSeconds: number }[];
};

export type CheckpointFault =
  | NoteFault
  | { readonly kind: 'note-malformed' }
  | { readonly kind: 'checkpoint-malformed' }
  | { readonly kind: 'origin-unknown'; readonly origin: string }
  | { readonly kind: 'quorum-missing'; readonly cosigners: readonly string[] };

/** Signed by the log that its origin names, by no known key wrongly, and cosigned by the quorum. All of `note` is the attacker's. */
export function openCheckpoint(note: Uint8Array, policy: Policy): Decision<SignedCheckpoint, CheckpointFault> {
  const parsed = parseNote(note);
  if (!parsed) return refuse({ kind: 'note-malformed' });
  const checkpoint = parseCheckpoint(parsed.text);
  if (!checkpoint) return refuse({ kind: 'checkpoint-malformed' });
  const logs = policy.logs.map(({ key }) => key).filter(({ name }) => name === checkpoint.origin);
  if (logs.length === 0) return refuse({ kind: 'origin-unknown', origin: checkpoint.origin });
  const opened = openNote(parsed, [...logs, ...policy.witnesses.map(({ key }) => key)]);
  if (opened.refused) return opened;
  if (!opened.value.some(({ key }) => logs.includes(key))) return refuse({ kind: 'unsigned' });
  const cosignatures = policy.witnesses.flatMap(({ name, key: own }) =>
    opened.value.flatMap(({ key, atSeconds }) => (key === own && atSeconds !== undefined ? [{ witness: name, atSeconds }] : [])));
  const cosigners = cosignatures.map(({ witness }) => witness);
  return isQuorum(policy, cosigners) ? accept({ checkpoint, note, cosignatures }) : refuse({ kind: 'quorum-missing', cosigners });
}
