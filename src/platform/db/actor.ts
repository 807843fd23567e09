import type { AccountId, CaseId, JurisdictionCode, PostId, UnitId } from '../../kernel/ids.ts';

/** Staff roles are data (jurisdictions/<code>/roles.yaml grants them permissions); these are the ones that code speaks of. */
export const STAFF_ROLES = [
  'operator', 'dispatcher', 'handler', 'unit-leader', 'supervisor', 'call-back-officer', 'objection-reviewer',
  'exclusion-panel', 'publisher', 'protection-officer', 'auditor', 'system-admin', 'security-admin', 'audit-admin',
] as const;
export type StaffRole = (typeof STAFF_ROLES)[number];

/** Who acts in a transaction. Set once, at its start, with `set_config(…, true)`: it dies with the transaction. */
export type Actor =
  | { readonly kind: 'public'; readonly jurisdiction: JurisdictionCode }
  | { readonly kind: 'resident'; readonly jurisdiction: JurisdictionCode; readonly caseId: CaseId }
  | {
      readonly kind: 'staff';
      readonly jurisdiction: JurisdictionCode;
      readonly accountId: AccountId;
      readonly unitId: UnitId;
      /** Units above theirs: whoever works beneath a unit is kept from a case about it, too (protection T2). */
      readonly above?: readonly UnitId[];
      readonly postId?: PostId;
      readonly roles: readonly StaffRole[];
    }
  | { readonly kind: 'system'; readonly jurisdiction: JurisdictionCode; readonly job: string };
