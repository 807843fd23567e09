import { isQuorum, type NoteSignature } from '../log/index.ts';
import type { Hash } from '../merkle/hash.ts';
import type { Trouble, WitnessSilence } from './trouble.ts';
import type { WitnessPolicy } from './witnesses-file.ts';
import type { Heard, Proposal, WitnessClient } from './witness-client.ts';

/** The witnesses of a policy, and the connection to each. */
export type Witnesses = { readonly policy: WitnessPolicy; readonly clients: readonly WitnessClient[] };

/** With the quorum complete, the others have so long to be in the same checkpoint; what they say later is for the next. */
const GRACE_MS = 50;

export type Gathered = { readonly kind: 'quorum'; readonly signatures: readonly NoteSignature[] } | { readonly kind: 'trouble'; readonly trouble: Trouble };

/** Asks each witness that has not yet said so where it stands. A trouble where one knows more than was ever signed. */
export async function probeAll({ clients }: Witnesses, signed: Proposal): Promise<Trouble | undefined> {
  const heard = await Promise.all(clients.filter(({ isKnown }) => !isKnown).map(async (client) => ({ client, heard: await client.probe(signed) })));
  return heard.map(({ client, heard: one }) => warningOf(client, one, signed.size)).find((trouble) => trouble !== undefined);
}

/** Asks all at once, and is content with a quorum. What a witness says of a longer or another log outweighs any quorum. */
export async function gather({ policy, clients }: Witnesses, proposal: Proposal, proofFrom: (size: number) => Promise<readonly Hash[]>): Promise<Gathered> {
  const answers = new Map<WitnessClient, Heard>();
  const proofs = new Map<number, Promise<readonly Hash[]>>();
  const proofOnce = (size: number): Promise<readonly Hash[]> => {
    const known = proofs.get(size) ?? proofFrom(size);
    proofs.set(size, known);
    return known;
  };
  const signed = (): readonly (readonly [string, NoteSignature])[] => [...answers].flatMap(([{ witness }, one]) => (one.kind === 'cosigned' ? [[witness.name, one.signature] as const] : []));
  const isComplete = (): boolean => isQuorum({ logs: [], ...policy }, signed().map(([name]) => name));
  await new Promise<void>((resolve) => {
    const finish = (): void => {
      if (answers.size === clients.length) resolve();
      else if (clients.length > 0 && isComplete()) setTimeout(resolve, GRACE_MS);
    };
    for (const client of clients) {
      const asked = client.isKnown ? client.propose(proposal, proofOnce) : Promise.resolve<Heard>({ kind: 'silent', why: client.silence });
      void asked.then((heard) => {
        answers.set(client, heard);
        finish();
      });
    }
    finish();
  });
  const warning = [...answers].map(([client, one]) => warningOf(client, one, proposal.size)).find((trouble) => trouble !== undefined);
  if (warning) return { kind: 'trouble', trouble: warning };
  if (!isComplete()) return { kind: 'trouble', trouble: { kind: 'quorum-missing', witnesses: silences(clients, answers) } };
  return { kind: 'quorum', signatures: signed().map(([, signature]) => signature) };
}

/** It is asked again where it stands before anything else is proposed to it. */
function warningOf(client: WitnessClient, heard: Heard, signed: number): Trouble | undefined {
  if (heard.kind !== 'ahead' && heard.kind !== 'differs') return undefined;
  client.forget();
  const { name } = client.witness;
  return heard.kind === 'ahead' ? { kind: 'witness-ahead', by: name, size: heard.size, signed } : { kind: 'database-differs', by: name, size: heard.size };
}

function silences(clients: readonly WitnessClient[], answers: ReadonlyMap<WitnessClient, Heard>): readonly WitnessSilence[] {
  return clients.flatMap((client) => {
    const heard = answers.get(client);
    if (heard?.kind === 'silent') return [{ name: client.witness.name, why: heard.why }];
    return heard ? [] : [{ name: client.witness.name, why: 'late' as const }];
  });
}
