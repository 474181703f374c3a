import type { Caller } from '../access/caller.ts';
import { can } from '../access/caller.ts';
import { isConfined, reaches } from '../access/reach.ts';
import { masked } from '../findings/evidence.ts';
import { isOfItself } from '../findings/predicates/match-evidence.ts';
import type { Identity, IdentityLink, Suggestion } from '../identities/identity.ts';
import type { Coverage } from '../model/coverage.ts';
import type { Evidence } from '../model/finding.ts';
import type { User } from '../model/user.ts';
import { placeOfUser } from './place.ts';
import { usersWithin } from './within.ts';

/** An identity as one caller sees it: nothing in it names, or is named after, an account that the caller may not see. */
export interface IdentityView {
  /** The account after which it is called: the first one that the caller sees. */
  readonly anchor: User;
  readonly displayName: string;
  readonly primaryUser: User | null;
  readonly links: readonly IdentityLink[];
  /** The same accounts with what ties each in truth, where the anchor is hidden too: to decide by, never to show. */
  readonly ties: readonly IdentityLink[];
  readonly suggestions: readonly Suggestion[];
  /** Of the directories that the caller knows: where accounts may be missing. */
  readonly coverage: Coverage;
}

/** Null: the caller sees none of its accounts. */
export function viewOf(identity: Identity, coverage: Coverage, caller: Caller): IdentityView | null {
  const isWithin = usersWithin(caller) ?? (() => true);
  const links = identity.links.filter(({ user }) => isWithin(user));
  const [first] = links;
  if (first === undefined) return null;
  const whole = links.length === identity.links.length;
  // What the first one is tied to is not told where the anchor is hidden: that there is one would be told with it.
  const shown = identity.links[0] === first ? links : [anchored(first), ...links.slice(1)];
  return {
    anchor: first.user,
    displayName: whole ? identity.displayName : nameOf(links.map(({ user }) => user)),
    primaryUser:
      identity.primaryUser !== null && isWithin(identity.primaryUser) ? identity.primaryUser : null,
    links: shown.map((link) => ({ ...link, evidence: evidenceFor(link.evidence, link.user, caller) })),
    ties: links,
    suggestions: identity.suggestions.filter(({ user }) => isWithin(user)),
    coverage,
  };
}

function anchored({ user }: IdentityLink): IdentityLink {
  return { user, matchedBy: 'ANCHOR', confidence: 'CERTAIN', evidence: [] };
}

function nameOf(users: readonly User[]): string {
  const names = [
    ...users.map(({ displayName, name }) => displayName ?? name?.formatted),
    ...users.map(({ username, email }) => username ?? email),
    ...users.map(({ externalId }) => externalId),
  ];
  return names.map((text) => text?.trim() ?? '').find((text) => text !== '') ?? '';
}

/** What a match rests on, as far as a caller may read it elsewhere too. */
export function evidenceFor(evidence: readonly Evidence[], user: User, caller: Caller): readonly Evidence[] {
  const readsAll = !isConfined(caller);
  const readsNumbers = reaches(caller, 'directory:read.pii', placeOfUser(user));
  const readsLedger = can(caller, 'audit:read', { directory: user.directory });
  return evidence
    .filter((row) => readsAll || isOfItself(row))
    .filter(({ label }) => readsLedger || label !== 'linkedBy')
    .map(({ label, value }) =>
      label === 'employeeNumber' && !readsNumbers ? { label, value: masked(value) } : { label, value },
    );
}
