import { describe, expect, onTestFinished, test } from 'vitest';
import { connectDirectories } from '../../src/cli/connect.ts';
import { Directory } from '../../src/directory/directory.ts';
import { memberIdPage } from '../../src/directory/member-ids.ts';
import { walkRemainingRoles } from '../../src/directory/sweep/remaining-roles.ts';
import { defaultSweepSettings } from '../../src/directory/snapshot/sweeper.ts';
import type { Sweep, SweepProgress } from '../../src/directory/sweep/sweep.ts';
import { takeSweep } from '../../src/directory/sweep/take-sweep.ts';
import type { Provider } from '../../src/providers/provider.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { UpstreamError } from '../../src/upstream/upstream-error.ts';
import { below, configOf, KEY, routes } from '../support/gateway.ts';
import { Latch } from '../upstream/support/latch.ts';
import { requestScope } from './request-scope.ts';

interface Open {
  readonly sandbox: Sandbox;
  readonly directory: Directory;
}

async function open(users: number, reportThreshold = 1_000_000): Promise<Open> {
  // Calls are counted here: on a quick machine two sweeps are more than the simulated PingOne usually allows in a second.
  const rate = { requestsPerSecond: 1_000_000, burst: 1_000_000 };
  const sandbox = await startSandbox({ users, settings: { rate, report: { throttleSeconds: 0 } } });
  const [directory] = connectDirectories({
    directories: [configOf(sandbox, { reportThreshold })],
    primaryDirectory: KEY,
  });
  if (directory === undefined) throw new Error('Expected one directory.');
  onTestFinished(async () => {
    await directory.close();
    await sandbox.close();
  });
  return { sandbox, directory };
}

async function sweepOf(
  directory: Directory,
  { roleWalkLimit = 20_000 } = {},
): Promise<{ readonly sweep: Sweep; readonly told: readonly SweepProgress[] }> {
  const told: SweepProgress[] = [];
  const sweep = await takeSweep(directory, { roleWalkLimit }, requestScope(), (progress) =>
    told.push(progress),
  );
  return { sweep, told };
}

/** The same directory with something else in its provider. */
function withProvider({ provider }: Directory, more: Partial<Provider>): Directory {
  return new Directory({ provider: { ...provider, ...more }, isPrimary: true, writable: false });
}

function groupsOfEach({ users, userGroups }: Sweep): readonly string[] {
  return users.rows
    .map(
      ({ externalId }) =>
        `${externalId}: ${(userGroups.get(externalId) ?? [])
          .map(({ groupId }) => groupId)
          .toSorted()
          .join()}`,
    )
    .toSorted();
}

function devicesOfEach({ devices }: Sweep): readonly string[] {
  return [...devices]
    .map(([id, fact]) => {
      const ids = fact.state === 'KNOWN' ? fact.value.map(({ externalId }) => externalId) : [fact.reason];
      return `${id} ${fact.state} ${ids.toSorted().join()}`;
    })
    .toSorted();
}

function rolesOfEach({ userRoleAssignments }: Sweep): readonly string[] {
  return [...userRoleAssignments]
    .map(([id, { rows }]) => `${id} ${rows.map(({ externalId }) => externalId).join()}`)
    .toSorted();
}

/** The same directory, whose provider tells of changes. */
function changing(directory: Directory, mark: () => Promise<string>): Directory {
  return withProvider(directory, {
    capabilities: new Set([...directory.provider.capabilities, 'CHANGES']),
    changes: { ...directory.provider.changes, mark },
  });
}

function beyond(what: string, one: number, other: number): readonly string[] {
  return one > other ? [`${what}: ${one} and ${other}`] : [];
}

/** What went back between two reports. */
function backwards(before: SweepProgress, after: SweepProgress): readonly string[] {
  return [
    ...beyond('calls', before.calls.done, after.calls.done),
    ...beyond('expected calls', after.calls.done, after.calls.expected ?? after.calls.done),
    ...after.phases.flatMap(({ phase, done, total }, at) => [
      ...beyond(phase, before.phases[at]?.done ?? 0, done),
      ...beyond(`all of ${phase}`, done, total ?? done),
    ]),
  ];
}

