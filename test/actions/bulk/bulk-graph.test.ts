import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openGateway, operation } from '../../support/gateway.ts';
import { type JobsGateway, startJobsGateway } from './jobs-gateway.ts';

const directory = 'primary';
let gateway: JobsGateway;
let ask: JobsGateway['ask'];
let tenant: JobsGateway['tenant'];
let sandbox: JobsGateway['sandbox'];

beforeAll(async () => {
  gateway = await startJobsGateway({ blastLimits: [{ per: 'ACTOR', windowMs: 3_600_000, max: 8 }] });
  ({ ask, tenant, sandbox } = gateway);
});

beforeEach(() => sandbox.requests.reset());

afterAll(async () => {
  await gateway.close();
});

function byId(ids: readonly string[]) {
  return ids.map((externalId) => ({ externalId: { directory, externalId } }));
}

const PLAN = /* GraphQL */ `
  mutation ($input: SuspendUsersInput!) {
    suspendUsers(input: $input) {
      __typename
      ... on BulkOperation {
        id
        state
        total
        refused
        pending
        plan {
          wouldChange
          unchanged
          refused
          failed
          upstreamCalls
          lastsSeconds
        }
        results(first: 100) {
          nodes {
            given
            outcome
            code
            wouldChange
            differences {
              path
              before
              after
            }
          }
        }
      }
      ... on Error {
        code
        message
      }
    }
  }
`;

const APPLY = /* GraphQL */ `
  mutation ($operation: ID!) {
    applyBulkOperation(input: { operation: $operation }) {
      __typename
      ... on BulkOperation {
        id
        state
        succeeded
        failed
        endedAt
      }
      ... on Error {
        code
        message
      }
    }
  }
`;

test('the operation of the contract suspends many, and answers how each ended', async () => {
  const people = tenant.people(3);
  const username = String(sandbox.tenant.collections.get('users')?.get(people[2] ?? '')?.['username']);
  const users = [
    ...byId([people[0] ?? '', people[1] ?? '', people[0] ?? '']),
    { username: { directory, username } },
    { username: { directory, username: 'nobody of this name' } },
    { id: 'no id at all' },
  ];
  const { data, errors } = await ask(operation('suspend-users'), {
    input: { users, reason: 'Left', idempotencyKey: 'contract' },
  });
  expect(errors).toBeUndefined();
  expect(data).toMatchObject({
    suspendUsers: {
      __typename: 'BulkOperation',
      state: 'DONE',
      total: 5,
      succeeded: 3,
      failed: 2,
      refused: 0,
      results: {
        nodes: [
          { outcome: 'SUCCEEDED', code: null },
          { outcome: 'SUCCEEDED' },
          { outcome: 'SUCCEEDED' },
          { subject: null, outcome: 'NOT_FOUND', code: 'NOT_FOUND' },
          { subject: null, outcome: 'INVALID', code: 'BAD_USER_INPUT' },
        ],
      },
    },
  });
  expect(people.map((id) => tenant.isEnabled(id))).toEqual([false, false, false]);
});

test('a filter is planned, listened to and applied', async () => {
  const [person = ''] = tenant.people(1);
  const username = String(sandbox.tenant.collections.get('users')?.get(person)?.['username']);
  const filter = { directory, username: { equals: username } };
  const planned = await ask(PLAN, { input: { filter } });
  expect(planned.data).toMatchObject({
    suspendUsers: {
      state: 'PLANNED',
      total: 1,
      pending: 1,
      plan: { wouldChange: 1, refused: 0, lastsSeconds: 0 },
      results: {
        nodes: [
          {
            given: `user name ${username}`,
            outcome: 'PENDING',
            wouldChange: true,
            differences: [{ path: 'status' }, { path: 'enabled' }],
          },
        ],
      },
    },
  });
  expect(tenant.isEnabled(person)).toBe(true);
  const { id } = (planned.data as { suspendUsers: { id: string } }).suspendUsers;

  const events = gateway.listen(
    'subscription ($id: ID!) { bulkOperationChanged(id: $id) { state succeeded } }',
    { id },
  );
  expect((await ask(APPLY, { operation: id })).data).toMatchObject({
    applyBulkOperation: { state: 'DONE', succeeded: 1, failed: 0 },
  });
  expect((await events).at(-1)?.data).toEqual({ bulkOperationChanged: { state: 'DONE', succeeded: 1 } });
  expect(tenant.isEnabled(person)).toBe(false);

  const listed = await ask('{ bulkOperations(first: 1) { nodes { id action actor total } } }');
  expect(listed.data).toEqual({
    bulkOperations: { nodes: [{ id, action: 'SUSPEND_USER', actor: 'local', total: 1 }] },
  });
  const found = await ask('query ($id: ID!) { bulkOperation(id: $id) { state } node(id: $id) { id } }', {
    id,
  });
  expect(found.data).toEqual({ bulkOperation: { state: 'DONE' }, node: { id } });
});

