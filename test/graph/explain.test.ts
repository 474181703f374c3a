import { describe, expect, it } from 'vitest';
import { type Caller, localCaller } from '../../src/access/caller.ts';
import { encodeGlobalId } from '../../src/graphql/global-id.ts';
import type { Plan } from '../../src/plugins/explain/plan.ts';
import { requestScope } from '../directory/request-scope.ts';
import { KEY, operation } from '../support/gateway.ts';
import { type LiveGateway, openLive } from './live/live-gateway.ts';

interface Explained {
  readonly data: unknown;
  readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[];
  readonly extensions?: { readonly plan?: Plan };
}

const unknownId = '00000000-0000-4000-8000-000000000000';

function populationOf(row: Readonly<Record<string, unknown>> | undefined): string {
  return (row?.['population'] as { readonly id: string } | undefined)?.id ?? '';
}

type Headers = Readonly<Record<string, string>>;

async function explain(
  gateway: LiveGateway,
  query: string,
  variables = {},
  headers: Headers = {},
): Promise<Plan> {
  const before = gateway.sandbox.requests.total;
  const response = await gateway.post({ query, variables, extensions: { explain: true } }, headers);
  const { data, extensions, errors } = (await response.json()) as Explained;
  expect(errors).toBeUndefined();
  expect(data).toBeNull();
  expect(gateway.sandbox.requests.total).toBe(before);
  if (extensions?.plan === undefined) throw new Error('Expected a plan.');
  return extensions.plan;
}

/** Explains an operation of the contract and then runs it. */
async function compare(
  gateway: LiveGateway,
  name: string,
  variables: Readonly<Record<string, unknown>>,
  headers: Headers = {},
) {
  const { total, steps } = await explain(gateway, operation(name), variables, headers);
  const { cost, errors } = await gateway.run<object>(name, variables, headers);
  expect(errors).toEqual([]);
  return {
    planned: total.upstreamCalls,
    made: cost.upstreamCalls,
    sources: steps.map(({ source }) => source),
    total,
  };
}

/** What is planned for a caller of one population, in a tenant of so many. */
async function plansOfConfined(people: number) {
  const gateway = await openLive({
    users: people,
    asker: (opened): Caller => ({
      name: 'confined',
      roles: [],
      grants: localCaller.grants.map((grant) => ({
        ...grant,
        populations: [populationOf(opened.users()[0])],
      })),
    }),
  });
  const { users, groups, userGroups } = await gateway.directory.sweeper.read(requestScope());
  const own = populationOf(gateway.users()[0]);
  const foreign = users.rows.find(({ populationId }) => populationId !== own);
  const held = new Set(
    [...users.rows].flatMap(({ externalId }) =>
      (userGroups.get(externalId) ?? []).map(({ groupId }) => groupId),
    ),
  );
  const inhabited = groups.rows.find(({ externalId }) => held.has(externalId));
  const accepts = { 'cache-control': 'max-age=3600' };
  const plan = async (query: string, id: string) => {
    const { steps, total } = await explain(gateway, query, { id }, accepts);
    // How old a snapshot is, and how long calls take, may be told and differs.
    const told = steps.map((step) => ({
      ...step,
      seconds: null,
      because: step.because.replace(/\d+ s old/, 'so old'),
    }));
    return { told, calls: total.upstreamCalls, unknown: total.unknownCalls };
  };
  const members =
    'query ($id: ID!) { group(id: $id) { members(first: 7) { nodes { id } } totalMemberCount } }';
  const groupsOf =
    'query ($id: ID!) { user(ref: { id: $id }) { groups(first: 5) { nodes { id } } mfa { status } } }';
  const inGroup = await plan(members, encodeGlobalId('Group', `${KEY}:${inhabited?.externalId}`));
  const ofUser = await plan(groupsOf, encodeGlobalId('User', `${KEY}:${foreign?.externalId}`));
  // Whoever is not there at all looks the same.
  expect(await plan(members, encodeGlobalId('Group', `${KEY}:${unknownId}`))).toEqual(inGroup);
  expect(await plan(groupsOf, encodeGlobalId('User', `${KEY}:${unknownId}`))).toEqual(ofUser);
  return {
    inGroup,
    ofUser,
    lists: await plan('{ users(first: 9) { nodes { id } } groups(first: 9) { nodes { id } } }', ''),
    findings: await plan('{ findings(first: 5, depth: FULL) { nodes { id } } }', ''),
  };
}

