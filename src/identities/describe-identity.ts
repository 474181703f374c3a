import type { User } from '../model/user.ts';
import { strongestTie } from './cluster-keys.ts';
import type { Correlation } from './correlation.ts';
import { evidenceOf } from './describe-match.ts';
import type { Identity, IdentityLink } from './identity.ts';
import { inUse } from './in-use.ts';
import { identityId } from './identity-id.ts';
import { confidenceOf, keyOf } from './levels.ts';
import type { Suggestions } from './suggest.ts';

/** The accounts of the identity to which an account belongs, its anchor first. */
export function membersOf(
  { ground, people, matches, clusters }: Correlation,
  slot: number,
): readonly number[] {
  const match = matches.of(slot);
  const anchor = ground.isPrimary(slot) ? slot : match.kind === 'MATCHED' ? match.target : null;
  if (anchor === null) return clusters.of(slot);
  const person = people.of(anchor);
  const attached = person.flatMap((each) => matches.attached(each));
  return [...person, ...attached.toSorted(ground.compare)];
}

/** The account after which the identity of an account is named. */
export function anchorOf({ ground, people, matches, clusters }: Correlation, slot: number): number {
  if (ground.isPrimary(slot)) return people.anchor(slot);
  const match = matches.of(slot);
  return match.kind === 'MATCHED' ? people.anchor(match.target) : clusters.anchor(slot);
}

export function describeIdentity(correlation: Correlation, suggestions: Suggestions, slot: number): Identity {
  const { ground } = correlation;
  const members = membersOf(correlation, slot);
  const [anchor = slot] = members;
  const primary = primaryOf(correlation, anchor);
  const links = members.map((member) => describeLink(correlation, members, anchor, member));
  return {
    id: identityId(ground.user(anchor)),
    displayName: nameOf([...(primary === null ? [] : [primary]), ...links.map(({ user }) => user)]),
    primaryUser: primary,
    links,
    suggestions: suggestions.around(members),
  };
}

/** The primary account in use: the one that a match would be given. */
function primaryOf({ ground, people }: Correlation, anchor: number): User | null {
  if (!ground.isPrimary(anchor)) return null;
  return ground.user(inUse(ground, people.of(anchor)));
}

function describeLink(
  correlation: Correlation,
  members: readonly number[],
  anchor: number,
  slot: number,
): IdentityLink {
  const { ground, matches, people } = correlation;
  const user = ground.user(slot);
  if (slot === anchor) return { user, matchedBy: 'ANCHOR', confidence: 'CERTAIN', evidence: [] };
  const match = matches.of(slot);
  if (match.kind === 'MATCHED') {
    const evidence = evidenceOf(correlation, slot, match);
    return { user, matchedBy: keyOf(match.level), confidence: match.confidence, evidence };
  }
  const others = ground.isPrimary(slot) ? people.of(slot) : members;
  const nodes = others.map((each) => ({ slot: each, keyed: matches.of(each).kind === 'OPEN' }));
  const level = strongestTie(ground, nodes, others.indexOf(slot)) ?? 0;
  return {
    user,
    matchedBy: keyOf(level),
    confidence: confidenceOf(level),
    evidence: [{ label: 'key', value: keyOf(level) }],
  };
}

function nameOf(users: readonly User[]): string {
  const said = (read: (user: User) => string | null): string | undefined =>
    users.map((user) => read(user)?.trim() ?? '').find((text) => text !== '');
  return (
    said((user) => user.displayName ?? user.name?.formatted ?? null) ??
    said((user) => user.username ?? user.email) ??
    users[0]?.externalId ??
    ''
  );
}
