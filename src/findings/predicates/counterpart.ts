/** What an account's counterpart in the primary directory says of it. */
import type { User } from '../../model/user.ts';
import type { UserFacts } from '../facts.ts';
import { and, every, type ListFact, type Truth, undecided } from '../kleene.ts';
import { ageOf, HOUR_MS, olderThan } from '../time.ts';
import { disabled } from './account.ts';

/** The primary directory is what others are compared with: rules about counterparts are not about its own accounts. */
export function outsidePrimary({ directory }: UserFacts): boolean {
  return !directory.isPrimary;
}

/** Whether nobody in the primary directory is this account's person. An account of several possible people is somebody's. */
export function strangerToPrimary({ primaryMatch: match }: UserFacts): Truth {
  if (match.kind === 'UNKNOWN') return undecided(match.reason);
  if (match.kind === 'AMBIGUOUS') return match.why === 'TIE' ? false : undecided('AMBIGUOUS_MATCH');
  return match.kind === 'NONE';
}

/** Asks about the counterpart of an account. Without one the answer is no; of several possible ones it is `whenAmbiguous`. */
export function ofCounterpart(
  { primaryMatch: match }: UserFacts,
  ask: (counterpart: User) => Truth,
  whenAmbiguous: Truth,
): Truth {
  if (match.kind === 'MATCHED') return ask(match.user);
  if (match.kind === 'AMBIGUOUS') return whenAmbiguous;
  return match.kind === 'NONE' ? false : undecided(match.reason);
}

/**
 * The same where several possible people may agree: who it is does not matter if all of them give the same answer. Somebody who is
 * probably another person says nothing.
 */
export function ofWhoever(facts: UserFacts, ask: (counterpart: User) => Truth): Truth {
  const { primaryMatch: match } = facts;
  if (match.kind !== 'AMBIGUOUS' || match.why === 'VETO')
    return ofCounterpart(facts, ask, undecided('AMBIGUOUS_MATCH'));
  const answers = match.candidates.map(ask);
  if (answers.every((answer) => answer === true)) return true;
  return answers.every((answer) => answer === false) ? false : undecided('AMBIGUOUS_MATCH');
}

/**
 * Whether the person has left: no account of theirs in the primary directory can be used any more. Where that was not read whole, one
 * that can be used may be among those that are missing.
 */
export function leaver(facts: UserFacts): Truth {
  return and(
    () => ofWhoever(facts, disabled),
    () => every(twinsOf(facts), disabled),
  );
}

function twinsOf({ primaryMatch: match }: UserFacts): ListFact<User> {
  const { othersUnread: reason = null } = match.kind === 'MATCHED' || match.kind === 'AMBIGUOUS' ? match : {};
  return { rows: match.kind === 'MATCHED' ? match.twins : [], complete: reason === null, reason };
}

/** Whether somebody left longer ago than so many hours; an instant that nobody noted was long enough ago. */
export function changedBefore({ stateChangedAt }: User, hours: number, asOf: Date): Truth {
  return hours === 0 || olderThan(ageOf(stateChangedAt, asOf), hours * HOUR_MS, true);
}

/** Whether the only link to the primary directory is one in which there is little confidence. */
export function hasWeakLink({ primaryMatch: match }: UserFacts): boolean {
  return match.kind === 'AMBIGUOUS' || (match.kind === 'MATCHED' && match.confidence === 'LOW');
}
