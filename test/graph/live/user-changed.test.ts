import { expect, test } from 'vitest';
import type { Caller } from '../../../src/access/caller.ts';
import { encodeGlobalId } from '../../../src/graphql/global-id.ts';
import { requestScope } from '../../directory/request-scope.ts';
import { KEY, operation } from '../../support/gateway.ts';
import { type Listening, openLive } from './live-gateway.ts';

const CHANGES = operation('user-changed');
const SUSPEND = /* GraphQL */ `
  mutation ($user: UserRef!) {
    suspendUser(input: { user: $user, reason: "Laptop lost" }) {
      __typename
    }
  }
`;

interface Change {
  readonly user: { readonly id: string; readonly externalId: string; readonly status: string } | null;
  readonly change: string;
  readonly observedAt: string;
}

async function changeIn(listening: Listening): Promise<Change> {
  const event = await listening.next();
  expect(event?.errors).toBeUndefined();
  if (event === null) throw new Error('Expected an event; the stream has ended.');
  return (event.data as { userChanged: Change }).userChanged;
}

/** An action reads its user before the change too, and that is told of as well. */
async function changeTo(status: string, listening: Listening): Promise<Change> {
  for (;;) {
    const change = await changeIn(listening);
    if (change.user?.status === status) return change;
  }
}

function refTo(externalId: string) {
  return { user: { externalId: { directory: KEY, externalId } } };
}

test('who listens is told of a user whom this gateway suspended', async () => {
  const { listen, ask, users, directory } = await openLive({ users: 20 });
  await directory.sweeper.read(requestScope());
  const listening = await listen(CHANGES, { directory: KEY });
  const active = users().filter((user) => user['enabled'] === true);
  const id = String(active[5]?.id);
  expect((await ask<unknown>(SUSPEND, refTo(id))).data).toEqual({
    suspendUser: { __typename: 'SuspendUserSuccess' },
  });
  expect(await changeTo('SUSPENDED', listening)).toMatchObject({
    user: { id: encodeGlobalId('User', `${KEY}:${id}`), externalId: id, status: 'SUSPENDED' },
    change: 'UPDATED',
  });
});

test('who listens to all directories is told of them too, and what else is asked of the user is read anew', async () => {
  const { listen, ask, users, directory } = await openLive({ users: 20 });
  await directory.sweeper.read(requestScope());
  const listening = await listen(
    'subscription { userChanged { user { externalId status pingOne { mfaEnabled } groups { totalCount } } } }',
  );
  const id = String(users().filter((user) => user['enabled'] === true)[3]?.id);
  await ask(SUSPEND, refTo(id));
  await changeTo('SUSPENDED', listening);
  await ask(SUSPEND.replaceAll('suspendUser', 'unsuspendUser'), refTo(id));
  expect((await changeTo('ACTIVE', listening)).user?.externalId).toBe(id);
});

test('callers of some populations are told of the people in these only', async () => {
  let population = '';
  const gateway = await openLive({
    users: 40,
    asker: (): Caller => ({
      name: 'confined',
      roles: [],
      grants: [{ permission: 'directory:read', directories: [KEY], populations: [population] }],
    }),
  });
  const active = gateway.users().filter((user) => user['enabled'] === true);
  const populationOf = (user: (typeof active)[number] | undefined): string => {
    const of = user?.['population'];
    return typeof of === 'object' && of !== null && 'id' in of ? String(of.id) : '';
  };
  const [one] = active;
  const other = active.find((user) => populationOf(user) !== populationOf(one));
  population = populationOf(other);
  await gateway.directory.sweeper.read(requestScope());
  const listening = await gateway.listen(CHANGES, {});
  await gateway.ask(SUSPEND, refTo(String(one?.id)));
  await gateway.ask(SUSPEND, refTo(String(other?.id)));
  // The first was changed before, and is not told of.
  expect((await changeIn(listening)).user?.externalId).toBe(other?.id);
});

test('a caller without the permission is refused', async () => {
  const caller: Caller = { name: 'auditor', roles: [], grants: [{ permission: 'audit:read' }] };
  const { listen } = await openLive({ users: 5, caller });
  const refused = await (await listen(CHANGES, {})).next();
  expect(refused?.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
});
