/** The accounts of one person in several directories. */
import type { Identity, IdentityLink } from '../../identities/identity.ts';
import type { Evidence, FindingUnknownReason } from '../../model/finding.ts';
import type { User } from '../../model/user.ts';
import { elsewhere, evidence, masked } from '../evidence.ts';
import type { UserFacts } from '../facts.ts';
import {
  and,
  any,
  findingReason,
  type ListFact,
  moreThan,
  type Truth,
  undecided,
  whether,
} from '../kleene.ts';
import { usable } from './account.ts';
import { nameOf } from './match-evidence.ts';

/** Whether a person's primary account is this one. */
function isInUseOf({ primaryUser }: Identity, { directory, externalId }: User): boolean {
  return primaryUser?.directory === directory && primaryUser.externalId === externalId;
}

/**
 * Whether this is the account by which a person with several in the primary directory is judged. Where that was not read whole, it may
 * be another one.
 */
export function speaksForPerson(facts: UserFacts): Truth {
  return and(
    () => whether(facts.identity, (identity) => isInUseOf(identity, facts.user)),
    () => {
      const { complete, reason } = linksIn(facts, facts.directory.key);
      return complete ? true : undecided(findingReason(reason ?? 'PARTIAL'));
    },
  );
}

/** An account that is tied to its person by a weak key may be somebody else's: it is not counted, and not taken for none. */
export function surelyTheirs({ confidence }: IdentityLink): Truth {
  return confidence === 'CERTAIN' || confidence === 'HIGH' ? true : undecided('AMBIGUOUS_MATCH');
}

function usableAndTheirs(link: IdentityLink): Truth {
  return and(
    () => usable(link.user),
    () => surelyTheirs(link),
  );
}

/** Accounts of the person in a directory, as far as that was read. */
export function linksIn(facts: UserFacts, directory: string): ListFact<IdentityLink> {
  const { identity, directory: here } = facts;
  if (identity.state === 'UNKNOWN') return { rows: [], complete: false, reason: identity.reason };
  const coverage = here.identities.state === 'KNOWN' ? here.identities.value?.coverage.get(directory) : null;
  return {
    rows: identity.value.links.filter(({ user }) => user.directory === directory),
    complete: coverage?.complete === true,
    reason: coverage?.complete === true ? null : (coverage?.reason ?? 'PARTIAL'),
  };
}

export function otherDirectories({ identities, key }: UserFacts['directory']): readonly string[] {
  if (identities.state === 'UNKNOWN') return [];
  return [...(identities.value?.coverage.keys() ?? [])].filter((directory) => directory !== key);
}

/** Whether the person can still use accounts in so many other directories; one that was not read may hold such an account. */
export function usableElsewhere(facts: UserFacts): Truth {
  return whether(facts.directory.identities, () => {
    const answers = otherDirectories(facts.directory).map((key) => any(linksIn(facts, key), usableAndTheirs));
    const low = answers.filter((answer) => answer === true).length;
    const open = answers.filter((answer) => typeof answer === 'object');
    const reason: FindingUnknownReason = open[0]?.reason ?? 'PARTIAL_DATA';
    const interval = { low, high: low + open.length, reason };
    return moreThan(interval, facts.directory.settings.minLeaverDirectories - 1);
  });
}

export function usableElsewhereRows(facts: UserFacts): readonly Evidence[] {
  return otherDirectories(facts.directory).flatMap((key) => {
    const links = linksIn(facts, key);
    const rows = links.rows
      .filter((link) => usableAndTheirs(link) === true)
      .map(({ user, matchedBy, confidence }) => {
        const name = nameOf(user);
        const said = `${key}: ${name} (${user.status}, ${matchedBy}, ${confidence})`;
        return elsewhere(evidence('usableAccount', said), [user], masked(name));
      });
    const unread = links.reason === null ? null : `${key} (${findingReason(links.reason)})`;
    const gap = unread === null ? [] : [elsewhere(evidence('notReadWhole', unread), [{ directory: key }])];
    return [...rows, ...gap];
  });
}

/** Whether the person has no account in a directory; undecided where it was not read whole. */
export function isMissingIn(facts: UserFacts, directory: string): Truth {
  const links = linksIn(facts, directory);
  if (links.rows.length > 0) return false;
  return links.complete ? true : undecided(findingReason(links.reason ?? 'PARTIAL'));
}
