import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { type Caller, localCaller } from '../../../src/access/caller.ts';
import {
  createApplication,
  updateApplication,
} from '../../../src/actions/applications/application-objects.ts';
import { rotateApplicationSecret } from '../../../src/actions/applications/rotate-application-secret.ts';
import { idOf, Theatre, there } from './support.ts';

const theatre = Theatre.open();
const ROLES = '/environments/{environmentId}/applications/{applicationId}/roleAssignments';

/** May do everything but give roles. */
const keeper: Caller = {
  name: 'keeper',
  roles: [],
  grants: localCaller.grants.filter(({ permission }) => permission !== 'role:assign'),
};

let worker: string;
let count = 0;

beforeEach(async () => {
  count += 1;
  const members = {
    name: `Job ${count}`,
    enabled: true,
    protocol: 'OPENID_CONNECT',
    type: 'WORKER',
    grantTypes: ['CLIENT_CREDENTIALS'],
    tokenEndpointAuthMethod: 'CLIENT_SECRET_BASIC',
  };
  worker = idOf(await theatre.stage.act(createApplication, { members }));
  theatre.sandbox.requests.reset();
});

function appoint(roleName: string): void {
  const { tenant, world } = theatre.sandbox;
  const roles = [...(tenant.platform.get('roles')?.values() ?? [])];
  const role = there(roles.find(({ name }) => name === roleName));
  const held = tenant.children.get('applications/roleAssignments') ?? new Map();
  tenant.children.set('applications/roleAssignments', held);
  const scope = { id: tenant.environmentId, type: 'ENVIRONMENT' };
  const id = randomUUID();
  held.set(worker, new Map([[id, { id, role: { id: role.id }, scope, readOnly: false }]]));
  world.touch();
}

function attempts(caller: Caller) {
  const { stage } = theatre;
  return [
    () => stage.act(rotateApplicationSecret, { applicationId: worker }, caller),
    () =>
      stage.act(
        updateApplication,
        { externalId: worker, members: { jwksUrl: 'https://keys.example.test/mine' } },
        caller,
      ),
  ];
}

describe('an application that holds a role of tier 0', () => {
  test('is not handed to somebody who may not give such roles', async () => {
    appoint('Organization Admin');
    for (const attempt of attempts(keeper))
      expect(await attempt()).toMatchObject({ kind: 'REFUSED', code: 'FORBIDDEN', blockedBy: ['takeover'] });
    expect(theatre.sandbox.requests.writes).toEqual([]);
    for (const attempt of attempts(localCaller))
      expect(await attempt()).toMatchObject({ kind: 'SUCCESS', changed: true });
  });

  test('is not handed over either while its roles cannot be read', async () => {
    theatre.sandbox.faults.add({ route: ROLES, fault: { kind: 'status', status: 403 } });
    for (const attempt of attempts(keeper))
      expect(await attempt()).toMatchObject({ kind: 'REFUSED', code: 'GUARD_UNKNOWN' });
    expect(theatre.sandbox.requests.writes).toEqual([]);
  });
});

test('an application without such a role is for anybody who may change applications', async () => {
  for (const attempt of attempts(keeper))
    expect(await attempt()).toMatchObject({ kind: 'SUCCESS', changed: true });
});
