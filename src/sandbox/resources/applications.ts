import { randomBytes } from 'node:crypto';
import { forbidden, invalidData } from '../api-error.ts';
import type { Collection, Single, Verb } from './resource.ts';
import { APPLICATION, JSON_TYPE, needsOf } from './resource.ts';

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
    if (row['protocol'] !== 'OPENID_CONNECT') return;
    row['clientId'] = row.id;
    call.world.setDetail('applications/secret', row.id, { secret: newSecret() });
  },
};

export const grants = below('grants', 'grantId', 'GRANT', EVERY, ['resource.id', 'scopes']);

export const attributes: Collection = {
  ...below('attributes', 'attributeId', 'APPLICATION_ATTRIBUTE', EVERY, ['name', 'value', 'required']),
  readOnly: ['mappingType'],
  prepare: (row) => {
    row['mappingType'] = 'CUSTOM';
  },
  beforeRemove: (row) => {
    if (row['mappingType'] !== 'CORE' && row['mappingType'] !== 'SCOPE') return;
    throw invalidData({
      code: 'CONSTRAINT_VIOLATION',
      target: 'mappingType',
      message: 'Mappings of the protocol itself cannot be deleted.',
    });
  },
};

export const signOnPolicyAssignments = below(
  'signOnPolicyAssignments',
  'signOnPolicyAssignmentId',
  'SIGN_ON_POLICY_ASSIGNMENT',
  EVERY,
  ['signOnPolicy.id', 'priority'],
);

/** Flows that decide the sign-on in place of sign-on policies. */
export const flowPolicyAssignments = below(
  'flowPolicyAssignments',
  'flowPolicyAssignmentId',
  'FLOW_POLICY_ASSIGNMENT',
  EVERY,
  ['flowPolicy.id', 'priority'],
);

const secretNeeds = needsOf('applications', 'applications', 'secret');

/** The secret and the previous one. POST rotates with 200, DELETE drops the previous one. */
export const secret: Single = {
  kind: 'single',
  path: `${applications.path}/{applicationId}/secret`,
  within: APPLICATION,
  needs: { ...secretNeeds, create: secretNeeds.update },
  read: (call, application) => {
    const held = call.world.detail('applications/secret', application.id);
    if (held === undefined) throw forbidden();
    return held;
  },
  post: {
    [JSON_TYPE]: (call, application) => {
      const held = call.world.detail('applications/secret', application.id);
      const previous = held?.['secret'];
      const next = {
        secret: newSecret(),
        ...(previous === undefined
          ? {}
          : {
              previous: {
                secret: previous,
                expiresAt: new Date(call.world.clock() + 30 * 86_400_000).toISOString(),
              },
            }),
      };
      call.world.setDetail('applications/secret', application.id, next);
      return { status: 200, body: next };
    },
  },
  remove: (call, application) => {
    const { previous: _dropped, ...kept } = call.world.detail('applications/secret', application.id) ?? {};
    call.world.setDetail('applications/secret', application.id, kept);
    return { status: 204 };
  },
};

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

function newSecret(): string {
  return randomBytes(32).toString('base64url');
}
