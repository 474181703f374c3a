import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Changes } from '../../../src/providers/change-reads.ts';
import type { Provider } from '../../../src/providers/provider.ts';
import { OUTER_GROUP, ROLE_GROUP } from '../../../src/sandbox/peers/entra-id/build-groups.ts';
import { GLOBAL_READER } from '../../../src/sandbox/peers/entra-id/build-roles.ts';
import type { Clock } from '../../../src/upstream/clock.ts';
import { guid, refusal, startHandServer } from './support/hand-server.ts';
import { connect, connectionTo, context, openTenant, type Tenant } from './support/tenant.ts';

const HOUR_MS = 3_600_000;

let tenant: Tenant;
let passed = 0;
/** The adapter goes by it. What was read a moment ago is never used again: every reading of it is later than the one before. */
const clock: Clock = {
  now: () => Date.parse('2026-03-01T12:00:00Z') + passed,
  monotonic: () => (passed += 10_000),
  after: () => () => {},
};

beforeEach(async () => {
  passed = 0;
  tenant = await openTenant({ users: 40 }, clock);
});
afterEach(async () => {
  await tenant.close();
});

const mark = (): Promise<string> => tenant.provider.changes.mark(context);
const since = (from: string): Promise<Changes> => tenant.provider.changes.since(from, context);
const groupId = (name: string): string =>
  [...tenant.peer.groups.values()].find(({ row }) => row['displayName'] === name)?.row.id ?? '';
const membersOf = (name: string): Set<string> => tenant.peer.groups.get(groupId(name))?.members ?? new Set();
const someone = (role: string | null = null): string =>
  tenant.idOf(
    tenant.find((person) => person.role === role && person.status === 'ACTIVE' && !person.external),
  );

function change(userId: string, more: object): void {
  const row = tenant.peer.users.get(userId);
  if (row !== undefined) tenant.peer.users.set(userId, { ...row, ...more });
}

/** Why a sweep is due from a mark, whether it stays due, and whether a new mark ends that. */
async function resumed(from: string): Promise<object> {
  const changes = await since(from);
  const again = await since(changes.mark);
  const anew = await mark();
  change(someone(), { city: anew });
  const { userIds, sweepDue } = await since(anew);
  const goesOn = sweepDue === null && userIds.size === 1 && userIds.has(someone());
  return { why: changes.sweepDue, stays: again.sweepDue !== null, goesOn };
}

const due = (why: string): object => ({
  why: expect.stringContaining(why) as string,
  stays: true,
  goesOn: true,
});

describe('what was changed in a tenant', () => {
  it('is nothing, when nothing was', async () => {
    const changes = await since(await mark());
    expect(changes).toMatchObject({ sweepDue: null });
    expect([changes.userIds.size, changes.groupIds.size, changes.applicationIds.size]).toEqual([0, 0, 0]);
  });

  it('is who was switched off, who is new, and who was removed', async () => {
    const from = await mark();
    const [first = '', second = ''] = [...tenant.peer.users.keys()];
    await tenant.provider.userWrites.setEnabled(someone(), false, context);
    tenant.peer.users.set(guid(7), { id: guid(7), userPrincipalName: 'new@example.com' });
    tenant.peer.users.delete(first);
    change(second, { jobTitle: 'Something else' });
    const { userIds, sweepDue } = await since(from);
    expect(userIds).toEqual(new Set([someone(), guid(7), first, second]));
    expect(sweepDue).toBeNull();
  });

  it('is an application', async () => {
    const from = await mark();
    const [id = ''] = [...tenant.peer.servicePrincipals.keys()];
    const row = tenant.peer.servicePrincipals.get(id);
    if (row !== undefined) tenant.peer.servicePrincipals.set(id, { ...row, accountEnabled: false });
    expect((await since(from)).applicationIds).toEqual(new Set([id]));
  });

  it('comes over several pages, and all of it is told', async () => {
    tenant.peer.deltas.pageSize = 7;
    const from = await mark();
    for (const id of tenant.peer.users.keys()) change(id, { city: 'Elsewhere' });
    expect((await since(from)).userIds).toEqual(new Set(tenant.peer.users.keys()));
  });
});

