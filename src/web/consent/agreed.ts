import type { CaseId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { ReadyStaff } from '../../slices/accounts/index.ts';
import { OPEN_STAGES, personOf, roundOf, type LoadedCase } from '../../slices/cases/index.ts';
import { AGREED_FIELDS } from '../../slices/unsealing/index.ts';
import type { ContactField } from '../../slices/vault/index.ts';
import type { Services } from '../services.ts';

/** What the person lets the unit that has the case see without a second person; `until` where they agreed for a while only. */
export type Agreed = { readonly fields: readonly ContactField[]; readonly until?: Instant };

/**
 * For the unit that works on it or answers for it, while somebody still owes the resident something: by name, or until the day
 * that they gave. Undefined where nothing was agreed to. `decide` asks again before each look.
 */
export async function agreedWith(services: Services, { actor, unitId }: ReadyStaff, caseId: CaseId, { state }: LoadedCase): Promise<Agreed | undefined> {
  const round = roundOf(state);
  const handles = actor.roles.includes('handler') || actor.roles.includes('unit-leader');
  const holds = handles && round !== undefined && OPEN_STAGES.includes(state.stage) && (unitId === round.owner || unitId === round.handler);
  if (!holds || state.facts.anonymity === 'anonymous') return undefined;
  if (state.facts.anonymity === 'named') return { fields: AGREED_FIELDS };
  const person = await services.database.inTransaction(actor, (tx) => personOf(tx, caseId));
  return person && services.consents.of(actor.jurisdiction, person);
}
