import type { StaffRole } from '../../platform/db/actor.ts';

/** What each role may do, as the jurisdiction's `roles.yaml` says. Permissions are words such as `account.invite`. */
export type RolePermissions = Readonly<Partial<Record<StaffRole, readonly string[]>>>;

/** The permissions this slice itself asks for: to make accounts, to shut them or renew their password, to give and end roles. */
export const INVITE = 'account.invite';
export const SUSPEND = 'account.suspend';
export const GRANT = 'account.grant';
/** Who may look at the list: those who change something in it, and those who check them. */
export const SEE = [INVITE, SUSPEND, GRANT, 'audit.read'] as const;

/** Whether any of the roles carries the permission. Unknown roles and permissions permit nothing. */
export function permits(granted: RolePermissions, roles: readonly StaffRole[], permission: string): boolean {
  return roles.some((role) => Object.hasOwn(granted, role) && (granted[role]?.includes(permission) ?? false));
}

/** The roles that carry a permission, in the order of the file. */
export function rolesWith(granted: RolePermissions, permission: string): readonly StaffRole[] {
  return (Object.keys(granted) as StaffRole[]).filter((role) => permits(granted, [role], permission));
}

/**
 * Whether the roles break a separation: two of one group in one hand, unless the place's published profile combines exactly
 * such (`combined`).
 */
export function separatedRoles(separations: readonly (readonly StaffRole[])[], roles: readonly string[], combined: readonly (readonly StaffRole[])[] = []): boolean {
  const mayMeet = (one: StaffRole, other: StaffRole): boolean => combined.some((group) => group.includes(one) && group.includes(other));
  return separations.some((group) => {
    const held = group.filter((role) => roles.includes(role));
    return held.some((one, at) => held.slice(at + 1).some((other) => !mayMeet(one, other)));
  });
}
