import { describe, expect, it } from 'vitest';
import type { Row } from '../../src/sandbox/tenant.ts';
import { KEY, openGateway, type TestGateway } from '../support/gateway.ts';
import { userStatusOf } from './expected.ts';

interface Result {
  readonly __typename: string;
  readonly changed?: boolean;
  readonly dryRun?: boolean;
  readonly user?: { readonly externalId: string; readonly status: string };
  readonly entry?: {
    readonly id: string;
    readonly outcome: string;
    readonly reason: string | null;
    readonly actor: string;
  };
  readonly message?: string;
  readonly code?: string;
  readonly blockedBy?: readonly string[];
}

function refOf(user: Row): object {
  return { externalId: { directory: KEY, externalId: user.id } };
}

/** Somebody active without a role; a row of the tenant, so that it shows what was really written. */
function somebody({ users, sandbox }: TestGateway): Row {
  const holders = sandbox.tenant.children.get('users/roleAssignments');
  const found = users().find((user) => userStatusOf(user) === 'ACTIVE' && !holders?.has(user.id));
  if (found === undefined) throw new Error('Expected an active user without a role.');
  return found;
}

/** The tenant's row as it is now: a write may have replaced it. */
function rowOf(gateway: TestGateway, user: Row): Row | undefined {
  return gateway.users().find((row) => row.id === user.id);
}

async function suspend({ run }: TestGateway, input: object): Promise<Result> {
  const { data, errors } = await run<{ suspendUser: Result }>('suspend-user', { input });
  expect(errors).toEqual([]);
  return data.suspendUser;
}

async function unsuspend({ run }: TestGateway, input: object): Promise<Result> {
  const { data, errors } = await run<{ unsuspendUser: Result }>('unsuspend-user', { input });
  expect(errors).toEqual([]);
  return data.unsuspendUser;
}

const ledgerQuery =
  '{ ledger(first: 10) { nodes { id action outcome reason actor before after subject { externalId user { status } } } } }';

interface Ledger {
  readonly ledger: {
    readonly nodes: readonly {
      readonly id: string;
      readonly action: string;
      readonly outcome: string;
      readonly reason: string | null;
      readonly subject: { readonly externalId: string; readonly user: { readonly status: string } };
    }[];
  };
}

