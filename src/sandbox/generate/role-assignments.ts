import type { Grant } from './administrators.ts';
import type { Draft } from './draft.ts';
import type { Person } from './people.ts';
import type { Random } from './prng.ts';

export type Holder = 'users' | 'groups' | 'applications';

function scopeOf(draft: Draft, on: Grant['on']): { id: string; type: string } {
  if (on === 'ORGANIZATION') return { id: draft.tenant.organizationId, type: on };
  if (on === 'ENVIRONMENT') return { id: draft.tenant.environmentId, type: on };
  return { id: draft.idOf('populations', on), type: 'POPULATION' };
}

/** Gives a user, group or application a role by its name. `group` and inheritance are left to the reader's side: these rows are direct. */
export function assignRole(
  draft: Draft,
  random: Random,
  holder: Holder,
  holderId: string,
  grant: Grant,
): void {
  draft.addBelow(`${holder}/roleAssignments`, holderId, {
    id: random.uuid(),
    environment: draft.environment,
    role: { id: draft.idOf('roles', grant.role) },
    scope: scopeOf(draft, grant.on),
    // Made by the service when somebody created the environment; PingOne refuses to delete it.
    ...(grant.readOnly === true ? { readOnly: true } : {}),
  });
}

/** The direct role assignments of people, as their part in the story has them. */
export function assignRolesToPeople(draft: Draft, people: readonly Person[]): void {
  const random = draft.random('role assignments of people');
  for (const { row, part } of people) {
    for (const grant of part?.grants ?? []) assignRole(draft, random, 'users', row.id, grant);
  }
}
