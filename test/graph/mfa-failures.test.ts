import { describe, expect, it } from 'vitest';
import type { Fault } from '../../src/sandbox/http/faults.ts';
import { below, openGateway, switchMfa } from '../support/gateway.ts';
import type { UsersMfa } from './answers.ts';
import { mfaStatusOf, tally } from './expected.ts';

const devices = below('users/{userId}/devices');

interface Failing {
  readonly how: string;
  readonly fault: Fault;
  /** What may be said of it; the deadline may come before a failure is certain. */
  readonly reasons: readonly string[];
  readonly users: number;
}

const failing: readonly Failing[] = [
  {
    how: 'are refused with 403',
    fault: { kind: 'status', status: 403 },
    reasons: ['FORBIDDEN'],
    users: 1000,
  },
  { how: 'answer 500', fault: { kind: 'status', status: 500 }, reasons: ['UNREACHABLE'], users: 1000 },
  {
    how: 'are answered 429 until the deadline',
    fault: { kind: 'status', status: 429, retryAfter: 1 },
    reasons: ['RATE_LIMITED', 'TIMED_OUT'],
    users: 1000,
  },
  { how: 'are cut off', fault: { kind: 'reset' }, reasons: ['UNREACHABLE', 'TIMED_OUT'], users: 200 },
  {
    how: 'break off in the middle',
    fault: { kind: 'truncated' },
    reasons: ['UNREACHABLE', 'BAD_RESPONSE', 'TIMED_OUT'],
    users: 200,
  },
  {
    how: 'answer half a JSON',
    fault: { kind: 'truncated', wholeLength: true },
    reasons: ['BAD_RESPONSE', 'TIMED_OUT'],
    users: 200,
  },
  {
    how: 'answer a page of HTML',
    fault: { kind: 'html' },
    reasons: ['BAD_RESPONSE', 'TIMED_OUT'],
    users: 200,
  },
  {
    how: 'answer without a body',
    fault: { kind: 'empty' },
    reasons: ['BAD_RESPONSE', 'TIMED_OUT'],
    users: 200,
  },
  {
    how: 'answer JSON of another shape',
    fault: { kind: 'body', body: { devices: [] } },
    reasons: ['BAD_RESPONSE'],
    users: 200,
  },
];

describe('when all calls for devices', () => {
  it.each(failing)(
    '$how, all $users users are UNKNOWN, none is NOT_ENROLLED, and the rest is complete',
    async (given) => {
      const { users, fault, reasons } = given;
      const gateway = await openGateway({
        users,
        deadline: { timeoutMs: fault.kind === 'status' && fault.status === 429 ? 1_500 : 30_000 },
      });
      switchMfa(gateway, true);
      const names = gateway.users().map((user) => user['username']);
      gateway.sandbox.faults.add({ route: devices, fault });
      const { data, errors } = await gateway.run<UsersMfa>('users-mfa', { first: users });
      expect(errors).toEqual([]);
      expect(tally(data.users.nodes.map((user) => user.mfa.status))).toEqual({ UNKNOWN: users });
      const said = Object.keys(tally(data.users.nodes.map((user) => String(user.mfa.unknownReason))));
      expect(said.filter((reason) => !reasons.includes(reason))).toEqual([]);
      expect(data.users.nodes.every(({ mfa }) => mfa.devices === null && mfa.tier === 'UNKNOWN')).toBe(true);
      expect(data.users.nodes.map((user) => user.username)).toEqual(names);
      expect(data.users.coverage).toMatchObject({ complete: true, checked: users });
    },
  );
});

it('one failing call makes one user UNKNOWN', async () => {
  const gateway = await openGateway({ users: 40 });
  switchMfa(gateway, true);
  const unlucky = gateway.users()[7];
  gateway.sandbox.faults.add({
    path: new RegExp(`/users/${unlucky?.id}/devices`),
    fault: { kind: 'status', status: 403 },
  });
  const { data, errors } = await gateway.run<UsersMfa>('users-mfa', { first: 40 });
  expect(errors).toEqual([]);
  expect(data.users.nodes.map((user) => user.mfa.status)).toEqual(
    gateway
      .users()
      .map((user) => (user === unlucky ? 'UNKNOWN' : mfaStatusOf(user, gateway.devicesOf(user.id)))),
  );
});

it('a second factor that is switched off is DISABLED also where the devices cannot be read', async () => {
  const gateway = await openGateway({ users: 10 });
  switchMfa(gateway, false);
  gateway.sandbox.faults.add({ route: devices, fault: { kind: 'status', status: 403 } });
  const { data } = await gateway.run<UsersMfa>('users-mfa', { first: 1 });
  expect(data.users.nodes[0]?.mfa).toMatchObject({
    status: 'DISABLED',
    devices: null,
    unknownReason: 'FORBIDDEN',
  });
});

it('a report that is half there is none: everybody is read directly', async () => {
  const gateway = await openGateway({ users: 250, reportThreshold: 100 });
  gateway.sandbox.faults.add({
    method: 'GET',
    route: below('dataExplorations/{dataExplorationId}/entries'),
    fault: { kind: 'html' },
  });
  gateway.sandbox.faults.add({
    method: 'POST',
    route: below('dataExplorations'),
    fault: {
      kind: 'body',
      body: { status: 'SUCCESS', _embedded: { entries: [{ userId: 'x', deviceId: 'y' }] } },
    },
  });
  const { data } = await gateway.run<UsersMfa>('users-mfa', { first: 250 });
  expect(data.users.nodes.map((user) => user.mfa.status)).toEqual(
    gateway.users().map((user) => mfaStatusOf(user, gateway.devicesOf(user.id))),
  );
});
