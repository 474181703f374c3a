import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Provider } from '../../../src/providers/provider.ts';
import {
  connect,
  connectionTo,
  context,
  everybody,
  hastyClock,
  openTenant,
  type Tenant,
} from './support/tenant.ts';
import { guid } from './support/hand-server.ts';

let tenant: Tenant;
beforeAll(async () => {
  tenant = await openTenant();
});
afterAll(async () => {
  await tenant.close();
});

const list = (provider: Provider, limit: number, cursor: string | null = null) =>
  provider.users.list({ limit, cursor, providerFilter: null }, context);

describe('the list of users', () => {
  it('selects what it needs: the default projection has neither the switch nor the kind of account', async () => {
    const users = await everybody(tenant.provider);
    expect(users.length).toBe(tenant.people.length);
    expect(users.filter(({ enabled }) => enabled === null)).toEqual([]);
    expect(users.filter(({ external }) => external === null)).toEqual([]);
    expect(users.filter(({ createdAt }) => createdAt === null)).toEqual([]);
    expect(users.filter(({ managedElsewhere }) => managedElsewhere === null)).toEqual([]);
  });

  it('gives everybody the status of the person', async () => {
    const byId = new Map((await everybody(tenant.provider)).map((user) => [user.externalId, user]));
    const expected = { LOCKED: 'ACTIVE', PASSWORD_EXPIRED: 'ACTIVE' } as const;
    for (const person of tenant.people) {
      const { status } = person;
      const wanted = status === 'LOCKED' || status === 'PASSWORD_EXPIRED' ? expected[status] : status;
      expect(byId.get(tenant.idOf(person))?.status, person.status).toBe(wanted);
    }
  });

  it('shows who was removed after the others, with the name and number by which they are known', async () => {
    const users = await everybody(tenant.provider, 7);
    const removed = tenant.people.filter(({ status }) => status === 'DEPROVISIONED');
    const tail = users.slice(-removed.length);
    expect(tail.map(({ externalId }) => externalId).toSorted()).toEqual(removed.map(tenant.idOf).toSorted());
    const [first] = removed;
    const found = tail.find((user) => first !== undefined && user.externalId === tenant.idOf(first));
    expect(found).toMatchObject({
      username: first?.username,
      employeeNumber: first?.employeeNumber ?? null,
      status: 'DEPROVISIONED',
    });
  });

  it('finds a removed user by id, and nobody under an id that is none', async () => {
    const removed = tenant.find(({ status }) => status === 'DEPROVISIONED');
    const { users } = tenant.provider;
    expect(await users.get(tenant.idOf(removed), context)).toMatchObject({ status: 'DEPROVISIONED' });
    expect(await users.get(guid(404), context)).toBeNull();
  });

  it('takes nothing but a GUID for an id, where Graph would take a user name', async () => {
    const { username } = tenant.find(({ status, external }) => status === 'ACTIVE' && !external);
    const before = tenant.peer.requests.total;
    expect(await tenant.provider.users.get(username, context)).toBeNull();
    await expect(tenant.provider.userWrites.setEnabled(username, false, context)).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
    });
    expect(tenant.peer.requests.total).toBe(before);
  });

  it('says that it is incomplete when the removed ones are refused', async () => {
    const route = '/v1.0/directory/deletedItems/microsoft.graph.user';
    const disarm = tenant.peer.faults.add({ route, fault: { kind: 'status', status: 403 } });
    const first = await list(tenant.provider, 999);
    const last = await list(tenant.provider, 999, first.nextCursor);
    disarm();
    expect(first.rows.length).toBe(tenant.peer.users.size);
    expect(last.rows).toEqual([]);
    expect(last.nextCursor).toBeNull();
    expect(last.brokenOff).toMatchObject({ code: 'FORBIDDEN' });
    expect(last.brokenOff?.message).toContain('Who was removed is missing');
  });

  it('a removed user who cannot be looked up is an error and not nobody', async () => {
    const route = '/v1.0/directory/deletedItems/{objectId}/microsoft.graph.user';
    const disarm = tenant.peer.faults.add({ route, fault: { kind: 'status', status: 403 } });
    await expect(tenant.provider.users.get(guid(404), context)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    disarm();
  });

  it('keeps the page size and the token of the vendor in its own cursor, and no address', async () => {
    const first = await list(tenant.provider, 10);
    const text = Buffer.from(first.nextCursor ?? '', 'base64url').toString('utf8');
    expect(text).not.toMatch(/https?:|127\.0\.0\.1|\/users\?/);
    // Graph's place belongs to its page size: another one in between must not be sent.
    const second = await list(tenant.provider, 3, first.nextCursor);
    expect(second.rows.length).toBe(10);
    const seen = new Set([...first.rows, ...second.rows].map(({ externalId }) => externalId));
    expect(seen.size).toBe(20);
  });

  it('refuses a cursor of another list or of another filter', async () => {
    const { groups, users } = tenant.provider;
    const { nextCursor } = await groups.list({ limit: 2, cursor: null }, context);
    await expect(list(tenant.provider, 10, nextCursor)).rejects.toMatchObject({ code: 'INVALID_REQUEST' });
    const own = await list(tenant.provider, 10);
    const { providerFilter } = users.planFilter({ status: ['SUSPENDED'] });
    await expect(
      users.list({ limit: 10, cursor: own.nextCursor, providerFilter }, context),
    ).rejects.toMatchObject({ code: 'INVALID_REQUEST' });
  });
});

