import type { PeerAnswer, PeerRequest } from '../peer-server.ts';
import { refuse } from './envelope.ts';
import { withDerived } from './group-routes.ts';
import type { Paging } from './paging.ts';
import { DIRECTORY, ROLES_READ, ROLES_WRITE, type ScopedRoute } from './scoped-routes.ts';
import type { GoogleAssignment, GoogleRow, GoogleState } from './state.ts';

const CUSTOMER = `${DIRECTORY}/customer/{customer}`;
const ROLES = { name: 'items', kind: 'admin#directory#roles', maximum: 100, usual: 100 };
const ASSIGNMENTS = { name: 'items', kind: 'admin#directory#roleAssignments', maximum: 200, usual: 100 };

function ok(body: GoogleRow): PeerAnswer {
  return { status: 200, body };
}

export function roleRoutes(state: GoogleState, paging: Paging): readonly ScopedRoute[] {
  return [
    {
      method: 'GET',
      template: `${CUSTOMER}/roles`,
      scopes: ROLES_READ,
      handle: (request) => {
        checkPath(request, state);
        return ok(paging.page(request, [...state.roles.values()], ROLES));
      },
    },
    {
      method: 'GET',
      template: `${CUSTOMER}/roles/{roleId}`,
      scopes: ROLES_READ,
      handle: (request) => {
        checkPath(request, state);
        return ok(state.roles.get(request.params['roleId'] ?? '') ?? refuse(404));
      },
    },
    {
      method: 'GET',
      template: `${CUSTOMER}/roleassignments`,
      scopes: ROLES_READ,
      handle: (request) => {
        checkPath(request, state);
        return ok(paging.page(request, asked(request, state), ASSIGNMENTS));
      },
    },
    {
      method: 'GET',
      template: `${CUSTOMER}/roleassignments/{roleAssignmentId}`,
      scopes: ROLES_READ,
      handle: (request) => ok(assignmentOf(request, state)),
    },
    {
      method: 'DELETE',
      template: `${CUSTOMER}/roleassignments/{roleAssignmentId}`,
      scopes: ROLES_WRITE,
      handle: (request) => {
        const { roleAssignmentId, roleId } = assignmentOf(request, state);
        // Being super administrator is a mark of the user, which only makeAdmin takes away.
        if (state.roles.get(roleId)?.isSuperAdminRole === true) refuse(400, 'invalid');
        state.assignments.delete(roleAssignmentId);
        return { status: 204 };
      },
    },
  ];
}

/** What groups give is listed only when one user is asked for. */
function asked({ query }: PeerRequest, state: GoogleState): readonly GoogleAssignment[] {
  const rows = [...state.assignments.values()];
  const key = query.get('userKey');
  if (key === null) return rows;
  const user = state.users.get(key);
  if (!state.groups.has(key) && (user === undefined || user.deletionTime !== undefined)) refuse(404);
  const indirect = query.get('includeIndirectRoleAssignments') === 'true';
  return rows.filter(
    ({ assignedTo, assigneeType }) =>
      assignedTo === key || (indirect && assigneeType === 'group' && withDerived(assignedTo, state).has(key)),
  );
}

function assignmentOf(request: PeerRequest, state: GoogleState): GoogleAssignment {
  checkPath(request, state);
  return state.assignments.get(request.params['roleAssignmentId'] ?? '') ?? refuse(404);
}

function checkPath({ params }: PeerRequest, { customerId }: GoogleState): void {
  if (!['my_customer', customerId].includes(params['customer'] ?? '')) refuse(404);
}
