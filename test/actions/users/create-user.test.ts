import { describe, expect, test } from 'vitest';
import { createUser, type CreateUserInput } from '../../../src/actions/users/create-user.ts';
import { deleteUser } from '../../../src/actions/users/delete-user.ts';
import { localCaller, type Caller } from '../../../src/access/caller.ts';
import { Secret } from '../../../src/model/secret.ts';
import { callerNamed } from '../support/stage.ts';
import { addGroup, groupsOf, route, rowOf, rowsOf, useScene } from './support/scene.ts';

const scene = useScene();
const secret = 'Correct-Horse-7-Battery';
const usersRoute = '/environments/{environmentId}/users';
let count = 0;

function newcomer(more: Partial<CreateUserInput> = {}): CreateUserInput {
  count += 1;
  const username = `new.comer.${count}`;
  return {
    profile: { username, email: `${username}@example.com`, name: { given: 'New', family: 'Comer' } },
    ...more,
  };
}

const create = (input: CreateUserInput, caller: Caller = localCaller) =>
  scene.stage.act(createUser, input, caller);

function withUsername(username: string) {
  return rowsOf(scene, 'users').filter((row) => row['username'] === username);
}

function somePopulation(): string {
  return rowsOf(scene, 'populations')[0]?.id ?? '';
}

const without = (...lacking: readonly string[]): Caller => {
  const everything = callerNamed('clerk');
  return {
    ...everything,
    grants: everything.grants.filter(({ permission }) => !lacking.includes(permission)),
  };
};

describe('creating a user', () => {
  test('with groups, switches and a password, as one change that keeps no secret', async () => {
    const population = somePopulation();
    const groups = [addGroup(scene, 'Gardeners', population), addGroup(scene, 'Everybody else', null)];
    const input = newcomer({ population, groups, password: new Secret(secret), mfaEnabled: true });
    const result = await create({ ...input, enabled: false, reason: 'Joined', idempotencyKey: 'join-1' });
    expect(result).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
      user: { username: input.profile.username, status: 'SUSPENDED', populationId: population },
      entry: { outcome: 'SUCCEEDED', before: null, after: { username: input.profile.username } },
    });
    expect(result.kind === 'SUCCESS' && result.steps.map(({ name, outcome }) => [name, outcome])).toEqual([
      ['create', 'DONE'],
      ['disable', 'DONE'],
      ['enable-mfa', 'DONE'],
      [`join-group ${groups[0]}`, 'DONE'],
      [`join-group ${groups[1]}`, 'DONE'],
      ['set-password', 'DONE'],
    ]);
    const id = result.kind === 'SUCCESS' ? result.subject.externalId : '';
    expect(rowOf(scene, id)).toMatchObject({ enabled: false, mfaEnabled: true, name: { given: 'New' } });
    expect(groupsOf(scene, id).toSorted()).toEqual(groups.toSorted());
    expect(scene.sandbox.world.detail('users/password', id)).toMatchObject({
      status: 'MUST_CHANGE_PASSWORD',
    });
    const { rows } = await scene.stage.ledger.list({}, { first: 10, after: null });
    expect(JSON.stringify([result, rows])).not.toContain(secret);
  });

  test('one who is there as asked for is left alone; one who is otherwise is a conflict', async () => {
    const input = newcomer();
    await create(input);
    expect(await create(input)).toMatchObject({ kind: 'SUCCESS', changed: false });
    const other = { ...input, profile: { ...input.profile, title: 'Somebody else' } };
    expect(await create(other)).toMatchObject({ kind: 'CONFLICT', code: 'ALREADY_EXISTS' });
    expect(withUsername(input.profile.username)).toHaveLength(1);
    expect(scene.sandbox.requests.of(`POST ${usersRoute}`)).toBe(1);
  });

  test('when a part fails, the user is deleted again', async () => {
    const groups = [addGroup(scene, 'Firsts', null), addGroup(scene, 'Seconds', null)];
    scene.sandbox.faults.add({
      method: 'POST',
      route: `${route}/memberOfGroups`,
      fault: { kind: 'status', status: 403 },
      after: 1,
    });
    const input = newcomer({ groups });
    const result = await create(input);
    expect(result).toMatchObject({
      kind: 'FAILED',
      code: 'FORBIDDEN',
      steps: [
        { name: 'create', outcome: 'UNDONE' },
        { outcome: 'UNDONE' },
        { name: `join-group ${groups[1]}`, outcome: 'FAILED' },
      ],
      entry: { outcome: 'FAILED' },
    });
    expect(withUsername(input.profile.username)).toEqual([]);
  });

  test('a password that the policy refuses leaves no user without one', async () => {
    const input = newcomer({ password: new Secret('aa') });
    expect(await create(input)).toMatchObject({ kind: 'FAILED', code: 'INVALID_REQUEST' });
    expect(withUsername(input.profile.username)).toEqual([]);
  });

  test('where deleting it again fails too, the steps say what stands', async () => {
    scene.sandbox.faults.add({ method: 'DELETE', route, fault: { kind: 'status', status: 403 } });
    const input = newcomer({ password: new Secret('aa') });
    const result = await create(input);
    const [left] = withUsername(input.profile.username);
    expect(result).toMatchObject({
      kind: 'FAILED',
      steps: [
        { name: 'create', outcome: 'DONE' },
        { name: 'set-password', outcome: 'FAILED' },
        { name: 'delete-again', outcome: 'FAILED', message: expect.stringContaining(left?.id ?? '?') },
      ],
    });
  });

  test('an answer that was lost is looked up by the user name, and the rest follows', async () => {
    const input = newcomer({ enabled: false });
    scene.sandbox.faults.add({
      method: 'POST',
      route: usersRoute,
      fault: { kind: 'reset', applied: true },
    });
    const result = await create(input);
    expect(result).toMatchObject({ kind: 'SUCCESS', changed: true, user: { status: 'SUSPENDED' } });
    expect(withUsername(input.profile.username)).toHaveLength(1);
  });

  test('one that never arrived is not called done', async () => {
    const input = newcomer();
    scene.sandbox.faults.add({ method: 'POST', route: usersRoute, fault: { kind: 'reset' } });
    expect(await create(input)).toMatchObject({
      kind: expect.stringMatching(/^(?:FAILED|UNCONFIRMED)$/),
    });
    expect(withUsername(input.profile.username)).toEqual([]);
  });

  test('a rehearsal writes nothing and shows the user that would be', async () => {
    const input = newcomer({ dryRun: true });
    expect(await create(input)).toMatchObject({
      kind: 'SUCCESS',
      dryRun: true,
      differences: expect.arrayContaining([
        { path: 'username', before: null, after: input.profile.username },
      ]),
    });
    expect(scene.sandbox.requests.writes).toEqual([]);
  });
});