test('everybody, their factors, groups and roles are in the sweep as the tenant has them', async () => {
  const { sandbox, directory } = await open(250);
  const { sweep } = await sweepOf(directory);
  const rows = [...(sandbox.tenant.collections.get('users')?.values() ?? [])];
  expect(sweep.coverage).toMatchObject({ complete: true, checked: rows.length, unknown: 0 });
  expect(sweep.users.rows.map(({ externalId }) => externalId).toSorted()).toEqual(
    rows.map(({ id }) => id).toSorted(),
  );
  for (const { id } of rows) {
    const devices = [...(sandbox.tenant.children.get('users/devices')?.get(id)?.keys() ?? [])];
    const fact = sweep.devices.get(id);
    expect(fact?.state === 'KNOWN' && fact.value.map(({ externalId }) => externalId)).toEqual(devices);
    expect(sweep.userRoleAssignments.get(id)?.complete).toBe(true);
  }
  expect(sweep.wholeAt).toEqual(sweep.takenAt);
});

test('devices by report are the same as devices user by user, with what the report tells', async () => {
  const { directory, sandbox } = await open(250, 200);
  const byReport = (await sweepOf(directory)).sweep;
  expect(sandbox.requests.of(routes.report)).toBe(1);
  const one = withProvider(directory, { mfaReportThreshold: 1_000_000 });
  expect(devicesOfEach(byReport)).toEqual(devicesOfEach((await sweepOf(one)).sweep));
});

test('memberships out of the groups are those that users tell of themselves', async () => {
  const { directory, sandbox } = await open(250);
  sandbox.requests.reset();
  const groups = sandbox.tenant.collections.get('groups')?.size ?? 0;
  const byGroup = await sweepOf(directory);
  expect(sandbox.requests.of(`GET ${below('users/{userId}/memberOfGroups')}`)).toBe(0);
  const listed = directory.provider.groups;
  // Groups that say they are large cost more pages than there are users.
  const large = withProvider(directory, {
    groups: {
      ...listed,
      list: async (request, context) => {
        const page = await listed.list(request, context);
        return { ...page, rows: page.rows.map((group) => ({ ...group, directMemberCount: 100_000 })) };
      },
    },
  });
  const byUser = await sweepOf(large);
  expect(sandbox.requests.of(`GET ${below('users/{userId}/memberOfGroups')}`)).toBe(250);
  expect(groupsOfEach(byUser.sweep)).toEqual(groupsOfEach(byGroup.sweep));
  expect(byUser.sweep.groupMemberCounts).toEqual(byGroup.sweep.groupMemberCounts);
  expect(byUser.sweep.groupMemberCounts.size).toBe(groups);
});

test('progress only goes on: the phase that is told, what is done of each, and the calls', async () => {
  const { directory } = await open(250, 200);
  const { told } = await sweepOf(directory);
  const order = ['USERS', 'GROUPS', 'MFA_DEVICES', 'ROLE_ASSIGNMENTS', 'APPLICATIONS', 'DONE'];
  const places = told.map(({ phase }) => order.indexOf(phase));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(new Set(places).size).toBe(order.length);
  expect(told.slice(1).flatMap((after, index) => backwards(told[index] ?? after, after))).toEqual([]);
  expect(told.at(-1)).toMatchObject({ phase: 'DONE', done: 250, total: 250 });
  expect(told.at(-1)?.phases.every(({ finished }) => finished)).toBe(true);
});

test('devices and roles are read while the list of users is still being walked', async () => {
  const { directory, sandbox } = await open(450);
  const { users } = directory.provider;
  const readBefore: number[] = [];
  const watched = withProvider(directory, {
    users: {
      ...users,
      list: async (request, context) => {
        const page = await users.list(request, context);
        // The pages after the first wait until somebody's devices were read: they are not waiting for the pages.
        if (request.cursor !== null) {
          while (sandbox.requests.of(routes.devices) === 0)
            await new Promise((resolve) => setImmediate(resolve));
          readBefore.push(sandbox.requests.of(routes.devices));
        }
        return page;
      },
    },
  });
  const { sweep } = await sweepOf(watched);
  expect(sweep.coverage.complete).toBe(true);
  expect(readBefore.length).toBeGreaterThan(0);
});

