import { expect, it } from 'vitest';
import { KEY, openGateway } from '../support/gateway.ts';

interface Answer {
  readonly result: {
    readonly changed: boolean;
    readonly replayed: boolean;
    readonly user?: { readonly status: string };
  };
}

it('a repeat with an idempotency key says that it is one, also when what it did was taken back meanwhile', async () => {
  const gateway = await openGateway({ users: 60 });
  const user = gateway.users().findLast((row) => row['enabled'] === true);
  const ask = async (mutation: 'suspendUser' | 'unsuspendUser', idempotencyKey: string | null) => {
    const type = mutation === 'suspendUser' ? 'SuspendUserSuccess' : 'UnsuspendUserSuccess';
    const { data, errors } = await gateway.ask<Answer>(
      `mutation ($ref: UserRef!, $key: String) {
        result: ${mutation}(input: { user: $ref, idempotencyKey: $key }) {
          ... on ${type} { changed replayed user { status } }
        }
      }`,
      { ref: { externalId: { directory: KEY, externalId: user?.id } }, key: idempotencyKey },
    );
    expect(errors).toEqual([]);
    return data.result;
  };
  expect(await ask('suspendUser', 'k')).toMatchObject({ changed: true, replayed: false });
  expect(await ask('unsuspendUser', null)).toMatchObject({ changed: true, replayed: false });
  expect(await ask('suspendUser', 'k')).toEqual({
    changed: true,
    replayed: true,
    user: { status: 'ACTIVE' },
  });
});