test('more than 50 users are planned first; a plan that was cancelled is not applied', async () => {
  const planned = await ask(PLAN, { input: { users: byId(tenant.people(51)) } });
  expect(planned.data).toMatchObject({ suspendUsers: { state: 'PLANNED', total: 51 } });
  const { id } = (planned.data as { suspendUsers: { id: string } }).suspendUsers;
  const cancel =
    'mutation ($id: ID!) { cancelBulkOperation(input: { operation: $id }) { ... on BulkOperation { state notStarted } } }';
  expect((await ask(cancel, { id })).data).toEqual({
    cancelBulkOperation: { state: 'CANCELLED', notStarted: 51 },
  });
  expect((await ask(APPLY, { operation: id })).data).toMatchObject({
    applyBulkOperation: { state: 'CANCELLED' },
  });
  expect(sandbox.requests.writes).toEqual([]);
});

test('of six subscriptions of one caller at once one is refused, and the others end with the operation', async () => {
  const planned = await ask(PLAN, { input: { users: byId(tenant.people(1)), dryRun: true } });
  const { id } = (planned.data as { suspendUsers: { id: string } }).suspendUsers;
  const listening = Array.from({ length: 6 }, () =>
    gateway.listen('subscription ($id: ID!) { bulkOperationChanged(id: $id) { state } }', { id }),
  );
  const [refused] = await Promise.race(listening);
  expect(refused?.errors?.[0]?.extensions?.code).toBe('TOO_MANY_SUBSCRIPTIONS');
  await ask('mutation ($id: ID!) { cancelBulkOperation(input: { operation: $id }) { __typename } }', { id });
  const ends = (await Promise.all(listening)).map((events) => events.at(-1)?.data ?? null);
  expect(ends.filter((end) => end !== null)).toEqual(
    Array.from({ length: 5 }, () => ({ bulkOperationChanged: { state: 'CANCELLED' } })),
  );
});

