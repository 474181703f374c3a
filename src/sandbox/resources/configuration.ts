import { agreements } from './agreements.ts';
import { certificates } from './certificates.ts';
import { constraint } from './checks.ts';
import { below, configured, READ } from './configured.ts';
import { identityProviders } from './identity-providers.ts';
import { policies } from './policies.ts';
import type { Collection } from './resource.ts';
import { needsOf, readUpdateNeeds } from './resource.ts';

const resources = configured(
  {
    name: 'resources',
    id: 'resourceId',
    audit: 'RESOURCE',
    needs: needsOf('applications', 'resources', 'resource'),
  },
  {
    unique: ['name'],
    required: ['name'],
    readOnly: ['type'],
    prepare: (row) => {
      row['type'] = 'CUSTOM';
    },
    beforeRemove: (row) => {
      if (row['type'] !== 'CUSTOM') throw constraint('type', 'A resource of the service cannot be deleted.');
    },
  },
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

/** Besides users the only ones with a PATCH. */
const schemaAttributes: Collection = below(
  schemas,
  {
    name: 'attributes',
    id: 'attributeId',
    audit: 'SCHEMA_ATTRIBUTE',
    verbs: ['list', 'read', 'create', 'replace', 'merge', 'remove'],
  },
  {
    within: { collection: 'schemas', param: 'schemaId', scope: 'open' },
    unique: ['name'],
    required: ['name', 'enabled'],
    readOnly: ['schemaType', 'schema'],
    createOnly: ['name', 'type'],
    prepare: (row, call) => {
      row['type'] ??= 'STRING';
      row['schemaType'] = 'CUSTOM';
      row['schema'] = { id: call.params['schemaId'] };
    },
    beforeRemove: (row) => {
      if (row['schemaType'] !== 'CUSTOM')
        throw constraint('schemaType', 'An attribute of the service cannot be deleted.');
    },
  },
);

const gateways = configured({ name: 'gateways', id: 'gatewayId', audit: 'GATEWAY', verbs: READ });

export const configuration: readonly Collection[] = [
  ...policies,
  ...identityProviders,
  ...certificates,
  resources,
  below(
    resources,
    { name: 'scopes', id: 'scopeId', audit: 'SCOPE' },
    {
      required: ['name'],
      readOnly: ['resource'],
      unique: ['name'],
      needs: needsOf('applications', 'resources', 'scope'),
      prepare: (row, call) => {
        row['resource'] = { id: call.params['resourceId'] };
      },
    },
  ),
  configured(
    { name: 'subscriptions', id: 'subscriptionId', audit: 'SUBSCRIPTION' },
    { required: ['name', 'enabled', 'format', 'filterOptions', 'verifyTlsCertificates'] },
  ),
  ...agreements,
  schemas,
  schemaAttributes,
  gateways,
  below(gateways, { name: 'credentials', id: 'credentialId', audit: 'GATEWAY_CREDENTIAL', verbs: READ }),
  below(
    gateways,
    { name: 'roleAssignments', id: 'roleAssignmentId', audit: 'ROLE_ASSIGNMENT', verbs: READ },
    { needs: readUpdateNeeds('identity', 'permissions', 'gatewayRoleAssignments') },
  ),
];
