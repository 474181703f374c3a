import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectDirectories } from '../../src/cli/connect.ts';
import { type EmbeddedSandbox, startEmbeddedSandbox } from '../../src/cli/embedded-sandbox.ts';
import { backgroundScope } from '../../src/cli/readiness.ts';
import type { Directory } from '../../src/directory/directory.ts';
import { correlate, type Identities } from '../../src/identities/identities.ts';
import { defaultCorrelationSettings } from '../../src/identities/settings.ts';
import type { User } from '../../src/model/user.ts';

describe('the directories that are there without configuration', () => {
  let embedded: EmbeddedSandbox;
  let directories: readonly Directory[];
  /** By the key of the directory, read through its adapter. */
  const users = new Map<string, readonly User[]>();
  let found: Identities;

  beforeAll(async () => {
    embedded = await startEmbeddedSandbox();
    directories = connectDirectories(embedded.config);
    for (const directory of directories) users.set(directory.key, await everybody(directory));
    const takenAt = new Date();
    found = correlate({
      directories: directories.map(({ key, isPrimary }) => ({
        key,
        isPrimary,
        users: users.get(key) ?? [],
        complete: true,
        reason: null,
        message: null,
        takenAt,
      })),
      settings: { ...defaultCorrelationSettings, ...embedded.identities },
      links: [],
    });
  });

  afterAll(async () => {
    await Promise.all(directories.map((directory) => directory.close()));
    await embedded.close();
  });

  /** Whose an account is, by the truth that no directory serves. */
  function personOf({ directory, externalId }: User): string | undefined {
    if (directory === 'sandbox') return externalId;
    return directory === 'okta'
      ? embedded.okta.org.personOf.get(externalId)
      : embedded.scim.users.get(externalId)?.person.personId;
  }

  test('are three, all writable, and Okta says who belongs', () => {
    expect(directories.map(({ key, isPrimary, writable }) => ({ key, isPrimary, writable }))).toEqual([
      { key: 'sandbox', isPrimary: false, writable: true },
      { key: 'okta', isPrimary: true, writable: true },
      { key: 'scim', isPrimary: false, writable: true },
    ]);
    expect([...users.values()].map(({ length }) => length)).toEqual([
      2_000,
      embedded.okta.org.users.size,
      embedded.scim.users.size,
    ]);
  });

  test('have people who are found in Okta: nobody is taken for somebody else, and one in a hundred is missed at most', () => {
    const there = new Set(embedded.okta.org.personOf.values());
    const wrong: (string | null)[] = [];
    const missed: (string | null)[] = [];
    let right = 0;
    for (const user of [...(users.get('sandbox') ?? []), ...(users.get('scim') ?? [])]) {
      const match = found.matchOf(user, new Date());
      const person = personOf(user);
      if (match?.kind === 'MATCHED') {
        if (personOf(match.user) === person) right += 1;
        else wrong.push(user.username);
      } else if (person !== undefined && there.has(person)) missed.push(user.username);
    }
    expect(wrong).toEqual([]);
    expect(right).toBeGreaterThan(3_000);
    expect(missed.length).toBeLessThan((right + missed.length) / 100);
  });

  test('every way to find somebody is needed for some', () => {
    const all = [...(users.get('sandbox') ?? []), ...(users.get('scim') ?? [])];
    const matches = all.map((user) => found.matchOf(user, new Date()));
    const keys = new Set(matches.flatMap((match) => (match?.kind === 'MATCHED' ? [match.key] : [])));
    expect([...keys].toSorted()).toEqual([
      'ALIAS',
      'EMAIL',
      'EMPLOYEE_NUMBER',
      'MAPPED_USERNAME',
      'NATIVE_ID',
      'USERNAME',
      'VERIFIED_EMAIL',
    ]);
    const kinds = new Set(matches.map((match) => match?.kind));
    expect(kinds).toEqual(new Set(['AMBIGUOUS', 'MATCHED', 'NONE']));
  });

  test('the leaver whom the explorer shows is closed in Okta, and active in the other two', () => {
    const accounts = [...users.values()].flat().filter(({ email }) => email === embedded.someLeaver);
    expect(accounts.map(({ directory, status }) => ({ directory, status }))).toEqual([
      { directory: 'sandbox', status: 'ACTIVE' },
      { directory: 'okta', status: 'DEPROVISIONED' },
      { directory: 'scim', status: 'ACTIVE' },
    ]);
  });

  test('the person of the ready operations has a plain account in all three', () => {
    const address = `${embedded.someUsername}@example.com`;
    const accounts = [...users.values()].flat().filter(({ email }) => email === address);
    expect(accounts.map(({ status }) => status)).toEqual(['ACTIVE', 'ACTIVE', 'ACTIVE']);
  });
});

async function everybody({ provider }: Directory): Promise<readonly User[]> {
  const { context } = backgroundScope();
  const all: User[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof provider.users.list>> = await provider.users.list(
      { limit: 1_000, cursor, providerFilter: null },
      context,
    );
    all.push(...page.rows);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return all;
}
