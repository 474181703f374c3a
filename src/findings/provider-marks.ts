/** Which provider can answer which rule, worked out from what each tells and what each rule looks at. */
import type { Capability, ProviderKind } from '../model/directory.ts';
import type { Provider } from '../providers/provider.ts';
import { UpstreamError } from '../upstream/upstream-error.ts';
import type { AnyRule } from './rule.ts';
import { isAlwaysOn } from './rule-sets.ts';
import type { RuleNeeds } from './rule-needs.ts';
import type { FindingSources } from './sources.ts';

/** `PARTLY`: a part of what the rule looks at is not told, or the operator has to say something first. */
export type ProviderMark = 'YES' | 'PARTLY' | 'NO' | 'NOT_ABOUT';

type Read = keyof FindingSources;

/** What may be asked for only where a capability says so; one of these is enough. */
const byCapability: Partial<Readonly<Record<Read, readonly Capability[]>>> = {
  roles: ['ROLES'],
  userRoleAssignments: ['ROLE_ASSIGNMENTS'],
  groupRoleAssignments: ['ROLE_ASSIGNMENTS'],
  applicationRoleAssignments: ['ROLE_ASSIGNMENTS'],
  userGroups: ['GROUPS'],
  group: ['GROUPS'],
  everyGroup: ['GROUPS'],
  groupTotalMembers: ['GROUPS'],
  groupParents: ['NESTED_GROUPS'],
  devices: ['MFA_DEVICES', 'MFA_IN_LIST'],
  password: ['PASSWORD_STATE'],
  sessions: ['SESSIONS'],
  bypass: ['MFA_BYPASS'],
  populations: ['POPULATIONS'],
  defaultIdentityProviderId: ['POPULATIONS'],
  passwordPolicies: ['PASSWORD_POLICIES'],
  deviceAuthenticationPolicies: ['DEVICE_AUTHENTICATION_POLICIES'],
  signOnPolicies: ['SIGN_ON_POLICIES'],
  signOnPolicyActions: ['SIGN_ON_POLICIES'],
  identityProviders: ['IDENTITY_PROVIDERS'],
  certificates: ['CERTIFICATES'],
  everyApplication: ['APPLICATIONS'],
  applicationUsage: ['APPLICATION_USAGE'],
  groupOwners: ['GROUP_OWNERS'],
  applicationOwners: ['APPLICATION_OWNERS'],
  listedOwners: ['GROUP_OWNERS', 'APPLICATION_OWNERS'],
};

/** A question that is given up before it is sent: what a provider does not have it refuses all the same. */
const gone = { lane: 'interactive', transactionId: 'nobody', signal: AbortSignal.abort() } as const;

const probes: Partial<Readonly<Record<Read, (provider: Provider) => Promise<unknown>>>> = {
  administratorSecurity: ({ settings }) => settings.administratorSecurity(gone),
  mfaSettings: ({ settings }) => settings.mfaSettings(gone),
  fido2Policies: ({ settings }) => settings.fido2Policies(gone),
  webhooks: ({ settings }) => settings.webhooks(gone),
  gateways: ({ settings }) => settings.gateways(gone),
  gatewayCredentials: ({ settings }) => settings.gatewayCredentials('nobody', gone),
  gatewayRoleAssignments: ({ settings }) => settings.gatewayRoleAssignments(gone),
  applicationGrants: ({ applications }) => applications.grants('nobody', gone),
  applicationSignOnPolicyIds: ({ applications }) => applications.signOnPolicyAssignments('nobody', gone),
  applicationFlowPolicyAssigned: ({ applications }) => applications.flowPolicyAssigned('nobody', gone),
  applicationSecret: ({ applications }) => applications.secretState('nobody', gone),
  legacyProtocols: ({ controls }) => controls.legacyProtocols(gone),
  inactivityAutomations: ({ controls }) => controls.inactivityAutomations(gone),
};

/** Providers whose rows tell owners; the others are asked group by group, which an evaluation of everybody does not do. */
const ownersInRows: ReadonlySet<ProviderKind> = new Set(['ENTRA_ID', 'LDAP']);

/** What a provider tells only where the directory has a licence, or a feature, that not every one has. */
const licensed: Partial<
  Readonly<Record<ProviderKind, { reads: readonly Read[]; members: readonly string[] }>>
> = {
  // "signInActivity" takes Entra ID P1 or P2, and so do Conditional Access policies.
  ENTRA_ID: { reads: ['legacyProtocols'], members: ['user.lastSignOn'] },
  // Owners of groups and automations are features of their own.
  OKTA: { reads: ['groupOwners', 'listedOwners', 'inactivityAutomations'], members: [] },
};

