import { byExternalId } from '../directory/by-external-id.ts';
import { mergeCoverage } from '../directory/listing-coverage.ts';
import { inTurns } from '../upstream/turns.ts';
import type { Coverage, Listing } from '../model/coverage.ts';
import {
  type Finding,
  findingFamilies,
  type FindingFamily,
  severities,
  type Severity,
} from '../model/finding.ts';
import type { Population } from '../model/group.ts';
import type { MfaStatus, MfaTier } from '../model/mfa.ts';
import type { Role } from '../model/role.ts';
import type { UserStatus } from '../model/user.ts';
import type { Tally } from './answers.ts';
import { add, type AdministratorCounts } from './count-users.ts';
import { isUnreadable, type SweepFindings } from './evaluate-sweep.ts';
import { coverageWith } from './findings-coverage.ts';
import { ruleById } from './index.ts';
import { type Standing, standingOf } from './standing.ts';
import { type GradeGates, postureOf, type Posture, type RuleCounts } from './posture.ts';

/** A score, what it was counted from, and of which findings. */
export interface ScoredPart {
  readonly posture: Posture;
  readonly counts: readonly RuleCounts[];
  readonly findingsBySeverity: ReadonlyMap<Severity, number>;
  readonly directories: readonly string[];
  /** Null: of all populations. */
  readonly populationId: string | null;
}

export interface FamilyPart extends ScoredPart {
  readonly family: FindingFamily;
}

/** One look at one or several directories, counted from their sweeps. */
export interface TenantPosture {
  readonly asOf: Date;
  readonly coverage: Coverage;
  readonly score: ScoredPart;
  readonly usersByStatus: ReadonlyMap<UserStatus, number>;
  readonly mfaByStatus: ReadonlyMap<MfaStatus, number>;
  readonly mfaByTier: ReadonlyMap<MfaTier, number>;
  readonly administrators: AdministratorCounts;
  readonly findingsBySeverity: ReadonlyMap<Severity, number>;
  readonly byFamily: readonly FamilyPart[];
  readonly parts: readonly SweptDirectory[];
}

export interface SweptDirectory {
  /** Key of the directory. */
  readonly directory: string;
  readonly swept: SweepFindings;
  readonly roles: Listing<Role>;
  /** Whether a user's own list of roles holds those that come through groups. */
  readonly listsInheritedRoles: boolean;
}

/** @param failed Coverage of directories that could not be swept: they are not counted, and the posture says so. */
export async function tenantPosture(
  parts: readonly SweptDirectory[],
  failed: readonly Coverage[],
  asOf: Date,
): Promise<TenantPosture> {
  const usersByStatus = new Map<UserStatus, number>();
  const mfaByStatus = new Map<MfaStatus, number>();
  const mfaByTier = new Map<MfaTier, number>();
  const administrators = { total: 0, withoutMfa: 0, unknown: 0 };
  const standings: Standing[] = [];
  for (const part of parts) {
    const standing = await standingOf(part);
    const counted = standing.users;
    standings.push(standing);
    for (const [status, count] of counted.byStatus) add(usersByStatus, status, count);
    for (const [status, count] of counted.mfaByStatus) add(mfaByStatus, status, count);
    for (const [tier, count] of counted.mfaByTier) add(mfaByTier, tier, count);
    administrators.total += counted.administrators.total;
    administrators.withoutMfa += counted.administrators.withoutMfa;
    administrators.unknown += counted.administrators.unknown;
  }
  const [whole, ...families] = gatesOf(standings);
  const counts = countsOf(parts.flatMap(({ swept }) => [...swept.tallies.values()]));
  const directories = parts.map(({ directory }) => directory);
  const scored = (gates: OpenGates | undefined, some: readonly RuleCounts[]): ScoredPart => ({
    posture: postureOf(some, gates ?? noGates()),
    counts: some,
    findingsBySeverity: gates?.bySeverity ?? new Map(),
    directories,
    populationId: null,
  });
  return {
    asOf,
    coverage: mergeCoverage([
      ...parts.map(({ swept }, index) => coverageOf(swept, standings[index]?.unreadable ?? 0)),
      ...failed,
    ]),
    score: scored(whole, counts),
    usersByStatus,
    mfaByStatus,
    mfaByTier,
    administrators,
    findingsBySeverity: whole?.bySeverity ?? new Map(),
    byFamily: findingFamilies.flatMap((family, index) => {
      const some = counts.filter(({ ruleId }) => ruleById.get(ruleId)?.family === family);
      return some.length === 0 ? [] : [{ family, ...scored(families[index], some) }];
    }),
    parts,
  };
}

