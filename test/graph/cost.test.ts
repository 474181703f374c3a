import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callsOf, KEY, openGateway, routes, startGateway, type TestGateway } from '../support/gateway.ts';

describe('extensions.cost', () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startGateway({ users: 120 });
  });
  afterAll(() => gateway.close());

  it.each([
    ['users', { first: 50 }],
    ['users-mfa', { first: 40 }],
    ['groups-members', { first: 10, members: 5 }],
    ['applications', { first: 5 }],
    ['directories', {}],
    ['posture', {}],
    ['findings', { first: 5 }],
  ])('says of %s how many calls the provider saw', async (operation, variables) => {
    gateway.sandbox.requests.reset();
    const { cost } = await gateway.run(operation, variables, { 'cache-control': 'no-cache' });
    expect(cost.upstreamCalls).toBeGreaterThan(0);
    expect(cost.upstreamCalls).toBe(callsOf(gateway.sandbox));
  });

  it('says of user and of an action how many calls the provider saw', async () => {
    const ref = { externalId: { directory: KEY, externalId: gateway.users()[70]?.id } };
    for (const [operation, variables] of [
      ['user', { ref }],
      ['suspend-user', { input: { user: ref } }],
      ['unsuspend-user', { input: { user: ref } }],
    ] as const) {
      gateway.sandbox.requests.reset();
      const { cost } = await gateway.run(operation, variables);
      expect(cost.upstreamCalls, operation).toBe(callsOf(gateway.sandbox));
    }
  });

  it('counts a call that was tried again as two', async () => {
    const other = await openGateway({ users: 20 });
    other.sandbox.faults.add({ route: /users$/, times: 1, fault: { kind: 'status', status: 503 } });
    const { cost, errors } = await other.run('users-mfa', { first: 5 });
    expect(errors).toEqual([]);
    expect(cost.upstreamCalls).toBe(callsOf(other.sandbox));
    expect(other.sandbox.requests.of(routes.users)).toBe(2);
  });
});

describe('the cache', () => {
  const aboutOne = `query ($ref: UserRef!) { user(ref: $ref) { username mfa { status devices { id } } groups { nodes { id } } } }`;

  it('answers the same question again without a call, unless the caller wants it fresh', async () => {
    const gateway = await openGateway({ users: 40 });
    const variables = { ref: { externalId: { directory: KEY, externalId: gateway.users()[9]?.id } } };
    const first = await gateway.ask<object>(aboutOne, variables);
    expect(first.cost.upstreamCalls).toBeGreaterThan(0);
    const second = await gateway.ask<object>(aboutOne, variables);
    expect(second.cost).toMatchObject({ upstreamCalls: 0 });
    expect(second.cost.cacheHits).toBeGreaterThan(0);
    expect(second.data).toEqual(first.data);
    for (const [name, value] of [
      ['Cache-Control', 'no-cache'],
      ['cache-control', 'max-age=0'],
    ] as const) {
      gateway.sandbox.requests.reset();
      const fresh = await gateway.ask(aboutOne, variables, { [name]: value });
      // All but the environment's own record: which products it has is not what the caller wants fresh.
      expect(fresh.cost.upstreamCalls).toBe(first.cost.upstreamCalls - 1);
      expect(callsOf(gateway.sandbox)).toBe(fresh.cost.upstreamCalls);
    }
  });

  it('does not keep what is about the moment: sessions and the state of a password', async () => {
    const gateway = await openGateway({ users: 10 });
    const variables = { ref: { externalId: { directory: KEY, externalId: gateway.users()[0]?.id } } };
    const query =
      'query ($ref: UserRef!) { user(ref: $ref) { password { status } sessions { externalId } } }';
    await gateway.ask(query, variables);
    const { cost } = await gateway.ask(query, variables);
    expect(cost.upstreamCalls).toBe(2);
  });

  it('keeps no failure: the next question goes to the provider', async () => {
    const gateway = await openGateway({ users: 10 });
    const disarm = gateway.sandbox.faults.add({ route: /devices$/, fault: { kind: 'status', status: 403 } });
    const query = '{ users(first: 10) { nodes { mfa { status devices { id } } } } }';
    interface Read {
      readonly users: {
        readonly nodes: readonly { readonly mfa: { readonly devices: readonly object[] | null } }[];
      };
    }
    const failed = await gateway.ask<Read>(query);
    expect(failed.data.users.nodes.every(({ mfa }) => mfa.devices === null)).toBe(true);
    disarm();
    const well = await gateway.ask<Read>(query);
    expect(well.data.users.nodes.every(({ mfa }) => mfa.devices !== null)).toBe(true);
  });

  it('lets two requests for the same devices share each call', async () => {
    const gateway = await openGateway({ users: 60, settings: { latencyMs: 50 } });
    const query = '{ users(first: 60) { nodes { externalId mfa { status devices { id } } } } }';
    const [one, other] = await Promise.all([gateway.ask<object>(query), gateway.ask<object>(query)]);
    expect(one.errors).toEqual([]);
    expect(one.data).toEqual(other.data);
    expect(gateway.sandbox.requests.of(routes.devices)).toBe(60);
  });
});
