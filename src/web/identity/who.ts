import type { ReadyStaff } from '../../slices/accounts/index.ts';
import type { LoadedCase } from '../../slices/cases/index.ts';
import type { Services } from '../services.ts';

type At = { readonly services: Services; readonly staff: ReadyStaff };

/** The unit that has it in hand, by a hat that carries the permission; `decide` has the last word. */
export function mayAskIdentity({ services, staff }: At, { state }: LoadedCase): boolean {
  const round = 'round' in state ? state.round : undefined;
  const holds = round !== undefined && (round.owner === staff.unitId || round.handler === staff.unitId);
  return holds && state.facts.anonymity !== 'anonymous' && services.directories.get(staff.jurisdiction).permits(staff.actor.roles, 'identity.request');
}

/** Whoever can be a second person: by permission, or as the outside body, to which late objections go. */
export function maySeeIdentityDesk({ services, staff }: At): boolean {
  const directory = services.directories.get(staff.jurisdiction);
  return directory.permits(staff.actor.roles, 'identity.approve') || directory.outsideUnit === staff.unitId;
}