describe('memberships', () => {
  it('change a group', async () => {
    const from = await mark();
    const outsider = [...tenant.peer.users.keys()].find((id) => !membersOf('Engineering').has(id)) ?? '';
    await tenant.provider.membershipWrites.addUserToGroup(outsider, groupId('Engineering'), context);
    const { groupIds, sweepDue } = await since(from);
    expect(groupIds).toEqual(new Set([groupId('Engineering')]));
    expect(sweepDue).toBeNull();
  });

  it('end with a group that was removed', async () => {
    const from = await mark();
    const id = groupId('Engineering');
    tenant.peer.groups.delete(id);
    expect(await since(from)).toMatchObject({ groupIds: new Set([id]), sweepDue: null });
  });

  it('of groups in groups concern groups that nothing names: a sweep is due', async () => {
    const from = await mark();
    membersOf(OUTER_GROUP).add(groupId('Everyone'));
    expect((await since(from)).sweepDue).toContain('Groups were put into a group');
  });
});

describe('roles, which delta queries do not tell of, are listed and compared', () => {
  it('one that was given, and one that was taken away', async () => {
    const from = await mark();
    const removed = [...tenant.peer.roleAssignments.values()].find(({ principalId }) =>
      tenant.peer.users.has(principalId),
    );
    if (removed === undefined) throw new Error('nobody holds a role: draw more people');
    tenant.peer.roleAssignments.delete(removed.id);
    const given = {
      id: 'new-1',
      principalId: someone(),
      roleDefinitionId: GLOBAL_READER,
      directoryScopeId: '/',
    };
    tenant.peer.roleAssignments.set('new-1', given);
    const { userIds, mark: next } = await since(from);
    expect(userIds).toEqual(new Set([someone(), removed.principalId]));
    expect((await since(next)).userIds.size).toBe(0);
  });

  it('one of a group', async () => {
    const from = await mark();
    const own = [...tenant.peer.roleAssignments.values()].filter(
      ({ principalId }) => principalId === groupId(ROLE_GROUP),
    );
    expect(own).not.toEqual([]);
    for (const { id } of own) tenant.peer.roleAssignments.delete(id);
    expect((await since(from)).groupIds).toEqual(new Set([groupId(ROLE_GROUP)]));
  });
});

describe('between two questions', () => {
  it('nothing falls, and nothing is told twice', async () => {
    let from = await mark();
    const told: string[] = [];
    const ids = [...tenant.peer.users.keys()].slice(0, 10);
    for (const [round, id] of ids.entries()) {
      change(id, { city: `City ${round}` });
      const changes = await since(from);
      told.push(...changes.userIds);
      from = changes.mark;
    }
    expect(told).toEqual(ids);
  });

  it('second factors and sign-ins are not told, so that a sweep is due after some hours all the same', async () => {
    const from = await mark();
    passed += 3 * HOUR_MS;
    const early = await since(from);
    expect(early.sweepDue).toBeNull();
    passed += 2 * HOUR_MS;
    change(someone(), { city: 'Elsewhere' });
    const late = await since(early.mark);
    expect(late.sweepDue).toContain('Second factors');
    expect(late.userIds).toEqual(new Set([someone()]));
    expect((await since(late.mark)).sweepDue).toContain('Second factors');
    expect((await since(await mark())).sweepDue).toBeNull();
  });
});

describe('a mark that leads nowhere: a sweep is due until there is a new one', () => {
  it('older than Microsoft keeps it', async () => {
    const from = await mark();
    passed += 7 * 24 * HOUR_MS;
    expect(await resumed(from)).toEqual(due('seven days'));
  });

  it('which Graph takes no more (410)', async () => {
    const from = await mark();
    tenant.peer.deltas.forget();
    expect(await resumed(from)).toEqual(due('everything to be read again'));
  });

  it('which Graph calls too old (400)', async () => {
    const from = await mark();
    tenant.peer.deltas.expire();
    expect(await resumed(from)).toEqual(due('everything to be read again'));
  });

  it('which was damaged where it was kept', async () => {
    for (const from of ['', '{}', (await mark()).replace('?$deltatoken', '/../me?$deltatoken')])
      expect(await resumed(from)).toEqual(due('not one of'));
  });
});

