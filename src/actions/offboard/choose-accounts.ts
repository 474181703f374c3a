import type { IdentityLink } from '../../identities/identity.ts';
import type { AccountRef } from '../../identities/manual-link.ts';

/** An account of somebody who leaves, and why it is left alone; `skip` null: it is not. */
export interface ChosenAccount {
  readonly account: AccountRef;
  readonly skip: string | null;
}

export interface Choice {
  /** The account that the request named; null: it named the identity. */
  readonly named: AccountRef | null;
  /** Key of the primary directory; null: there is none. */
  readonly primary: string | null;
  /** Keys of the directories that are meant; null: all. */
  readonly directories: ReadonlySet<string> | null;
  /** Whether accounts that are probably, and not surely, of the same person are taken too. */
  readonly includeUncertain: boolean;
  /** Whether the caller may be told what ties an account to the others: not where they do not see all of these. */
  readonly tellsTies: boolean;
}

/**
 * Which accounts of an identity are offboarded. One that is tied to the others with low confidence may be somebody else's. And most
 * ties rest on what an account says of itself (an address, a number, an id): whoever may write these in one directory could name
 * their own account and have somebody else's closed. So the others are taken only where the primary account or the identity was
 * named, or an operator linked the named account. `links` are those of the correlation, not what a caller is shown of them: to whoever
 * does not see the account that the others are tied to, the first that they see is shown as the one.
 */
export function chooseAccounts(
  links: readonly Pick<IdentityLink, 'user' | 'confidence' | 'matchedBy'>[],
  { named, primary, directories, includeUncertain, tellsTies }: Choice,
): readonly ChosenAccount[] {
  const isNamed = ({ directory, externalId }: AccountRef): boolean =>
    named !== null && directory === named.directory && externalId === named.externalId;
  const speaksForAll =
    named === null ||
    named.directory === primary ||
    links.some(({ user, matchedBy }) => isNamed(user) && matchedBy === 'MANUAL_LINK');
  return links.map(({ user, confidence, matchedBy }) => {
    const { directory, externalId } = user;
    const account = { directory, externalId };
    if (directories !== null && !directories.has(directory))
      return { account, skip: 'Its directory is not among those that were asked for.' };
    if (includeUncertain || isNamed(user)) return { account, skip: null };
    if (!speaksForAll)
      return {
        account,
        skip: `The account that was named is tied to this one by what it says of itself. Name the identity, or the account in the primary directory, to take all of them. ${howToGoOn}`,
      };
    if (confidence !== 'LOW') return { account, skip: null };
    const tie = tellsTies
      ? `It is tied to the others by ${matchedBy}`
      : 'What is known of it ties it to the others';
    return {
      account,
      skip: `${tie} with low confidence only: it may be somebody else's. ${howToGoOn}`,
    };
  });
}

const howToGoOn = 'Look at the evidence; then link or separate the two, or ask with includeUncertain: true.';