export interface PopulationPart extends ScoredPart {
  readonly population: Population;
}

/** The populations of a directory: the rules about their users and groups, and about themselves. */
export async function postureOfPopulations({
  directory,
  swept,
  roles,
  listsInheritedRoles,
}: SweptDirectory): Promise<readonly PopulationPart[]> {
  const { sweep, answers, populations, findings } = swept;
  const users = byExternalId(sweep.users.rows);
  const groups = byExternalId(sweep.groups.rows);
  const {
    users: { top },
  } = await standingOf({ swept, roles, listsInheritedRoles });
  const populationOf = {
    USER: (id: string) => users.get(id)?.populationId ?? null,
    GROUP: (id: string) => groups.get(id)?.populationId ?? null,
    POPULATION: (id: string) => id,
  };
  const tallies = await Promise.all(
    (['USER', 'GROUP', 'POPULATION'] as const).map((type) => answers[type].talliesBy(populationOf[type])),
  );
  const gates = new Map<string, OpenGates>();
  await inTurns(findings, (finding) => {
    const { type, externalId } = finding.subject;
    if (finding.state !== 'PRESENT' || type === 'APPLICATION' || type === 'DIRECTORY') return;
    const population = populationOf[type](externalId);
    if (population === null) return;
    const open = gates.get(population) ?? noGates();
    gates.set(population, open);
    note(open, finding, top.has(`${type} ${externalId}`));
  });
  return populations.map((population): PopulationPart => {
    const { externalId } = population;
    const counts = countsOf(tallies.flatMap((each) => each.get(externalId) ?? []));
    const open = gates.get(externalId) ?? noGates();
    return {
      population,
      posture: postureOf(counts, open),
      counts,
      findingsBySeverity: open.bySeverity,
      directories: [directory],
      populationId: externalId,
    };
  });
}

interface OpenGates extends GradeGates {
  openCritical: boolean;
  openHighOnTopAdministrator: boolean;
  readonly bySeverity: Map<Severity, number>;
}

function noGates(): OpenGates {
  return {
    openCritical: false,
    openHighOnTopAdministrator: false,
    bySeverity: new Map(severities.map((severity) => [severity, 0])),
  };
}

function note(gates: OpenGates, { severity }: Finding, isTop: boolean): void {
  add(gates.bySeverity, severity, 1);
  if (severity === 'CRITICAL') gates.openCritical = true;
  if (severity === 'HIGH' && isTop) gates.openHighOnTopAdministrator = true;
}

/** Of everything first, then of each family. */
function gatesOf(standings: readonly Standing[]): readonly OpenGates[] {
  const all = [noGates(), ...findingFamilies.map(noGates)];
  for (const { byRule } of standings) {
    for (const [ruleId, { bySeverity, highOnTop }] of byRule) {
      const family = ruleById.get(ruleId)?.family;
      const place = family === undefined ? 0 : findingFamilies.indexOf(family) + 1;
      for (const gates of [all[0], all[place]]) {
        if (gates === undefined) continue;
        for (const [severity, count] of bySeverity) add(gates.bySeverity, severity, count);
        if ((bySeverity.get('CRITICAL') ?? 0) > 0) gates.openCritical = true;
        if (highOnTop > 0) gates.openHighOnTopAdministrator = true;
      }
    }
  }
  return all;
}

/** What rules could not read makes it incomplete; the numbers are of users. */
function coverageOf({ sweep, findings }: SweepFindings, unreadable: number): Coverage {
  const { coverage } = sweep;
  const first = unreadable === 0 ? undefined : findings.find(isUnreadable);
  return { ...coverageWith(coverage, unreadable, first), unknown: coverage.unknown };
}

/** How each rule came out over all that is given together. */
function countsOf(tallies: readonly Tally[]): readonly RuleCounts[] {
  const counts = new Map<string, RuleCounts>();
  for (const { ruleId, present, compliant, unknown: open } of tallies) {
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
