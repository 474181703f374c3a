import { createEmulator } from 'emulate';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { closeAfterTest, connect, connectionTo, context } from './support/peer.ts';

/** The emulator wants to be told a port: one that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/**
 * Somebody else's imitation of Okta. It knows neither search nor pages, so it proves little; what it proves is that the users and
 * groups of code that we did not write are read and changed.
 */
test('users and groups of an emulator that is not ours are read and changed', async () => {
  const port = await freePort();
  const people = Array.from({ length: 3 }, (_, at) => ({
    login: `person-${at}@example.com`,
    email: `person-${at}@example.com`,
    first_name: 'Person',
    last_name: String(at),
    status: 'ACTIVE',
  }));
  const emulator = await createEmulator({
    service: 'okta',
    port,
    seed: { okta: { users: people, groups: [{ name: 'Engineering' }] } },
  });
  closeAfterTest(() => emulator.close());
  const provider = connect(connectionTo({ url: `http://127.0.0.1:${port}`, apiToken: 'any' }));

  const { rows: groups } = await provider.groups.list({ limit: 200, cursor: null }, context);
  const groupId = groups.find(({ name }) => name === 'Engineering')?.externalId ?? '';
  const everyone = groups.find(({ name }) => name === 'Everyone');
  expect(everyone?.external).toBe(true);
  // Its search finds nobody: the ids come from its plain list.
  const listed = (await (
    await fetch(`http://127.0.0.1:${port}/api/v1/users`, { headers: { authorization: 'SSWS any' } })
  ).json()) as {
    id: string;
    profile: { login: string };
  }[];
  const userId = listed.find(({ profile }) => profile.login === 'person-1@example.com')?.id ?? '';
  expect(await provider.users.get(userId, context)).toMatchObject({
    username: 'person-1@example.com',
    displayName: 'Person 1',
    status: 'ACTIVE',
    enabled: true,
  });

  const { userWrites, membershipWrites } = provider;
  await membershipWrites.addUserToGroup(userId, groupId, context);
  expect(await membershipWrites.userMembership(userId, groupId, context)).toMatchObject({ type: 'DIRECT' });
  const { rows: members } = await provider.groups.members(groupId, { limit: 200, cursor: null }, context);
  expect(members.map(({ externalId }) => externalId)).toEqual([userId]);
  await membershipWrites.removeUserFromGroup(userId, groupId, context);
  expect(await membershipWrites.userMembership(userId, groupId, context)).toBeNull();

  await userWrites.setEnabled(userId, false, context);
  await userWrites.setEnabled(userId, false, context);
  expect(await provider.users.get(userId, context)).toMatchObject({ status: 'SUSPENDED', enabled: false });
  await userWrites.setEnabled(userId, true, context);
  expect(await provider.users.get(userId, context)).toMatchObject({ status: 'ACTIVE' });
  expect(await provider.users.get('00u00000000000nobody', context)).toBeNull();
  expect((await provider.applications.list(context)).rows.length).toBeGreaterThan(0);
});