describe('above the limit of the walk over roles', () => {
  test('only candidates are read, and of the others nothing is claimed', async () => {
    const { directory } = await open(60);
    const { sweep } = await sweepOf(directory, { roleWalkLimit: 10 });
    const read = sweep.userRoleAssignments.size;
    expect(read).toBeLessThan(60);
    expect(sweep.gaps).toMatchObject([
      { what: 'ROLE_ASSIGNMENTS', reason: 'NOT_REQUESTED', count: 60 - read },
    ]);
    expect(sweep.coverage).toMatchObject({ complete: false, unknown: 60 - read });
    expect([...sweep.userRoleAssignments.values()].every(({ complete }) => complete)).toBe(true);
  });

  test('candidates are read as soon as their group is, while others are still being walked', async () => {
    const { directory } = await open(60);
    const { provider } = directory;
    const { rows } = (await sweepOf(directory)).sweep.groups;
    const named = (name: string): string => rows.find((group) => group.name === name)?.externalId ?? '';
    const [desk, users, everyone] = [named('Help desk'), named('VPN users'), named('Everyone at work')];
    // Nobody in so small a tenant has a role through a group: here the users of the VPN have that of the help desk.
    const withRole = withProvider(directory, {
      groups: {
        ...provider.groups,
        roleAssignmentsOf: (id, context) =>
          provider.groups.roleAssignmentsOf(id === users ? desk : id, context),
      },
    });
    const begun = new Latch();
    const asked: string[] = [];
    const watched = withProvider(withRole, {
      users: {
        ...provider.users,
        roleAssignmentsOf: async (id, context) => {
          asked.push(id);
          begun.open();
          return await provider.users.roleAssignmentsOf(id, context);
        },
      },
      memberIds: async (groupId, request, context) => {
        // The largest group waits until somebody's roles were asked for: they are not waiting for all groups.
        if (groupId === everyone) await begun.opened;
        return await memberIdPage(provider, groupId, request, context);
      },
    });
    const { sweep } = await sweepOf(watched, { roleWalkLimit: 10 });
    expect(rolesOfEach(sweep)).toEqual(rolesOfEach((await sweepOf(withRole, { roleWalkLimit: 10 })).sweep));
    expect(sweep.userRoleAssignments.size).toBeGreaterThan(0);
    // Each once, however many groups they are in.
    expect(asked.toSorted()).toEqual([...new Set(asked)].toSorted());
  });

  test('a member of a group who is in no list of users is in no part of the sweep', async () => {
    const { directory } = await open(60);
    const { provider } = directory;
    const ghost = '00000000-0000-4000-8000-000000000000';
    const watched = withProvider(directory, {
      memberIds: async (groupId, request, context) => {
        const page = await memberIdPage(provider, groupId, request, context);
        return { ...page, rows: [...page.rows, ghost] };
      },
    });
    const { sweep } = await sweepOf(watched, { roleWalkLimit: 10 });
    expect(sweep.userRoleAssignments.has(ghost)).toBe(false);
    expect(sweep.gaps).toMatchObject([
      { reason: 'NOT_REQUESTED', count: 60 - sweep.userRoleAssignments.size },
    ]);
  });

  test('the rest is filled in afterwards, and the sweep is then as one below the limit', async () => {
    const { directory } = await open(60);
    const whole = (await sweepOf(directory)).sweep;
    let { sweep } = await sweepOf(directory, { roleWalkLimit: 10 });
    const before = sweep;
    await walkRemainingRoles(directory, sweep, requestScope(), (change) => (sweep = change(sweep)));
    expect(sweep.gaps).toEqual([]);
    expect(sweep.coverage).toMatchObject({ complete: true, unknown: 0, sources: [{ state: 'COMPLETE' }] });
    expect(rolesOfEach(sweep)).toEqual(rolesOfEach(whole));
    expect(before.userRoleAssignments.size).toBeLessThan(60);
  });

  test('a snapshot is served at once, and knows of everybody later without being taken anew', async () => {
    const { directory, sandbox } = await open(60);
    const limited = new Directory({
      provider: directory.provider,
      isPrimary: true,
      writable: false,
      sweep: { ...defaultSweepSettings, roleWalkLimit: 10 },
    });
    onTestFinished(() => limited.sweeper.stop());
    const first = await limited.sweeper.read(requestScope());
    expect(first.coverage.complete).toBe(false);
    expect(limited.sweeper.state).toBe('READY');
    await expect.poll(() => limited.sweeper.current?.coverage.complete, { timeout: 20_000 }).toBe(true);
    expect(limited.sweeper.current?.userRoleAssignments.size).toBe(60);
    expect(limited.sweeper.current?.wholeAt).toEqual(first.wholeAt);
    expect(sandbox.requests.total).toBeGreaterThan(60);
  });

  test('what was put there meanwhile stays, and what cannot be read is a gap', async () => {
    const { directory, sandbox } = await open(60);
    let { sweep } = await sweepOf(directory, { roleWalkLimit: 10 });
    const left = sweep.users.rows.filter(({ externalId }) => !sweep.userRoleAssignments.has(externalId));
    const [changed] = left;
    const kept = { rows: [], complete: true, reason: null, message: 'read back', observedAt: new Date() };
    sandbox.faults.add({
      route: below('users/{userId}/roleAssignments'),
      fault: { kind: 'status', status: 403 },
    });
    const snapshot = sweep;
    const putMeanwhile = new Map(sweep.userRoleAssignments).set(changed?.externalId ?? '', kept);
    sweep = { ...sweep, userRoleAssignments: putMeanwhile };
    await walkRemainingRoles(directory, snapshot, requestScope(), (change) => (sweep = change(sweep)));
    expect(sweep.userRoleAssignments.get(changed?.externalId ?? '')).toBe(kept);
    expect(sweep.gaps.find(({ reason }) => reason === 'FORBIDDEN')).toMatchObject({ count: left.length - 1 });
    expect(sweep.coverage.complete).toBe(false);
  });
});

