import { postureOf as mfaPostureOf } from '../directory/mfa-posture.ts';
import { mergeCoverage } from '../directory/listing-coverage.ts';
import type { Coverage, Listing } from '../model/coverage.ts';
import { unknown } from '../model/fact.ts';
import { severities, type Severity } from '../model/finding.ts';
import type { MfaStatus, MfaTier } from '../model/mfa.ts';
import type { Role, RoleAssignment } from '../model/role.ts';
import type { UserStatus } from '../model/user.ts';
import type { SweepFindings, Tally } from './evaluate-sweep.ts';
import { ruleById } from './index.ts';
import { postureOf, type Posture } from './posture.ts';

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
    const tiers = new Map(roles.rows.map((role) => [role.externalId, role.tier]));
    for (const user of swept.sweep.users.rows) {
      add(usersByStatus, user.status);
      const devices = swept.sweep.devices.get(user.externalId) ?? unknown('NOT_REQUESTED');
      const mfa = mfaPostureOf(user, devices);
      add(mfaByStatus, mfa.status);
      add(mfaByTier, mfa.tier);
      const held = heldTiers(swept.sweep.userRoleAssignments.get(user.externalId), tiers);
      if (held.has(0)) top.add(`${user.directory} ${user.externalId}`);
      if (user.status === 'SUSPENDED' || user.status === 'DEPROVISIONED') continue;
      if (held.has(0) || held.has(1)) {
        administrators.total += 1;
        if (mfa.status === 'UNKNOWN') administrators.unknown += 1;
        else if (mfa.status !== 'ENROLLED') administrators.withoutMfa += 1;
      } else if (held.has(null)) {
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
    coverage: mergeCoverage([...parts.map(({ swept }) => swept.sweep.coverage), ...failed]),
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

/** Tiers that somebody holds; null among them: there may be more. */
function heldTiers(
  assignments: Listing<RoleAssignment> | undefined,
  tiers: ReadonlyMap<string, Role['tier']>,
): ReadonlySet<Role['tier']> {
  if (assignments === undefined) return new Set([null]);
  const held = new Set(assignments.rows.map((row) => tiers.get(row.roleId) ?? null));
  if (!assignments.complete) held.add(null);
  return held;
}

function countsOf(parts: readonly SweptDirectory[]) {
  const tallies = parts.flatMap(({ swept }) => [...swept.tallies.values()]);
  return [...byRule(tallies).values()].flatMap((same) => {
    const [first] = same;
    const rule = first === undefined ? undefined : ruleById.get(first.ruleId);
    if (rule === undefined) return [];
    const sum = (pick: (tally: (typeof same)[number]) => number): number =>
      same.reduce((total, tally) => total + pick(tally), 0);
    return [
      {
        ruleId: rule.id,
        severity: rule.severity,
        present: sum((tally) => tally.present),
        compliant: sum((tally) => tally.compliant),
        unknown: sum((tally) => tally.unknown),
      },
    ];
  });
}

function add<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function byRule(tallies: readonly Tally[]): ReadonlyMap<string, readonly Tally[]> {
  const grouped = new Map<string, Tally[]>();
  for (const tally of tallies) {
    const before = grouped.get(tally.ruleId);
    if (before === undefined) grouped.set(tally.ruleId, [tally]);
    else before.push(tally);
  }
  return grouped;
}
