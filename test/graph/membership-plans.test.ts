import { expect, test, vi } from 'vitest';
import type { Provider } from '../../src/providers/provider.ts';
import { requestScope } from '../directory/request-scope.ts';
import { callsOf, openGateway } from '../support/gateway.ts';

const GROUPS = /* GraphQL */ `
  query ($first: Int!) {
    users(first: $first) {
      nodes {
        externalId
        groups(first: 100) {
          edges {
            type
            node {
              externalId
              name
            }
          }
        }
      }
    }
  }
`;

interface Groups {
  readonly users: {
    readonly nodes: readonly {
      readonly externalId: string;
      readonly groups: { readonly edges: readonly { readonly type: string; readonly node: object }[] } | null;
    }[];
  };
}

interface Sources {
  readonly sources?: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

const byUser = 'GET /environments/{environmentId}/users/{userId}/memberOfGroups';

/** Without the order: a list of memberships has none that means anything. */
function told({ users }: Groups) {
  return users.nodes.map(({ externalId, groups }) => [
    externalId,
    groups?.edges.map((edge) => JSON.stringify(edge)).toSorted(),
  ]);
}

test('the groups of many users are read off the lists of members where these are fewer, and are the same', async () => {
  const gateway = await openGateway({ users: 200 });
  const direct = await gateway.ask<Groups>(GROUPS, { first: 200 });
  expect(gateway.sandbox.requests.of(byUser)).toBe(200);
  await gateway.directory.sweeper.read(requestScope());
  gateway.directory.cache.clear();
  gateway.sandbox.requests.reset();
  const inverted = await gateway.ask<Groups>(GROUPS, { first: 200 });
  expect(inverted.errors).toEqual([]);
  expect(told(inverted.data)).toEqual(told(direct.data));
  expect(callsOf(gateway.sandbox)).toBeLessThan(150);
  const { INVERTED = 0, DIRECT = 0 } = (inverted.cost as Sources).sources?.['userGroups'] ?? {};
  expect(INVERTED).toBeGreaterThan(100);
  // Of whom a list does not say how they are in the group, that is asked for.
  expect(gateway.sandbox.requests.of(byUser)).toBe(DIRECT);
});

test('the groups of a few users are asked for one by one', async () => {
  const gateway = await openGateway({ users: 60 });
  await gateway.directory.sweeper.read(requestScope());
  gateway.directory.cache.clear();
  gateway.sandbox.requests.reset();
  const { cost } = await gateway.ask<Groups>(GROUPS, { first: 5 });
  expect(gateway.sandbox.requests.of(byUser)).toBe(5);
  expect((cost as Sources).sources).toEqual({ userGroups: { DIRECT: 5 } });
});

test('lists that leave out the members of dynamic groups are not trusted, and not walked again', async () => {
  const gateway = await openGateway({ users: 200 });
  const direct = await gateway.ask<Groups>(GROUPS, { first: 200 });
  const sweep = await gateway.directory.sweeper.read(requestScope());
  const dynamic = new Set(
    sweep.groups.rows.flatMap(({ externalId, dynamicFilter }) =>
      dynamicFilter === null ? [] : [externalId],
    ),
  );
  expect(dynamic.size).toBeGreaterThan(0);
  const { provider } = gateway.directory;
  const { memberIds } = provider;
  if (memberIds === undefined) throw new Error('Expected a provider that lists members by their ids.');
  const listed: Required<Pick<Provider, 'memberIds'>> = Object.assign(provider, { memberIds });
  const walked = vi.spyOn(listed, 'memberIds').mockImplementation(async (id, request, context) => {
    const page = await memberIds(id, request, context);
    return dynamic.has(id) ? { ...page, rows: [], nextCursor: null, total: 0 } : page;
  });
  for (const turn of ['first', 'again']) {
    gateway.directory.cache.clear();
    walked.mockClear();
    const { data } = await gateway.ask<Groups>(GROUPS, { first: 200 });
    expect(told(data), turn).toEqual(told(direct.data));
    expect(walked.mock.calls.length > 0, turn).toBe(turn === 'first');
  }
});

test('who accepts an older answer gets the groups from the snapshot, without a call', async () => {
  const gateway = await openGateway({ users: 60 });
  const direct = await gateway.ask<Groups>(GROUPS, { first: 60 });
  await gateway.directory.sweeper.read(requestScope());
  gateway.directory.cache.clear();
  gateway.sandbox.requests.reset();
  const { data, cost } = await gateway.ask<Groups>(
    GROUPS,
    { first: 60 },
    { 'cache-control': 'max-age=3600' },
  );
  expect(told(data)).toEqual(told(direct.data));
  const { SNAPSHOT = 0, DIRECT = 0 } = (cost as Sources).sources?.['userGroups'] ?? {};
  expect(SNAPSHOT).toBeGreaterThan(30);
  // The page of users, and those of whom the snapshot does not say how they are in a group.
  expect(callsOf(gateway.sandbox)).toBe(1 + DIRECT);
});
