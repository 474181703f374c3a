import { isConfined } from '../../access/reach.ts';
import type { CacheKind } from '../../directory/cache.ts';
import type { Directory } from '../../directory/directory.ts';
import { chosenDirectories } from '../../graphql/chosen-directories.ts';
import { type Expected, mostLookedThrough } from './expected.ts';
import type { FieldPlan, FieldPlanner, PlannedField } from './field-planner.ts';
import { usersWithMfaOff } from './once-for-sweep.ts';

/** A call for each object, by the loader that is named so. */
function each(kind: CacheKind): FieldPlanner {
  return ({ parents, reads }) => ({ steps: parents.map((parent) => reads.each(kind, parent)) });
}

/** A collection that is read whole for all who want it. */
function whole(kind: CacheKind, calls = 1): FieldPlanner {
  return ({ parents, reads }) => ({
    steps: parents.map(({ directory }) => reads.whole(kind, directory, calls)),
  });
}

function all(...planners: readonly FieldPlanner[]): FieldPlanner {
  return (field) => ({ steps: planners.flatMap((planner) => planner(field).steps) });
}

const roles = whole('roles', 2);
const ownRoles = all(each('userRoleAssignments'), roles);

export const objectPlanners: Readonly<Record<string, FieldPlanner>> = {
  'User.mfa': planDevices,
  'User.groups': all(planMemberships, planGroupsOfMemberships),
  'User.roleAssignments': ownRoles,
  'RoleAssignmentEdge.inheritedFrom': planGroupsTogether,
  'User.isAdministrator': ownRoles,
  'User.password': each('password'),
  'User.sessions': each('sessions'),
  'User.linkedAccounts': each('linkedAccounts'),
  'User.mfaBypass': each('bypass'),
  'User.population': whole('populations'),
  'Group.population': whole('populations'),
  'Group.parents': each('groupParents'),
  'Group.totalMemberCount': each('groupTotalMembers'),
  'Group.roleAssignments': all(each('groupRoleAssignments'), roles),
  'RoleAssignment.role': roles,
  'Directory.name': whole('profile', 2),
  'User.findings': planFindingsOfUser,
  'User.identity': planIdentities,
  'Query.identities': planIdentities,
  'Query.findings': planFindings,
  'Query.posture': planFindings,
  'Group.findings': planFindingsOfParents,
  'Population.findings': planFindingsOfParents,
  'Directory.findings': planFindingsOfParents,
  'Directory.posture': planFindingsOfParents,
};

function planDevices({ parents, selects, reads }: PlannedField): FieldPlan {
  return {
    steps: parents.flatMap((parent) => {
      const sweep = parent.directory.sweeper.current;
      if (selects('devices') || sweep === null || sweep.users.rows.length > mostLookedThrough)
        return reads.devices(parent, () => true);
      const off = usersWithMfaOff(sweep);
      return reads.devices(parent, (userId) => !off.has(userId));
    }),
  };
}

function planMemberships({ parents, reads }: PlannedField): FieldPlan {
  return { steps: parents.flatMap((parent) => reads.memberships(parent)) };
}

/** Groups that a provider does not send along with the memberships are asked for together. */
function planGroupsOfMemberships({ parents, selects }: PlannedField): FieldPlan {
  if (!selects('edges') && !selects('nodes')) return { steps: [] };
  return planGroupsTogether({
    parents: parents.filter(({ directory }) => directory.provider.kind !== 'PINGONE'),
  });
}

function planGroupsTogether({ parents }: Pick<PlannedField, 'parents'>): FieldPlan {
  return {
    steps: parents.map(({ directory, count }) => ({
      directory: directory.key,
      source: 'DIRECT',
      objects: count,
      calls: 1,
      because: 'the groups together',
    })),
  };
}

const ruleSettings: readonly (readonly [CacheKind, number])[] = [
  ['profile', 2],
  ['roles', 2],
  ['populations', 1],
  ['signOnPolicies', 1],
  ['passwordPolicies', 1],
  ['deviceAuthenticationPolicies', 1],
  ['fido2Policies', 1],
  ['mfaSettings', 1],
  ['administratorSecurity', 1],
  ['identityProviders', 1],
  ['certificates', 2],
  ['webhooks', 1],
  ['gatewayRoleAssignments', 2],
  ['gateways', 1],
  ['gatewayCredentials', 1],
  ['usage', 1],
];

