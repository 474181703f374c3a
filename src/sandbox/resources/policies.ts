import { invalidData } from '../api-error.ts';
import { bodyOf, textIn, valueAt } from '../serve/body.ts';
import { represent } from '../serve/represent.ts';
import { recordChange } from '../serve/write-collection.ts';
import type { Row } from '../tenant.ts';
import { idOf } from '../world.ts';
import {
  checkReference,
  constraint,
  inUse,
  invalidValue,
  keepOneDefault,
  refuseDefault,
  requireObject,
} from './checks.ts';
import { below, configured } from './configured.ts';
import type { Answer, Call, Collection } from './resource.ts';
import { VENDOR } from './resource.ts';

const MOST_ACTIONS = 21;

const signOnPolicies = configured(
  { name: 'signOnPolicies', id: 'signOnPolicyId', audit: 'SIGN_ON_POLICY' },
  {
    unique: ['name'],
    required: ['name'],
    beforeRemove: (row, call) => {
      refuseDefault(row);
      for (const all of call.world.tenant.children.get('applications/signOnPolicyAssignments')?.values() ??
        [])
        for (const [id, one] of all) if (idOf(one['signOnPolicy']) === row.id) all.delete(id);
    },
    ...keepOneDefault('signOnPolicies'),
  },
);

const actions = below(
  signOnPolicies,
  { name: 'actions', id: 'actionId', audit: 'SIGN_ON_POLICY_ACTION' },
  {
    required: ['type', 'priority'],
    readOnly: ['signOnPolicy'],
    createOnly: ['type'],
    prepare: (row, call) => {
      row['signOnPolicy'] = { id: call.params['signOnPolicyId'] };
      if (actionsOf(call).size >= MOST_ACTIONS) {
        throw invalidData({
          code: 'SIZE_LIMIT_EXCEEDED',
          target: 'actions',
          message: `A policy has at most ${MOST_ACTIONS} actions.`,
        });
      }
      checkAction(row, call);
    },
    beforeChange: (_row, body, call) => checkAction(body, call),
    beforeRemove: (_row, call) => {
      if (actionsOf(call).size === 1)
        throw constraint('id', 'The last action of a policy cannot be deleted.');
    },
  },
);

function actionsOf(call: Call): ReadonlyMap<string, Row> {
  return call.world.rows(actions.store, call.params['signOnPolicyId']);
}

function checkAction(body: Readonly<Record<string, unknown>>, call: Call): void {
  const { priority } = body;
  if (typeof priority !== 'number' || !Number.isInteger(priority) || priority < 1)
    throw invalidValue('priority', 'Expected a whole number from 1 on.');
  checkReference(
    call,
    'deviceAuthenticationPolicies',
    body['deviceAuthenticationPolicy'],
    'deviceAuthenticationPolicy',
  );
  checkReference(call, 'identityProviders', body['identityProvider'], 'identityProvider');
  checkReference(call, 'agreements', body['agreement'], 'agreement');
}

const passwordPolicies = configured(
  { name: 'passwordPolicies', id: 'passwordPolicyId', audit: 'PASSWORD_POLICY' },
  {
    unique: ['name'],
    required: ['name', 'excludesCommonlyUsed', 'excludesProfileData', 'notSimilarToCurrent'],
    readOnly: ['populationCount'],
    shape: (row, call) => ({ ...row, populationCount: populationsWith(row, call) }),
    beforeRemove: refuseDefault,
    ...keepOneDefault('passwordPolicies'),
  },
);

function populationsWith(policy: Row, { world }: Call): number {
  const populations = world.rows({ kind: 'environment', name: 'populations' });
  return [...populations.values()].filter((one) => idOf(one['passwordPolicy']) === policy.id).length;
}

const deviceAuthenticationPolicies: Collection = configured(
  {
    name: 'deviceAuthenticationPolicies',
    id: 'deviceAuthenticationPolicyId',
    audit: 'DEVICE_AUTHENTICATION_POLICY',
  },
  {
    unique: ['name'],
    required: ['name', 'sms', 'voice', 'email', 'mobile', 'totp', 'default'],
    readOnly: ['forSignOnPolicy'],
    listActions: { [`${VENDOR}deviceAuthenticationPolicy.fido2.migrate+json`]: migrateToFido2 },
    beforeRemove: (row, call) => {
      refuseDefault(row);
      for (const all of call.world.tenant.children.get('signOnPolicies/actions')?.values() ?? []) {
        for (const action of all.values())
          if (valueAt(action, 'deviceAuthenticationPolicy.id') === row.id)
            throw inUse('signOnPolicies', 'A sign-on policy refers to it.');
      }
    },
    ...keepOneDefault('deviceAuthenticationPolicies'),
  },
);

/** Turns FIDO2 on in the named policies; answers the list of these. Without a policy for FIDO2, the default one is taken. */
function migrateToFido2(call: Call): Answer {
  const { migrationData } = bodyOf(call);
  if (!Array.isArray(migrationData) || migrationData.length === 0)
    throw invalidValue('migrationData', 'Expected a list of policies that is not empty.');
  const rows = migrationData.map((one: unknown) => {
    const entry = typeof one === 'object' && one !== null ? { ...one } : {};
    const row = requireObject(
      call,
      'deviceAuthenticationPolicies',
      textIn(entry, 'deviceAuthenticationPolicyId'),
      'migrationData.deviceAuthenticationPolicyId',
    );
    const wanted = valueAt(entry, 'fido2PolicyId');
    const fido2 =
      wanted === undefined
        ? defaultFido2Policy(call)
        : requireObject(call, 'fido2Policies', wanted, 'migrationData.fido2PolicyId').id;
    return { row, fido2 };
  });
  for (const { row, fido2 } of rows) {
    row['fido2'] = { enabled: true, pairingDisabled: false, fido2PolicyId: fido2 };
    row['updatedAt'] = call.world.now();
    recordChange(deviceAuthenticationPolicies, row, call, 'UPDATED');
  }
  call.world.touch();
  const shown = rows.map(({ row }) => represent(deviceAuthenticationPolicies, row, call, call.path, true));
  return {
    status: 200,
    body: {
      _links: { self: { href: `${call.base}${call.path}` } },
      _embedded: { deviceAuthenticationPolicies: shown },
      count: shown.length,
      size: shown.length,
    },
  };
}

function defaultFido2Policy({ world }: Call): string | undefined {
  const all = [...world.rows(fido2Policies.store).values()];
  return all.find((one) => one['default'] === true)?.id;
}

const fido2Policies = configured(
  { name: 'fido2Policies', id: 'fido2PolicyId', audit: 'FIDO2_POLICY' },
  {
    unique: ['name'],
    required: ['name'],
    expand: { deviceAuthenticationPolicies: (row, call) => devicePoliciesWith(row, call) },
    beforeRemove: (row, call) => {
      refuseDefault(row);
      if (devicePoliciesWith(row, call).length > 0)
        throw inUse('deviceAuthenticationPolicies', 'A device authentication policy refers to it.');
    },
    ...keepOneDefault('fido2Policies'),
  },
);

function devicePoliciesWith(policy: Row, call: Call): Row[] {
  const all = call.world.rows(deviceAuthenticationPolicies.store).values();
  return [...all].filter((one) => valueAt(one, 'fido2.fido2PolicyId') === policy.id);
}

export const policies: readonly Collection[] = [
  signOnPolicies,
  actions,
  passwordPolicies,
  deviceAuthenticationPolicies,
  fido2Policies,
];
