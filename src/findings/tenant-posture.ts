import { byExternalId } from '../directory/by-external-id.ts';
import { postureOf as mfaPostureOf } from '../directory/mfa-posture.ts';
import { mergeCoverage } from '../directory/listing-coverage.ts';
import type { Coverage, Listing } from '../model/coverage.ts';
import { unknown } from '../model/fact.ts';
import { severities, type Severity } from '../model/finding.ts';
import type { MfaStatus, MfaTier } from '../model/mfa.ts';
import type { Role, RoleAssignment } from '../model/role.ts';
import type { UserStatus } from '../model/user.ts';
import type { SweepFindings } from './evaluate-sweep.ts';
import { findingsCoverage } from './findings-coverage.ts';
import { ruleById } from './index.ts';
import { postureOf, type Posture, type RuleCounts } from './posture.ts';
import { usable } from './predicates/account.ts';

/** One look at one or several directories, counted from their sweeps. */
export interface TenantPosture {
  readonly asOf: Date;
  readonly coverage: Coverage;
  readonly score: Posture;
  readonly usersByStatus: ReadonlyMap<UserStatus, number>;
  readonly mfaByStatus: ReadonlyMap<MfaStatus, number>;
  readonly mfaByTier: ReadonlyMap<MfaTier, number>;
  readonly administrators: AdministratorCounts;
  readonly findingsBySeverity: ReadonlyMap<Severity, number>;
}

interface AdministratorCounts {
  /** Usable accounts that certainly hold a role of tier 0 or 1. */
  readonly total: number;
  /** Those of them that certainly have no second factor, or have it switched off. */
  readonly withoutMfa: number;
  /** Usable accounts of which the one or the other is not known. */
  readonly unknown: number;
}

export interface SweptDirectory {
  readonly swept: SweepFindings;
  readonly roles: Listing<Role>;
}

/** @param failed Coverage of directories that could not be swept: they are not counted, and the posture says so. */
export function tenantPosture(
  parts: readonly SweptDirectory[],
  failed: readonly Coverage[],
  asOf: Date,
): TenantPosture {
  const usersByStatus = new Map<UserStatus, number>();
  const mfaByStatus = new Map<MfaStatus, number>();
  const mfaByTier = new Map<MfaTier, number>();
  const administrators = { total: 0, withoutMfa: 0, unknown: 0 };
  const top = new Set<string>();

  for (const { swept, roles } of parts) {
    const rolesById = byExternalId(roles.rows);
    for (const user of swept.sweep.users.rows) {
      add(usersByStatus, user.status);
      const devices = swept.sweep.devices.get(user.externalId) ?? unknown('NOT_REQUESTED');
      const mfa = mfaPostureOf(user, devices);
      add(mfaByStatus, mfa.status);
      add(mfaByTier, mfa.tier);
      const held = heldTiers(swept.sweep.userRoleAssignments.get(user.externalId), rolesById);
      if (held.has(0)) top.add(`${user.directory} ${user.externalId}`);
      const canBeUsed = usable(user);
      if (canBeUsed === false) continue;
      if (canBeUsed === true && (held.has(0) || held.has(1))) {
        administrators.total += 1;
        if (mfa.status === 'UNKNOWN') administrators.unknown += 1;
        else if (mfa.status !== 'ENROLLED') administrators.withoutMfa += 1;
      } else if (held.has(0) || held.has(1) || held.has(null)) {
        administrators.unknown += 1;
      }
    }
  }

  const present = parts.flatMap(({ swept }) =>
    swept.findings.filter((finding) => finding.state === 'PRESENT'),
  );
  const findingsBySeverity = new Map<Severity, number>(severities.map((severity) => [severity, 0]));
  for (const finding of present) add(findingsBySeverity, finding.severity);
  return {
    asOf,
    coverage: mergeCoverage([...parts.map(({ swept }) => coverageOf(swept)), ...failed]),
    score: postureOf(countsOf(parts), {
      openCritical: present.some((finding) => finding.severity === 'CRITICAL'),
      openHighOnTopAdministrator: present.some(
        ({ severity, subject }) =>
          severity === 'HIGH' &&
          subject.type === 'USER' &&
          top.has(`${subject.directory} ${subject.externalId}`),
      ),
    }),
    usersByStatus,
    mfaByStatus,
    mfaByTier,
    administrators,
    findingsBySeverity,
  };
}

/** What rules could not read makes it incomplete; the numbers are of users. */
function coverageOf(swept: SweepFindings): Coverage {
  return { ...findingsCoverage(swept, () => true), unknown: swept.sweep.coverage.unknown };
}

/** Tiers that somebody holds; null among them: there may be more. */
function heldTiers(
  assignments: Listing<RoleAssignment> | undefined,
  roles: ReadonlyMap<string, Role>,
): ReadonlySet<Role['tier']> {
  if (assignments === undefined) return new Set([null]);
  const held = new Set(assignments.rows.map((row) => roles.get(row.roleId)?.tier ?? null));
  if (!assignments.complete) held.add(null);
  return held;
}

/** How each rule came out over all directories together. */
function countsOf(parts: readonly SweptDirectory[]): readonly RuleCounts[] {
  const counts = new Map<string, RuleCounts>();
  for (const { ruleId, present, compliant, unknown: open } of parts.flatMap(({ swept }) => [
    ...swept.tallies.values(),
  ])) {
    const severity = ruleById.get(ruleId)?.severity;
    if (severity === undefined) continue;
    const before = counts.get(ruleId);
    counts.set(ruleId, {
      ruleId,
      severity,
      present: present + (before?.present ?? 0),
      compliant: compliant + (before?.compliant ?? 0),
      unknown: open + (before?.unknown ?? 0),
    });
  }
  return [...counts.values()];
}

function add<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
