import type { VerifierKey } from './key.ts';

/** Whom a reader trusts (C2SP tlog-policy): any one of the logs, cosigned by witnesses as the quorum says. */
export type Policy = {
  readonly logs: readonly PolicyLog[];
  readonly witnesses: readonly PolicyWitness[];
  /** In their order: a group names only what stands before it. */
  readonly groups: readonly PolicyGroup[];
  /** A witness, a group, or `none`: no witness is asked for. */
  readonly quorum: string;
};
/** The key's name is the log's origin. */
export type PolicyLog = { readonly key: VerifierKey; readonly url?: string };
/** `name` has a meaning within the policy alone. */
export type PolicyWitness = { readonly name: string; readonly key: VerifierKey; readonly url?: string };
/** Has witnessed as soon as `needed` of its members have; 1 ≤ needed ≤ members. */
export type PolicyGroup = { readonly name: string; readonly needed: number; readonly members: readonly string[] };

export const NO_QUORUM = 'none';

/** Do these cosigners, named as the policy names them, make up its quorum? */
export function isQuorum({ groups, quorum }: Policy, cosigners: Iterable<string>): boolean {
  if (quorum === NO_QUORUM) return true;
  const witnessed = new Set(cosigners);
  for (const { name, needed, members } of groups) {
    if (members.filter((member) => witnessed.has(member)).length >= needed) witnessed.add(name);
  }
  return witnessed.has(quorum);
}