describe('the last sign-in of users', () => {
  it('makes a page of users 500 rows, which would be 999 without it', async () => {
    const other = connect(connectionTo(tenant.peer));
    expect(other.usersPerPage).toBe(500);
    tenant.peer.switches.premium = false;
    await list(other, 999);
    tenant.peer.switches.premium = true;
    expect(other.usersPerPage).toBe(999);
    await other.close();
  });

  it('is left out once the tenant turns out to have no licence, which is asked once', async () => {
    const other = connect(connectionTo(tenant.peer));
    tenant.peer.switches.premium = false;
    tenant.peer.requests.reset();
    const users = await everybody(other, 20);
    expect(tenant.peer.requests.answered(403)).toBe(1);
    const living = users.find(({ status }) => status !== 'DEPROVISIONED');
    expect(living?.lastSignOn).toMatchObject({ state: 'UNKNOWN', reason: 'NOT_LICENSED' });
    const told = living?.lastSignOn;
    expect(told?.state === 'UNKNOWN' ? told.message : '').toMatch(/no licence/i);
    await other.users.get(living?.externalId ?? '', context);
    expect(tenant.peer.requests.answered(403)).toBe(1);
    tenant.peer.switches.premium = true;
    await other.close();
  });

  it('is asked for again after an hour: licences are bought', async () => {
    const clock = hastyClock();
    const other = connect(connectionTo(tenant.peer), clock);
    tenant.peer.switches.premium = false;
    await list(other, 5);
    tenant.peer.switches.premium = true;
    expect((await list(other, 5)).rows[0]?.lastSignOn.state).toBe('UNKNOWN');
    clock.pass(3_700_000);
    expect((await list(other, 5)).rows[0]?.lastSignOn.state).toBe('KNOWN');
    await other.close();
  });

  it.each([
    ['AuditLog.Read.All', 'signInActivity'],
    ['User-LifeCycleInfo.Read.All', 'employeeLeaveDateTime'],
  ] as const)('without %s only %s is left out', async (permission, property) => {
    const other = connect(connectionTo(tenant.peer));
    tenant.peer.switches.permissions.delete(permission);
    const { rows } = await list(other, 5);
    tenant.peer.switches.permissions.add(permission);
    expect(rows.length).toBe(5);
    const lastSignOn = rows[0]?.lastSignOn;
    expect(lastSignOn?.state).toBe(property === 'signInActivity' ? 'UNKNOWN' : 'KNOWN');
    await other.close();
  });

  it('without any right to users the refusal is told, and not an empty list', async () => {
    const other = connect(connectionTo(tenant.peer));
    tenant.peer.switches.permissions.delete('User.Read.All');
    await expect(list(other, 5)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    tenant.peer.switches.permissions.add('User.Read.All');
    await other.close();
  });

  it('is the one of the person, and may be a day old', async () => {
    const person = tenant.find(({ lastSignOnAt, status }) => lastSignOnAt !== null && status === 'ACTIVE');
    const user = await tenant.provider.users.get(tenant.idOf(person), context);
    const at = new Date(`${person.lastSignOnAt?.slice(0, 19)}Z`);
    expect(user?.lastSignOn).toMatchObject({ state: 'KNOWN', value: { at }, source: 'DIRECT' });
    expect(tenant.provider.signOnLagMs).toBe((24 + 4) * 3_600_000);
  });
});

describe('the state of a password', () => {
  it('tells when it was changed, and that it must be changed', async () => {
    const person = tenant.find(({ status, external }) => status === 'PASSWORD_EXPIRED' && !external);
    expect(await tenant.provider.users.passwordState(tenant.idOf(person), context)).toMatchObject({
      status: 'MUST_CHANGE',
      lastChangedAt: new Date(`${person.createdAt.slice(0, 19)}Z`),
    });
  });

  it('says nothing of expiry and locks, which are not told', async () => {
    const person = tenant.find(({ status, external }) => status === 'LOCKED' && !external);
    expect(await tenant.provider.users.passwordState(tenant.idOf(person), context)).toMatchObject({
      status: 'UNKNOWN',
      rawStatus: 'passwordPolicies=None',
    });
  });
});
