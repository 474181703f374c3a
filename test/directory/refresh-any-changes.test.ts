import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Row } from '../../src/sandbox/tenant.ts';
import type { TestClient } from '../sandbox/test-client.ts';
import { contradictions, openRefreshStage, said, scopeOf } from './refresh-stage.ts';

/** Something that an administrator may do at the provider; what is not possible just then is refused, and changes nothing. */
type Change = (client: TestClient, pick: (collection: string, at: number) => Row) => Promise<unknown>;

const at = fc.nat(1_000);

const changes: readonly ((one: number, other: number) => Change)[] = [
  (one) => (client, pick) =>
    client.send('PATCH', `users/${pick('users', one).id}`, { title: `Title ${one}` }),
  (one) => (client, pick) =>
    client.send('PUT', `users/${pick('users', one).id}/enabled`, { enabled: one % 2 === 0 }),
  (one) => (client, pick) => client.send('DELETE', `users/${pick('users', one).id}`),
  (one) => (client) =>
    client.send('POST', 'users', { username: `new-${one}`, email: `new-${one}@example.com` }),
  (one, other) => (client, pick) =>
    client.send('PUT', `users/${pick('users', one).id}/population`, { id: pick('populations', other).id }),
  (one) => (client, pick) =>
    client.send('POST', `users/${pick('users', one).id}/devices`, { type: 'SMS', phone: '+1.5125550100' }),
  (one) => (client, pick) => {
    const user = pick('users', one);
    const [device] = client.sandbox.tenant.children.get('users/devices')?.get(user.id)?.keys() ?? [];
    return client.send('DELETE', `users/${user.id}/devices/${device ?? user.id}`);
  },
  (one, other) => (client, pick) =>
    client.send('POST', `users/${pick('users', one).id}/memberOfGroups`, { id: pick('groups', other).id }),
  (one) => (client, pick) => {
    const user = pick('users', one);
    const [groupId] = client.sandbox.tenant.userGroups.get(user.id) ?? [];
    return client.send('DELETE', `users/${user.id}/memberOfGroups/${groupId ?? user.id}`);
  },
  (one) => (client) => client.send('POST', 'groups', { name: `Group ${one}` }),
  (one) => (client) =>
    client.send('POST', 'groups', { name: `Dynamic ${one}`, userFilter: 'enabled eq true' }),
  (one) => (client, pick) => {
    const { id, name, userFilter, population } = pick('groups', one);
    return client.send('PUT', `groups/${id}`, { name: `${String(name)}+`, userFilter, population });
  },
  (one) => (client, pick) => client.send('DELETE', `groups/${pick('groups', one).id}`),
  (one, other) => (client, pick) =>
    client.send('POST', `groups/${pick('groups', one).id}/memberOfGroups`, { id: pick('groups', other).id }),
  (one) => (client, pick) => {
    const group = pick('groups', one);
    const [parentId] = client.sandbox.tenant.groupParents.get(group.id) ?? [];
    return client.send('DELETE', `groups/${group.id}/memberOfGroups/${parentId ?? group.id}`);
  },
  ...(['users', 'groups', 'applications'] as const).flatMap((place) => [
    (one: number, other: number): Change =>
      (client, pick) =>
        client.send('POST', `${place}/${pick(place, one).id}/roleAssignments`, {
          role: { id: [...(client.sandbox.tenant.platform.get('roles')?.keys() ?? [])].at(other % 5) },
          scope: { id: client.sandbox.tenant.environmentId, type: 'ENVIRONMENT' },
        }),
    (one: number): Change =>
      (client, pick) => {
        const holders = [...(client.sandbox.tenant.children.get(`${place}/roleAssignments`) ?? [])].filter(
          ([id, rows]) => rows.size > 0 && id !== client.sandbox.tenant.worker.clientId,
        );
        const [id, rows] = holders.at(one % Math.max(1, holders.length)) ?? [pick(place, one).id, new Map()];
        return client.send('DELETE', `${place}/${id}/roleAssignments/${[...rows.keys()][0] ?? id}`);
      },
  ]),
  (one) => (client) =>
    client.send('POST', 'applications', {
      name: `App ${one}`,
      enabled: true,
      type: 'WORKER',
      protocol: 'OPENID_CONNECT',
    }),
  (one) => (client, pick) => {
    const { id } = pick('applications', one);
    return id === client.sandbox.tenant.worker.clientId
      ? Promise.resolve()
      : client.send('DELETE', `applications/${id}`);
  },
  (one, other) => (client, pick) =>
    client.send('POST', `applications/${pick('applications', one).id}/signOnPolicyAssignments`, {
      signOnPolicy: { id: pick('signOnPolicies', other).id },
      priority: 1 + (one % 9),
    }),
];

const change = fc.tuple(fc.constantFrom(...changes), at, at).map(([make, one, other]) => make(one, other));

test('after any changes at the provider a refreshed snapshot says what a whole new sweep says', async () => {
  const stage = await openRefreshStage({ users: 20 });
  const { directory, client } = stage;
  const first = await directory.sweeper.refresh(scopeOf());
  // The tenant is changed on and on: a smaller example would not begin from where this one did.
  const options = { numRuns: 10, endOnFailure: true } as const;
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (round) => {
      for (const apply of round) await apply(client, (name, index) => rowAt(client, name, index));
      const refreshed = await directory.sweeper.refresh(scopeOf());
      expect(refreshed.wholeAt).toEqual(first.wholeAt);
      const anew = await stage.anew();
      expect(said(refreshed)).toEqual(said(anew));
      expect(contradictions(refreshed, anew)).toEqual([]);
    }),
    options,
  );
});

function rowAt({ sandbox }: TestClient, name: string, index: number): Row {
  const rows = [...(sandbox.tenant.collections.get(name)?.values() ?? [])];
  return rows.at(index % Math.max(1, rows.length)) ?? { id: 'none' };
}
