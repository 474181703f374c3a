/** A directory in memory for rules: everything is known, complete and empty until a test says otherwise. */
import { createEvaluation, type Evaluation } from '../../src/findings/engine.ts';
import type { ListFact } from '../../src/findings/kleene.ts';
import { everyRuleOn } from '../../src/findings/rule-sets.ts';
import { watched, watchedRules } from './named-settings.ts';
import type { FindingSettings } from '../../src/findings/settings.ts';
import type { EvaluationDepth, FindingSources } from '../../src/findings/sources.ts';
import { known, unknown, type UnknownReason } from '../../src/model/fact.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Membership } from '../../src/model/group.ts';
import { type MfaDevice, type MfaDeviceType, tierOfType } from '../../src/model/mfa.ts';
import type { Role, RoleAssignment, RoleTier, ScopeType } from '../../src/model/role.ts';
import { type User, unsaidUser } from '../../src/model/user.ts';

export const asOf = new Date('2025-06-30T12:00:00.000Z');
export const DAY = 86_400_000;

export function daysAgo(days: number, moreMs = 0): Date {
  return new Date(asOf.getTime() - days * DAY - moreMs);
}

export function list<T>(...rows: readonly T[]): ListFact<T> {
  return { rows, complete: true, reason: null };
}

export function missing(reason: UnknownReason, ...rows: readonly never[]): ListFact<never> {
  return { rows, complete: false, reason };
}

/** Somebody with an account that was made on 2023-01-01 and used yesterday, with a second factor switched on. */
export function person(given: Partial<User> = {}): User {
  return {
    ...unsaidUser,
    enabled: true,
    directory: 'main',
    externalId: 'ada',
    username: 'ada',
    email: 'ada@example.com',
    emailVerified: true,
    displayName: 'Ada',
    name: null,
    nickname: null,
    title: null,
    employmentType: 'Employee',
    locale: null,
    preferredLanguage: null,
    timezone: null,
    mobilePhone: null,
    primaryPhone: null,
    address: null,
    sourceId: null,
    status: 'ACTIVE',
    rawStatus: '',
    canAuthenticate: true,
    lastSignOn: known({ at: daysAgo(1), remoteIp: null }, asOf),
    createdAt: new Date('2023-01-01T00:00:00.000Z'),
    updatedAt: null,
    populationId: 'people',
    mfaEnabled: known(true, asOf),
    endDate: null,
    passwordAuthority: { kind: 'LOCAL', identityProviderId: null },
    customAttributes: {},
    pingOne: {
      enabled: true,
      accountStatus: 'OK',
      lockedAt: null,
      unlockAt: null,
      verifyStatus: 'NOT_INITIATED',
      lifecycleStatus: 'ACCOUNT_OK',
      accountId: null,
    },
    observedAt: asOf,
    ...given,
  };
}

export function signedOn(at: Date): Pick<User, 'lastSignOn'> {
  return { lastSignOn: known({ at, remoteIp: null }, asOf) };
}

export const never: Pick<User, 'lastSignOn'> = { lastSignOn: known(null, asOf) };

export function device(type: MfaDeviceType, given: Partial<MfaDevice> = {}): MfaDevice {
  return {
    directory: 'main',
    userId: 'ada',
    externalId: `${type}-1`,
    type,
    rawType: type,
    status: 'ACTIVE',
    rawStatus: 'ACTIVE',
    tier: tierOfType[type],
    nickname: null,
    contact: null,
    createdAt: daysAgo(100),
    updatedAt: null,
    ...given,
  };
}

function role(name: string, tier: RoleTier | null, canAssignRoleIds: readonly string[] = []): Role {
  return {
    directory: 'main',
    externalId: name,
    name,
    description: null,
    custom: false,
    permissions: [],
    applicableTo: [],
    canAssignRoleIds,
    tier,
  };
}

/** Ids are the names. `Strange Role` is one that nobody can place. */
export const roles = list(
  role('Organization Admin', 0, ['Environment Admin']),
  role('Environment Admin', 0),
  role('Identity Data Admin', 1, ['Identity Data Admin', 'Help Desk Admin']),
  role('Help Desk Admin', 1),
  role('Client Application Developer', 1),
  role('Delegator', 1, ['Help Desk Admin', 'Stepping Stone']),
  role('Stepping Stone', 1, ['Environment Admin']),
  role('Identity Data Read Only', 2),
  role('PingFederate Auditor', 2),
  role('Strange Role', null),
);

/** A role on the environment, unless another reach is named. */
export function assigned(
  roleId: string,
  given: Partial<RoleAssignment> & { readonly on?: readonly [ScopeType, string] } = {},
): RoleAssignment {
  const { on = ['ENVIRONMENT', 'environment'], ...rest } = given;
  return {
    directory: 'main',
    externalId: `${roleId} on ${on.join(' ')}`,
    principal: { kind: 'USER', externalId: 'ada' },
    roleId,
    scope: { type: on[0], rawType: on[0], externalId: on[1] },
    inheritedFromGroupId: null,
    inherited: false,
    readOnly: false,
    ...rest,
  };
}

