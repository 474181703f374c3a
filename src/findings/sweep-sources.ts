import { byExternalId } from '../directory/by-external-id.ts';
import type { DirectoryLoaders } from '../directory/loaders.ts';
import type { Sweep } from '../directory/sweep/sweep.ts';
import type { Identities } from '../identities/identities.ts';
import type { Listing } from '../model/coverage.ts';
import { known, unknown } from '../model/fact.ts';
import type { Membership } from '../model/group.ts';
import type { MfaDevice } from '../model/mfa.ts';
import type { User } from '../model/user.ts';
import type { ListFact } from './kleene.ts';
import { devicesFact, liveSources, policyIdsByPriority } from './live-sources.ts';
import { sweptOwnerSources } from './owner-sources.ts';
import type { FindingSources, SourcesAtHand } from './sources.ts';

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
  const atHand: SourcesAtHand = {
    userRoleAssignments: (id) => listIn(sweep.userRoleAssignments.get(id)),
    userGroups: (id) => {
      const rows = sweep.userGroups.get(id);
      return rows === undefined ? noGroups : { ...noGroups, rows };
    },
    devices: (user) => sweptDevices(sweep, user),
  };
  const noGroups: ListFact<Membership> = {
    rows: [],
    complete: sweep.userGroupsGap === null,
    reason: sweep.userGroupsGap,
  };
  return {
    ...live,
    atHand,
    userRoleAssignments: (id) => Promise.resolve(atHand.userRoleAssignments(id)),
    userGroups: (id) => Promise.resolve(atHand.userGroups(id)),
    devices: (user) => Promise.resolve(atHand.devices(user)),

    group: (id) => {
      const group = byExternalId(sweep.groups.rows).get(id);
      if (group !== undefined) return Promise.resolve(known(group, sweep.takenAt));
      return Promise.resolve(unknown(sweep.groups.reason ?? 'NOT_FOUND'));
    },
    groupRoleAssignments: (id) => swept(sweep.groupRoleAssignments.get(id)),
    groupParents: (id) => swept(sweep.groupParents.get(id)),
    ...sweptOwnerSources(loaders, (kind, id) => {
      if (kind === 'GROUP') {
        const row = byExternalId(sweep.groups.rows).get(id);
        return row === undefined ? null : { kind, row };
      }
      const row = byExternalId(sweep.applications.rows).get(id);
      return row === undefined ? null : { kind, row };
    }),
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

/** A user's devices, as far as the sweep saw them. */
export function sweptDevices(sweep: Pick<Sweep, 'devices'>, { externalId }: User): ListFact<MfaDevice> {
  return devicesFact(sweep.devices.get(externalId) ?? notSwept);
}

const notSwept = unknown('NOT_REQUESTED');

const notAsked: ListFact<never> = { rows: [], complete: false, reason: 'NOT_REQUESTED' };

function listIn<T>(list: Listing<T> | undefined): ListFact<T> {
  return list ?? notAsked;
}

function swept<T>(list: Listing<T> | undefined): Promise<ListFact<T>> {
  return Promise.resolve(listIn(list));
}
