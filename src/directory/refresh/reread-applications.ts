import type { Application } from '../../model/application.ts';
import { byExternalId } from '../by-external-id.ts';
import { forEachBounded } from '../bounded.ts';
import { amended } from '../compact/amended-map.ts';
import type { Directory } from '../directory.ts';
import { hasAdministrators } from '../has-administrators.ts';
import type { RequestScope } from '../request-scope.ts';
import type { Rereads } from './reread.ts';
import { ofListing } from './reread-users.ts';
import { listing, listingWhere } from '../sweep/sweep-reads.ts';
import type { Sweep } from '../sweep/sweep.ts';
import { withRows } from '../snapshot/with-rows.ts';

type ApplicationPart = Pick<
  Sweep,
  'applications' | 'applicationRoleAssignments' | 'applicationGrants' | 'applicationPolicies'
>;

const atOnce = 32;

/** Reads applications again, with their roles, grants and sign-on policies. */
export async function rereadApplications(
  directory: Directory,
  before: Sweep,
  ids: ReadonlySet<string>,
  { context }: RequestScope,
  sweepReads: Rereads,
): Promise<ApplicationPart> {
  if (ids.size === 0 || !directory.can('APPLICATIONS')) return partOf(before);
  const reads = directory.provider.applications;
  const rows = new Map<string, Application | null>();
  const roles = new Map<string, ReturnType<Sweep['applicationRoleAssignments']['get']>>();
  const grants = new Map<string, ReturnType<Sweep['applicationGrants']['get']>>();
  const policies = new Map<string, ReturnType<Sweep['applicationPolicies']['get']>>();
  await forEachBounded([...ids], atOnce, async (id) => {
    forget(directory, id);
    const row = await sweepReads.try(
      'APPLICATIONS',
      () => reads.get(id, context),
      byExternalId(before.applications.rows).has(id),
    );
    if (row === undefined) return;
    rows.set(id, row);
    if (row === null) {
      for (const part of [roles, grants, policies]) part.set(id, undefined);
      return;
    }
    const [newRoles, newGrants, newPolicies] = await Promise.all([
      listingWhere(hasAdministrators(directory), 'roles', () => reads.roleAssignmentsOf(id, context)),
      listing(reads.grants(id, context)),
      listingWhere(directory.can('SIGN_ON_POLICIES'), 'sign-on policies', () =>
        reads.signOnPolicyAssignments(id, context),
      ),
    ]);
    const why = ofListing(null);
    roles.set(
      id,
      sweepReads.better(
        'APPLICATION_ROLE_ASSIGNMENTS',
        before.applicationRoleAssignments.get(id),
        newRoles,
        why,
      ),
    );
    grants.set(id, sweepReads.better('APPLICATION_GRANTS', before.applicationGrants.get(id), newGrants, why));
    policies.set(
      id,
      sweepReads.better('APPLICATION_POLICIES', before.applicationPolicies.get(id), newPolicies, why),
    );
  });
  return {
    applications: { ...before.applications, rows: await withRows(before.applications.rows, rows) },
    applicationRoleAssignments: amended(before.applicationRoleAssignments, roles),
    applicationGrants: amended(before.applicationGrants, grants),
    applicationPolicies: amended(before.applicationPolicies, policies),
  };
}

function partOf({
  applications,
  applicationRoleAssignments,
  applicationGrants,
  applicationPolicies,
}: Sweep): ApplicationPart {
  return { applications, applicationRoleAssignments, applicationGrants, applicationPolicies };
}

function forget({ cache }: Directory, applicationId: string): void {
  for (const kind of [
    'application',
    'applicationGrants',
    'applicationAttributes',
    'applicationPolicies',
    'applicationRoleAssignments',
    'applicationFlowPolicyAssigned',
    'applicationOwners',
  ] as const)
    cache.evict(kind, applicationId);
  cache.evict('applications', '');
}
