import { describe, expect, test } from 'vitest';
import { supportedActions } from '../../../src/providers/okta/supported-actions.ts';
import { groupsOf } from '../../../src/sandbox/peers/okta/org.ts';
import { context, open, someoneWho } from './support/peer.ts';

const verbs = 'POST /api/v1/users/{userId}/lifecycle';

describe('suspending', () => {
  test('a suspended user is answered with 400 E0000001: looked at again by id, it is a success', async () => {
    const { peer, provider } = await open();
    const id = someoneWho(peer, 'SUSPENDED');
    await provider.userWrites.setEnabled(id, false, context);
    expect(peer.requests.answered(400, `${verbs}/suspend`)).toBe(1);
    expect(peer.requests.of('GET /api/v1/users/{userId}')).toBe(1);
    expect(peer.org.users.get(id)?.status).toBe('SUSPENDED');
  });

  test.each(['STAGED', 'LOCKED_OUT', 'PASSWORD_EXPIRED', 'DEPROVISIONED'])(
    'somebody who is %s cannot be suspended, and the error says so',
    async (status) => {
      const { peer, provider } = await open();
      const id = someoneWho(peer, status);
      await expect(provider.userWrites.setEnabled(id, false, context)).rejects.toMatchObject({
        code: 'CONFLICT',
        message: expect.stringContaining(`the user is ${status}. Only users who are ACTIVE`) as string,
        facts: { providerCode: 'E0000001' },
      });
      expect(peer.org.users.get(id)?.status).toBe(status);
    },
  );

  test('letting in somebody who is active already is a success, and somebody who was removed is not', async () => {
    const { peer, provider } = await open();
    await provider.userWrites.setEnabled(someoneWho(peer, 'ACTIVE'), true, context);
    await expect(
      provider.userWrites.setEnabled(someoneWho(peer, 'DEPROVISIONED'), true, context),
    ).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  test('when the second look fails, that is the error: a refusal is never taken for a success unseen', async () => {
    const { peer, provider } = await open();
    const id = someoneWho(peer, 'SUSPENDED');
    peer.faults.add({
      method: 'GET',
      route: '/api/v1/users/{userId}',
      fault: { kind: 'status', status: 403 },
    });
    await expect(provider.userWrites.setEnabled(id, false, context)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });

  test('a connection that breaks after the change was carried out is tried again, and ends well', async () => {
    const { peer, provider } = await open();
    const id = someoneWho(peer, 'ACTIVE');
    peer.faults.add({ method: 'POST', fault: { kind: 'reset', applied: true }, times: 1 });
    await provider.userWrites.setEnabled(id, false, context);
    expect(peer.requests.of(`${verbs}/suspend`)).toBe(2);
    expect(peer.org.users.get(id)?.status).toBe('SUSPENDED');
  });
});

describe('locks and passwords', () => {
  test('unlocking twice is a success both times, and ends the lock', async () => {
    const { peer, provider } = await open();
    const id = someoneWho(peer, 'LOCKED_OUT');
    await provider.userWrites.unlock(id, context);
    await provider.userWrites.unlock(id, context);
    expect(peer.org.users.get(id)?.status).toBe('ACTIVE');
  });

  test('somebody whose master is another directory is not unlocked here', async () => {
    const { peer, provider } = await open();
    const user = peer.org.users.get(someoneWho(peer, 'LOCKED_OUT'));
    if (user !== undefined) user.credentials = { provider: { type: 'ACTIVE_DIRECTORY', name: 'corp' } };
    await expect(provider.userWrites.unlock(user?.id ?? '', context)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('whose master is Okta') as string,
    });
  });

  test('a password that was ended stays so when it is ended again', async () => {
    const { peer, provider } = await open();
    const id = someoneWho(peer, 'ACTIVE');
    await provider.userWrites.forcePasswordChange(id, context);
    await provider.userWrites.forcePasswordChange(id, context);
    expect(await provider.users.passwordState(id, context)).toMatchObject({
      status: 'MUST_CHANGE',
      rawStatus: 'PASSWORD_EXPIRED',
    });
    expect((await provider.users.get(id, context))?.passwordChangeRequired).toBe(true);
  });

  test('all sessions end with one call, and the tokens with them', async () => {
    const { peer, provider } = await open();
    const id = [...peer.org.sessions].find(([, count]) => count > 0)?.[0] ?? '';
    await provider.userWrites.endSessions(id, () => {}, context);
    await provider.userWrites.endSessions(id, () => {}, context);
    expect(peer.org.sessions.get(id)).toBe(0);
    expect(peer.requests.writes[0]?.path).toBe(`/api/v1/users/${id}/sessions`);
  });
});

describe('groups', () => {
  test("putting in and taking out can be repeated, and shows in the list of the user's groups", async () => {
    const { peer, provider } = await open();
    const userId = someoneWho(peer, 'ACTIVE');
    const group = [...peer.org.groups.values()].find(
      ({ id, type }) => type === 'OKTA_GROUP' && peer.org.members.get(id)?.has(userId) === false,
    );
    const groupId = group?.id ?? '';
    const { membershipWrites: writes } = provider;
    expect(await writes.userMembership(userId, groupId, context)).toBeNull();
    await writes.addUserToGroup(userId, groupId, context);
    await writes.addUserToGroup(userId, groupId, context);
    expect(await writes.userMembership(userId, groupId, context)).toMatchObject({ groupId, type: 'DIRECT' });
    await writes.removeUserFromGroup(userId, groupId, context);
    await writes.removeUserFromGroup(userId, groupId, context);
    expect(await writes.userMembership(userId, groupId, context)).toBeNull();
    expect(await writes.userMembership('00u00000000000nobody', groupId, context)).toBeNull();
  });

  test('those that come from elsewhere or are kept by Okta are marked: nobody can be put in here', async () => {
    const { provider } = await open();
    const { rows } = await provider.groups.list({ limit: 200, cursor: null }, context);
    const external = rows.filter((group) => group.external).map(({ name }) => name);
    expect(external.toSorted()).toEqual(['Domain Users', 'Everyone']);
  });

  test('are listed over several pages with the number of their members, and found together', async () => {
    const { peer, provider } = await open();
    peer.caps.groups = 3;
    const first = await provider.groups.list({ limit: 200, cursor: null }, context);
    expect(first.rows).toHaveLength(3);
    expect(first.nextCursor).not.toBeNull();
    const everyone = [...peer.org.groups.values()].find(({ type }) => type === 'BUILT_IN');
    const members = peer.org.members.get(everyone?.id ?? '')?.size;
    expect(await provider.groups.totalMemberCount(everyone?.id ?? '', context)).toBe(members);
    const ids = [...peer.org.groups.keys()];
    const found = await provider.groups.getMany([...ids, '00g00000000000nobody'], context);
    expect(found.map(({ externalId }) => externalId).toSorted()).toEqual(ids.toSorted());
  });

  test('of a user are listed to the end of several pages', async () => {
    const { peer, provider } = await open();
    peer.caps.groups = 1;
    const userId =
      [...peer.org.users.keys()].toSorted(
        (a, b) => groupsOf(peer.org, b).length - groupsOf(peer.org, a).length,
      )[0] ?? '';
    const { rows, complete } = await provider.users.groupsOf(userId, context);
    expect(complete).toBe(true);
    expect(rows.map(({ groupName }) => groupName ?? '').toSorted()).toEqual(
      groupsOf(peer.org, userId)
        .map(({ profile }) => profile.name)
        .toSorted(),
    );
    expect(rows.length).toBeGreaterThan(2);
  });

  test('one that the index of searches lacks is asked for by its id', async () => {
    const { peer, provider } = await open();
    const [id = ''] = peer.org.groups.keys();
    peer.faults.add({ route: '/api/v1/groups', fault: { kind: 'body', body: [] } });
    expect(await provider.groups.getMany([id], context)).toMatchObject([{ externalId: id }]);
    expect(await provider.groups.totalMemberCount(id, context)).toBeNull();
  });
});

test('every action that is offered is one that the writes carry out, and the others are refused without a call', async () => {
  const { peer, provider } = await open();
  expect([...provider.actions].toSorted()).toEqual([...supportedActions].toSorted());
  const before = peer.requests.total;
  await expect(provider.userWrites.lock('00u1', null, context)).rejects.toMatchObject({
    code: 'UNSUPPORTED',
  });
  await expect(provider.users.sessions('00u1', context)).rejects.toMatchObject({ code: 'UNSUPPORTED' });
  await expect(
    provider.membershipWrites.removeRole({ kind: 'APPLICATION', externalId: '0oa1' }, 'irb1', context),
  ).rejects.toMatchObject({ code: 'UNSUPPORTED' });
  expect(peer.requests.total).toBe(before);
});
