import { STAFF_ROLES, type StaffRole } from '../../platform/db/actor.ts';
import type { Role } from './content.ts';
import { Fields } from './fields.ts';
import type { Mistake, Placed } from './mistake.ts';
import type { MapValue } from './source.ts';
import { PERMISSIONS, REACHES } from './vocabulary.ts';

export type ParsedRoles = { readonly roles: readonly Placed<Role>[]; readonly separations: readonly (readonly StaffRole[])[] };

/** roles.yaml: what each staff role may do and how far, and which roles one person may not hold together. */
export function parseRoles(map: MapValue, mistakes: Mistake[]): ParsedRoles {
  const fields = new Fields(map, mistakes);
  const roles = fields.each('roles', (one): Placed<Role> | undefined => {
    const code = one.oneOf('code', STAFF_ROLES);
    const names = one.names('names');
    const reach = one.oneOf('reach', REACHES);
    const permissions = one.words('permissions', PERMISSIONS);
    return code && reach && { at: one.at, row: { code, names, reach, permissions } };
  });
  const separations = fields.each('separations', (one) => one.words('roles', STAFF_ROLES));
  fields.done();
  return { roles, separations };
}
