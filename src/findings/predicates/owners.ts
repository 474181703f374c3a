/** Who answers for groups and applications, and whether they still can. */
import { onceFor } from '../../model/once-for.ts';
import type { Owner } from '../../model/owner.ts';
import type { Accounts, ApplicationFacts, Asset, DirectoryFacts, GroupFacts, UserFacts } from '../facts.ts';
import { and, any, every, findingReason, type ListFact, not, or, type Truth, undecided } from '../kleene.ts';
import { disabled } from './account.ts';
import { leaver } from './counterpart.ts';

type Owned = Pick<GroupFacts | ApplicationFacts, 'directory' | 'owners'>;

const byId = onceFor(
  ({ rows }: ListFact<UserFacts>): ReadonlyMap<string, UserFacts> =>
    new Map(rows.map((account) => [account.user.externalId, account])),
);

function accountsOf(directory: DirectoryFacts): Accounts {
  if (directory.accounts !== undefined) return directory.accounts;
  const { everybody } = directory;
  return { list: everybody, get: (id) => byId(everybody).get(id) };
}

function accountOf(directory: DirectoryFacts, { kind, externalId }: Owner): UserFacts | undefined {
  return kind === 'USER' ? accountsOf(directory).get(externalId) : undefined;
}

/** An owner who is no account of the directory answers for it; one whose account is switched off does not. */
function answers(directory: DirectoryFacts, owner: Owner): Truth {
  if (owner.usable !== undefined) return owner.usable;
  if (owner.kind !== 'USER') return true;
  const account = accountOf(directory, owner);
  if (account !== undefined) return not(disabled(account.user));
  // Of a list that is not whole, the owner may be among those who are missing, and may be switched off.
  const { complete, reason } = accountsOf(directory).list;
  return complete || undecided(findingReason(reason ?? 'PARTIAL'));
}

/** Whether somebody who can still do so answers for it. */
function hasOwner({ directory, owners }: Owned): Truth {
  return any(owners, (owner) => answers(directory, owner));
}

/** Whether what the operator lets the owner be written in names one; undecided where no such place was named. */
export function namesOwner(written: unknown, isNamed: boolean): Truth {
  if (!isNamed) return undecided('NOT_CAPABLE');
  return typeof written === 'string' && written.trim() !== '';
}

/** Whether nobody answers for it: neither by the directory's own owners nor by what is written down. */
export function isOwnerless(facts: Owned, written: Truth): Truth {
  // A place that the operator named stands in where the directory has no owners.
  const own = hasOwner(facts);
  if (own === true || written === true) return false;
  if (facts.owners.reason === 'UNSUPPORTED' && facts.owners.rows.length === 0) return not(written);
  return not(own);
}

/** Whether an owner has left. A group of owners stands for whoever is in it; an account that was not read may be anybody's. */
function hasLeft(directory: DirectoryFacts, owner: Owner): Truth {
  if (owner.kind !== 'USER') return false;
  const account = accountOf(directory, owner);
  if (account === undefined) return undecided('PARTIAL_DATA');
  return or(
    () => disabled(account.user),
    () => leaver(account),
  );
}

function isLeftTo({ user, directory }: UserFacts, { owners }: Asset): Truth {
  return and(
    () => any(owners, ({ kind, externalId }) => kind === 'USER' && externalId === user.externalId),
    () => every(owners, (owner) => (owner.externalId === user.externalId ? true : hasLeft(directory, owner))),
  );
}

/** Whether a group or application is answered for by this person and otherwise only by people who have left. */
export function isLastOwner(facts: UserFacts): Truth {
  return any(facts.directory.ownedBy(facts.user.externalId), (asset) => isLeftTo(facts, asset));
}

/** Names of what would be left without an owner. */
export function leftAssets(facts: UserFacts): readonly string[] {
  return facts.directory
    .ownedBy(facts.user.externalId)
    .rows.filter((asset) => isLeftTo(facts, asset) === true)
    .map(({ name }) => name);
}
