import type { ApplicationGrant, SignOnPolicyAssignment } from '../../model/application.ts';
import type { Listing } from '../../model/coverage.ts';
import type { RoleAssignment } from '../../model/role.ts';
import { forEachBounded } from '../bounded.ts';
import type { Directory } from '../directory.ts';
import { hasAdministrators } from '../has-administrators.ts';
import type { SweepWork } from './sweep-memberships.ts';
import { listing, listingWhere } from './sweep-reads.ts';
import type { Sweep } from './sweep.ts';

type ApplicationPart = Pick<
  Sweep,
  'applications' | 'applicationRoleAssignments' | 'applicationGrants' | 'applicationPolicies'
>;

/** More than any scheduler carries at once, so that it never runs dry. */
const atOnce = 64;

/** Applications with their roles, grants and sign-on policies: three calls for each. */
export async function sweepApplications({
  directory,
  scope,
  gaps,
  tracker,
}: Pick<SweepWork, 'directory' | 'scope' | 'gaps' | 'tracker'>): Promise<ApplicationPart> {
  const reads = directory.provider.applications;
  const { context } = scope;
  const applications = await listingWhere(directory.can('APPLICATIONS'), 'applications', () =>
    reads.list(context),
  );
  gaps.add('APPLICATIONS', applications);
  const total = applications.rows.length;
  tracker.expectCalls('APPLICATIONS', total * callsPerApplication(directory));
  tracker.advance('APPLICATIONS', 0, total);
  const applicationRoleAssignments = new Map<string, Listing<RoleAssignment>>();
  const applicationGrants = new Map<string, Listing<ApplicationGrant>>();
  const applicationPolicies = new Map<string, Listing<SignOnPolicyAssignment>>();

  await forEachBounded(applications.rows, atOnce, async (application) => {
    const id = application.externalId;
    const [roleAssignments, grants, policies] = await Promise.all([
      listingWhere(hasAdministrators(directory), 'roles', () => reads.roleAssignmentsOf(id, context)),
      listing(reads.grants(id, context)),
      listingWhere(directory.can('SIGN_ON_POLICIES'), 'sign-on policies', () =>
        reads.signOnPolicyAssignments(id, context),
      ),
    ]);
    gaps.add('APPLICATION_ROLE_ASSIGNMENTS', roleAssignments);
    gaps.add('APPLICATION_GRANTS', grants);
    gaps.add('APPLICATION_POLICIES', policies);
    applicationRoleAssignments.set(id, roleAssignments);
    applicationGrants.set(id, grants);
    applicationPolicies.set(id, policies);
    tracker.advance('APPLICATIONS', applicationPolicies.size, total);
  });
  tracker.finish('APPLICATIONS');
  return { applications, applicationRoleAssignments, applicationGrants, applicationPolicies };
}

function callsPerApplication(directory: Directory): number {
  return 1 + Number(hasAdministrators(directory)) + Number(directory.can('SIGN_ON_POLICIES'));
}
