import type { Capability } from '../../src/model/directory.ts';
import type { Listing, Page } from '../../src/model/coverage.ts';
import { IncompleteList } from '../../src/directory/fact-of.ts';
import type { Provider } from '../../src/providers/provider.ts';
import type { CallContext } from '../../src/upstream/call.ts';
import type { Asked } from './asked.ts';

/** The parts of the interface that only read. */
const PARTS = [
  'users',
  'mfa',
  'groups',
  'applications',
  'settings',
  'owners',
  'controls',
  'changes',
] as const;
type Part = (typeof PARTS)[number];

/** What asks nobody by its nature, and can therefore not fail as a call does. */
const NO_CALL = ['users.planFilter', 'changes.covers'] as const;
type NoCall = (typeof NO_CALL)[number];

/** Every read that the interface has, by its full name: tsc misses here what the interface gains. */
type ReadName = Exclude<{ [P in Part]: `${P}.${keyof Provider[P] & string}` }[Part], NoCall> | 'profile';

interface Question {
  /** The capability without which it is not to be asked; null: every provider is asked. */
  readonly needs: Capability | null;
  readonly ask: (provider: Provider, of: Asked, context: CallContext) => Promise<unknown>;
  /**
   * LACKING: no capability says whether there is an answer; where there is none it is `UNSUPPORTED`, without a call.
   * KNOWN: some providers know the answer without a call, or are told it by a server that refuses everything else (LDAP's root entry
   * is everybody's): then it is the same as when all is well.
   */
  readonly or?: 'LACKING' | 'KNOWN';
}

/** One question of the interface that costs a call. */
export interface Read extends Question {
  readonly name: ReadName;
}

const first = { limit: 10, cursor: null };
const DAY_MS = 86_400_000;

