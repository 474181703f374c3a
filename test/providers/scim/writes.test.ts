import { afterEach, describe, expect, test } from 'vitest';
import type { ScimManners } from '../../../src/sandbox/peers/scim/scim-manners.ts';
import { openScimStage, type ScimStage } from '../../contract/scim-stage.ts';
import { context } from './support/lists.ts';

let stage: ScimStage | undefined;
afterEach(async () => {
  await stage?.close();
  stage = undefined;
});

async function open(manners: Partial<ScimManners> = {}): Promise<ScimStage> {
  stage = await openScimStage({ manners });
  return stage;
}

const PATCH_USER = 'PATCH /scim/v2/Users/{userId}';
const PATCH_GROUP = 'PATCH /scim/v2/Groups/{groupId}';

function joinable({ peer, truth }: ScimStage) {
  const group = peer.groups.get(truth.joinable ?? '');
  if (group === undefined) throw new Error('expected a group to join');
  return group;
}

describe('suspending', () => {
  test('is one operation with a path and a real boolean, of the media type of SCIM', async () => {
    const { provider, peer, truth } = await open();
    await provider.userWrites.setEnabled(truth.someone.id, false, context);
    expect(peer.users.get(truth.someone.id)?.active).toBe(false);
    expect(peer.requests.writes).toMatchObject([
      {
        route: PATCH_USER,
        contentType: 'application/scim+json',
        body: {
          schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
          Operations: [{ op: 'replace', path: 'active', value: false }],
        },
        status: 200,
      },
    ]);
  });

  test('twice is fine: a service answers 204 without a body where nothing changes', async () => {
    const { provider, peer, truth } = await open();
    await provider.userWrites.setEnabled(truth.someone.id, false, context);
    await provider.userWrites.setEnabled(truth.someone.id, false, context);
    expect(peer.requests.writes.map(({ status }) => status)).toEqual([200, 204]);
  });

  test('whose answer is lost is sent again, since twice equals once', async () => {
    const { provider, peer, truth } = await open();
    peer.faults.add({ method: 'PATCH', fault: { kind: 'reset', applied: true }, times: 1 });
    await provider.userWrites.setEnabled(truth.someone.id, false, context);
    expect(peer.users.get(truth.someone.id)?.active).toBe(false);
  });

  test('names the version that it changes where the service has versions', async () => {
    const { provider, peer, truth } = await open({ etags: true });
    await provider.userWrites.setEnabled(truth.someone.id, false, context);
    await provider.userWrites.setEnabled(truth.someone.id, true, context);
    expect(peer.users.get(truth.someone.id)).toMatchObject({ active: true, version: 3 });
  });

  test('whose answer is lost is done, although its version is another then', async () => {
    const { provider, peer, truth } = await open({ etags: true });
    peer.faults.add({ method: 'PATCH', fault: { kind: 'reset', applied: true }, times: 1 });
    await provider.userWrites.setEnabled(truth.someone.id, false, context);
    expect(peer.users.get(truth.someone.id)).toMatchObject({ active: false, version: 2 });
  });

  test('of somebody whom others change meanwhile is refused as a conflict', async () => {
    const { provider, peer, truth } = await open({ etags: true });
    peer.faults.add({ method: 'PATCH', fault: { kind: 'status', status: 412 } });
    await expect(provider.userWrites.setEnabled(truth.someone.id, false, context)).rejects.toMatchObject({
      code: 'CONFLICT',
    });
  });

  test('of nobody is not found', async () => {
    const { provider } = await open();
    await expect(provider.userWrites.setEnabled('nobody', false, context)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  test('is not sent to a service that says that it has no PATCH, and nothing is replaced as a whole', async () => {
    const { provider, peer, truth } = await open({ patch: false });
    await expect(provider.userWrites.setEnabled(truth.someone.id, false, context)).rejects.toMatchObject({
      code: 'UNSUPPORTED',
    });
    expect(peer.requests.writes).toEqual([]);
  });
});

describe.each([{ etags: false }, { etags: true }])('members of a group (%j)', ({ etags }) => {
  test('are added and taken away one at a time, and a repeat changes nothing', async () => {
    const opened = await open({ etags, strictRemoval: true });
    const { provider, peer, truth } = opened;
    const { id: userId } = truth.someone;
    const group = joinable(opened);
    const before = [...group.memberIds];
    const { membershipWrites: writes } = provider;
    expect(await writes.userMembership(userId, group.id, context)).toBeNull();
    await writes.addUserToGroup(userId, group.id, context);
    await writes.addUserToGroup(userId, group.id, context);
    expect(await writes.userMembership(userId, group.id, context)).toEqual({
      groupId: group.id,
      groupName: group.displayName,
      type: 'DIRECT',
    });
    expect([...group.memberIds]).toEqual([...before, userId]);
    await writes.removeUserFromGroup(userId, group.id, context);
    await writes.removeUserFromGroup(userId, group.id, context);
    expect([...group.memberIds]).toEqual(before);
    const removals = peer.requests.writes.map(({ body }) => body).slice(2);
    expect(removals).toMatchObject([
      { Operations: [{ op: 'remove', path: `members[value eq "${userId}"]` }] },
      { Operations: [{ op: 'remove', path: `members[value eq "${userId}"]` }] },
    ]);
  });
});

test('a removal never names all members, whatever the id', async () => {
  const opened = await open();
  const group = joinable(opened);
  const before = [...group.memberIds];
  for (const id of ['', 'a\\b', 'x" or value pr or value eq "x', '"]'])
    await opened.provider.membershipWrites.removeUserFromGroup(id, group.id, context).catch(() => undefined);
  expect([...group.memberIds]).toEqual(before);
  for (const { body } of opened.peer.requests.writes)
    expect(body).toMatchObject({
      Operations: [{ path: expect.stringMatching(/^members\[value eq "/) as string }],
    });
});

test('an addition to a group that changes under it is tried again on its new version', async () => {
  const opened = await open({ etags: true });
  const group = joinable(opened);
  opened.peer.faults.add({ method: 'PATCH', fault: { kind: 'status', status: 412 }, times: 1 });
  await opened.provider.membershipWrites.addUserToGroup(opened.truth.someone.id, group.id, context);
  expect(group.memberIds.has(opened.truth.someone.id)).toBe(true);
  expect(opened.peer.requests.of(PATCH_GROUP)).toBe(2);
});

test('an addition of nobody is refused, and taking somebody out of a group that is gone is done', async () => {
  const opened = await open();
  const { membershipWrites } = opened.provider;
  await expect(membershipWrites.addUserToGroup('nobody', joinable(opened).id, context)).rejects.toMatchObject(
    {
      code: 'INVALID_REQUEST',
    },
  );
  await expect(
    membershipWrites.addUserToGroup(opened.truth.someone.id, 'nowhere', context),
  ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await membershipWrites.removeUserFromGroup(opened.truth.someone.id, 'nowhere', context);
});

test('a change is seen by who reads next', async () => {
  const opened = await open({ sendsGroups: false, filters: 'REFUSED', takesNoFilter: true });
  const { provider, truth } = opened;
  const bulk = { ...context, lane: 'bulk' } as const;
  const group = joinable(opened);
  const groupIds = async (): Promise<readonly string[]> =>
    (await provider.users.groupsOf(truth.someone.id, bulk)).rows.map(({ groupId }) => groupId);
  expect(await groupIds()).not.toContain(group.id);
  await provider.membershipWrites.addUserToGroup(truth.someone.id, group.id, bulk);
  expect(await groupIds()).toContain(group.id);
});
