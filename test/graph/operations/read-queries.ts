/** For each field by which a reading operation is reached: a query in which it must have a value. `$user` and the like are ids. */
export const readQueries: Readonly<Record<string, string>> = {
  'Directory.certificates': '{ directories { certificates { name } } }',
  'Directory.populations': '{ directories { populations { name } } }',
  'Directory.activity': `{ directories { activity(start: "2026-05-01T00:00:00Z", end: "2026-05-03T00:00:00Z") { date signOns } } }`,
  'Directory.roles': '{ directories { roles { name isCustom } } }',
  'Directory.passwordPolicies': '{ directories { passwordPolicies { name } } }',
  'Directory.identityProviders': '{ directories { identityProviders { name } } }',
  'Directory.signOnPolicies': '{ directories { signOnPolicies { name } } }',
  'Directory.deviceAuthenticationPolicies': '{ directories { deviceAuthenticationPolicies { name } } }',
  'Query.population': 'query ($population: ID!) { population(id: $population) { name } }',
  'Query.viewer': '{ viewer { name } }',
  'Query.users': '{ users(first: 5) { nodes { username } } }',
  'Query.user': 'query ($user: ID!) { user(ref: { id: $user }) { username } }',
  'Query.groups': '{ groups(first: 5) { nodes { name } } }',
  'Query.group': 'query ($group: ID!) { group(id: $group) { name } }',
  'Query.applications': '{ applications(first: 5) { nodes { name } } }',
  'Query.application': 'query ($application: ID!) { application(id: $application) { name } }',
  'Population.identityProvider':
    'query ($population: ID!) { population(id: $population) { identityProvider { name } } }',
  'PingOneUser.enabled': 'query ($user: ID!) { user(ref: { id: $user }) { pingOne { enabled } } }',
  'PingOneUser.verifyStatus': 'query ($user: ID!) { user(ref: { id: $user }) { pingOne { verifyStatus } } }',
  'PingOneUser.mfaEnabled': 'query ($user: ID!) { user(ref: { id: $user }) { pingOne { mfaEnabled } } }',
  'User.password': 'query ($user: ID!) { user(ref: { id: $user }) { password { status } } }',
  'User.population': 'query ($user: ID!) { user(ref: { id: $user }) { population { name } } }',
  'User.groups': 'query ($user: ID!) { user(ref: { id: $user }) { groups { nodes { name } } } }',
  'User.roleAssignments':
    'query ($user: ID!) { user(ref: { id: $user }) { roleAssignments { nodes { role { name } } } } }',
  'User.identityProvider': 'query ($user: ID!) { user(ref: { id: $user }) { identityProvider { name } } }',
  'Group.parents': 'query ($group: ID!) { group(id: $group) { parents { name } } }',
  'Group.roleAssignments':
    'query ($group: ID!) { group(id: $group) { roleAssignments { nodes { role { name } } } } }',
  'Application.secret':
    'query ($application: ID!) { application(id: $application) { secret { __typename } } }',
  'Application.grants':
    'query ($application: ID!) { application(id: $application) { grants { externalId } } }',
  'Application.signOnPolicies':
    'query ($application: ID!) { application(id: $application) { signOnPolicies { __typename } } }',
  'Application.roleAssignments':
    'query ($application: ID!) { application(id: $application) { roleAssignments { nodes { role { name } } } } }',
  'Application.attributes':
    'query ($application: ID!) { application(id: $application) { attributes { name } } }',
  'IdentityProvider.attributes': '{ directories { identityProviders { attributes { name } } } }',
  'MfaPosture.devices': 'query ($user: ID!) { user(ref: { id: $user }) { mfa { devices { type } } } }',
};

/** Whether an answer holds a value at all: a text, a number or a flag somewhere. */
export function holdsValue(data: unknown): boolean {
  if (data === null || data === undefined) return false;
  if (Array.isArray(data)) return data.some(holdsValue);
  return typeof data === 'object' ? Object.values(data).some(holdsValue) : true;
}
