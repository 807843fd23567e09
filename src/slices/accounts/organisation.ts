import { parseUnitId, type JurisdictionCode, type UnitId } from '../../kernel/ids.ts';
import { STAFF_ROLES, type StaffRole } from '../../platform/db/actor.ts';
import type { Locale } from '../../platform/i18n/index.ts';
import { bothHalves, type Directory } from '../units/index.ts';
import type { RolePermissions } from './permits.ts';

/** What accounts ask of a jurisdiction. Every answer is of the version that is in force now. */
export interface Organisation {
  /** The unit of that name, or undefined. */
  unit(jurisdiction: JurisdictionCode, unit: string): UnitId | undefined;
  units(jurisdiction: JurisdictionCode, locale: Locale): readonly { readonly id: UnitId; readonly name: string }[];
  /** Units above that unit, nearest first. */
  above(jurisdiction: JurisdictionCode, unit: UnitId): readonly UnitId[];
  /** The unit's name; its id once it is gone. */
  unitName(jurisdiction: JurisdictionCode, unit: string, locale: Locale): string;
  /** Roles that this jurisdiction has, in our order. */
  roles(jurisdiction: JurisdictionCode): readonly StaffRole[];
  roleName(jurisdiction: JurisdictionCode, role: StaffRole, locale: Locale): string;
  /** Whether staff must have a second factor; undefined where the files say nothing: required then, but in a demo. */
  secondFactorOf(jurisdiction: JurisdictionCode): 'required' | 'optional' | undefined;
  permissionsOf(jurisdiction: JurisdictionCode): RolePermissions;
  /** Groups of roles of which one person may hold only one (三员分立). */
  separationsOf(jurisdiction: JurisdictionCode): readonly (readonly StaffRole[])[];
  /** Roles of one such group that a small place combines all the same, as its published profile says. */
  combinedOf(jurisdiction: JurisdictionCode): readonly (readonly StaffRole[])[];
  /** Whether one person with these roles could do alone what takes two; no profile allows that. */
  joinsHalves(jurisdiction: JurisdictionCode, roles: readonly StaffRole[]): boolean;
}

/** Reads the jurisdiction's own files, as the units slice has loaded them. An unknown jurisdiction has nothing and permits nothing. */
export function organisationOf(find: (code: JurisdictionCode) => Directory | undefined): Organisation {
  const nameOf = (jurisdiction: JurisdictionCode, unit: string, locale: Locale): string => {
    const id = parseUnitId(unit);
    return (id && find(jurisdiction)?.unit(id)?.names[locale]) ?? unit;
  };
  return {
    unit: (jurisdiction, unit) => {
      const id = parseUnitId(unit);
      return id && find(jurisdiction)?.unit(id)?.id;
    },
    units: (jurisdiction, locale) => (find(jurisdiction)?.units() ?? []).map((unit) => ({ id: unit.id, name: unit.names[locale] })),
    above: (jurisdiction, unit) => find(jurisdiction)?.superiorsOf(unit) ?? [],
    unitName: nameOf,
    roles: (jurisdiction) => STAFF_ROLES.filter((role) => find(jurisdiction)?.role(role) !== undefined),
    roleName: (jurisdiction, role, locale) => find(jurisdiction)?.role(role)?.names[locale] ?? role,
    permissionsOf: (jurisdiction) => {
      const content = find(jurisdiction)?.content;
      return Object.fromEntries((content?.roles ?? []).map((role) => [role.code, role.permissions]));
    },
    secondFactorOf: (jurisdiction) => find(jurisdiction)?.content.jurisdiction.secondFactor,
    separationsOf: (jurisdiction) => find(jurisdiction)?.content.separations ?? [],
    combinedOf: (jurisdiction) => (find(jurisdiction)?.content.profile?.combined ?? []).map(({ roles }) => roles),
    joinsHalves: (jurisdiction, roles) => bothHalves(find(jurisdiction)?.content.roles ?? [], roles) !== undefined,
  };
}