test('neither nobody nor both ways of naming users nor several directories are accepted', async () => {
  const nobody = await ask(PLAN, { input: { users: [] } });
  expect(nobody.data).toMatchObject({ suspendUsers: { __typename: 'InvalidInput', code: 'BAD_USER_INPUT' } });
  const several = [...byId(['a']), { externalId: { directory: 'elsewhere', externalId: 'b' } }];
  expect((await ask(PLAN, { input: { users: several } })).errors?.[0]?.extensions?.code).toBe(
    'BAD_USER_INPUT',
  );
  const both = await ask(PLAN, { input: { users: byId(['a']), filter: { directory } } });
  expect(both.errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  expect((await ask(PLAN, { input: {} })).errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
});

test('a gateway without a database says so, and changes nothing', async () => {
  const bare = await openGateway();
  const { data } = await bare.ask<unknown>(PLAN, {
    input: { users: [{ externalId: { directory: 'acme', externalId: 'x' } }] },
  });
  expect(data).toMatchObject({ suspendUsers: { __typename: 'ActionFailed', code: 'NOT_AVAILABLE' } });
  expect(bare.sandbox.requests.writes).toEqual([]);
});

test('an entry of the ledger is undone, and refused when it was undone before', async () => {
  const [person = ''] = tenant.people(1);
  const [user] = byId([person]);
  const suspended = await ask(
    'mutation ($user: UserRef!) { suspendUser(input: { user: $user }) { ... on SuspendUserSuccess { entry { id } } } }',
    { user },
  );
  const entry = (suspended.data as { suspendUser: { entry: { id: string } } }).suspendUser.entry.id;
  const query = /* GraphQL */ `
    mutation ($entry: ID!) {
      undo(input: { entry: $entry, reason: "The wrong one" }) {
        __typename
        ... on ActionDone {
          changed
          subject {
            externalId
            user {
              status
            }
          }
          entry {
            cause {
              kind
            }
          }
        }
        ... on Error {
          code
        }
      }
    }
  `;
  expect((await ask(query, { entry })).data).toMatchObject({
    undo: {
      __typename: 'ActionDone',
      changed: true,
      subject: { externalId: person, user: { status: 'ACTIVE' } },
      entry: { cause: { kind: 'UNDO' } },
    },
  });
  expect((await ask(query, { entry })).data).toEqual({
    undo: { __typename: 'ActionRefused', code: 'ALREADY_UNDONE' },
  });
});

test('access for a time is listed, and ended before its time', async () => {
  const [person = ''] = tenant.people(1);
  const groups = [...(sandbox.tenant.collections.get('groups') ?? new Map())];
  const [group = ''] = groups.find(([, row]) => row['userFilter'] === undefined) ?? [];
  const found = await ask('{ groups(first: 1000) { nodes { id externalId } } }');
  const nodes = (found.data as { groups: { nodes: readonly { id: string; externalId: string }[] } }).groups
    .nodes;
  const input = {
    user: byId([person])[0],
    group: nodes.find(({ externalId }) => externalId === group)?.id,
    until: new Date(Date.now() + 3_600_000).toISOString(),
  };
  const given = await ask(
    'mutation ($input: AddUserToGroupInput!) { addUserToGroup(input: $input) { __typename ... on Error { message } } }',
    { input },
  );
  expect(given.data).toMatchObject({ addUserToGroup: { __typename: 'AddUserToGroupSuccess' } });
  const listed = await ask(
    '{ timedGrants { nodes { id state action inverse until subject { externalId } } } }',
  );
  expect(listed.data).toMatchObject({
    timedGrants: {
      nodes: [
        {
          state: 'ACTIVE',
          inverse: 'REMOVE_USER_FROM_GROUP',
          until: input.until,
          subject: { externalId: person },
        },
      ],
    },
  });
  const { id } = (listed.data as { timedGrants: { nodes: [{ id: string }] } }).timedGrants.nodes[0];
  const end =
    'mutation ($id: ID!) { endTimedGrant(input: { grant: $id }) { __typename ... on ActionDone { changed } ... on Error { code } } }';
  expect((await ask(end, { id })).data).toEqual({
    endTimedGrant: { __typename: 'ActionDone', changed: true },
  });
  expect(sandbox.tenant.userGroups.get(person)?.has(group) ?? false).toBe(false);
  expect((await ask(end, { id })).data).toEqual({
    endTimedGrant: { __typename: 'ActionConflict', code: 'CONFLICT' },
  });
});

// Last: it uses up what the limit leaves of the eight; undoing took one.
test('what waits for the blast radius is answered at once, with the moment at which it goes on', async () => {
  const people = tenant.people(9);
  for (const id of people) tenant.setEnabled(id, false);
  const query = /* GraphQL */ `
    mutation ($input: UnsuspendUsersInput!) {
      unsuspendUsers(input: $input) {
        ... on BulkOperation {
          state
          succeeded
          pending
          passesAt
        }
      }
    }
  `;
  const { data } = await ask(query, { input: { users: byId(people) } });
  expect(data).toMatchObject({ unsuspendUsers: { state: 'WAITING', succeeded: 7, pending: 2 } });
  const { passesAt } = (data as { unsuspendUsers: { passesAt: string } }).unsuspendUsers;
  expect(Date.parse(passesAt)).toBeGreaterThan(Date.now());
});
