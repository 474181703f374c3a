import { byExternalId } from '../directory/by-external-id.ts';
import type { DirectoryLoaders } from '../directory/loaders.ts';
import type { Sweep } from '../directory/sweep/sweep.ts';
import type { Identities } from '../identities/identities.ts';
import type { Listing } from '../model/coverage.ts';
import { known, unknown } from '../model/fact.ts';
import type { ListFact } from './kleene.ts';
import { devicesFact, liveSources, policyIdsByPriority } from './live-sources.ts';
import type { FindingSources } from './sources.ts';

/**
 * Facts of a sweep, from memory. Settings of the directory, and what a sweep does not hold (passwords, sessions, bypasses),
 * are read live; the engine asks for the latter for administrators only.
 */
export function sweepSources(
  sweep: Sweep,
  loaders: DirectoryLoaders,
  sensitiveReads: boolean,
  identities?: () => Promise<Identities>,
): FindingSources {
  const live = liveSources(loaders, { isSubject: () => true, sensitiveReads, identities });
  return {
    ...live,
    userRoleAssignments: (id) => swept(sweep.userRoleAssignments.get(id)),
    userGroups: (id) => {
      const reason = sweep.userGroupsGap;
      return Promise.resolve({ rows: sweep.userGroups.get(id) ?? [], complete: reason === null, reason });
    },
    devices: (user) => Promise.resolve(devicesFact(sweep.devices.get(user.externalId) ?? notSwept)),

    group: (id) => {
      const group = byExternalId(sweep.groups.rows).get(id);
      if (group !== undefined) return Promise.resolve(known(group, sweep.takenAt));
      return Promise.resolve(unknown(sweep.groups.reason ?? 'NOT_FOUND'));
    },
    groupRoleAssignments: (id) => swept(sweep.groupRoleAssignments.get(id)),
    groupParents: (id) => swept(sweep.groupParents.get(id)),
    groupTotalMembers: (id) => {
      const count = sweep.groupMemberCounts.get(id);
      return Promise.resolve(count === undefined ? unknown('PARTIAL') : known(count, sweep.takenAt));
    },

    applicationRoleAssignments: (id) => swept(sweep.applicationRoleAssignments.get(id)),
    applicationGrants: (id) => swept(sweep.applicationGrants.get(id)),
    applicationSignOnPolicyIds: async (id) =>
      policyIdsByPriority(await swept(sweep.applicationPolicies.get(id))),

    everyUser: () => swept(sweep.users),
    everyGroup: () => swept(sweep.groups),
    everyApplication: () => swept(sweep.applications),
    gaps: () => Promise.resolve(sweep.gaps),
  };
}

const notSwept = unknown('NOT_REQUESTED');

function swept<T>(list: Listing<T> | undefined): Promise<ListFact<T>> {
  return Promise.resolve(
    list === undefined
      ? { rows: [], complete: false, reason: 'NOT_REQUESTED' }
      : { rows: list.rows, complete: list.complete, reason: list.reason },
  );
}
