import { ApiError, invalidData } from '../api-error.ts';
import { valueAt } from '../serve/body.ts';
import type { Row } from '../tenant.ts';
import type { Call, Collection, Needs, Verb, Within } from './resource.ts';
import { needsOf, readUpdateNeeds } from './resource.ts';

const CONFIG = readUpdateNeeds('configuration', 'admin', 'config');
const E = '/environments/{environmentId}';
const READ: readonly Verb[] = ['list', 'read'];
const EVERY: readonly Verb[] = ['list', 'read', 'create', 'replace', 'remove'];

interface Line {
  readonly name: string;
  readonly id: string;
  readonly audit: string;
  readonly verbs?: readonly Verb[];
  readonly needs?: Needs;
}

/** A list of the environment's configuration: few rows, no filter, no limit. */
function configured(line: Line, more: Partial<Collection> = {}): Collection {
  return {
    kind: 'collection',
    path: `${E}/${line.name}`,
    id: line.id,
    embedded: line.name,
    store: { kind: 'environment', name: line.name },
    scope: 'environment',
    verbs: line.verbs ?? EVERY,
    needs: line.needs ?? CONFIG,
    audit: line.audit,
    ...more,
  };
}

/** The same below one of these. */
function below(parent: Collection, line: Line, more: Partial<Collection> = {}): Collection {
  const collection = parent.path.slice(E.length + 1);
  const within: Within = { collection, param: parent.id, scope: 'environment' };
  return configured(line, {
    path: `${parent.path}/{${parent.id}}/${line.name}`,
    store: { kind: 'child', parent: collection, name: line.name },
    within,
    scope: 'open',
    needs: parent.needs,
    ...more,
  });
}

function refuseDefault(row: Row): void {
  if (row['default'] !== true) return;
  throw invalidData({
    code: 'CONSTRAINT_VIOLATION',
    target: 'default',
    message: 'The default policy cannot be deleted.',
  });
}

/** 409, as for a policy that a sign-on action refers to. */
function refuseUsedBySignOn(row: Row, call: Call): void {
  refuseDefault(row);
  for (const actions of call.world.tenant.children.get('signOnPolicies/actions')?.values() ?? []) {
    for (const action of actions.values()) {
      if (valueAt(action, 'deviceAuthenticationPolicy.id') !== row.id) continue;
      throw new ApiError(409, 'INVALID_DATA', 'The request could not be completed. The resource is in use.', [
        { code: 'INVALID_VALUE', target: 'signOnPolicies', message: 'A sign-on policy refers to it.' },
      ]);
    }
  }
}

const policy = { unique: ['name'], beforeRemove: refuseDefault } as const;
const signOnPolicies = configured(
  { name: 'signOnPolicies', id: 'signOnPolicyId', audit: 'SIGN_ON_POLICY' },
  { ...policy, required: ['name'] },
);
const identityProviders = configured(
  {
    name: 'identityProviders',
    id: 'identityProviderId',
    audit: 'IDENTITY_PROVIDER',
    needs: needsOf('configuration', 'idps', 'identityProvider'),
  },
  { unique: ['name'], required: ['name', 'type', 'enabled'], createStatus: 200 },
);
const resources = configured(
  {
    name: 'resources',
    id: 'resourceId',
    audit: 'RESOURCE',
    needs: needsOf('applications', 'resources', 'resource'),
  },
  { unique: ['name'], required: ['name'] },
);

const schemas = configured(
  {
    name: 'schemas',
    id: 'schemaId',
    audit: 'SCHEMA',
    verbs: READ,
    needs: needsOf('identity', 'dir', 'user'),
  },
  { scope: 'open' },
);

const gateways = configured({ name: 'gateways', id: 'gatewayId', audit: 'GATEWAY', verbs: READ });

export const configuration: readonly Collection[] = [
  signOnPolicies,
  below(
    signOnPolicies,
    { name: 'actions', id: 'actionId', audit: 'SIGN_ON_POLICY_ACTION' },
    { required: ['type', 'priority'] },
  ),
  configured(
    { name: 'passwordPolicies', id: 'passwordPolicyId', audit: 'PASSWORD_POLICY' },
    {
      ...policy,
      required: ['name', 'excludesCommonlyUsed', 'excludesProfileData', 'notSimilarToCurrent'],
      readOnly: ['populationCount'],
    },
  ),
  configured(
    {
      name: 'deviceAuthenticationPolicies',
      id: 'deviceAuthenticationPolicyId',
      audit: 'DEVICE_AUTHENTICATION_POLICY',
    },
    {
      unique: ['name'],
      required: ['name', 'sms', 'voice', 'email', 'mobile', 'totp', 'default'],
      readOnly: ['forSignOnPolicy'],
      beforeRemove: refuseUsedBySignOn,
    },
  ),
  configured(
    { name: 'fido2Policies', id: 'fido2PolicyId', audit: 'FIDO2_POLICY' },
    {
      ...policy,
      required: ['name'],
      expand: {
        deviceAuthenticationPolicies: (row, call) =>
          [...call.world.rows({ kind: 'environment', name: 'deviceAuthenticationPolicies' }).values()].filter(
            (one) => valueAt(one, 'fido2.fido2PolicyId') === row.id,
          ),
      },
    },
  ),
  identityProviders,
  below(
    identityProviders,
    { name: 'attributes', id: 'attributeId', audit: 'IDENTITY_PROVIDER_ATTRIBUTE' },
    { required: ['name', 'value', 'update'], readOnly: ['mappingType'] },
  ),
  configured(
    {
      name: 'certificates',
      id: 'certificateId',
      audit: 'CERTIFICATE',
      verbs: [...READ, 'remove'],
      needs: needsOf('configuration', 'certmgt', 'certificate'),
    },
    { integers: ['serialNumber'] },
  ),
  configured(
    {
      name: 'keys',
      id: 'keyId',
      audit: 'KEY',
      verbs: READ,
      needs: needsOf('configuration', 'certmgt', 'key'),
    },
    { integers: ['serialNumber'] },
  ),
  resources,
  below(
    resources,
    { name: 'scopes', id: 'scopeId', audit: 'SCOPE' },
    { required: ['name'], needs: needsOf('applications', 'resources', 'scope') },
  ),
  configured(
    { name: 'subscriptions', id: 'subscriptionId', audit: 'SUBSCRIPTION' },
    { required: ['name', 'enabled', 'format', 'filterOptions', 'verifyTlsCertificates'] },
  ),
  configured(
    { name: 'agreements', id: 'agreementId', audit: 'AGREEMENT' },
    { required: ['name', 'enabled'] },
  ),
  schemas,
  {
    ...below(schemas, { name: 'attributes', id: 'attributeId', audit: 'SCHEMA_ATTRIBUTE', verbs: READ }),
    within: { collection: 'schemas', param: 'schemaId', scope: 'open' },
  },
  gateways,
  below(
    gateways,
    { name: 'roleAssignments', id: 'roleAssignmentId', audit: 'ROLE_ASSIGNMENT', verbs: READ },
    { needs: readUpdateNeeds('identity', 'permissions', 'gatewayRoleAssignments') },
  ),
];
