import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Row } from '../../src/sandbox/tenant.ts';
import { callsOf, KEY, startGateway, type TestGateway } from '../support/gateway.ts';

const query = 'query ($ref: UserRef!) { user(ref: $ref) { id externalId username } }';

describe('user(ref)', () => {
  let gateway: TestGateway;
  let somebody: Row;

  beforeAll(async () => {
    gateway = await startGateway({ users: 300 });
    const [first] = gateway.users();
    const found = gateway.users().find((user) => hasOwnEmail(user, gateway.users()));
    if (first === undefined || found === undefined)
      throw new Error('Expected a user with an address of their own.');
    somebody = found;
  });
  afterAll(() => gateway.close());

  async function ask(ref: object) {
    return gateway.ask<{ user: { id: string; externalId: string } | null }>(query, { ref });
  }

  it('finds the same user by id, external id, user name and address, in capital letters too', async () => {
    const username = String(somebody['username']);
    const email = String(somebody['email']);
    const id = Buffer.from(`User:${KEY}:${somebody.id}`).toString('base64url');
    for (const ref of [
      { id },
      { externalId: { directory: KEY, externalId: somebody.id } },
      { username: { directory: KEY, username } },
      { username: { directory: KEY, username: username.toUpperCase() } },
      { email: { directory: KEY, email } },
      { email: { directory: KEY, email: email.toUpperCase() } },
    ]) {
      const { data, errors } = await ask(ref);
      expect(errors).toEqual([]);
      expect(data.user).toMatchObject({ id, externalId: somebody.id });
    }
  });

  it('is null for somebody who does not exist', async () => {
    for (const ref of [
      { externalId: { directory: KEY, externalId: '00000000-0000-4000-8000-000000000000' } },
      { username: { directory: KEY, username: 'nobody.at.all' } },
      { username: { directory: KEY, username: '" or username sw "' } },
      { email: { directory: KEY, email: 'nobody@example.org' } },
    ]) {
      const { data, errors } = await ask(ref);
      expect(errors).toEqual([]);
      expect(data.user).toBeNull();
    }
  });

  it('does not choose among several users with one address', async () => {
    const [one, other] = gateway.users();
    if (one === undefined || other === undefined) throw new Error('Expected two users.');
    one['email'] = other['email'] = 'shared@example.org';
    gateway.sandbox.world.touch();
    const { data, errors } = await ask({ email: { directory: KEY, email: 'shared@example.org' } });
    expect(data.user).toBeNull();
    expect(errors[0]?.extensions?.code).toBe('AMBIGUOUS');
    expect(errors[0]?.message).toContain('2');
  });

  it('takes exactly one way of naming a user', async () => {
    const both = await ask({ id: 'x', username: { directory: KEY, username: 'y' } });
    expect(both.errors).toHaveLength(1);
    expect((await ask({})).errors).toHaveLength(1);
  });

  it('fails where the provider fails: an error is not an absence', async () => {
    const disarm = gateway.sandbox.faults.add({ route: /users/, fault: { kind: 'status', status: 403 } });
    const { data, errors } = await ask({ username: { directory: KEY, username: 'nobody.at.all' } });
    disarm();
    expect(data.user).toBeNull();
    expect(errors[0]?.extensions?.code).toBe('UPSTREAM_FORBIDDEN');
  });

  it('costs one call, however often the user is asked for', async () => {
    const other = await startGateway({ users: 20 });
    try {
      const ref = { externalId: { directory: KEY, externalId: other.users()[3]?.id } };
      const fields = ['a', 'b', 'c'].map((alias) => `${alias}: user(ref: $ref) { username }`).join(' ');
      await other.ask(`query ($ref: UserRef!) { ${fields} }`, { ref });
      expect(callsOf(other.sandbox)).toBe(1);
    } finally {
      await other.close();
    }
  });
});

function hasOwnEmail(user: Row, all: readonly Row[]): boolean {
  return user['email'] !== undefined && all.filter((other) => other['email'] === user['email']).length === 1;
}