describe("the mark of the provider's changes", () => {
  test('is taken before anything is read', async () => {
    const { directory, sandbox } = await open(20);
    sandbox.requests.reset();
    let before = -1;
    const marked = changing(directory, async () => {
      before = sandbox.requests.total;
      return 'here';
    });
    expect((await sweepOf(marked)).sweep.mark).toBe('here');
    expect(before).toBe(0);
  });

  test('is null, and the sweep whole, when it cannot be had', async () => {
    const { directory } = await open(20);
    const marked = changing(directory, async () => {
      throw new UpstreamError({ code: 'FORBIDDEN', message: 'no', directory: 'acme', route: 'changes' });
    });
    expect((await sweepOf(marked)).sweep).toMatchObject({ mark: null, coverage: { complete: true } });
  });
});

test('a sweep of which not even the first users can be read fails with the reason', async () => {
  const { directory, sandbox } = await open(20);
  sandbox.faults.add({ route: below('users'), fault: { kind: 'status', status: 403 } });
  await expect(sweepOf(directory)).rejects.toMatchObject({ code: 'FORBIDDEN' });
});

test('a population whose list breaks off makes the coverage PARTIAL and says why', async () => {
  const { directory, sandbox } = await open(1_000);
  sandbox.faults.add({ path: /population\.id/, fault: { kind: 'status', status: 403 }, after: 1 });
  const { sweep } = await sweepOf(directory, { roleWalkLimit: 0 });
  expect(sweep.users).toMatchObject({ complete: false, reason: 'FORBIDDEN' });
  expect(sweep.users.rows.length).toBeGreaterThan(200);
  expect(sweep.coverage).toMatchObject({ complete: false, unknown: null });
  expect(sweep.coverage.sources).toMatchObject([{ state: 'PARTIAL', reason: 'FORBIDDEN' }]);
  expect(sweep.coverage.sources[0]?.message).toMatch(/^USERS: /);
});