describe('suspendUser and unsuspendUser', () => {
  it('change once, are safe to repeat, and leave their entries in the ledger, newest first', async () => {
    const gateway = await openGateway({ users: 60 });
    const user = somebody(gateway);
    const input = { user: refOf(user), reason: 'Laptop lost' };

    const first = await suspend(gateway, input);
    expect(first).toMatchObject({
      __typename: 'SuspendUserSuccess',
      changed: true,
      dryRun: false,
      user: { externalId: user.id, status: 'SUSPENDED' },
      entry: { outcome: 'SUCCEEDED', reason: 'Laptop lost', actor: 'local' },
    });
    expect(rowOf(gateway, user)?.['enabled']).toBe(false);
    expect(await suspend(gateway, input)).toMatchObject({ changed: false, entry: { outcome: 'UNCHANGED' } });
    expect(await unsuspend(gateway, { user: refOf(user) })).toMatchObject({
      changed: true,
      user: { status: 'ACTIVE' },
    });
    expect(rowOf(gateway, user)?.['enabled']).toBe(true);
    expect(await unsuspend(gateway, { user: refOf(user) })).toMatchObject({ changed: false });
    expect(gateway.sandbox.requests.writes.filter((write) => write.route.startsWith('PUT'))).toHaveLength(2);

    const { data } = await gateway.ask<Ledger>(ledgerQuery);
    expect(data.ledger.nodes.map((entry) => [entry.action, entry.outcome])).toEqual([
      ['UNSUSPEND_USER', 'UNCHANGED'],
      ['UNSUSPEND_USER', 'SUCCEEDED'],
      ['SUSPEND_USER', 'UNCHANGED'],
      ['SUSPEND_USER', 'SUCCEEDED'],
    ]);
    expect(data.ledger.nodes.at(-1)).toMatchObject({
      id: first.entry?.id,
      subject: { externalId: user.id, user: { status: 'ACTIVE' } },
    });
  });

  it('show the new status to everything that is read after them in the same request', async () => {
    const gateway = await openGateway({ users: 60 });
    const user = somebody(gateway);
    const fields = 'user { status availableActions { action allowed blockedBy } }';
    const { data, errors } = await gateway.ask<Readonly<Record<string, { user: { status: string } }>>>(
      `mutation ($user: UserRef!) {
        off: suspendUser(input: { user: $user }) { ... on SuspendUserSuccess { ${fields} } }
        rehearsal: unsuspendUser(input: { user: $user, dryRun: true }) { ... on UnsuspendUserSuccess { changed user { status } } }
        on: unsuspendUser(input: { user: $user }) { ... on UnsuspendUserSuccess { ${fields} } }
      }`,
      { user: refOf(user) },
    );
    expect(errors).toEqual([]);
    expect(data['off']).toEqual({
      user: {
        status: 'SUSPENDED',
        availableActions: expect.arrayContaining([
          { action: 'SUSPEND_USER', allowed: false, blockedBy: ['already-done'] },
          { action: 'UNSUSPEND_USER', allowed: true, blockedBy: [] },
        ]),
      },
    });
    expect(data['rehearsal']).toEqual({ changed: true, user: { status: 'SUSPENDED' } });
    expect(data['on']?.user.status).toBe('ACTIVE');
  });

  it('reach what was read before: a cached user, lists, and the sweep of everybody', async () => {
    const gateway = await openGateway({ users: 60, reportThreshold: 10 });
    const user = somebody(gateway);
    const read = `query ($ref: UserRef!) {
      user(ref: $ref) { status } posture { usersByStatus { status count } } users(first: 60) { nodes { externalId status } }
    }`;
    interface Read {
      readonly user: { readonly status: string };
      readonly posture: {
        readonly usersByStatus: readonly { readonly status: string; readonly count: number }[];
      };
      readonly users: { readonly nodes: readonly { readonly externalId: string; readonly status: string }[] };
    }
    const suspended = ({ posture }: Read) =>
      posture.usersByStatus.find((each) => each.status === 'SUSPENDED')?.count ?? 0;
    const before = await gateway.ask<Read>(read, { ref: refOf(user) });
    expect(before.data.user.status).toBe('ACTIVE');
    await suspend(gateway, { user: refOf(user) });
    const after = await gateway.ask<Read>(read, { ref: refOf(user) });
    expect(after.data.user.status).toBe('SUSPENDED');
    expect(after.data.users.nodes.find((row) => row.externalId === user.id)?.status).toBe('SUSPENDED');
    expect(suspended(after.data)).toBe(suspended(before.data) + 1);
  });

  it('write nothing in a rehearsal', async () => {
    const gateway = await openGateway({ users: 60 });
    const user = somebody(gateway);
    expect(await suspend(gateway, { user: refOf(user), dryRun: true })).toMatchObject({
      changed: true,
      dryRun: true,
      user: { status: 'ACTIVE' },
      entry: { outcome: 'DRY_RUN' },
    });
    expect(gateway.sandbox.requests.writes).toEqual([]);
    expect(rowOf(gateway, user)?.['enabled']).toBe(true);
  });

  it('are refused in a directory that is read-only, before anything is sent', async () => {
    const gateway = await openGateway({ users: 60, writable: false });
    const user = somebody(gateway);
    const result = await suspend(gateway, { user: refOf(user) });
    expect(result).toMatchObject({ __typename: 'ActionRefused', code: 'READ_ONLY' });
    expect(result.blockedBy?.length).toBeGreaterThan(0);
    expect(gateway.sandbox.requests.writes).toEqual([]);
    expect(rowOf(gateway, user)?.['enabled']).toBe(true);
    const available = await gateway.ask<{ user: { availableActions: readonly { allowed: boolean }[] } }>(
      'query ($ref: UserRef!) { user(ref: $ref) { availableActions { allowed } } }',
      { ref: refOf(user) },
    );
    expect(new Set(available.data.user.availableActions.map(({ allowed }) => allowed))).toEqual(
      new Set([false]),
    );
  });

  it('do not shut out the last administrator', async () => {
    const gateway = await openGateway({ users: 1 });
    const [administrator] = gateway.users();
    if (administrator === undefined) throw new Error('Expected a user.');
    const result = await suspend(gateway, { user: refOf(administrator) });
    expect(result).toMatchObject({ __typename: 'ActionRefused', code: 'LAST_ADMINISTRATOR' });
    expect(result.blockedBy).toContain('last-administrator');
    const { data } = await gateway.ask<Ledger>(ledgerQuery);
    expect(data.ledger.nodes.map((entry) => entry.outcome)).toEqual(['REFUSED']);
    expect(gateway.sandbox.requests.writes).toEqual([]);
    expect(rowOf(gateway, administrator)?.['enabled']).toBe(true);
  });

  it('answer a repeat with the same key from memory, and act only in the state that is expected', async () => {
    const gateway = await openGateway({ users: 60 });
    const user = somebody(gateway);
    const input = { user: refOf(user), idempotencyKey: 'ticket-4711' };
    const first = await suspend(gateway, input);
    const again = await suspend(gateway, input);
    expect(again.entry?.id).toBe(first.entry?.id);
    expect(again.changed).toBe(true);
    expect(await suspend(gateway, { user: refOf(user), ifStatus: 'ACTIVE' })).toMatchObject({
      __typename: 'ActionConflict',
    });
  });

  it('say that there is no such user, and that a write was refused', async () => {
    const gateway = await openGateway({ users: 60 });
    expect(
      await suspend(gateway, { user: { username: { directory: KEY, username: 'nobody.at.all' } } }),
    ).toMatchObject({
      __typename: 'NotFound',
    });
    const user = somebody(gateway);
    gateway.sandbox.faults.add({ method: 'PUT', fault: { kind: 'status', status: 403 } });
    expect(await suspend(gateway, { user: refOf(user) })).toMatchObject({ __typename: 'ActionFailed' });
    expect(rowOf(gateway, user)?.['enabled']).toBe(true);
  });
});
