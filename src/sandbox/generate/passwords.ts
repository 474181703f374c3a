import type { Draft } from './draft.ts';
import type { Person } from './people.ts';

type Status =
  | 'OK'
  | 'NO_PASSWORD'
  | 'PASSWORD_EXPIRED'
  | 'PASSWORD_LOCKED_OUT'
  | 'MUST_CHANGE_PASSWORD'
  | 'EXTERNAL';

function statusOf({ rank, traits }: Person): Status {
  // PingOne keeps no password for people whom another provider vouches for.
  if (traits.provider !== undefined) return 'EXTERNAL';
  if (traits.pending) return rank % 2 === 0 ? 'MUST_CHANGE_PASSWORD' : 'NO_PASSWORD';
  if (rank % 109 === 23) return 'NO_PASSWORD';
  if (rank % 59 === 24) return 'PASSWORD_EXPIRED';
  if (rank % 73 === 25) return 'MUST_CHANGE_PASSWORD';
  return rank % 83 === 27 ? 'PASSWORD_LOCKED_OUT' : 'OK';
}

/** The policy that counts for each population, by population id: its own, else the default of the environment. */
function policiesByPopulation(draft: Draft): Map<string, { readonly id: string }> {
  const fallback = Object.freeze({ id: draft.idOf('passwordPolicies', 'Standard') });
  const policies = new Map<string, { readonly id: string }>();
  for (const population of draft.tenant.collections.get('populations')?.values() ?? []) {
    const own = population['passwordPolicy'] as { id: string } | undefined;
    policies.set(population.id, own === undefined ? fallback : Object.freeze({ ...own }));
  }
  return policies;
}

/** Fills `users/password` for everybody, as `GET U/password` shows it besides the user's own id. */
export function addPasswords(draft: Draft, people: readonly Person[]): void {
  const random = draft.random('passwords');
  const policies = policiesByPopulation(draft);
  for (const person of people) {
    const status = statusOf(person);
    const detail: Record<string, unknown> = {
      status,
      environment: draft.environment,
      passwordPolicy: policies.get(draft.idOf('populations', person.employment.population)),
    };
    // The member is left out where there is no password to change.
    const age = person.employment.since * random.fraction();
    if (status !== 'EXTERNAL' && status !== 'NO_PASSWORD') detail['lastChangedAt'] = draft.ago(age);
    if (status === 'PASSWORD_LOCKED_OUT') detail['secondsUntilUnlock'] = 540;
    draft.setDetail('users/password', person.row.id, detail);
  }
}
