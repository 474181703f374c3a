/** What an account's own row says of it. */
import { onceFor } from '../../model/once-for.ts';
import type { User } from '../../model/user.ts';
import type { DirectoryFacts, UserFacts } from '../facts.ts';
import { and, type Truth, undecided } from '../kleene.ts';
import { olderThanDays } from '../time.ts';

/** Whether the account can be used, now or once a lock or a verification is over. */
export function usable({ status }: User): Truth {
  if (status === 'UNKNOWN') return undecided('INVALID_VALUE');
  return status === 'ACTIVE' || status === 'PENDING' || status === 'LOCKED';
}

/** Whether somebody switched the account off. */
export function disabled({ status }: User): Truth {
  if (status === 'UNKNOWN') return undecided('INVALID_VALUE');
  return status === 'SUSPENDED' || status === 'DEPROVISIONED';
}

export type AccountKind = 'HUMAN' | 'SERVICE' | 'SHARED';

const kindsByEmploymentType: ReadonlyMap<string, AccountKind> = new Map([
  ['service', 'SERVICE'],
  ['service account', 'SERVICE'],
  ['shared', 'SHARED'],
]);

/**
 * The operator's patterns, compiled once.
 * @throws {TypeError} for a pattern that is no regular expression.
 */
export const namePatterns = onceFor((patterns: readonly string[]): readonly RegExp[] =>
  patterns.map((pattern) => {
    try {
      return new RegExp(pattern, 'i');
    } catch {
      throw new TypeError(
        `serviceAccountPatterns, adminAccountPatterns: expected regular expressions, received ${JSON.stringify(pattern)}. Correct or remove it.`,
      );
    }
  }),
);

/** Whose account it is. Without a sign of a machine it counts as a person's: an unknown kind must not make every rule unknown. */
export function kindOf({ user, directory }: UserFacts): AccountKind {
  const byType = kindsByEmploymentType.get(user.employmentType?.trim().toLowerCase() ?? '');
  if (byType !== undefined) return byType;
  if (user.kind !== null) return user.kind;
  const { username } = user;
  if (username === null) return 'HUMAN';
  return namePatterns(directory.settings.serviceAccountPatterns).some((pattern) => pattern.test(username))
    ? 'SERVICE'
    : 'HUMAN';
}

/** Whether the account is a machine's, or shared. Undecided where nothing could tell machines from people. */
export function nonHuman(facts: UserFacts): Truth {
  if (kindOf(facts) !== 'HUMAN') return true;
  const canTell =
    facts.directory.settings.serviceAccountPatterns.length > 0 ||
    facts.user.employmentType !== null ||
    facts.user.kind !== null;
  return canTell ? false : undecided('NOT_CONFIGURED');
}

export function usableHuman(facts: UserFacts): Truth {
  return and(
    () => usable(facts.user),
    () => kindOf(facts) === 'HUMAN',
  );
}

/** Whether the account was made more than so many days ago. */
export function createdBefore({ user, directory }: UserFacts, days: number): Truth {
  return olderThanDays(user.createdAt, days, directory.asOf, undecided('FIELD_NULL'));
}

/** Whether the directory holds customers rather than a workforce; one that does not say counts as a workforce. */
export function servesCustomers({ profile }: DirectoryFacts): boolean {
  return profile.state === 'KNOWN' && profile.value.purpose === 'CUSTOMER';
}

/**
 * Whether nobody is asked for a second factor who has none here. Undecided where somebody else checks the password, or may do so: then
 * factors may be asked for there, where nobody here can see them.
 */
export function asksHereAlone({ passwordAuthority, unread }: User): Truth {
  if (unread?.includes('passwordAuthority') === true) return undecided('INVALID_VALUE');
  return passwordAuthority.kind === 'EXTERNAL' ? undecided('OPAQUE_POLICY') : true;
}

export function localPassword({ passwordAuthority }: User): Truth {
  if (passwordAuthority.kind === 'UNKNOWN') return undecided('FIELD_NULL');
  return passwordAuthority.kind === 'LOCAL';
}