describe('who may create whom', () => {
  test('groups take the permission for members, and groups that give roles that for roles', async () => {
    const plain = addGroup(scene, 'Plain', null);
    const powerful = addGroup(scene, 'Powerful', null);
    scene.tenant.appoint(powerful, 'Environment Admin', 'groups');
    const within = addGroup(scene, 'Within the powerful', null);
    scene.sandbox.tenant.groupParents.set(within, new Set([powerful]));
    scene.sandbox.world.touch();
    const refused = { kind: 'REFUSED', code: 'FORBIDDEN' };
    expect(await create(newcomer({ groups: [plain] }), without('group:member.write'))).toMatchObject(refused);
    for (const group of [powerful, within])
      expect(await create(newcomer({ groups: [group] }), without('role:assign'))).toMatchObject(refused);
    expect(await create(newcomer({ groups: [plain] }), without('role:assign'))).toMatchObject({
      kind: 'SUCCESS',
    });
    expect(await create(newcomer({ groups: ['no-such-group'] }))).toMatchObject({ kind: 'REFUSED' });
  });

  test('a caller of one population creates users there, and nowhere else', async () => {
    const [here = '', there = ''] = rowsOf(scene, 'populations').map(({ id }) => id);
    const confined: Caller = {
      name: 'confined',
      roles: [],
      grants: localCaller.grants.map((grant) => ({ ...grant, populations: [here] })),
    };
    expect(await create(newcomer({ population: here }), confined)).toMatchObject({ kind: 'SUCCESS' });
    expect(await create(newcomer({ population: there }), confined)).toMatchObject({
      kind: 'REFUSED',
      code: 'FORBIDDEN',
    });
    expect(await create(newcomer(), confined)).toMatchObject({ kind: 'REFUSED', code: 'FORBIDDEN' });
  });

  test('a name that is taken where the caller sees nobody is a conflict that tells nothing of who has it', async () => {
    const [here = '', there = ''] = rowsOf(scene, 'populations').map(({ id }) => id);
    const taken = newcomer({ population: there });
    await create(taken);
    const confined: Caller = {
      name: 'confined',
      roles: [],
      grants: localCaller.grants.map((grant) => ({ ...grant, populations: [here] })),
    };
    // As asked for or not, sent or rehearsed: the answer is the same.
    for (const input of [
      { ...taken, population: here, dryRun: true },
      { ...taken, population: here },
      { ...taken, dryRun: true },
      { ...taken, profile: { ...taken.profile, title: 'Guess' }, population: here, dryRun: true },
    ])
      expect(await create(input, confined)).toMatchObject({
        kind: 'CONFLICT',
        code: 'ALREADY_EXISTS',
        message: 'There is one such user already. Nothing was changed.',
        subject: null,
        state: null,
        version: null,
        entry: null,
      });
    expect(withUsername(taken.profile.username)).toHaveLength(1);
  });

  test('a caller of one population puts newcomers into the groups that addUserToGroup would let them into', async () => {
    const [here = '', there = ''] = rowsOf(scene, 'populations').map(({ id }) => id);
    const confined: Caller = {
      name: 'confined',
      roles: [],
      grants: localCaller.grants.map((grant) => ({ ...grant, populations: [here] })),
    };
    const join = (group: string) =>
      create(newcomer({ population: here, groups: [group], dryRun: true }), confined);
    const gives = (type: 'POPULATION' | 'ENVIRONMENT', id: string) => {
      const group = addGroup(scene, `Gives ${type} ${id}`, here);
      scene.tenant.appoint(group, 'Identity Data Admin', 'groups', { type, id });
      return group;
    };
    for (const open of [
      addGroup(scene, 'Of here', here),
      addGroup(scene, 'Of everywhere', null),
      gives('POPULATION', here),
    ])
      expect(await join(open)).toMatchObject({ kind: 'SUCCESS' });
    for (const closed of [
      addGroup(scene, 'Of there', there),
      gives('POPULATION', there),
      gives('ENVIRONMENT', scene.sandbox.tenant.environmentId),
    ])
      expect(await join(closed)).toMatchObject({ kind: 'REFUSED', code: 'FORBIDDEN' });
  });
});