describe('what cannot be read is an error, and never "nothing was changed"', () => {
  it.each([
    ['/v1.0/users/delta', 'FORBIDDEN'],
    ['/v1.0/groups/delta', 'FORBIDDEN'],
    ['/v1.0/servicePrincipals/delta', 'FORBIDDEN'],
    ['/v1.0/roleManagement/directory/roleAssignments', 'FORBIDDEN'],
  ])('%s', async (route, code) => {
    const from = await mark();
    tenant.peer.faults.add({ route, fault: { kind: 'status', status: 403 } });
    await expect(since(from)).rejects.toMatchObject({ code });
    await expect(mark()).rejects.toMatchObject({ code });
  });
});

let answer: (path: string, query: URLSearchParams, origin: string) => unknown;

describe('answers that a tenant should not give', () => {
  let server: Awaited<ReturnType<typeof startHandServer>>;
  let provider: Provider;
  beforeAll(async () => {
    server = await startHandServer(({ path, query }, origin) => {
      const body = path.startsWith('/roleManagement') ? { value: [] } : answer(path, query, origin);
      return body === 410 ? refusal(410, 'anything') : { body };
    });
    provider = connect(server.connection);
  });
  afterAll(async () => {
    await provider.close();
    await server.close();
  });

  it.each([
    ['no link to go on with', () => ({ value: [] }), 'BAD_RESPONSE'],
    ['rows that are none', () => ({ value: [1], '@odata.deltaLink': 'x' }), 'BAD_RESPONSE'],
    [
      'a link to another host',
      () => ({ value: [], '@odata.deltaLink': 'http://127.0.0.1:9/v1.0/users/delta?$deltatoken=1' }),
      'PAGINATION_LOOP',
    ],
    [
      'a link to another list',
      (_: string, __: unknown, origin: string) => ({
        value: [],
        '@odata.deltaLink': `${origin}/v1.0/users?$deltatoken=1`,
      }),
      'PAGINATION_LOOP',
    ],
    [
      'a round without an end',
      (path: string, _: unknown, origin: string) => ({
        value: [],
        '@odata.nextLink': `${origin}/v1.0${path}?$skiptoken=1`,
      }),
      'PAGINATION_LOOP',
    ],
  ] as const)('%s', async (_, given, code) => {
    answer = given;
    await expect(provider.changes.mark(context)).rejects.toMatchObject({ code });
  });

  it('a round without an end, later on, makes a sweep due instead of being followed again and again', async () => {
    answer = (path, _, origin) => ({
      value: [],
      '@odata.deltaLink': `${origin}/v1.0${path}?$deltatoken=1`,
    });
    const from = await provider.changes.mark(context);
    answer = (path, _, origin) => ({
      value: [],
      '@odata.nextLink': `${origin}/v1.0${path}?$skiptoken=1`,
    });
    const { sweepDue, mark: next } = await provider.changes.since(from, context);
    expect([sweepDue, next]).toEqual([expect.stringContaining('more of changes'), from]);
  });

  it('the link in its long form is the same list', async () => {
    answer = (path, _, origin) => ({
      value: [],
      '@odata.deltaLink': `${origin}/v1.0${path.replace('delta', 'microsoft.graph.delta()')}?$deltatoken=1`,
    });
    await expect(provider.changes.mark(context)).resolves.toContain('deltatoken');
  });
});

it('second factors are not among what is covered, and the provider says so', () => {
  expect(tenant.provider.changes.covers).toEqual({ devices: false });
});

it('can be switched off: then nothing is asked, and sweeps are taken whole', async () => {
  const provider = connect({ ...connectionTo(tenant.peer), deltaQueries: false });
  expect(provider.capabilities.has('CHANGES')).toBe(false);
  await expect(provider.changes.mark(context)).rejects.toMatchObject({ code: 'UNSUPPORTED' });
  expect(provider.signOnLagMs).toBe(24 * HOUR_MS);
  await provider.close();
});
