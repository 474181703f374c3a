import type { Caller } from '../access/caller.ts';
import { byExternalId } from '../directory/by-external-id.ts';
import { type EvaluationContext, createContext } from '../findings/lazy/context.ts';
import { grantsOfUser } from '../findings/lazy/grants.ts';
import type { Grant } from '../findings/facts.ts';
import type { ListFact } from '../findings/kleene.ts';
import { defaultFindingSettings } from '../findings/settings.ts';
import { sweepSources } from '../findings/sweep-sources.ts';
import type { User } from '../model/user.ts';
import type { ReadPart } from './export-part.ts';
import { type HeldGroups, heldGroups } from './memberships.ts';
import { seesGroup } from './places.ts';

/** What is asked of each principal of a directory, from its snapshot. */
export interface PrincipalContext {
  readonly part: ReadPart;
  readonly caller: Caller;
  /** Whether the caller may know of a group. */
  readonly sees: (groupId: string) => boolean;
  readonly groupsOf: (user: User) => Promise<HeldGroups>;
  readonly rolesOf: (user: User) => Promise<ListFact<Grant>>;
}

export function principalContext(part: ReadPart, caller: Caller): PrincipalContext {
  const { sweep, loaders } = part;
  // The rules' own way from users to roles: what an export says of a grant is what a finding says.
  const context: EvaluationContext = createContext({
    sources: sweepSources(sweep, loaders, false),
    settings: defaultFindingSettings,
    asOf: sweep.takenAt,
    depth: 'GATED',
  });
  const groups = byExternalId(sweep.groups.rows);
  const roles: ListFact<(typeof part.roles.rows)[number]> = part.roles;
  return {
    part,
    caller,
    sees: (groupId) => {
      const group = groups.get(groupId);
      return group === undefined || seesGroup(caller, group);
    },
    groupsOf: (user) => heldGroups(sweep.userGroups.get(user.externalId) ?? [], part, context),
    rolesOf: (user) =>
      grantsOfUser(user.externalId, context, roles, () => context.sources.userGroups(user.externalId)),
  };
}
