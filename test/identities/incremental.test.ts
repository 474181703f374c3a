import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Correlation } from '../../src/identities/correlation.ts';
import { Identities } from '../../src/identities/identities.ts';
import type { ManualLink } from '../../src/identities/manual-link.ts';
import { defaultCorrelationSettings } from '../../src/identities/settings.ts';
import type { User } from '../../src/model/user.ts';
import { account, asOf } from './support/account.ts';
import { makeTruth } from './support/truth.ts';

const usual = { ...defaultCorrelationSettings, usernameDomain: { ldap: 'example.com' } };
/** Limits that few accounts are enough to pass. */
const narrow = { ...usual, crowdSize: 3, recycleMinimumMatches: 2 };
const coverage = { complete: true, reason: null, message: null, takenAt: asOf };
const directories = ['okta', 'ping', 'ldap', 'scim'];

/** Few values, so that accounts meet in every way there is. */
const email = fc.constantFrom(
  null,
  'a@example.com',
  'b@example.com',
  'B@EXAMPLE.com',
  'a+x@example.com',
  'c@example.com',
);
const user: fc.Arbitrary<User> = fc
  .record({
    directory: fc.constantFrom(...directories),
    externalId: fc.constantFrom('id-1', 'id-2', 'id-3', 'id-4'),
    email,
    username: fc.constantFrom(null, 'a', 'b', 'svc-1', 'a@example.com', 'c@example.com'),
    emailVerified: fc.constantFrom(null, true),
    aliases: fc.constantFrom([], ['a@example.com'], ['c@example.com', 'd@example.com']),
    sourceId: fc.constantFrom(null, null, 'id-1', 'id-2', '0123456789abcdef'),
    employeeNumber: fc.constantFrom(null, null, '1', '2'),
    displayName: fc.constantFrom(null, 'Ada King', 'Ada Byron', 'Alan Turing'),
    status: fc.constantFrom('ACTIVE', 'DEPROVISIONED'),
    createdAt: fc.constantFrom(null, new Date('2020-01-01T00:00:00Z'), new Date('2024-01-01T00:00:00Z')),
  })
  .map(({ externalId, ...facts }) => account(externalId, facts));

const link: fc.Arbitrary<ManualLink> = fc.record({
  kind: fc.constantFrom('SAME', 'DIFFERENT'),
  one: user,
  other: user,
  by: fc.constant('operator'),
  reason: fc.constant(null),
  at: fc.date({ min: new Date(0), max: asOf, noInvalidDate: true }),
});

type Change =
  | { readonly kind: 'PUT'; readonly user: User }
  | { readonly kind: 'REMOVE'; readonly user: User }
  | { readonly kind: 'SWEEP'; readonly directory: string; readonly users: readonly User[] }
  | { readonly kind: 'LINKS'; readonly links: readonly ManualLink[] }
  | { readonly kind: 'ASK' }
  | { readonly kind: 'PREPARE' };

const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 6, arbitrary: user.map((each): Change => ({ kind: 'PUT', user: each })) },
  { weight: 3, arbitrary: user.map((each): Change => ({ kind: 'REMOVE', user: each })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom(...directories),
        fc.uniqueArray(user, { maxLength: 4, selector: ({ externalId }) => externalId }),
      )
      .map(([directory, users]): Change => ({
        kind: 'SWEEP',
        directory,
        users: users.map((each) => ({ ...each, directory })),
      })),
  },
  {
    weight: 1,
    arbitrary: fc.array(link, { maxLength: 4 }).map((links): Change => ({ kind: 'LINKS', links })),
  },
  { weight: 4, arbitrary: fc.constant<Change>({ kind: 'ASK' }) },
  { weight: 1, arbitrary: fc.constant<Change>({ kind: 'PREPARE' }) },
);

function keyOf({ directory, externalId }: User): string {
  return `${directory} ${externalId}`;
}

/** What is there after changes, without any correlation. */
class Plain {
  readonly users = new Map<string, User>();
  links: readonly ManualLink[] = [];

  apply(each: Change): void {
    if (each.kind === 'PUT') this.users.set(keyOf(each.user), each.user);
    if (each.kind === 'REMOVE') this.users.delete(keyOf(each.user));
    if (each.kind === 'LINKS') this.links = each.links;
    if (each.kind !== 'SWEEP') return;
    for (const [at, { directory }] of this.users) if (directory === each.directory) this.users.delete(at);
    for (const one of each.users) this.users.set(keyOf(one), one);
  }
}

function applyTo(correlation: Correlation, identities: Identities, each: Change): void {
  if (each.kind === 'PUT') correlation.replaceUser(each.user);
  if (each.kind === 'REMOVE') correlation.removeUser(each.user);
  if (each.kind === 'SWEEP') correlation.replaceDirectory(each.directory, each.users, coverage);
  if (each.kind === 'LINKS') correlation.setLinks(each.links);
  if (each.kind === 'ASK') identities.page(1, null);
  if (each.kind === 'PREPARE') void correlation.loose.prepare();
}

