import { describe, expect, it } from 'vitest';
import { correlate, type Identities } from '../../src/identities/identities.ts';
import { defaultCorrelationSettings } from '../../src/identities/settings.ts';
import type { User } from '../../src/model/user.ts';
import { account, asOf, directory, link } from './support/account.ts';

function withoutPrimary(users: readonly User[], links = [] as Parameters<typeof link>[]): Identities {
  const keys = [...new Set(users.map((user) => user.directory))];
  return correlate({
    directories: keys.map((key) =>
      directory(
        key,
        users.filter((user) => user.directory === key),
        { isPrimary: false },
      ),
    ),
    settings: defaultCorrelationSettings,
    links: links.map((each) => link(...each)),
  });
}

const groups = (identities: Identities): readonly (readonly string[])[] =>
  identities
    .page(100, null)
    .identities.map(({ links }) => links.map(({ user }) => `${user.directory}/${user.externalId}`));

const at = (directoryKey: string, externalId: string, facts: Partial<User>): User =>
  account(externalId, { directory: directoryKey, ...facts });

describe('identities without a primary directory', () => {
  it('one address in several directories is one identity, and no match is claimed', () => {
    const users = ['a', 'b', 'c'].map((key) => at(key, '1', { email: 'Ada@example.com' }));
    const all = withoutPrimary(users);
    expect(groups(all)).toEqual([['a/1', 'b/1', 'c/1']]);
    expect(all.page(1, null).identities[0]).toMatchObject({
      primaryUser: null,
      links: [{ matchedBy: 'ANCHOR' }, { matchedBy: 'EMAIL', confidence: 'MEDIUM' }, { matchedBy: 'EMAIL' }],
    });
    expect(all.matchOf({ directory: 'a', externalId: '1' }, asOf)).toMatchObject({
      reason: 'NOT_CONFIGURED',
    });
  });

  it('an address that two people of one directory share ties nobody', () => {
    const email = 'desk@example.com';
    const all = withoutPrimary([at('a', '1', { email }), at('a', '2', { email }), at('b', '1', { email })]);
    expect(groups(all)).toEqual([['a/1'], ['a/2'], ['b/1']]);
  });

  it('twins with one mailbox are told apart by their sign-in names', () => {
    const email = 'twins@example.com';
    const users = ['a', 'b'].flatMap((key) =>
      ['x', 'y'].map((id) => at(key, id, { email, username: `${id}@example.com` })),
    );
    expect(groups(withoutPrimary(users))).toEqual([
      ['a/x', 'b/x'],
      ['a/y', 'b/y'],
    ]);
  });

  it('weak ties do not add up to one person', () => {
    const chain = [
      at('a', '1', { email: '1@example.com', aliases: ['2@example.com'] }),
      at('b', '1', { email: '2@example.com', aliases: ['3@example.com'] }),
      at('c', '1', { email: '3@example.com', aliases: ['4@example.com'] }),
      at('d', '1', { email: '4@example.com' }),
    ];
    expect(groups(withoutPrimary(chain))).toEqual([['a/1'], ['b/1'], ['c/1'], ['d/1']]);
    // Somebody in the middle who is tied to both ends is enough.
    expect(groups(withoutPrimary(chain.slice(0, 3)))).toEqual([['a/1', 'b/1', 'c/1']]);
  });

  it('two employee numbers are two people, whatever else they share', () => {
    const email = 'ada@example.com';
    const users = [
      at('a', '1', { email, employeeNumber: '7' }),
      at('b', '1', { email, employeeNumber: '8' }),
      at('c', '1', { email, employeeNumber: '8' }),
    ];
    expect(groups(withoutPrimary(users))).toEqual([['a/1'], ['b/1', 'c/1']]);
  });

  it('an operator links what nothing else ties, and keeps apart what something does', () => {
    const [one, other] = [at('a', '1', { email: 'x@example.com' }), at('b', '1', {})];
    expect(groups(withoutPrimary([one, other], [['SAME', one, other]]))).toEqual([['a/1', 'b/1']]);
    const same = { ...other, email: 'x@example.com' };
    expect(groups(withoutPrimary([one, same], [['DIFFERENT', one, same]]))).toEqual([['a/1'], ['b/1']]);
  });

  it('an id leads to the identity that its account is in now', () => {
    const [a, b] = [at('a', '1', { email: 'x@example.com' }), at('b', '1', { email: 'x@example.com' })];
    const before = withoutPrimary([b]).identityOf(b);
    const now = withoutPrimary([a, b]);
    expect(now.identityOf(b)?.id).not.toBe(before?.id);
    expect(now.byId(before?.id ?? '')?.id).toBe(now.identityOf(a)?.id);
    expect(now.byId('nonsense')).toBeNull();
  });

  it('pages go on where they ended', () => {
    const all = withoutPrimary(Array.from({ length: 7 }, (_, index) => at('a', `id-${index}`, {})));
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const { identities, hasNextPage, total } = all.page(3, after);
      expect(total).toBe(7);
      seen.push(...identities.map(({ displayName }) => displayName));
      after = hasNextPage ? (identities.at(-1)?.id ?? null) : null;
    } while (after !== null);
    expect(seen).toEqual(['id-0', 'id-1', 'id-2', 'id-3', 'id-4', 'id-5', 'id-6']);
    expect(() => all.page(1, 'nonsense')).toThrow(/id of an identity/);
  });
});
