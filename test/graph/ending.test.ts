import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { below, openGateway, operation, routes, switchMfa } from '../support/gateway.ts';
import type { UsersMfa } from './answers.ts';

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(5);
}

describe('a client that goes away', () => {
  it('stops the calls that were made for it', async () => {
    const gateway = await openGateway({ users: 1000, concurrency: 8, settings: { latencyMs: 20 } });
    const { requests } = gateway.sandbox;
    const client = new AbortController();
    const gone = gateway
      .ask(operation('users-mfa'), { first: 1000 }, {}, client.signal)
      .then(() => undefined)
      .catch(() => undefined);
    await until(() => requests.of(routes.devices) >= 20);
    client.abort();
    await gone;
    // A moment with nothing on the wire is not the end while others still stand in line.
    const { provider } = gateway.directory;
    await until(() => provider.rateLimit.queued === 0 && provider.rateLimit.inFlight === 0);
    await until(() => requests.inFlight === 0);
    // What was sent last may still be on its way when its connection is given up: a call after it arrives later.
    expect((await gateway.run('directories')).errors).toEqual([]);
    const total = requests.total;
    expect(total).toBeLessThan(300);
    // Long enough for a call that stood in line to have left.
    await sleep(200);
    expect(requests.total).toBe(total);
    expect(requests.inFlight).toBe(0);
  });

  it('does not take the answer from another who waits for the same calls', async () => {
    const gateway = await openGateway({ users: 60, concurrency: 4, settings: { latencyMs: 20 } });
    const { requests } = gateway.sandbox;
    const client = new AbortController();
    const gone = gateway.ask(operation('users-mfa'), { first: 60 }, {}, client.signal).catch(() => undefined);
    await until(() => requests.of(routes.devices) >= 4);
    const stays = gateway.run<UsersMfa>('users-mfa', { first: 60 });
    await until(() => requests.of(routes.users) >= 2);
    client.abort();
    await gone;
    const { data, errors } = await stays;
    expect(errors).toEqual([]);
    expect(data.users.nodes).toHaveLength(60);
    expect(data.users.nodes.filter((user) => user.mfa.unknownReason !== null)).toEqual([]);
  });
});

describe('a deadline', () => {
  it('ends in a partial answer that says what timed out, not in an error', async () => {
    const gateway = await openGateway({ users: 200, concurrency: 4, deadline: { timeoutMs: 700 } });
    switchMfa(gateway, true);
    gateway.sandbox.faults.add({
      route: below('users/{userId}/devices'),
      fault: { kind: 'latency', delayMs: 100 },
    });
    const { data, errors } = await gateway.run<UsersMfa>('users-mfa', { first: 200 });
    expect(errors).toEqual([]);
    expect(data.users.nodes).toHaveLength(200);
    const unknown = data.users.nodes.filter((user) => user.mfa.status === 'UNKNOWN');
    expect(unknown.length).toBeGreaterThan(0);
    expect(new Set(unknown.map((user) => user.mfa.unknownReason))).toEqual(new Set(['TIMED_OUT']));
    expect(gateway.sandbox.requests.of(routes.devices)).toBeLessThan(200);
  });

  it('ends a list in the middle with what was read of it', async () => {
    const gateway = await openGateway({ users: 600, deadline: { timeoutMs: 700 } });
    gateway.sandbox.faults.add({
      route: below('users'),
      after: 2,
      fault: { kind: 'latency', delayMs: 5_000 },
    });
    const { data } = await gateway.run<UsersMfa>('users', { first: 600 });
    expect(data.users.nodes).toHaveLength(400);
    expect(data.users.coverage).toMatchObject({
      complete: false,
      unknown: null,
      sources: [{ state: 'PARTIAL', reason: 'TIMED_OUT' }],
    });
  });
});