/** Of these, what the rules about one user may want. */
const userSettings: ReadonlySet<CacheKind> = new Set([
  'profile',
  'roles',
  'populations',
  'passwordPolicies',
  'deviceAuthenticationPolicies',
  'mfaSettings',
  'administratorSecurity',
]);

/** Actions of policies, identity providers of populations, and what rules ask about single administrators. */
const ruleDetails = 20;

function planFindings(field: PlannedField): FieldPlan {
  const key = (field.args['filter'] as { directory?: string | null } | null | undefined)?.directory;
  const named = key ?? (field.args['directory'] as string | null | undefined);
  const directories = chosenDirectories(field.context, named, 'finding:read');
  return { steps: directories.flatMap((directory) => rulesOver({ directory, count: 1, ids: null }, field)) };
}

function planFindingsOfParents(field: PlannedField): FieldPlan {
  return { steps: field.parents.flatMap((parent) => rulesOver(parent, field)) };
}

function rulesOver({ directory }: Expected, { reads, args, context }: PlannedField): FieldPlan['steps'] {
  const applications = directory.sweeper.current?.applications.rows ?? [];
  const ids = applications.map(({ externalId }) => externalId);
  const settings = ruleSettings.map(([kind, calls]) => reads.whole(kind, directory, calls).calls ?? 0);
  const flows = reads.each('applicationFlowPolicyAssigned', { directory, count: ids.length, ids }).calls ?? 0;
  const calls = settings.reduce((sum, one) => sum + one, flows);
  return [
    reads.snapshot(directory),
    ...(args['depth'] === 'FULL' ? [ofEverybody(directory, !isConfined(context.caller))] : []),
    {
      directory: directory.key,
      source: calls === 0 ? 'CACHE' : 'WHOLE',
      objects: 1,
      // Settings that are known were read for the rules, and the details with them.
      calls: calls === 0 ? 0 : calls + ruleDetails,
      because: 'settings that the rules compare with',
    },
  ];
}

/** What no snapshot holds: passwords, sessions and bypasses, as far as the directory tells of them. */
function ofEverybody(directory: Directory, tellsSizes: boolean): FieldPlan['steps'][number] {
  const rows = tellsSizes ? directory.sweeper.current?.users.rows : undefined;
  const kinds = (['PASSWORD_STATE', 'SESSIONS', 'MFA_BYPASS'] as const).filter((kind) => directory.can(kind));
  return {
    directory: directory.key,
    source: 'DIRECT',
    objects: rows?.length ?? 0,
    // Before there is a snapshot nobody knows how many users there are; a caller of single populations is not told.
    calls: kinds.length === 0 ? 0 : rows === undefined ? null : rows.length * kinds.length,
    because: 'depth FULL: what rules ask of every user, where the cheaper depth asks it of administrators',
  };
}

function planFindingsOfUser(field: PlannedField): FieldPlan {
  const { parents, reads } = field;
  return {
    // What is said of a user leads to that user again: remedies ask the guards once.
    rows: parents,
    steps: parents.flatMap((parent) => {
      const { directory, ids, count } = parent;
      const settings = ruleSettings
        .filter(([kind]) => userSettings.has(kind))
        .map(([kind, calls]) => reads.whole(kind, directory, calls).calls ?? 0);
      const held = groupsHeld(reads.named(parent));
      const groups = directory.provider.listsInheritedRoles
        ? 0
        : held === null
          ? count * 2
          : (reads.each('groupRoleAssignments', held).calls ?? 0) +
            (reads.each('groupParents', held).calls ?? 0);
      return [
        ...reads.devices(parent, () => true),
        ...(['userRoleAssignments', 'userGroups', 'password', 'bypass'] as const).map((kind) =>
          reads.each(kind, parent),
        ),
        {
          directory: directory.key,
          source: 'WHOLE' as const,
          objects: ids?.length ?? count,
          calls: settings.reduce((sum, one) => sum + one, groups),
          because: 'settings that the rules compare with, and the groups of these users',
        },
      ];
    }),
  };
}

/** The groups that users are in, as far as the snapshot knows both. */
function groupsHeld({ directory, ids }: Expected): Expected | null {
  const sweep = directory.sweeper.current;
  if (sweep === null || ids === null) return null;
  const held = new Set(ids.flatMap((id) => (sweep.userGroups.get(id) ?? []).map(({ groupId }) => groupId)));
  return { directory, count: held.size, ids: [...held] };
}

/** Who is who is worked out over all directories. */
function planIdentities({ context, reads }: PlannedField): FieldPlan {
  return { steps: context.directories.map((directory) => reads.snapshot(directory)) };
}
