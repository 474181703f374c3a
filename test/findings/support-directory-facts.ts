/** Facts by hand for rules about groups, populations, applications and the directory: everything is known and in order. */
import { rules } from '../../src/findings/index.ts';
import type {
  ApplicationFacts,
  DirectoryFacts,
  Grant,
  GroupFacts,
  PopulationFacts,
  UserFacts,
} from '../../src/findings/facts.ts';
import type { ListFact } from '../../src/findings/kleene.ts';
import type { AnyRule, FactsOf, Rule } from '../../src/findings/rule.ts';
import { defaultFindingSettings } from '../../src/findings/settings.ts';
import { watched, watching } from './named-settings.ts';
import { known, unknown } from '../../src/model/fact.ts';
import type { UnknownReason } from '../../src/model/fact.ts';
import { type User, unsaidUser } from '../../src/model/user.ts';
import {
  administratorSecurity,
  application,
  asOf,
  certificate,
  daysAgo,
  devicePolicy,
  fido2Policy,
  group,
  login,
  made,
  mfa,
  passwordPolicy,
  population,
  profile,
  signOnPolicy,
} from './support-directory-rows.ts';

export function whole<T>(...rows: readonly T[]): ListFact<T> {
  return { rows, complete: true, reason: null };
}

export function partial<T>(reason: UnknownReason, ...rows: readonly T[]): ListFact<T> {
  return { rows, complete: false, reason };
}

export function fact<T>(value: T, observedAt = asOf) {
  return known(value, observedAt);
}

export const missing = unknown;

export function grant(tier: Grant['tier'], more: Partial<Grant> = {}): Grant {
  return {
    assignmentId: `assignment-${more.roleId ?? tier}`,
    roleId: `role-${tier}`,
    roleName: tier === 0 ? 'Environment Admin' : 'Help Desk Admin',
    tier,
    custom: false,
    scopeType: 'ENVIRONMENT',
    scopeId: 'env',
    path: [],
    readOnly: false,
    ...more,
  };
}

export function directoryFacts(more: Partial<DirectoryFacts> = {}): DirectoryFacts {
  return {
    asOf,
    settings: defaultFindingSettings,
    key: 'd',
    kind: null,
    externalId: 'env',
    isPrimary: false,
    signOnLagMs: 0,
    can: () => true,
    identities: known(null, asOf),
    ownApplicationId: 'gateway',
    profile: fact(profile()),
    administratorSecurity: fact(administratorSecurity()),
    mfaSettings: fact({
      maxAllowedDevices: 5,
      pairingKeyFormat: 'NUMERIC',
      lockoutFailureCount: 3,
      lockoutDurationSeconds: 60,
      enabledForNewUsers: true,
    }),
    roles: whole(),
    populations: whole(population()),
    passwordPolicies: whole(passwordPolicy()),
    deviceAuthenticationPolicies: whole(devicePolicy()),
    fido2Policies: whole(fido2Policy()),
    signOnPolicies: whole(signOnPolicy('default', true)),
    signOnPolicyActions: () => whole(login, mfa),
    identityProviders: whole(),
    certificates: whole(certificate()),
    webhooks: whole({
      externalId: 'w',
      name: 'SIEM',
      enabled: true,
      format: null,
      url: null,
      verifiesTls: true,
    }),
    everybody: partial('NOT_REQUESTED'),
    everyGroup: whole(),
    everyApplication: whole(),
    ownedBy: () => whole(),
    gatewayGrants: whole(),
    gateways: whole(),
    gatewayCredentials: () => whole(),
    inactivityAutomations: whole(),
    legacyProtocols: whole(),
    outcomes: whole(),
    gaps: [],
    ...more,
  };
}

export function groupFacts(more: Partial<GroupFacts> = {}): GroupFacts {
  return {
    directory: directoryFacts(),
    group: group(),
    grants: whole(),
    parents: whole(),
    children: whole(),
    totalMembers: fact(1),
    sameName: whole(),
    owners: partial('UNSUPPORTED'),
    ...more,
  };
}

