import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Caller, localCaller } from '../../../src/access/caller.ts';
import {
  addUserToGroup,
  type AddUserToGroupInput,
} from '../../../src/actions/membership/add-user-to-group.ts';
import { removeUserFromGroup } from '../../../src/actions/membership/remove-user-from-group.ts';
import type { Provider } from '../../../src/providers/provider.ts';
import { type Sandbox, startSandbox } from '../../../src/sandbox/sandbox.ts';
import { connect, connectionTo } from '../../providers/pingone/support/connect.ts';
import { callerNamed, setStage, type Stage } from '../support/stage.ts';
import { MembershipView } from './support/memberships.ts';

let sandbox: Sandbox;
let provider: Provider;
let tenant: MembershipView;
let stage: Stage;
let alice: string;
let group: string;

beforeAll(async () => {
  sandbox = await startSandbox({ users: 60, seed: 3 });
  provider = connect(connectionTo(sandbox));
  tenant = new MembershipView(sandbox);
});

beforeEach(() => {
  tenant.reset();
  [alice = ''] = tenant.people(1);
  group = tenant.group();
  stage = setStage(provider);
  sandbox.requests.reset();
});

afterEach(async () => {
  sandbox.faults.clear();
  await stage.directory.sweeper.stop();
});

afterAll(async () => {
  await provider.close();
  await sandbox.close();
});

const input = (more: Partial<AddUserToGroupInput> = {}): AddUserToGroupInput => ({
  user: { externalId: alice },
  group: { externalId: group },
  ...more,
});

/** May change memberships of users of one population. */
const confined = (population: string) => ({
  ...localCaller,
  name: 'confined',
  grants: [
    { permission: 'directory:read' as const },
    { permission: 'group:member.write' as const, populations: [population] },
  ],
});

const route = '/environments/{environmentId}/users/{userId}/memberOfGroups';

