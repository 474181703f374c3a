import { describe, expect, it, vi } from 'vitest';
import { callsOf, openGateway, routes, switchMfa } from '../support/gateway.ts';
import type { GroupsMembers, UsersMfa } from './answers.ts';
import { mfaStatusOf } from './expected.ts';

const everybody = { first: 1000 };

describe('a page of users', () => {
  it('of 200 costs one call, with everything that comes with the row', async () => {
    const { sandbox, ask } = await openGateway({ users: 200 });
    await ask('{ users(first: 1) { nodes { id } } }');
    sandbox.requests.reset();
    const { data, errors, cost } = await ask<{ users: { nodes: readonly object[] } }>(
      `{ users(first: 200) { totalCount coverage { complete } nodes {
        id externalId directory { key provider } username email emailVerified displayName
        name { given family formatted } nickname title employmentType locale preferredLanguage timezone mobilePhone primaryPhone
        address { locality region countryCode } sourceId status rawStatus canAuthenticate lastSignOn { at state }
        endDate createdAt updatedAt observedAt customAttributes pingOne { mfaEnabled verifyStatus lifecycleStatus }
      } } }`,
    );
    expect(errors).toEqual([]);
    expect(data.users.nodes).toHaveLength(200);
    expect(sandbox.requests.byRoute).toEqual({ [routes.users]: 1 });
    expect(cost.upstreamCalls).toBe(1);
  });

  it('costs one call more for the populations of them all', async () => {
    const { sandbox, run } = await openGateway({ users: 200 });
    await run('users', { first: 200 });
    expect(callsOf(sandbox)).toBe(2);
  });
});

describe('the plan of a call for each user', () => {
  it('asks once for each of 1,000 users, never more at once than allowed, and suffers no 429', async () => {
    const { sandbox, run, users, devicesOf } = await openGateway({
      users: 1000,
      concurrency: 12,
      settings: { rate: { requestsPerSecond: 100_000, burst: 100_000 } },
    });
    const { data, errors } = await run<UsersMfa>('users-mfa', everybody);
    expect(errors).toEqual([]);
    expect(data.users.nodes).toHaveLength(1000);
    expect(data.users.coverage.complete).toBe(true);
    expect(sandbox.requests.of(routes.devices)).toBe(1000);
    expect(sandbox.requests.of(routes.users)).toBe(5);
    // Besides: the environment and its bill of materials, which say whether an empty list of devices means none.
    expect(callsOf(sandbox)).toBeLessThanOrEqual(1007);
    expect(sandbox.requests.highWater).toBeLessThanOrEqual(12);
    expect(sandbox.requests.answered(429)).toBe(0);
    const expected = users().map((user) => mfaStatusOf(user, devicesOf(user.id)));
    expect(data.users.nodes.map((user) => user.mfa.status)).toEqual(expected);
    expect(new Set(expected)).toEqual(new Set(['ENROLLED', 'NOT_ENROLLED', 'DISABLED']));
  });

  it('answers all of them also where the provider allows less than the gateway would ask', async () => {
    const { run } = await openGateway({
      users: 500,
      settings: { rate: { requestsPerSecond: 250, burst: 50 } },
    });
    const { data, errors } = await run<UsersMfa>('users-mfa', { first: 500 });
    expect(errors).toEqual([]);
    expect(data.users.nodes.filter((user) => user.mfa.unknownReason !== null)).toEqual([]);
  });

  it('makes no call for users whose second factor is off when only status and tier are asked for', async () => {
    const { sandbox, ask, users } = await openGateway({ users: 120 });
    const off = users().filter((user) => user['mfaEnabled'] !== true).length;
    expect(off).toBeGreaterThan(0);
    const { data } = await ask<UsersMfa>('{ users(first: 120) { nodes { mfa { status tier } } } }');
    expect(sandbox.requests.of(routes.devices)).toBe(120 - off);
    expect(data.users.nodes.filter((user) => user.mfa.status === 'DISABLED')).toHaveLength(off);
  });

  it('makes none at all when it is off for everybody', async () => {
    const gateway = await openGateway({ users: 50 });
    switchMfa(gateway, false);
    const { data } = await gateway.ask<UsersMfa>(
      '{ users(first: 50) { nodes { mfa { status tier source } } } }',
    );
    expect(gateway.sandbox.requests.byRoute).toEqual({ [routes.token]: 1, [routes.users]: 1 });
    expect(data.users.nodes[0]?.mfa).toEqual({ status: 'DISABLED', tier: 'NONE', source: 'LIST' });
  });

  it('does not count devices that are blocked, locked or not activated', async () => {
    const gateway = await openGateway({ users: 20 });
    switchMfa(gateway, true);
    const useless = [
      { status: 'ACTIVE', block: { status: 'BLOCKED' } },
      { status: 'ACTIVE', lock: { status: 'LOCKED' } },
      { status: 'ACTIVATION_REQUIRED' },
    ];
    const usable = [{ status: 'ACTIVE', block: { status: 'UNBLOCKED' }, lock: { status: 'UNLOCKED' } }];
    const [one, other, third] = gateway.users();
    const devices = gateway.sandbox.tenant.children.get('users/devices');
    const give = (userId: string | undefined, members: readonly object[]) => {
      const rows = members.map((member, at) => ({ id: `${userId}-${at}`, type: 'FIDO2', ...member }));
      devices?.set(String(userId), new Map(rows.map((row) => [row.id, row])));
    };
    give(one?.id, useless);
    give(other?.id, [...useless, ...usable]);
    give(third?.id, []);
    gateway.sandbox.world.touch();
    const { data } = await gateway.run<UsersMfa>('users-mfa', { first: 3 });
    const [first, second, last] = data.users.nodes.map((user) => user.mfa);
    expect(first).toMatchObject({ status: 'NOT_ENROLLED', tier: 'NONE' });
    expect(first?.devices?.map((device) => device.status)).toEqual([
      'BLOCKED',
      'LOCKED',
      'ACTIVATION_REQUIRED',
    ]);
    expect(second).toMatchObject({ status: 'ENROLLED', tier: 'PHISHING_RESISTANT' });
    expect(last).toMatchObject({ status: 'NOT_ENROLLED', devices: [] });
  });

  it('reads a user once who is reached through forty groups', async () => {
    const { sandbox, run } = await openGateway({ users: 1000 });
    const { data, errors } = await run<GroupsMembers>('groups-members', { first: 40, members: 200 });
    expect(errors).toEqual([]);
    const groups = data.groups.nodes;
    const reached = groups.flatMap((group) => group.members.edges.map((edge) => edge.node.externalId));
    const distinct = new Set(reached);
    expect(groups.length).toBeGreaterThan(5);
    expect(reached.length).toBeGreaterThan(distinct.size);
    expect(sandbox.requests.of(routes.devices)).toBe(distinct.size);
    // One list of groups, one list of members for each, and the two calls that say whether an empty list means none.
    expect(callsOf(sandbox)).toBeLessThanOrEqual(distinct.size + 1 + groups.length + 2);
    const answers = new Map<string, unknown>();
    for (const { node } of groups.flatMap((group) => group.members.edges)) {
      expect(answers.get(node.externalId) ?? node.mfa).toEqual(node.mfa);
      answers.set(node.externalId, node.mfa);
    }
  });
});

