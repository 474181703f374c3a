import { can, type Caller } from '../../access/caller.ts';
import type { RoleAssignment } from '../../model/role.ts';
import type { GuardRefusal } from './guard.ts';

/** What a role is over, in the provider's words. */
type RoleScope = Pick<RoleAssignment['scope'], 'rawType' | 'externalId'>;

/**
 * Whether a caller may give and take roles over this. A grant for some populations reaches roles over these populations, and
 * nothing else: who holds the role is another question, and does not limit what can be done with it.
 */
export function mayAssignOver(
  caller: Caller,
  { rawType, externalId }: RoleScope,
  directory: string,
): boolean {
  const population = rawType === 'POPULATION' ? externalId : null;
  return can(caller, 'role:assign', { directory, population });
}

/** What stands against giving or taking roles over these; null: nothing. */
export function roleReachRefusal(
  caller: Caller,
  scopes: readonly RoleScope[],
  directory: string,
): GuardRefusal | null {
  const beyond = scopes.find((scope) => !mayAssignOver(caller, scope, directory));
  if (beyond === undefined) return null;
  const wanted =
    beyond.rawType === 'POPULATION'
      ? `for the population ${beyond.externalId}`
      : `for the whole of "${directory}"`;
  return {
    code: 'FORBIDDEN',
    message: `A role over ${beyond.rawType} ${beyond.externalId} is given and taken with the permission role:assign ${wanted}, which "${caller.name}" does not have.`,
    retryable: false,
  };
}
