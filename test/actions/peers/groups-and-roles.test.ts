import { describe, expect, test } from 'vitest';
import { addUserToGroup } from '../../../src/actions/membership/add-user-to-group.ts';
import { NamedAssignment } from '../../../src/actions/membership/grant.ts';
import { removeRoleAssignment } from '../../../src/actions/membership/remove-role-assignment.ts';
import { removeUserFromGroup } from '../../../src/actions/membership/remove-user-from-group.ts';
import { undoEntry } from '../../../src/actions/undo/undo-entry.ts';
import { localCaller } from '../../../src/access/caller.ts';
import { callerNamed, setStage } from '../support/stage.ts';
import { PeerFake, type PeerOptions } from './peer-fake.ts';

const actions = ['ADD_USER_TO_GROUP', 'REMOVE_USER_FROM_GROUP', 'REMOVE_ROLE_ASSIGNMENT'] as const;

function peerOf(options: PeerOptions = {}) {
  const peer = new PeerFake({ capabilities: ['GROUPS'], actions, ...options });
  return { peer, user: peer.person('ada'), stage: setStage(peer.provider) };
}

describe('groups of a directory that has no roles and no groups in groups', () => {
  test('whoever is in one was put in: added and taken out, each once, and taken back', async () => {
    const { peer, user, stage } = peerOf();
    const group = peer.group('staff', []);
    const added = await stage.act(addUserToGroup, { user, group });
    expect(added).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
      entry: { before: { membership: 'NONE' }, after: { membership: 'DIRECT' } },
    });
    expect(await stage.act(addUserToGroup, { user, group })).toMatchObject({ changed: false });
    const entryId = added.entry?.id ?? '';
    const undone = await undoEntry({
      services: stage.services,
      loaders: stage.loaders(),
      caller: localCaller,
      entryId,
      input: {},
    });
    expect(undone).toMatchObject({ kind: 'SUCCESS', changed: true });
    expect(await stage.act(removeUserFromGroup, { user, group })).toMatchObject({ changed: false });
    expect(peer.sent).toEqual(['addUserToGroup ada staff', 'removeUserFromGroup ada staff']);
  });

  test('a caller without the right to give roles may do so too: there are none to give', async () => {
    const { peer, user, stage } = peerOf();
    const clerk = {
      ...callerNamed('clerk'),
      grants: [{ permission: 'directory:read' }, { permission: 'group:member.write' }] as const,
    };
    const group = peer.group('staff', []);
    expect(await stage.act(addUserToGroup, { user, group }, clerk)).toMatchObject({ kind: 'SUCCESS' });
    expect(await stage.act(removeUserFromGroup, { user, group }, clerk)).toMatchObject({ kind: 'SUCCESS' });
  });

  test('who is in a group by rule, or by another system, is neither put in nor taken out', async () => {
    const { peer, user, stage } = peerOf({ kind: 'OKTA' });
    const byRule = peer.group('by-rule', ['ada'], { dynamicFilter: 'user.department=="IT"' });
    const imported = peer.group('imported', ['ada'], { external: true });
    const others = [
      peer.group('empty-rule', [], { dynamicFilter: 'x' }),
      peer.group('empty-import', [], { external: true }),
    ];
    const refused = { kind: 'REFUSED', code: 'NOT_POSSIBLE', blockedBy: ['state'] };
    for (const group of [byRule, imported])
      expect(await stage.act(removeUserFromGroup, { user, group })).toMatchObject(refused);
    for (const group of others)
      expect(await stage.act(addUserToGroup, { user, group })).toMatchObject(refused);
    expect(peer.sent).toEqual([]);
  });
});

test('where groups can be in groups, a new member counts as put in once the directory accepted it', async () => {
  const { peer, user, stage } = peerOf({ capabilities: ['GROUPS', 'NESTED_GROUPS'] });
  const group = peer.group('staff', []);
  expect(await stage.act(addUserToGroup, { user, group })).toMatchObject({
    kind: 'SUCCESS',
    entry: { after: { membership: 'UNKNOWN' } },
  });
  const lost = peer.group('lost', []);
  peer.faults.set('addUserToGroup ada lost', { code: 'UNREACHABLE', done: true });
  expect(await stage.act(addUserToGroup, { user, group: lost })).toMatchObject({ kind: 'UNCONFIRMED' });
});