describe('deleting a user', () => {
  test('takes a creation back, and is recorded with who it was', async () => {
    const made = await create(newcomer());
    const undo = made.entry && createUser.undo?.(made.entry);
    expect(undo).toMatchObject({ action: 'DELETE_USER' });
    const externalId = made.kind === 'SUCCESS' ? made.subject.externalId : '';
    expect(undo?.input).toEqual({ user: { externalId } });
    const gone = await scene.stage.act(deleteUser, { user: { externalId } });
    expect(gone).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
      user: null,
      entry: { before: made.entry?.after, after: null, outcome: 'SUCCEEDED' },
    });
    expect(rowOf(scene, externalId)).toBeUndefined();
    expect(await scene.stage.act(deleteUser, { user: { externalId } })).toMatchObject({
      kind: 'SUCCESS',
      changed: false,
    });
  });

  test('nobody deletes themselves, and the last administrator stays', async () => {
    const externalId = scene.nextPerson();
    const me = callerNamed('me', { directory: scene.provider.directory, externalId });
    expect(await scene.stage.act(deleteUser, { user: { externalId } }, me)).toMatchObject({ code: 'SELF' });
    scene.tenant.dismissEverybody();
    scene.tenant.appoint(externalId);
    expect(await scene.stage.act(deleteUser, { user: { externalId } })).toMatchObject({
      kind: 'REFUSED',
      code: 'LAST_ADMINISTRATOR',
    });
    expect(rowOf(scene, externalId)).toBeDefined();
  });

  test('a rehearsal and a refusal by the directory delete nobody', async () => {
    const externalId = scene.nextPerson();
    expect(await scene.stage.act(deleteUser, { user: { externalId }, dryRun: true })).toMatchObject({
      kind: 'SUCCESS',
      dryRun: true,
    });
    scene.sandbox.faults.add({ method: 'DELETE', route, fault: { kind: 'status', status: 403 } });
    expect(await scene.stage.act(deleteUser, { user: { externalId } })).toMatchObject({
      kind: 'FAILED',
      code: 'FORBIDDEN',
    });
    expect(rowOf(scene, externalId)).toBeDefined();
  });
});
