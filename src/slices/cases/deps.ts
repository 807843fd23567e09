import type { JurisdictionCode } from '../../kernel/ids.ts';
import type { KeyProvider } from '../../platform/crypto/index.ts';
import type { Actor } from '../../platform/db/actor.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Reactions } from '../../platform/jobs/index.ts';
import type { Author, CaseCommand, Import, Submit } from './commands.ts';
import type { Rules } from './rules.ts';

export type CaseDeps = {
  readonly database: Database;
  readonly keys: KeyProvider;
  /** The rules in force now; throws on an unknown jurisdiction. */
  readonly rulesFor: (jurisdiction: JurisdictionCode) => Rules;
  readonly reactions: Reactions;
};

type Without<Command, Fields extends string> = Command extends unknown ? Omit<Command, Fields> : never;
/** A command on an existing case; who gives it is the actor of the transaction, never a field that a route could fill in. */
export type Act = Without<Exclude<CaseCommand, Submit | Import>, 'by'>;
/** One row of another system, ready to become a case. */
export type ImportedRow = Without<Import, 'do' | 'by' | 'id' | 'number' | 'jurisdiction' | 'source'>;
export type Submission = Without<Submit, 'do' | 'by' | 'id' | 'number' | 'jurisdiction'>;

export function authorOf(actor: Actor): Author {
  switch (actor.kind) {
    case 'public': case 'resident': return { kind: 'resident' };
    case 'staff': return {
      kind: 'staff', roles: actor.roles, unit: actor.unitId, account: actor.accountId, ...(actor.postId ? { post: actor.postId } : {}),
    };
    case 'system': return { kind: 'system', job: actor.job };
  }
}