describe('taking a role from somebody', () => {
  const roles = ['ROLES', 'ROLE_ASSIGNMENTS'] as const;

  test('by its assignment, whatever the vendor calls what it is over; the second time there is nothing to do', async () => {
    const { peer, user, stage } = peerOf({ kind: 'GOOGLE_WORKSPACE', capabilities: roles });
    const { externalId } = peer.appoint('ada');
    peer.person('bob');
    peer.appoint('bob');
    const named = () => ({ user, assignment: new NamedAssignment(externalId) });
    expect(await stage.act(removeRoleAssignment, { ...named(), dryRun: true })).toMatchObject({
      kind: 'SUCCESS',
      differences: [{ path: 'direct', before: true, after: false }],
    });
    expect(await stage.act(removeRoleAssignment, named())).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
      facts: { assignmentId: externalId },
      entry: { before: { scope: { rawType: 'CUSTOMER', type: 'ORGANIZATION' }, direct: true } },
    });
    expect(await stage.act(removeRoleAssignment, named())).toMatchObject({ kind: 'SUCCESS', changed: false });
    expect(peer.sent).toEqual([`removeRole ada ${externalId}`]);
  });

  test.each([
    ['our word for it', { type: 'ORGANIZATION', externalId: 'peer-tenant' } as const],
    ['the directory itself', { type: 'ENVIRONMENT' } as const],
  ])('by role and scope, in %s', async (_how, scope) => {
    const { peer, user, stage } = peerOf({ capabilities: roles });
    peer.appoint('ada');
    peer.person('bob');
    peer.appoint('bob');
    const input = { user, role: { externalId: 'admin' }, scope };
    expect(await stage.act(removeRoleAssignment, input)).toMatchObject({ kind: 'SUCCESS', changed: true });
    expect(await stage.act(removeRoleAssignment, input)).toMatchObject({ kind: 'SUCCESS', changed: false });
    expect(peer.assignments).toMatchObject([{ principal: { externalId: 'bob' } }]);
  });

  test('that a privileged group gives: refused with the way to go, then by leaving the group', async () => {
    const { peer, user, stage } = peerOf({ kind: 'LDAP', capabilities: [...roles, 'GROUPS'] });
    const group = peer.group('Domain Admins', ['ada', 'bob']);
    const given = { inherited: true, inheritedFromGroupId: group.externalId };
    const { externalId } = peer.appoint('ada', given);
    peer.person('bob');
    peer.appoint('bob', given);
    const named = () => ({ user, assignment: new NamedAssignment(externalId) });
    expect(await stage.act(removeRoleAssignment, named())).toMatchObject({
      kind: 'REFUSED',
      code: 'NOT_POSSIBLE',
      message: expect.stringContaining('LEAVE_GROUP'),
    });
    const input = { ...named(), how: 'LEAVE_GROUP' as const };
    expect(await stage.act(removeRoleAssignment, input)).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
      steps: [{ name: 'leave-group', outcome: 'DONE' }],
    });
    expect(peer.sent).toEqual(['removeUserFromGroup ada Domain Admins']);
  });

  test('that an imported group gives: nobody is taken out of it here', async () => {
    const { peer, user, stage } = peerOf({ kind: 'OKTA', capabilities: [...roles, 'GROUPS'] });
    const group = peer.group('from AD', ['ada'], { external: true });
    const given = { inherited: true, inheritedFromGroupId: group.externalId };
    const { externalId } = peer.appoint('ada', given);
    const input = { user, assignment: new NamedAssignment(externalId), how: 'LEAVE_GROUP' as const };
    expect(await stage.act(removeRoleAssignment, input)).toMatchObject({
      kind: 'REFUSED',
      code: 'NOT_POSSIBLE',
      message: expect.stringContaining('outside this directory'),
    });
    expect(peer.sent).toEqual([]);
  });

  test('a role that cannot be read is not said to be gone', async () => {
    const { peer, user, stage } = peerOf({ capabilities: roles });
    const { externalId } = peer.appoint('ada');
    peer.faults.set('users.roleAssignmentsOf', { code: 'FORBIDDEN' });
    const input = { user, assignment: new NamedAssignment(externalId) };
    expect(await stage.act(removeRoleAssignment, input)).toMatchObject({ kind: 'FAILED', code: 'FORBIDDEN' });
    expect(peer.sent).toEqual([]);
  });
});
