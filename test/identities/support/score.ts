import type { DirectoryAccounts, Identities } from '../../../src/identities/identities.ts';

/** Who is who, and what is special about them. */
interface KnownPeople {
  readonly directories: readonly DirectoryAccounts[];
  /** By `directory externalId`. */
  readonly personOf: ReadonlyMap<string, { readonly id: number; readonly trait: string }>;
}

export interface Score {
  readonly people: number;
  readonly accounts: number;
  readonly identities: number;
  /** Share of linked pairs of accounts that are one person's. */
  readonly precision: number;
  /** Share of pairs of accounts of one person that are linked. */
  readonly recall: number;
  /** Pairs that were missed, by what is special about the person. */
  readonly missed: Readonly<Record<string, number>>;
  /** Pairs that were linked and are two people's, by what is special about the two. */
  readonly wrong: Readonly<Record<string, number>>;
  /** Matches with a primary account of somebody else. */
  readonly wrongMatches: number;
}

/** Holds the identities that were found against who is who. */
export function score(found: Identities, truth: KnownPeople, asOf: Date): Score {
  const pairsOf = new Map<number, number>();
  const missed: Record<string, number> = {};
  const wrong: Record<string, number> = {};
  const sizes = new Map<number, number>();
  for (const { id } of truth.personOf.values()) sizes.set(id, (sizes.get(id) ?? 0) + 1);
  let [linked, right, wrongMatches] = [0, 0, 0];
  const { identities } = found.page(Number.MAX_SAFE_INTEGER, null);
  for (const { links } of identities) {
    const people = links.map(({ user }) => truth.personOf.get(`${user.directory} ${user.externalId}`));
    linked += pairs(links.length);
    const counts = new Map(people.map((person) => [person?.id ?? -1, 0]));
    for (const person of people) counts.set(person?.id ?? -1, (counts.get(person?.id ?? -1) ?? 0) + 1);
    for (const [id, count] of counts) {
      right += pairs(count);
      pairsOf.set(id, (pairsOf.get(id) ?? 0) + pairs(count));
    }
    if (counts.size > 1) {
      const key = [...new Set(people.map((person) => person?.trait ?? '?'))].toSorted().join(' ');
      wrong[key] = (wrong[key] ?? 0) + 1;
    }
  }
  let all = 0;
  const seen = new Set<number>();
  for (const person of truth.personOf.values()) {
    if (seen.has(person.id)) continue;
    seen.add(person.id);
    const expected = pairs(sizes.get(person.id) ?? 0);
    all += expected;
    const gone = expected - (pairsOf.get(person.id) ?? 0);
    if (gone > 0) missed[person.trait] = (missed[person.trait] ?? 0) + gone;
  }
  for (const { users } of truth.directories) {
    for (const user of users) {
      const match = found.matchOf(user, asOf);
      if (match?.kind !== 'MATCHED') continue;
      const [own, other] = [user, match.user].map((each) =>
        truth.personOf.get(`${each.directory} ${each.externalId}`),
      );
      if (own !== other) wrongMatches += 1;
    }
  }
  return {
    people: sizes.size,
    accounts: truth.personOf.size,
    identities: identities.length,
    precision: right / linked,
    recall: right / all,
    missed,
    wrong,
    wrongMatches,
  };
}

function pairs(count: number): number {
  return (count * (count - 1)) / 2;
}
