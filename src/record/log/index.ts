export { bundleBytesMax, parseBundle, parseEntriesPath, parseTile, writeBundle } from './bundle.ts';
export { parseCheckpoint, writeCheckpoint, type Checkpoint } from './checkpoint.ts';
export { cosign, cosignatureMessage } from './cosignature.ts';
export { parseVerifierKey, signerOf, verifierKey, writeVerifierKey, type SignatureType, type Signer, type VerifierKey } from './key.ts';
export { LOG_PROOF_BYTES_MAX, parseLogProof, verifyLogProof, writeLogProof, type LogProof, type LogProofFault } from './log-proof.ts';
export { NOTE_BYTES_MAX, openNote, parseNote, signText, writeNote, type Note, type NoteFault, type NoteSignature, type Verified } from './note.ts';
export { parsePolicy, POLICY_BYTES_MAX, writePolicy, type PolicyFault, type PolicyProblem } from './policy-text.ts';
export { isQuorum, NO_QUORUM, type Policy, type PolicyGroup, type PolicyLog, type PolicyWitness } from './policy.ts';
export { openCheckpoint, type CheckpointFault, type SignedCheckpoint } from './trust.ts';
export {
  ADD_CHECKPOINT_BYTES_MAX, judgeAddCheckpoint, parseAddCheckpoint, parseWitnessAnswer, writeAddCheckpoint, writeWitnessAnswer,
  type AddCheckpoint, type WitnessAnswer, type Witnessed, type WitnessRefusal, type WitnessReply,
} from './witness.ts';
export {
  CAUSES, disclosureFault, opensTo, parseEntry, readEntry, SEALED_BYTES, WHOLE_ACT, WHOLE_EVENT, writeAct, writeEntry,
  type Act, type ActEntry, type Cause, type DisclosedEntry, type EntryRead, type LogEntry, type SealedEntry, type Target,
} from './entry.ts';
export { hmacSha256 } from './hmac.ts';
export { DISCLOSED_TOGETHER_MIN, daysBetween, planDisclosure, tellable, type Cell, type Moment, type Opened } from './plan.ts';
export {
  openPromise, parsePromise, PROMISE_BYTES_MAX, PROMISE_SECONDS, promiseBroken, promiseKeyName, quorumSeconds, writePromise,
  type PromiseFault, type RecordPromise,
} from './promise.ts';
export { OWN_WORDS_BYTES_MAX, parseOwnWords, writeOwnWords, type OwnWords, type OwnWordsAct } from './own-words.ts';
