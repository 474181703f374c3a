import { expect, test } from 'vitest';
import { below, openGateway } from '../support/gateway.ts';

const everything = `query ($ref: UserRef!) {
  user(ref: $ref) {
    username
    population { name }
    groups(first: 50) { edges { node { name } } }
    roleAssignments(first: 50) { edges { node { role { name } } } }
    isAdministrator
    mfa { status devices { type } }
  }
}`;

test('the parts of one user are read once each, also when nothing that is cached is accepted', async () => {
  const { sandbox, directory, ask } = await openGateway({ users: 30 });
  const { data } = await ask<{ users: { nodes: readonly { externalId: string }[] } }>(
    '{ users(first: 1) { nodes { externalId } } }',
  );
  const ref = {
    externalId: { directory: directory.key, externalId: data.users.nodes[0]?.externalId },
  };
  sandbox.requests.reset();
  const answer = await ask<{ user: object | null }>(everything, { ref }, { 'cache-control': 'no-cache' });
  expect(answer.errors).toEqual([]);
  expect(answer.data.user).toMatchObject({ mfa: { devices: expect.any(Array) } });
  const often = Object.entries(sandbox.requests.byRoute).filter(([, count]) => count > 1);
  expect(often).toEqual([]);
});

test('what is begun beside a user who cannot be read fails nothing but the user', async () => {
  const { sandbox, directory, ask } = await openGateway({ users: 30 });
  sandbox.faults.add({ route: below('users/{userId}'), fault: { kind: 'status', status: 403 } });
  const ref = {
    externalId: { directory: directory.key, externalId: '00000000-0000-4000-8000-000000000000' },
  };
  const { data, errors } = await ask<{ user: object | null }>(everything, { ref });
  expect(data.user).toBeNull();
  expect(errors).toMatchObject([{ path: ['user'] }]);
});