function begun(primary: string | null, settings = usual): readonly [Correlation, Identities] {
  const correlation = new Correlation(settings, primary);
  for (const key of directories) correlation.setCoverage(key, coverage);
  return [correlation, new Identities(correlation)];
}

/** Everything that can be asked. */
function answers(identities: Identities, users: Iterable<User>): unknown {
  const all = [...users].toSorted((one, other) =>
    `${one.directory} ${one.externalId}` < `${other.directory} ${other.externalId}` ? -1 : 1,
  );
  return {
    page: identities.page(100, null),
    matches: all.map((each) => identities.matchOf(each, asOf)),
    doubts: all.map((each) => identities.recycleDoubtOf(each)),
    own: all.map((each) => identities.identityOf(each)?.id),
  };
}

function fresh(
  users: Iterable<User>,
  links: readonly ManualLink[],
  primary: string | null,
  settings = usual,
): unknown {
  const [correlation, identities] = begun(primary, settings);
  const list = [...users];
  for (const each of list) correlation.replaceUser(each);
  correlation.setLinks(links);
  return answers(identities, list);
}

describe('a correlation that is kept up to date', () => {
  for (const [primary, settings, limits] of [
    ['okta', usual, 'usual'],
    ['okta', narrow, 'narrow'],
    [null, usual, 'usual'],
    [null, narrow, 'narrow'],
  ] as const) {
    const kind = `primary: ${primary ?? 'none'}, ${limits} limits`;
    it(`says what a fresh one says, after any changes (${kind})`, () => {
      fc.assert(
        fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
          const [correlation, identities] = begun(primary, settings);
          const plain = new Plain();
          for (const each of changes) {
            applyTo(correlation, identities, each);
            plain.apply(each);
          }
          expect(answers(identities, plain.users.values())).toEqual(
            fresh(plain.users.values(), plain.links, primary, settings),
          );
        }),
        { numRuns: 30 },
      );
    });

    it(`does not depend on who came first (${kind})`, () => {
      const users = fc.uniqueArray(user, {
        maxLength: 14,
        selector: (each) => `${each.directory} ${each.externalId}`,
      });
      const twoOrders = users.chain((list) =>
        fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
      );
      fc.assert(
        fc.property(twoOrders, fc.array(link, { maxLength: 3 }), ([one, other], links) => {
          expect(fresh(one, links, primary, settings)).toEqual(
            fresh(other, links.toReversed(), primary, settings),
          );
        }),
        { numRuns: 30 },
      );
    });
  }

  it('puts every account into exactly one identity', () => {
    fc.assert(
      fc.property(fc.array(user, { maxLength: 16 }), fc.array(link, { maxLength: 3 }), (users, links) => {
        const [correlation, identities] = begun('okta');
        for (const each of users) correlation.replaceUser(each);
        correlation.setLinks(links);
        const linked = identities
          .page(100, null)
          .identities.flatMap((each) => each.links.map((one) => one.user));
        const keys = linked.map(({ directory, externalId }) => `${directory} ${externalId}`);
        expect(new Set(keys).size).toBe(keys.length);
        expect(new Set(keys)).toEqual(new Set(users.map((each) => `${each.directory} ${each.externalId}`)));
      }),
      { numRuns: 30 },
    );
  });

  it('works out one changed account, and nobody who has nothing to do with it', () => {
    const truth = makeTruth(500);
    const correlation = new Correlation(truth.settings, 'okta');
    for (const { key, users } of truth.directories) correlation.replaceDirectory(key, users, coverage);
    const identities = new Identities(correlation);
    identities.page(1, null);
    const before = correlation.work;
    expect(before.matched).toBeGreaterThan(1_500);
    for (const { users } of truth.directories) {
      const [some] = users;
      if (some === undefined) continue;
      correlation.replaceUser({ ...some, email: 'changed@corp.example' });
      identities.page(1, null);
    }
    const after = correlation.work;
    expect(after.matched - before.matched).toBeLessThan(60);
    expect(after.clustered - before.clustered).toBeLessThan(60);
  });

  it('a sweep in which nothing changed is no work', () => {
    const truth = makeTruth(200);
    const correlation = new Correlation(truth.settings, 'okta');
    const load = (): void => {
      for (const { key, users } of truth.directories)
        correlation.replaceDirectory(
          key,
          users.map((each) => ({ ...each, observedAt: new Date() })),
          coverage,
        );
      correlation.settle();
    };
    load();
    const before = correlation.work;
    load();
    expect(correlation.work).toEqual(before);
  });
});