export function member(groupId: string, type: Membership['type'] = 'DIRECT'): Membership {
  return { groupId, groupName: `Group ${groupId}`, type };
}

const nothing = async (): Promise<ListFact<never>> => list();

export function sources(given: Partial<FindingSources> = {}): FindingSources {
  const profile = {
    name: 'Main',
    region: null,
    type: null,
    status: null,
    organizationId: 'organization',
    licenseId: null,
    purpose: 'WORKFORCE',
    products: [],
    mfaKeptElsewhere: false,
    createdAt: null,
  } as const;
  return {
    key: 'main',
    externalId: 'environment',
    isPrimary: false,
    ownApplicationId: null,
    profile: async () => known(profile, asOf),
    administratorSecurity: async () =>
      known(
        {
          mfaStatus: 'ENFORCE',
          authenticationMethod: 'PINGONE',
          identityProviderId: null,
          allowedMethods: [],
          fido2Capable: null,
          recoveryEnabled: false,
        },
        asOf,
      ),
    mfaSettings: async () => unknown('UNSUPPORTED'),
    roles: async () => roles,
    populations: nothing,
    passwordPolicies: nothing,
    deviceAuthenticationPolicies: nothing,
    fido2Policies: nothing,
    signOnPolicies: nothing,
    signOnPolicyActions: nothing,
    identityProviders: nothing,
    certificates: nothing,
    webhooks: nothing,
    gatewayRoleAssignments: nothing,
    gateways: nothing,
    gatewayCredentials: nothing,
    defaultIdentityProviderId: async () => known(null, asOf),
    userRoleAssignments: nothing,
    userGroups: nothing,
    devices: nothing,
    password: async () =>
      known({ status: 'OK', rawStatus: 'OK', lastChangedAt: daysAgo(30), passwordPolicyId: null }, asOf),
    sessions: nothing,
    bypass: async () => known({ until: null }, asOf),
    group: async () => unknown('NOT_FOUND'),
    groupRoleAssignments: nothing,
    groupParents: nothing,
    groupTotalMembers: async () => known(0, asOf),
    applicationRoleAssignments: nothing,
    applicationGrants: nothing,
    applicationSignOnPolicyIds: nothing,
    applicationFlowPolicyAssigned: async () => known(false, asOf),
    applicationSecret: async () => unknown('UNSUPPORTED'),
    applicationUsage: async () => unknown('UNSUPPORTED'),
    everyUser: nothing,
    everyGroup: nothing,
    everyApplication: nothing,
    gaps: async () => [],
    ...given,
  };
}

export interface World {
  readonly user?: Partial<User>;
  readonly sources?: Partial<FindingSources>;
  readonly settings?: Partial<FindingSettings>;
  readonly asOf?: Date;
  readonly depth?: EvaluationDepth;
}

export function evaluation(world: World = {}, ruleIds?: readonly string[]): Evaluation {
  return createEvaluation({
    sources: sources(world.sources),
    settings: watched({ ...everyRuleOn, ...world.settings }),
    rules: watchedRules,
    asOf: world.asOf ?? asOf,
    depth: world.depth ?? 'FULL',
    ...(ruleIds === undefined ? {} : { ruleIds }),
  });
}

function only(findings: readonly Finding[], ruleId: string): Finding {
  const [finding, ...others] = findings;
  if (finding === undefined || others.length > 0)
    throw new Error(`${ruleId}: expected 1 finding, got ${findings.length}.`);
  return finding;
}

/** What one rule says of one user. */
export async function ofUser(ruleId: string, world: World = {}): Promise<Finding> {
  return only(await evaluation(world, [ruleId]).user(person(world.user)), ruleId);
}

/** The same when all rules are evaluated, as for a score: what one of them read tells others who is in scope. */
export async function ofUserAmongAll(ruleId: string, world: World = {}): Promise<Finding> {
  const findings = await evaluation(world).user(person(world.user));
  return only(
    findings.filter((finding) => finding.ruleId === ruleId),
    ruleId,
  );
}

/** What one rule says of the directory. */
export async function ofDirectory(ruleId: string, world: World = {}): Promise<Finding> {
  return only(await evaluation(world, [ruleId]).directory(), ruleId);
}

/** A finding in the words of the worked cases: `PRESENT HIGH`, `ABSENT COMPLIANT`, `UNKNOWN FIELD_NULL`. */
export function said({ state, severity, absentReason, unknownReason }: Finding): string {
  return `${state} ${state === 'PRESENT' ? severity : (absentReason ?? unknownReason)}`;
}

export function shown(finding: Finding, label: string): string | undefined {
  return finding.evidence.find((row) => row.label === label)?.value;
}
