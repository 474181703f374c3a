import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeGlobalId } from '../../src/graphql/global-id.ts';
import { KEY, operation, startGateway, type TestGateway } from '../support/gateway.ts';

const OURS = new URL('../../schema/operations/', import.meta.url);
const ORIGINALS = new URL('../../../shared/contract/operations/', import.meta.url);
const names = readdirSync(OURS)
  .filter((file) => file.endsWith('.graphql'))
  .map((file) => file.replace('.graphql', ''));
/** The others are listened to: see `live/`. */
const asked = names.filter((name) => !/^subscription /m.test(operation(name)));

describe('the operations of the contract', () => {
  let gateway: TestGateway;
  let variables: Readonly<Record<string, Readonly<Record<string, unknown>>>>;

  beforeAll(async () => {
    gateway = await startGateway({ users: 60, database: true });
    const ref = { externalId: { directory: KEY, externalId: String(gateway.users()[30]?.id) } };
    const [roleId] = gateway.sandbox.tenant.platform.get('roles')?.keys() ?? [];
    const role = encodeGlobalId('Role', `${KEY}:${roleId}`);
    variables = {
      applications: { first: 20 },
      findings: { first: 50 },
      identities: { first: 50 },
      'groups-members': { first: 40, members: 50 },
      ledger: { first: 20 },
      'force-password-change': { input: { user: ref } },
      'remove-role-assignment': { input: { user: ref, role, scope: { type: 'ENVIRONMENT' } } },
      'require-mfa-enrollment': { input: { user: ref } },
      'revoke-user-sessions': { input: { user: ref } },
      'suspend-users': { input: { users: [ref], reason: 'Contract ended' } },
      'suspend-user': { input: { user: ref, reason: 'Laptop lost' } },
      'unsuspend-user': { input: { user: ref } },
      user: { ref },
      users: { first: 20 },
      'users-mfa': { first: 60 },
    };
  });
  afterAll(() => gateway.close());

  it.each(asked)('%s runs as written, without an error', async (name) => {
    const { data, errors } = await gateway.run<object>(name, variables[name] ?? {});
    expect(errors).toEqual([]);
    expect(Object.values(data)).not.toContain(null);
  });

  it('users answers the whole tenant in pages, each user once', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const { data }: { data: UsersPage } = await gateway.run<UsersPage>('users', { first: 25, after });
      expect(data.users.coverage.complete).toBe(true);
      seen.push(...data.users.nodes.map((user) => user.externalId));
      after = data.users.pageInfo.hasNextPage ? data.users.pageInfo.endCursor : null;
    } while (after !== null);
    expect(seen).toEqual(gateway.users().map((user) => user.id));
  });

  it('our copies are the contract, word for word', ({ skip }) => {
    if (!existsSync(ORIGINALS)) {
      skip(
        'SKIPPED: ../shared/contract/operations is not beside this repository, there is nothing to compare with.',
      );
    }
    for (const name of names) {
      expect(operation(name), name).toBe(readFileSync(new URL(`${name}.graphql`, ORIGINALS), 'utf8'));
    }
  });
});

interface UsersPage {
  readonly users: {
    readonly coverage: { readonly complete: boolean };
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly nodes: readonly { readonly externalId: string }[];
  };
}
