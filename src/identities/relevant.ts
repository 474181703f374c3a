import type { User } from '../model/user.ts';

export interface Relevance {
  /** The custom attribute that holds the employee number. */
  readonly attribute: string | undefined;
  /** Of twins in the primary directory the one in use is chosen: there, state and last sign-on count as well. */
  readonly isPrimary: boolean;
}

/** Whether two states of an account are the same in everything by which accounts are matched. */
export function isSameToCorrelation(one: User, other: User, { attribute, isPrimary }: Relevance): boolean {
  return (
    one === other ||
    (one.username === other.username &&
      one.email === other.email &&
      one.emailVerified === other.emailVerified &&
      one.displayName === other.displayName &&
      one.sourceId === other.sourceId &&
      one.employeeNumber === other.employeeNumber &&
      one.kind === other.kind &&
      one.name?.given === other.name?.given &&
      one.name?.family === other.name?.family &&
      one.name?.formatted === other.name?.formatted &&
      one.createdAt?.getTime() === other.createdAt?.getTime() &&
      (!isPrimary || (one.status === other.status && lastSeen(one) === lastSeen(other))) &&
      isSameList(one.aliases, other.aliases) &&
      (attribute === undefined || one.customAttributes[attribute] === other.customAttributes[attribute]))
  );
}

function lastSeen({ lastSignOn }: User): number | undefined {
  return lastSignOn.state === 'KNOWN' ? lastSignOn.value?.at.getTime() : undefined;
}

function isSameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((text, index) => text === other[index]);
}
