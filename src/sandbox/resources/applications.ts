import { randomUUID } from 'node:crypto';
import { requireMembers } from '../serve/body.ts';
import type { Row } from '../tenant.ts';
import { idOf } from '../world.ts';
import { newSecret } from './application-secret.ts';
import { constraint, duplicate, invalidValue, requireObject } from './checks.ts';
import type { Call, Collection, JsonObject, Verb } from './resource.ts';
import { APPLICATION, needsOf } from './resource.ts';

/** What each protocol demands besides the common members. */
const DEMANDED: Readonly<Record<string, readonly string[]>> = {
  OPENID_CONNECT: ['grantTypes', 'tokenEndpointAuthMethod'],
  SAML: ['acsUrls', 'assertionDuration', 'spEntityId'],
  WS_FED: ['domainName', 'replyUrl', 'idpSigning'],
  EXTERNAL_LINK: ['homePageUrl'],
};
const SYSTEM_TYPES = new Set(['PING_ONE_PORTAL', 'PING_ONE_SELF_SERVICE', 'PING_ONE_ADMIN_CONSOLE']);
const EVERY: readonly Verb[] = ['list', 'read', 'create', 'replace', 'remove'];

/** No filter and no limit is documented: the whole list in one answer. */
export const applications: Collection = {
  kind: 'collection',
  path: '/environments/{environmentId}/applications',
  id: 'applicationId',
  embedded: 'applications',
  store: { kind: 'environment', name: 'applications' },
  scope: 'application',
  verbs: EVERY,
  needs: needsOf('applications', 'applications', 'application'),
  links: ['grants', 'attributes', 'signOnPolicyAssignments', 'roleAssignments', 'secret'],
  required: ['name', 'enabled', 'protocol', 'type'],
  readOnly: ['clientId'],
  createOnly: ['protocol', 'type', 'assignActorRoles'],
  unique: ['name'],
  audit: 'APPLICATION',
  prepare: (row, call) => {
    checkProtocol(row);
    inheritRoles(row, call);
    if (row['protocol'] !== 'OPENID_CONNECT') return;
    row['clientId'] = row.id;
    if (row['tokenEndpointAuthMethod'] !== 'NONE')
      call.world.setDetail('applications/secret', row.id, { secret: newSecret() });
  },
  beforeChange: (row, body) => {
    if (!SYSTEM_TYPES.has(String(row['type']))) checkProtocol({ ...body, protocol: row['protocol'] });
  },
  beforeRemove: (row, call) => {
    if (SYSTEM_TYPES.has(String(row['type'])))
      throw constraint('type', 'An application of the service cannot be deleted.');
    call.world.tenant.applicationSignOns.delete(row.id);
  },
};

function checkProtocol(application: JsonObject): void {
  const protocol = String(application['protocol']);
  const demanded = Object.hasOwn(DEMANDED, protocol) ? DEMANDED[protocol] : undefined;
  if (demanded === undefined)
    throw invalidValue('protocol', `There is no protocol ${protocol.slice(0, 40)}.`, Object.keys(DEMANDED));
  requireMembers(application, demanded);
}

/** `assignActorRoles` decides whether a new worker application gets the roles of the one that creates it. */
function inheritRoles(row: Row, call: Call): void {
  const { assignActorRoles } = row;
  delete row['assignActorRoles'];
  if (assignActorRoles !== true || row['type'] !== 'WORKER') return;
  const store = { kind: 'child', parent: 'applications', name: 'roleAssignments' } as const;
  const { home } = call.world;
  const own = home.rows(store, row.id, true);
  for (const held of home.rows(store, call.clientId).values()) {
    const id = randomUUID();
    own.set(id, { id, role: held['role'], scope: held['scope'], readOnly: false, createdAt: home.now() });
  }
}

export const grants: Collection = {
  ...below('grants', 'grantId', 'GRANT', EVERY, ['resource.id', 'scopes']),
  readOnly: ['application'],
  prepare: (row, call) => {
    checkGrant(row, call);
    for (const other of call.world.rows(grants.store, call.params['applicationId']).values())
      if (idOf(other['resource']) === idOf(row['resource'])) throw duplicate('resource', other.id);
    row['application'] = { id: call.params['applicationId'] };
  },
  beforeChange: (_row, body, call) => checkGrant(body, call),
};

/** A grant names scopes of its resource, at least one. */
function checkGrant(grant: JsonObject, call: Call): void {
  const resource = requireObject(call, 'resources', idOf(grant['resource']), 'resource.id');
  const { scopes } = grant;
  if (!Array.isArray(scopes) || scopes.length === 0)
    throw invalidValue('scopes', 'Expected a list of scopes that is not empty.');
  const known = call.world.rows({ kind: 'child', parent: 'resources', name: 'scopes' }, resource.id);
  for (const scope of scopes)
    if (!known.has(idOf(scope) ?? ''))
      throw invalidValue('scopes.id', 'There is no such scope of the resource.');
}

export const attributes: Collection = {
  ...below('attributes', 'attributeId', 'APPLICATION_ATTRIBUTE', EVERY, ['name', 'value', 'required']),
  readOnly: ['mappingType', 'application'],
  unique: ['name'],
  prepare: (row, call) => {
    row['mappingType'] = 'CUSTOM';
    row['application'] = { id: call.params['applicationId'] };
  },
  beforeRemove: (row) => {
    if (row['mappingType'] === 'CORE' || row['mappingType'] === 'SCOPE')
      throw constraint('mappingType', 'Mappings of the protocol itself cannot be deleted.');
  },
};

export const signOnPolicyAssignments: Collection = {
  ...below('signOnPolicyAssignments', 'signOnPolicyAssignmentId', 'SIGN_ON_POLICY_ASSIGNMENT', EVERY, [
    'signOnPolicy.id',
    'priority',
  ]),
  readOnly: ['application'],
  prepare: (row, call) => {
    checkAssignment(row, row.id, call);
    row['application'] = { id: call.params['applicationId'] };
  },
  beforeChange: (row, body, call) => checkAssignment(body, row.id, call),
};

/** The policy exists and is assigned once; 1 is the first priority. */
function checkAssignment(assignment: JsonObject, ownId: string, call: Call): void {
  const policy = requireObject(call, 'signOnPolicies', idOf(assignment['signOnPolicy']), 'signOnPolicy.id');
  const { priority } = assignment;
  if (typeof priority !== 'number' || !Number.isInteger(priority) || priority < 1)
    throw invalidValue('priority', 'Expected a whole number from 1 on.');
  for (const other of call.world.rows(signOnPolicyAssignments.store, call.params['applicationId']).values())
    if (other.id !== ownId && idOf(other['signOnPolicy']) === policy.id)
      throw duplicate('signOnPolicy', other.id);
}

/** Flows that decide the sign-on in place of sign-on policies. */
export const flowPolicyAssignments = below(
  'flowPolicyAssignments',
  'flowPolicyAssignmentId',
  'FLOW_POLICY_ASSIGNMENT',
  EVERY,
  ['flowPolicy.id', 'priority'],
);

function below(
  name: string,
  id: string,
  audit: string,
  verbs: readonly Verb[],
  required: readonly string[],
): Collection {
  return {
    kind: 'collection',
    path: `${applications.path}/{applicationId}/${name}`,
    id,
    embedded: name,
    store: { kind: 'child', parent: 'applications', name },
    within: APPLICATION,
    scope: 'open',
    verbs,
    // A change below an application is a change of the application.
    needs: {
      ...applications.needs,
      create: applications.needs.update,
      remove: applications.needs.update,
    },
    required,
    audit,
  };
}