describe('a user and a group', () => {
  test('a user is put in once, seen to be so, and recorded', async () => {
    const result = await stage.act(addUserToGroup, input({ reason: 'New in sales' }));
    expect(result).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
      differences: [{ path: 'membership', before: 'NONE', after: 'DIRECT' }],
      entry: {
        action: 'ADD_USER_TO_GROUP',
        inverse: 'REMOVE_USER_FROM_GROUP',
        outcome: 'SUCCEEDED',
        subject: { type: 'USER', externalId: alice },
        parameters: { groupId: group },
      },
    });
    expect(tenant.isIn(alice, group)).toBe(true);
    expect(await stage.act(addUserToGroup, input())).toMatchObject({ kind: 'SUCCESS', changed: false });
    expect(sandbox.requests.writes).toHaveLength(1);
  });

  test('a user is taken out, and nobody is served the membership any more', async () => {
    tenant.put(alice, group);
    const groups = async () =>
      (await stage.loaders().userGroups.load(alice)).rows.filter(({ groupId }) => groupId === group);
    expect(await groups()).toHaveLength(1);
    expect(await stage.act(removeUserFromGroup, input())).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
      differences: [{ path: 'membership', before: 'DIRECT', after: 'NONE' }],
    });
    expect(tenant.isIn(alice, group)).toBe(false);
    expect(await groups()).toHaveLength(0);
    expect(await stage.act(removeUserFromGroup, input())).toMatchObject({
      kind: 'SUCCESS',
      changed: false,
    });
  });

  test('what undoes each is the other, and leaves the state as it was', async () => {
    const added = await stage.act(addUserToGroup, input());
    const undo = added.entry === null ? null : addUserToGroup.undo?.(added.entry);
    expect(undo).toEqual({ action: 'REMOVE_USER_FROM_GROUP', input: input() });
    const removed = await stage.act(removeUserFromGroup, input());
    expect(removed.entry?.before).toEqual(added.entry?.after);
    expect(removed.entry === null ? null : removeUserFromGroup.undo?.(removed.entry)).toEqual({
      action: 'ADD_USER_TO_GROUP',
      input: input(),
    });
  });

  test('a rehearsal says what would be so, and sends nothing', async () => {
    expect(await stage.act(addUserToGroup, input({ dryRun: true }))).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
      dryRun: true,
      differences: [{ path: 'membership', before: 'NONE', after: 'DIRECT' }],
    });
    expect(sandbox.requests.writes).toHaveLength(0);
  });

  test('a membership for a time names what ends it, as plain JSON; a moment that has passed is no time', async () => {
    const until = new Date(Date.now() + 60_000).toISOString();
    expect(addUserToGroup.timed?.(input({ until }), { externalId: alice })).toEqual({
      action: 'REMOVE_USER_FROM_GROUP',
      input: input(),
      until: new Date(until),
    });
    expect(addUserToGroup.timed?.(input(), { externalId: alice })).toBeNull();
    for (const wrong of ['2020-01-01T00:00:00Z', 'tomorrow'])
      expect(await stage.act(addUserToGroup, input({ until: wrong }))).toMatchObject({ kind: 'INVALID' });
  });

  test('dynamic and external groups are edited by nobody, and the refusal says why', async () => {
    const dynamic = tenant.group({ userFilter: 'enabled eq true' });
    const external = tenant.group({ sourceType: 'GATEWAY', sourceId: 'ldap' });
    for (const [externalId, word] of [
      [dynamic, 'filter'],
      [external, 'source'],
      ['00000000-0000-4000-8000-000000000000', 'no group'],
    ] as const) {
      expect(await stage.act(addUserToGroup, input({ group: { externalId } }))).toMatchObject({
        kind: 'REFUSED',
        code: 'NOT_POSSIBLE',
        blockedBy: ['state'],
        message: expect.stringContaining(word),
      });
    }
    expect(await stage.act(removeUserFromGroup, input({ group: { externalId: dynamic } }))).toMatchObject({
      kind: 'REFUSED',
      code: 'NOT_POSSIBLE',
      message: expect.stringContaining('filter'),
    });
    expect(sandbox.requests.writes).toHaveLength(0);
  });

  test('a membership through another group is not removed, and the refusal says what would do', async () => {
    const inner = tenant.group();
    tenant.nest(inner, group);
    tenant.put(alice, inner);
    expect(await stage.act(removeUserFromGroup, input())).toMatchObject({
      kind: 'REFUSED',
      code: 'NOT_POSSIBLE',
      blockedBy: ['state'],
      message: expect.stringContaining('unnestGroup'),
    });
    tenant.put(alice, group);
    expect(await stage.act(removeUserFromGroup, input())).toMatchObject({
      kind: 'SUCCESS',
      differences: [{ path: 'membership', before: 'DIRECT', after: 'INDIRECT' }],
    });
  });

  test('what the provider does not say is read back; what it refuses is a failure', async () => {
    sandbox.faults.add({ method: 'POST', route, times: 1, fault: { kind: 'reset', applied: true } });
    expect(await stage.act(addUserToGroup, input())).toMatchObject({ kind: 'SUCCESS', changed: true });
    expect(tenant.isIn(alice, group)).toBe(true);
    sandbox.faults.add({ method: 'DELETE', fault: { kind: 'status', status: 403 } });
    expect(await stage.act(removeUserFromGroup, input())).toMatchObject({
      kind: 'FAILED',
      code: 'FORBIDDEN',
    });
    expect(tenant.isIn(alice, group)).toBe(true);
  });

  test('putting somebody into a group that gives roles needs the right to assign them', async () => {
    const operator = {
      ...localCaller,
      name: 'operator',
      grants: [{ permission: 'directory:read' as const }, { permission: 'group:member.write' as const }],
    };
    expect(await stage.act(addUserToGroup, input({ dryRun: true }), operator)).toMatchObject({
      kind: 'SUCCESS',
    });
    const outer = tenant.group();
    tenant.nest(group, outer);
    tenant.appoint(outer, 'Identity Data Read Only', 'groups');
    expect(await stage.act(addUserToGroup, input(), operator)).toMatchObject({
      kind: 'REFUSED',
      code: 'FORBIDDEN',
      blockedBy: ['gives-roles'],
    });
    expect(await stage.act(addUserToGroup, input({ dryRun: true }))).toMatchObject({ kind: 'SUCCESS' });
    sandbox.faults.add({
      route: '/environments/{environmentId}/groups/{groupId}/roleAssignments',
      fault: { kind: 'status', status: 403 },
    });
    expect(await stage.act(addUserToGroup, input(), operator)).toMatchObject({
      kind: 'REFUSED',
      code: 'GUARD_UNKNOWN',
    });
    expect(sandbox.requests.writes).toHaveLength(0);
  });

  test("the caller's own account, and users outside the caller's populations, are left alone", async () => {
    const me = callerNamed('me', { directory: 'primary', externalId: alice });
    expect(await stage.act(addUserToGroup, input(), me)).toMatchObject({ kind: 'REFUSED', code: 'SELF' });
    expect(await stage.act(addUserToGroup, input(), confined('elsewhere'))).toMatchObject({
      kind: 'REFUSED',
      code: 'FORBIDDEN',
      blockedBy: ['permission'],
    });
    expect(
      await stage.act(addUserToGroup, input({ dryRun: true }), confined(tenant.populationOf(alice))),
    ).toMatchObject({ kind: 'SUCCESS' });
    expect(sandbox.requests.writes).toHaveLength(0);
  });

  test('the sweep says so without being taken anew', async () => {
    await stage.directory.sweeper.read(stage.loaders().scope);
    const shown = () => {
      const sweep = stage.directory.sweeper.current;
      const memberships = sweep?.userGroups.get(alice) ?? [];
      return {
        types: memberships.filter(({ groupId }) => groupId === group).map(({ type }) => type),
        count: sweep?.groupMemberCounts.get(group),
      };
    };
    expect(shown()).toEqual({ types: [], count: 0 });
    await stage.act(addUserToGroup, input());
    expect(shown()).toEqual({ types: ['DIRECT'], count: 1 });
    await stage.act(removeUserFromGroup, input());
    expect(shown()).toEqual({ types: [], count: 0 });
  });

  test('a grant for one population reaches groups of that one and of none, and takes role:assign over what they give', async () => {
    const here = tenant.populationOf(alice);
    const mine = tenant.group({ population: { id: here } });
    const theirs = tenant.group({ population: { id: 'another' } });
    const put = (externalId: string, caller: Caller = confined(here)) =>
      stage.act(addUserToGroup, input({ group: { externalId }, dryRun: true }), caller);
    for (const reached of [mine, group]) expect(await put(reached)).toMatchObject({ kind: 'SUCCESS' });
    expect(await put(theirs)).toMatchObject({ kind: 'REFUSED', code: 'FORBIDDEN' });
    tenant.put(alice, theirs);
    expect(
      await stage.act(removeUserFromGroup, input({ group: { externalId: theirs } }), confined(here)),
    ).toMatchObject({ kind: 'REFUSED', code: 'FORBIDDEN' });

    const appointer = {
      ...confined(here),
      grants: [...confined(here).grants, { permission: 'role:assign' as const, populations: [here] }],
    };
    tenant.appoint(mine, 'Identity Data Admin', 'groups', { id: here, type: 'POPULATION' });
    expect(await put(mine)).toMatchObject({ kind: 'REFUSED', blockedBy: ['gives-roles'] });
    expect(await put(mine, appointer)).toMatchObject({ kind: 'SUCCESS' });
    tenant.appoint(mine, 'Environment Admin', 'groups');
    expect(await put(mine, appointer)).toMatchObject({ kind: 'REFUSED', blockedBy: ['gives-roles'] });
    expect(sandbox.requests.writes).toHaveLength(0);
  });
});