describe('the plan of an operation', () => {
  it.each([
    ['users', { first: 60 }, 1],
    ['users-mfa', { first: 60 }, 1.1],
    ['groups-members', { first: 40, members: 200 }, 1.1],
    ['user', {}, 2],
    ['findings', { first: 20 }, 2],
  ])('of %s names at least as many calls as are made, and not many more', async (name, variables, most) => {
    const gateway = await openLive({ users: 60 });
    await gateway.directory.sweeper.read(requestScope());
    const ref = { externalId: { directory: KEY, externalId: String(gateway.users()[30]?.id) } };
    const { planned, made } = await compare(gateway, name, { ref, ...variables });
    expect(made).toBeGreaterThan(0);
    expect(planned).toBeGreaterThanOrEqual(made);
    expect(planned).toBeLessThanOrEqual(Math.ceil(made * most));
    // What is known by then costs nothing, and the plan says so.
    const again = await compare(gateway, name, { ref, ...variables });
    expect(again.planned).toBeGreaterThanOrEqual(again.made);
    expect(again.planned).toBeLessThan(planned + 1);
  });

  it('chooses the report where execution does, and says so', async () => {
    const gateway = await openLive({
      users: 300,
      reportThreshold: 100,
      asOf: new Date(Date.now() - 3_600_000),
    });
    const { planned, made, sources } = await compare(gateway, 'users-mfa', { first: 300 });
    expect(sources).toContain('REPORT');
    expect(planned).toBeGreaterThanOrEqual(made);
    expect(planned).toBeLessThanOrEqual(made * 2);
    const small = await explain(gateway, operation('users-mfa'), { first: 99 });
    expect(small.steps.map(({ source }) => source)).not.toContain('REPORT');
  });

  it('uses the snapshot where the caller accepts its age', async () => {
    const gateway = await openLive({ users: 40 });
    await gateway.directory.sweeper.read(requestScope());
    const accepts = { 'cache-control': 'max-age=3600' };
    const { planned, made, sources } = await compare(gateway, 'users-mfa', { first: 40 }, accepts);
    expect(sources).toEqual(['LIST', 'SNAPSHOT']);
    expect(planned).toBe(made);
  });

  it('says what nobody can count: a first snapshot', async () => {
    const gateway = await openLive({ users: 10 });
    const { total, steps } = await explain(gateway, operation('findings'), { first: 5 });
    expect(total.unknownCalls).toEqual(['findings']);
    expect(steps[0]).toMatchObject({ source: 'SWEEP', calls: null, seconds: null });
  });

  it('gives the seconds at the limit that holds now', async () => {
    const gateway = await openLive({ users: 10, requestsPerSecond: 4 });
    const { total, steps } = await explain(
      gateway,
      '{ users(first: 200) { nodes { password { status } } } }',
    );
    expect(total).toMatchObject({ upstreamCalls: 201, byDirectory: { [KEY]: 201 }, unknownCalls: [] });
    expect(total.seconds).toBeCloseTo(201 / 4, 0);
    expect(steps.map(({ path, source, calls }) => [path, source, calls])).toEqual([
      ['users', 'LIST', 1],
      ['users.nodes.password', 'DIRECT', 200],
    ]);
  });

  it('leaves out what is skipped, and what the caller may not read', async () => {
    const caller: Caller = { name: 'reader', roles: [], grants: [{ permission: 'directory:read' }] };
    const gateway = await openLive({ users: 10, caller });
    const { steps } = await explain(
      gateway,
      'query ($no: Boolean!) { users(first: 5) { nodes { mfa { status } groups @include(if: $no) { totalCount } } } }',
      { no: false },
    );
    expect(steps.map(({ path }) => path)).toEqual(['users']);
  });

  it('tells callers of single populations nothing of others, and nothing of how many there are', async () => {
    const small = await plansOfConfined(30);
    expect(small.lists.unknown).toEqual(['users', 'groups']);
    // Ten times as many users: not a word of the plans is another.
    expect(await plansOfConfined(300)).toEqual(small);
  });

  it('changes nothing where an action is explained, and holds the limits', async () => {
    const gateway = await openLive({ users: 10 });
    const ref = { externalId: { directory: KEY, externalId: String(gateway.users()[3]?.id) } };
    await explain(gateway, operation('suspend-user'), { input: { user: ref } });
    expect(gateway.sandbox.requests.writes).toEqual([]);
    const huge =
      '{ users(first: 1000) { nodes { groups(first: 1000) { nodes { members(first: 1000) { nodes { id } } } } } } }';
    const refused = (await (
      await gateway.post({ query: huge, extensions: { explain: true } })
    ).json()) as Explained;
    expect(refused.errors?.[0]?.extensions?.code).toBe('OPERATION_TOO_LARGE');
  });

  it('is answered to the header too, which GraphiQL can send', async () => {
    const gateway = await openLive({ users: 5 });
    const response = await gateway.post(
      { query: '{ users(first: 5) { nodes { id } } }' },
      { 'x-explain': 'true' },
    );
    expect(((await response.json()) as Explained).extensions?.plan?.total.upstreamCalls).toBe(1);
    expect(gateway.sandbox.requests.total).toBe(0);
  });
});