/** Members of rows that not every provider fills, with those that do. */
export const membersOfSome: Readonly<Record<string, readonly ProviderKind[]>> = {
  'user.emailVerified': ['PINGONE', 'KEYCLOAK'],
  'user.mfaEnabled': ['PINGONE', 'OKTA', 'ENTRA_ID', 'GOOGLE_WORKSPACE', 'KEYCLOAK'],
  'user.endDate': ['PINGONE', 'ENTRA_ID'],
  'user.pingOne': ['PINGONE'],
  'user.passwordAuthority': ['PINGONE', 'ENTRA_ID', 'KEYCLOAK', 'LDAP'],
  'application.createdAt': ['PINGONE', 'OKTA'],
  'oidc.grantTypes': ['PINGONE', 'OKTA', 'KEYCLOAK'],
  'oidc.responseTypes': ['PINGONE', 'OKTA', 'KEYCLOAK'],
  'oidc.allowWildcardInRedirectUris': ['PINGONE', 'OKTA', 'KEYCLOAK'],
  'oidc.pkceEnforcement': ['PINGONE', 'OKTA', 'KEYCLOAK'],
  'oidc.tokenEndpointAuthMethod': ['PINGONE', 'OKTA', 'KEYCLOAK'],
  'oidc.refreshTokenDuration': ['PINGONE'],
  'oidc.refreshTokenRollingDuration': ['PINGONE'],
  'oidc.refreshTokenReplayProtection': ['PINGONE'],
  'saml.assertionSigned': ['PINGONE', 'OKTA', 'KEYCLOAK'],
  'saml.requestSignatureRequired': ['PINGONE', 'KEYCLOAK'],
  'saml.signingKeyId': ['PINGONE'],
  'saml.acceptsAcsUrlOfSignedRequest': ['PINGONE'],
};

function fills({ kind, capabilities }: Provider, member: string): boolean {
  if (member === 'user.lastSignOn') return capabilities.has('LAST_SIGN_ON');
  return membersOfSome[member]?.includes(kind) ?? true;
}

function isOfSome(member: string): boolean {
  return member === 'user.lastSignOn' || Object.hasOwn(membersOfSome, member);
}

/** What only helps to say how, or stands beside what the answer rests on. */
const supporting: ReadonlySet<Read> = new Set([
  'profile',
  'gaps',
  'everyUser',
  'identities',
  'groupParents',
  'group',
  'userGroups',
  'everyGroup',
  'everyApplication',
  'populations',
  'roles',
  'fido2Policies',
]);

/** Rules that say NOT_CONFIGURED until the operator has told them something. */
const waitsFor: ReadonlySet<string> = new Set([
  'ownerAttribute',
  'organizationDomains',
  'accountsExpectedIn',
  'endDatesKept',
]);

async function tells(provider: Provider, read: Read): Promise<boolean> {
  const capabilities = byCapability[read];
  if (capabilities !== undefined) return capabilities.some((one) => provider.capabilities.has(one));
  const probe = probes[read];
  if (probe === undefined) return true;
  return await probe(provider).then(
    () => true,
    (error: unknown) => !(error instanceof UpstreamError && error.code === 'UNSUPPORTED'),
  );
}

const subjects: Readonly<Record<AnyRule['subject'], Capability>> = {
  USER: 'USERS',
  GROUP: 'GROUPS',
  APPLICATION: 'APPLICATIONS',
  POPULATION: 'POPULATIONS',
  DIRECTORY: 'USERS',
};

function isAbout(rule: AnyRule, { kind, capabilities }: Provider): boolean {
  if (rule.kinds?.includes(kind) === false) return false;
  if (rule.about?.some((one) => capabilities.has(one)) === false) return false;
  return capabilities.has(subjects[rule.subject]);
}

/** How well a provider can answer a rule that needs to know so much. */
export async function markOf(rule: AnyRule, needs: RuleNeeds, provider: Provider): Promise<ProviderMark> {
  if (!isAbout(rule, provider)) return 'NOT_ABOUT';
  // What could not be read is told of any directory.
  if (isAlwaysOn(rule)) return 'YES';
  const essential = [...needs.reads].filter((read) => !supporting.has(read));
  const reads = essential.length > 0 ? essential : [...needs.reads];
  const told = await Promise.all(reads.map((read) => tells(provider, read)));
  const members = [...needs.members].filter(isOfSome);
  const filled = members.map((member) => fills(provider, member));
  const areRolesHidden = reads.some((read, index) => read === 'userRoleAssignments' && !told[index]);
  const nothing = [...(essential.length > 0 ? told : []), ...filled];
  if (areRolesHidden || (nothing.length > 0 && !nothing.includes(true))) return 'NO';
  if ([...told, ...filled].includes(false)) return 'PARTLY';
  const asksOwners = needs.reads.has('groupOwners') || needs.reads.has('listedOwners');
  if (asksOwners && !ownersInRows.has(provider.kind)) return 'PARTLY';
  // Okta's automations are read only where the operator says so.
  if (provider.kind === 'OKTA' && needs.reads.has('inactivityAutomations')) return 'PARTLY';
  // Secrets are read only where the operator says so.
  const waits = needs.reads.has('applicationSecret') || rule.settings.some((name) => waitsFor.has(name));
  return waits ? 'PARTLY' : 'YES';
}

/** Whether what a rule looks at takes a licence, or a feature, that not every directory of this kind has. */
export function takesLicence({ reads, members }: RuleNeeds, { kind }: Provider): boolean {
  const some = licensed[kind];
  if (some === undefined) return false;
  return some.reads.some((read) => reads.has(read)) || some.members.some((member) => members.has(member));
}
