import { STAFF_ROLES, type StaffRole } from '../../platform/db/actor.ts';
import { parsePostId, parseUnitId } from '../../kernel/ids.ts';
import type { Profile, Role } from './content.ts';
import { Fields } from './fields.ts';
import type { Mistake, Placed } from './mistake.ts';
import type { MapValue } from './source.ts';
import { TWO_PERSON_ACTS, TWO_PERSON_HALVES, type TwoPersonAct } from './vocabulary.ts';

export type ParsedProfile = Omit<Profile, 'borrowed'> & { readonly borrowed: readonly Placed<Profile['borrowed'][number]>[] };

/**
 * profile.yaml, for a place too small for a person per hat: which roles of one separation one person may hold all the same,
 * and which second person is borrowed from the level above. Published; nothing that is not written here may be combined.
 */
export function parseProfile(map: MapValue, roles: readonly Role[], mistakes: Mistake[]): ParsedProfile {
  const fields = new Fields(map, mistakes);
  const combined = fields.each('combined', (one) => {
    const held = one.words('roles', STAFF_ROLES);
    const reason = one.names('reason');
    const act = bothHalves(roles, held);
    if (act) one.report({ kind: 'both-halves', act }, one.where('roles'));
    return { roles: held, reason };
  });
  const borrowed = fields.each('borrowed', (one) => {
    const act = one.oneOf('act', TWO_PERSON_ACTS);
    const unit = one.code('unit', parseUnitId);
    const post = one.code('post', parsePostId);
    return act && unit && post && { at: one.at, row: { act, unit, post } };
  });
  fields.done();
  return { combined, borrowed };
}

/** An act of two people that one person with these roles could do alone: the first found. No profile and no grant may lead there. */
export function bothHalves(roles: readonly Pick<Role, 'code' | 'permissions'>[], held: readonly StaffRole[]): TwoPersonAct | undefined {
  const granted = new Set(roles.filter((role) => held.includes(role.code)).flatMap((role) => role.permissions));
  return TWO_PERSON_ACTS.find((act) => TWO_PERSON_HALVES[act].every((half) => granted.has(half)));
}
