import { factOf, reasonOf } from '../directory/fact-of.ts';
import type { DirectoryLoaders } from '../directory/loaders.ts';
import type { Identities } from '../identities/identities.ts';
import type { SignOnPolicyAssignment } from '../model/application.ts';
import type { Listing } from '../model/coverage.ts';
import { known, unknown, type Fact } from '../model/fact.ts';
import type { MfaDevice } from '../model/mfa.ts';
import type { ListFact } from './kleene.ts';
import { ownerSources } from './owner-sources.ts';
import type { FindingSources } from './sources.ts';

/** A listing as rules see it; a read that failed is a list of which nothing is known. */
export async function listFact<T>(read: Promise<Listing<T>>): Promise<ListFact<T>> {
  try {
    const { rows, complete, reason } = await read;
    return { rows, complete, reason };
  } catch (error) {
    return { rows: [], complete: false, reason: reasonOf(error) };
  }
}

const notAsked: ListFact<never> = { rows: [], complete: false, reason: 'NOT_REQUESTED' };

export interface LiveOptions {
  /** Whether a user is evaluated itself; others are only compared with, from the sweep if there is one. */
  readonly isSubject: (userId: string) => boolean;
  /** Whether the state of client secrets may be read: PingOne answers it together with the secret. */
  readonly sensitiveReads: boolean;
  /** Who is who across directories; left out: nobody works that out. */
  readonly identities?: (() => Promise<Identities>) | undefined;
}

/** Facts through the request's loaders: fresh, shared with the rest of the query, and batched with it. */
export function liveSources(
  loaders: DirectoryLoaders,
  { isSubject, sensitiveReads, identities }: LiveOptions,
): FindingSources {
  const { directory, settings, scope } = loaders;
  const { provider } = directory;
  return {
    key: directory.key,
    kind: provider.kind,
    externalId: provider.externalId,
    ownApplicationId: provider.ownApplicationId,
    isPrimary: directory.isPrimary,
    listsInheritedRoles: provider.listsInheritedRoles,
    signOnLagMs: provider.signOnLagMs,
    can: (capability) => directory.can(capability),
    ...(identities && { identities }),

    profile: () => factOf(directory.profile(scope)),
    administratorSecurity: () => factOf(settings.administratorSecurity()),
    mfaSettings: () => factOf(settings.mfaSettings()),
    roles: () => listFact(settings.roles()),
    populations: () => listFact(settings.populations()),
    passwordPolicies: () => listFact(settings.passwordPolicies()),
    deviceAuthenticationPolicies: () => listFact(settings.deviceAuthenticationPolicies()),
    fido2Policies: () => listFact(settings.fido2Policies()),
    signOnPolicies: () => listFact(settings.signOnPolicies()),
    signOnPolicyActions: (id) => listFact(loaders.signOnPolicyActions.load(id)),
    identityProviders: () => listFact(settings.identityProviders()),
    certificates: () => listFact(settings.certificates()),
    webhooks: () => listFact(settings.webhooks()),
    gatewayRoleAssignments: () => listFact(settings.gatewayRoleAssignments()),
    inactivityAutomations: () => listFact(settings.inactivityAutomations()),
    legacyProtocols: () => listFact(settings.legacyProtocols()),
    ...ownerSources(loaders),
    gateways: () => listFact(settings.gateways()),
    gatewayCredentials: (id) => listFact(loaders.gatewayCredentials.load(id)),
    defaultIdentityProviderId: (id) => factOf(loaders.populationIdentityProvider.load(id)),

    userRoleAssignments: (id) =>
      isSubject(id)
        ? listFact(loaders.userRoleAssignments.load(id))
        : Promise.resolve(directory.sweeper.current?.userRoleAssignments.get(id) ?? notAsked),
    userGroups: (id) => listFact(loaders.userGroups.load(id)),
    devices: async (user) =>
      devicesFact(
        isSubject(user.externalId)
          ? await loaders.devices(user)
          : (directory.sweeper.current?.devices.get(user.externalId) ?? unknown('NOT_REQUESTED')),
      ),
    password: (id) => factOf(loaders.password.load(id)),
    sessions: (id) => listFact(loaders.sessions.load(id)),
    bypass: (id) => factOf(loaders.bypass.load(id)),

    group: async (id) => found(await factOf(loaders.group.load(id))),
    groupRoleAssignments: (id) => listFact(loaders.groupRoleAssignments.load(id)),
    groupParents: (id) => listFact(loaders.groupParents.load(id)),
    groupTotalMembers: async (id) => said(await factOf(loaders.groupTotalMembers.load(id))),

    applicationRoleAssignments: (id) => listFact(loaders.applicationRoleAssignments.load(id)),
    applicationGrants: (id) => listFact(loaders.applicationGrants.load(id)),
    applicationSignOnPolicyIds: async (id) =>
      policyIdsByPriority(await listFact(loaders.applicationPolicies.load(id))),
    applicationFlowPolicyAssigned: (id) => factOf(loaders.applicationFlowPolicyAssigned.load(id)),
    applicationSecret: (id) =>
      sensitiveReads ? factOf(loaders.applicationSecret.load(id)) : Promise.resolve(unknown('NOT_REQUESTED')),
    applicationUsage: (id, days) =>
      factOf(loaders.usage(days).then((usage) => usage.get(id) ?? { days, signOns: 0, lastSignOnAt: null })),

    // Everybody is only known where a sweep was taken already: one question about one user does not take one.
    everyUser: () => Promise.resolve(directory.sweeper.current?.users ?? notAsked),
    everyGroup: () => Promise.resolve(directory.sweeper.current?.groups ?? notAsked),
    everyApplication: () => Promise.resolve(directory.sweeper.current?.applications ?? notAsked),
    gaps: () => Promise.resolve([]),
  };
}

export function policyIdsByPriority({ rows, ...rest }: ListFact<SignOnPolicyAssignment>): ListFact<string> {
  const sorted = rows.toSorted((one, other) => one.priority - other.priority);
  return { ...rest, rows: sorted.map((row) => row.signOnPolicyId) };
}

/** Devices as a list of which all or nothing is known. */
export function devicesFact(fact: Fact<readonly MfaDevice[]>): ListFact<MfaDevice> {
  return fact.state === 'KNOWN'
    ? { rows: fact.value, complete: true, reason: null }
    : { rows: [], complete: false, reason: fact.reason };
}

/** An object that does not exist any more is not known, rather than known to be nothing. */
function found<T>(fact: Fact<T | null>): Fact<T> {
  if (fact.state === 'UNKNOWN') return fact;
  return fact.value === null ? unknown('NOT_FOUND') : known(fact.value, fact.observedAt, fact.source);
}

/** A number that the provider leaves out is not known. */
function said<T>(fact: Fact<T | null>): Fact<T> {
  if (fact.state === 'UNKNOWN') return fact;
  return fact.value === null ? unknown('MISSING') : known(fact.value, fact.observedAt, fact.source);
}