describe('the plan of one report', () => {
  // A report lags behind by up to 15 minutes: here nobody was changed so lately.
  const settled = { asOf: new Date(Date.now() - 3_600_000) };

  it('answers 1,000 users in at most 15 calls, as a call for each user would', async () => {
    const { sandbox, run } = await openGateway({ users: 1000, reportThreshold: 200, ...settled });
    const report = await run<UsersMfa>('users-mfa', everybody);
    expect(callsOf(sandbox)).toBeLessThanOrEqual(15);
    expect(sandbox.requests.of(routes.devices)).toBe(0);
    expect(report.errors).toEqual([]);

    const direct = await openGateway({ users: 1000, ...settled });
    const each = await direct.run<UsersMfa>('users-mfa', everybody);
    expect(report.data.users.nodes.map(({ externalId, mfa }) => [externalId, mfa.status, mfa.tier])).toEqual(
      each.data.users.nodes.map(({ externalId, mfa }) => [externalId, mfa.status, mfa.tier]),
    );
    expect(new Set(report.data.users.nodes.map((user) => user.mfa.source))).toEqual(new Set(['REPORT']));
    expect(new Set(each.data.users.nodes.map((user) => user.mfa.source))).toEqual(new Set(['DIRECT']));
  });

  it('is asked for while the rest of the list is still being read', async () => {
    const { sandbox, run } = await openGateway({ users: 1000, reportThreshold: 200, ...settled });
    const arrived = vi.spyOn(sandbox.requests, 'arrived');
    await run<UsersMfa>('users-mfa', everybody);
    const order = arrived.mock.calls.map(([route]) => route);
    expect(order.indexOf(routes.report)).toBeLessThan(order.lastIndexOf(routes.users));
    expect(sandbox.requests.of(routes.report)).toBe(1);
  });

  it('is not read for a list that shows fewer users than it is worth', async () => {
    const { sandbox, run } = await openGateway({ users: 150, reportThreshold: 200, ...settled });
    await run<UsersMfa>('users-mfa', everybody);
    expect(sandbox.requests.of(routes.report)).toBe(0);
    expect(sandbox.requests.of(routes.devices)).toBe(150);
  });

  it('reads a user directly who was changed after the report was made', async () => {
    const { sandbox, run, users } = await openGateway({ users: 300, reportThreshold: 100, ...settled });
    await run('users-mfa', { first: 300 });
    const [changed] = users();
    if (changed === undefined) throw new Error('Expected a user.');
    changed['updatedAt'] = new Date(Date.now() + 1000).toISOString();
    sandbox.world.touch();
    sandbox.requests.reset();
    const { data } = await run<UsersMfa>('users-mfa', { first: 300 });
    expect(sandbox.requests.of(routes.devices)).toBe(1);
    expect(data.users.nodes[0]?.mfa.source).toBe('DIRECT');
    expect(data.users.nodes[1]?.mfa.source).toBe('REPORT');
  });

  it('gives way to a call for each user where the report is refused', async () => {
    const { sandbox, run, users, devicesOf } = await openGateway({
      users: 300,
      reportThreshold: 100,
      settings: { report: { refused: true } },
    });
    const { data, errors } = await run<UsersMfa>('users-mfa', { first: 300 });
    expect(errors).toEqual([]);
    expect(sandbox.requests.answered(403, routes.report)).toBe(1);
    expect(sandbox.requests.of(routes.devices)).toBe(300);
    expect(data.users.nodes.map((user) => user.mfa.status)).toEqual(
      users().map((user) => mfaStatusOf(user, devicesOf(user.id))),
    );
    expect(new Set(data.users.nodes.map((user) => user.mfa.source))).toEqual(new Set(['DIRECT']));
  });

  it('is not made for fewer users than the threshold', async () => {
    const { sandbox, run } = await openGateway({ users: 300, reportThreshold: 100 });
    await run('users-mfa', { first: 99 });
    expect(sandbox.requests.of(routes.report)).toBe(0);
    expect(sandbox.requests.of(routes.devices)).toBe(99);
  });
});