const questions: Readonly<Record<ReadName, Question>> = {
  profile: { needs: null, ask: (provider, _of, context) => provider.profile(context), or: 'KNOWN' },

  'users.list': {
    needs: null,
    ask: ({ users }, _of, context) => whole(users.list({ ...first, providerFilter: null }, context)),
  },
  'users.get': { needs: null, ask: ({ users }, { userId }, context) => users.get(userId, context) },
  'users.findByUsername': {
    needs: null,
    ask: ({ users }, { username }, context) => users.findByUsername(username, context),
  },
  'users.findByEmail': {
    needs: null,
    ask: ({ users }, { email }, context) => users.findByEmail(email, context),
  },
  'users.groupsOf': {
    needs: 'GROUPS',
    ask: ({ users }, { userId }, context) => complete(users.groupsOf(userId, context)),
  },
  'users.roleAssignmentsOf': {
    needs: 'ROLE_ASSIGNMENTS',
    ask: ({ users }, { userId }, context) => complete(users.roleAssignmentsOf(userId, context)),
  },
  'users.passwordState': {
    needs: 'PASSWORD_STATE',
    ask: ({ users }, { userId }, context) => users.passwordState(userId, context),
  },
  'users.sessions': {
    needs: 'SESSIONS',
    ask: ({ users }, { userId }, context) => complete(users.sessions(userId, context)),
  },
  'users.linkedAccounts': {
    needs: 'LINKED_ACCOUNTS',
    ask: ({ users }, { userId }, context) => complete(users.linkedAccounts(userId, context)),
  },
  'users.mfaBypass': {
    needs: 'MFA_BYPASS',
    ask: ({ users }, { userId }, context) => users.mfaBypass(userId, context),
  },

  'mfa.devicesOf': {
    needs: 'MFA_DEVICES',
    ask: ({ mfa }, { userId }, context) => mfa.devicesOf(userId, context),
  },
  'mfa.report': { needs: 'MFA_DEVICE_REPORT', ask: ({ mfa }, _of, context) => mfa.report(context) },

  'groups.list': { needs: 'GROUPS', ask: ({ groups }, _of, context) => whole(groups.list(first, context)) },
  'groups.get': { needs: 'GROUPS', ask: ({ groups }, { groupId }, context) => groups.get(groupId, context) },
  'groups.getMany': {
    needs: 'GROUPS',
    ask: ({ groups }, { groupId }, context) => groups.getMany([groupId], context),
  },
  'groups.members': {
    needs: 'GROUPS',
    ask: ({ groups }, { groupId }, context) => whole(groups.members(groupId, first, context)),
  },
  'groups.totalMemberCount': {
    needs: 'GROUPS',
    ask: ({ groups }, { groupId }, context) => groups.totalMemberCount(groupId, context),
    // Keycloak counts no members: null, which is "not known".
    or: 'KNOWN',
  },
  'groups.parents': {
    needs: 'NESTED_GROUPS',
    ask: ({ groups }, { groupId }, context) => complete(groups.parents(groupId, context)),
  },
  'groups.roleAssignmentsOf': {
    needs: 'ROLE_ASSIGNMENTS',
    ask: ({ groups }, { groupId }, context) => complete(groups.roleAssignmentsOf(groupId, context)),
  },

  'applications.list': {
    needs: 'APPLICATIONS',
    ask: ({ applications }, _of, context) => complete(applications.list(context)),
  },
  'applications.get': {
    needs: 'APPLICATIONS',
    ask: ({ applications }, { applicationId }, context) => applications.get(applicationId, context),
  },
  'applications.grants': {
    needs: 'APPLICATIONS',
    ask: ({ applications }, { applicationId }, context) =>
      complete(applications.grants(applicationId, context)),
    or: 'LACKING',
  },
  'applications.attributes': {
    needs: 'APPLICATIONS',
    ask: ({ applications }, { applicationId }, context) =>
      complete(applications.attributes(applicationId, context)),
    or: 'LACKING',
  },
  'applications.signOnPolicyAssignments': {
    needs: 'APPLICATIONS',
    ask: ({ applications }, { applicationId }, context) =>
      complete(applications.signOnPolicyAssignments(applicationId, context)),
    or: 'LACKING',
  },
  'applications.roleAssignmentsOf': {
    needs: 'APPLICATIONS',
    ask: ({ applications }, { applicationId }, context) =>
      complete(applications.roleAssignmentsOf(applicationId, context)),
    or: 'LACKING',
  },
  'applications.secretState': {
    needs: 'APPLICATIONS',
    ask: ({ applications }, { applicationId }, context) => applications.secretState(applicationId, context),
    or: 'LACKING',
  },
  'applications.flowPolicyAssigned': {
    needs: 'APPLICATIONS',
    ask: ({ applications }, { applicationId }, context) =>
      applications.flowPolicyAssigned(applicationId, context),
    or: 'LACKING',
  },
  'applications.usage': {
    needs: 'APPLICATION_USAGE',
    ask: ({ applications }, _of, context) => applications.usage(30, context),
  },

  'settings.populations': {
    needs: 'POPULATIONS',
    ask: ({ settings }, _of, context) => complete(settings.populations(context)),
  },
  'settings.populationIdentityProvider': {
    needs: 'POPULATIONS',
    ask: ({ settings }, { populationId }, context) =>
      settings.populationIdentityProvider(populationId, context),
  },
  'settings.roles': {
    needs: 'ROLES',
    ask: ({ settings }, _of, context) => complete(settings.roles(context)),
  },
  'settings.signOnPolicies': {
    needs: 'SIGN_ON_POLICIES',
    ask: ({ settings }, _of, context) => complete(settings.signOnPolicies(context)),
  },
  'settings.signOnPolicyActions': {
    needs: 'SIGN_ON_POLICIES',
    ask: ({ settings }, { signOnPolicyId }, context) =>
      complete(settings.signOnPolicyActions(signOnPolicyId, context)),
  },
  'settings.passwordPolicies': {
    needs: 'PASSWORD_POLICIES',
    ask: ({ settings }, _of, context) => complete(settings.passwordPolicies(context)),
  },
  'settings.deviceAuthenticationPolicies': {
    needs: 'DEVICE_AUTHENTICATION_POLICIES',
    ask: ({ settings }, _of, context) => complete(settings.deviceAuthenticationPolicies(context)),
  },
  'settings.fido2Policies': {
    needs: 'DEVICE_AUTHENTICATION_POLICIES',
    ask: ({ settings }, _of, context) => complete(settings.fido2Policies(context)),
  },
  'settings.mfaSettings': {
    needs: 'DEVICE_AUTHENTICATION_POLICIES',
    ask: ({ settings }, _of, context) => settings.mfaSettings(context),
  },
  'settings.administratorSecurity': {
    needs: null,
    ask: ({ settings }, _of, context) => settings.administratorSecurity(context),
    or: 'LACKING',
  },
  'settings.identityProviders': {
    needs: 'IDENTITY_PROVIDERS',
    ask: ({ settings }, _of, context) => complete(settings.identityProviders(context)),
  },
  'settings.identityProviderAttributes': {
    needs: 'IDENTITY_PROVIDERS',
    ask: ({ settings }, { identityProviderId }, context) =>
      complete(settings.identityProviderAttributes(identityProviderId, context)),
  },
  'settings.certificates': {
    needs: 'CERTIFICATES',
    ask: ({ settings }, _of, context) => complete(settings.certificates(context)),
  },
  'settings.webhooks': {
    needs: null,
    ask: ({ settings }, _of, context) => complete(settings.webhooks(context)),
    or: 'LACKING',
  },
  'settings.gatewayRoleAssignments': {
    needs: null,
    ask: ({ settings }, _of, context) => complete(settings.gatewayRoleAssignments(context)),
    or: 'LACKING',
  },
  'settings.gateways': {
    needs: null,
    ask: ({ settings }, _of, context) => complete(settings.gateways(context)),
    or: 'LACKING',
  },
  'settings.gatewayCredentials': {
    needs: null,
    ask: async ({ settings }, _of, context) => {
      const [gateway] = (await settings.gateways(context)).rows;
      return await complete(settings.gatewayCredentials(gateway?.externalId ?? 'none', context));
    },
    or: 'LACKING',
  },
  'settings.userActivities': {
    needs: null,
    ask: ({ settings }, _of, context) =>
      complete(settings.userActivities(new Date(Date.now() - 7 * DAY_MS), new Date(), context)),
    or: 'LACKING',
  },

  'owners.ofGroup': {
    needs: 'GROUP_OWNERS',
    ask: ({ owners }, { groupId }, context) => complete(owners.ofGroup(groupId, context)),
  },
  'owners.ofApplication': {
    needs: 'APPLICATION_OWNERS',
    ask: ({ owners }, { applicationId }, context) => complete(owners.ofApplication(applicationId, context)),
  },
  'controls.legacyProtocols': {
    needs: null,
    ask: ({ controls }, _of, context) => complete(controls.legacyProtocols(context)),
    or: 'LACKING',
  },
  'controls.inactivityAutomations': {
    needs: null,
    ask: ({ controls }, _of, context) => complete(controls.inactivityAutomations(context)),
    or: 'LACKING',
  },

  // A mark may be a moment, which nobody has to be asked for.
  'changes.mark': {
    needs: 'CHANGES',
    ask: ({ changes }, _of, context) => changes.mark(context),
    or: 'KNOWN',
  },
  'changes.since': {
    needs: 'CHANGES',
    ask: ({ changes }, { mark }, context) => changes.since(mark, context),
  },
};

export const everyRead: readonly Read[] = Object.entries(questions).map(([name, question]) => ({
  name: name as ReadName,
  ...question,
}));

/** What a provider really has to be asked, by the same names. */
export function readsOf(provider: Provider): readonly string[] {
  const names = PARTS.flatMap((part) =>
    Object.entries(provider[part]).flatMap(([name, read]: [string, unknown]) =>
      typeof read === 'function' ? [`${part}.${name}`] : [],
    ),
  );
  const noCall: readonly string[] = NO_CALL;
  return ['profile', ...names.filter((name) => !noCall.includes(name))];
}

/** A page of which nothing could be read has to be an error; one that breaks off in the middle says so in the page. */
async function whole(read: Promise<Page<unknown>>): Promise<unknown> {
  const page = await read;
  if (page.brokenOff !== undefined) throw page.brokenOff;
  return page;
}

/** A list that says itself that it is not complete, and why, has told the failure as well as an error would. */
async function complete(read: Promise<Listing<unknown>>): Promise<unknown> {
  const { reason, message, ...list } = await read;
  if (list.complete) return list;
  throw new IncompleteList(reason ?? 'PARTIAL', message ?? '');
}