export function populationFacts(more: Partial<PopulationFacts> = {}): PopulationFacts {
  return {
    directory: directoryFacts(),
    population: population(),
    members: whole(),
    defaultIdentityProviderId: fact(null),
    ...more,
  };
}

export function applicationFacts(more: Partial<ApplicationFacts> = {}): ApplicationFacts {
  return {
    directory: directoryFacts(),
    application: application(),
    grants: whole(),
    resourceGrants: whole(),
    signOnPolicyIds: whole(),
    flowPolicyAssigned: fact(false),
    secret: missing('NOT_REQUESTED'),
    owners: partial('UNSUPPORTED'),
    usage: fact({ days: 365, signOns: 10, lastSignOnAt: daysAgo(1) }),
    ...more,
  };
}

const pingOneUser: User = {
  ...unsaidUser,
  enabled: true,
  directory: 'd',
  externalId: 'u',
  username: 'ada',
  email: 'ada@example.com',
  emailVerified: true,
  displayName: null,
  name: null,
  nickname: null,
  title: null,
  employmentType: null,
  locale: null,
  preferredLanguage: null,
  timezone: null,
  mobilePhone: null,
  primaryPhone: null,
  address: null,
  sourceId: null,
  status: 'ACTIVE',
  rawStatus: 'enabled=true',
  canAuthenticate: true,
  lastSignOn: fact(null),
  createdAt: made,
  updatedAt: made,
  populationId: 'people',
  mfaEnabled: fact(true),
  endDate: null,
  passwordAuthority: { kind: 'LOCAL', identityProviderId: null },
  customAttributes: {},
  pingOne: null,
  observedAt: asOf,
};

export function userFacts(user: Partial<User> = {}, more: Partial<UserFacts> = {}): UserFacts {
  return {
    directory: directoryFacts(),
    user: { ...pingOneUser, ...user },
    grants: whole(),
    devices: whole(),
    groups: whole(),
    password: missing('NOT_REQUESTED'),
    sessions: whole(),
    bypass: missing('NOT_REQUESTED'),
    primaryMatch: { kind: 'UNKNOWN', reason: 'NOT_CONFIGURED', message: null, evidence: [] },
    identity: missing('NOT_REQUESTED'),
    ownTwins: whole(),
    sameEmail: whole(),
    sameSourceId: whole(),
    sharedContacts: whole(),
    ...more,
  };
}

function isAbout<S extends keyof FactsOf>(rule: AnyRule, subject: S): rule is AnyRule & Rule<S> {
  return rule.subject === subject;
}

function watchedFacts<S extends keyof FactsOf>(facts: FactsOf[S]): FactsOf[S] {
  if (!('directory' in facts)) return { ...facts, settings: watched(facts.settings) };
  const { directory } = facts;
  return { ...facts, directory: { ...directory, settings: watched(directory.settings) } };
}

/** The answer of a rule in the notation of the worked cases: `PRESENT HIGH`, `ABSENT (OUT_OF_SCOPE)`, `UNKNOWN (FIELD_NULL)`. */
export function answer<S extends keyof FactsOf>(subject: S, ruleId: string, given: FactsOf[S]): string {
  const found = rules.find((row) => row.id === ruleId);
  if (found === undefined || !isAbout(found, subject)) throw new Error(`No rule ${ruleId} about ${subject}.`);
  const rule = watching<S>(found);
  const facts = watchedFacts(given);
  const gate = rule.scope(facts);
  if (gate === false) return 'ABSENT (OUT_OF_SCOPE)';
  const truth = rule.holds(facts);
  if (truth === false) return gate === true ? 'ABSENT' : 'ABSENT (OUT_OF_SCOPE)';
  if (gate !== true) return `UNKNOWN (${gate.reason})`;
  if (truth !== true) return `UNKNOWN (${truth.reason})`;
  // Evidence must stand beside every PRESENT, without throwing.
  rule.evidence(facts);
  return `PRESENT ${rule.severityOf?.(facts) ?? rule.severity}`;
}
