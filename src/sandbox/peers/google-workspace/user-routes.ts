import type { PeerAnswer, PeerRequest } from '../peer-server.ts';
import { refuse } from './envelope.ts';
import type { Paging } from './paging.ts';
import { DIRECTORY, type ScopedRoute, USER_SECURITY, USERS_READ, USERS_WRITE } from './scoped-routes.ts';
import type { GoogleRow, GoogleState, GoogleUser } from './state.ts';

const ONE = `${DIRECTORY}/users/{userKey}`;
const LIST = { name: 'users', kind: 'admin#directory#users', maximum: 500, usual: 100 };

/** Members that `projection=basic`, the default, leaves out. */
const CUSTOM = new Set(['customSchemas']);

function ok(body: GoogleRow): PeerAnswer {
  return { status: 200, body };
}

export function userRoutes(state: GoogleState, paging: Paging): readonly ScopedRoute[] {
  return [
    {
      method: 'GET',
      template: `${DIRECTORY}/users`,
      scopes: USERS_READ,
      handle: (request) => {
        checkCustomer(request, state);
        // The simulated search would be as old as Google's: it is not offered at all.
        if (request.query.has('query')) refuse(400, 'invalid', 'Invalid Input: query');
        const deleted = request.query.get('showDeleted') === 'true';
        const rows = [...state.users.values()].filter(
          (user) => (user.deletionTime !== undefined) === deleted,
        );
        return ok(
          paging.page(
            request,
            rows.map((user) => shown(user, request)),
            LIST,
          ),
        );
      },
    },
    {
      method: 'GET',
      template: ONE,
      scopes: USERS_READ,
      handle: (request) => ok(shown(userOf(request, state), request)),
    },
    {
      method: 'PATCH',
      template: ONE,
      scopes: USERS_WRITE,
      handle: (request) => {
        const user = userOf(request, state);
        const { suspended, changePasswordAtNextLogin } = (request.body ?? {}) as GoogleRow;
        if (typeof suspended === 'boolean') suspend(user, suspended);
        if (typeof changePasswordAtNextLogin === 'boolean')
          user.changePasswordAtNextLogin = changePasswordAtNextLogin;
        return ok(shown(user, request));
      },
    },
    {
      method: 'POST',
      template: `${ONE}/signOut`,
      scopes: USER_SECURITY,
      handle: (request) => {
        state.signedOut.push(userOf(request, state).id);
        return { status: 204 };
      },
    },
    {
      method: 'POST',
      template: `${ONE}/twoStepVerification/turnOff`,
      scopes: USER_SECURITY,
      handle: (request) => {
        const user = userOf(request, state);
        if (user.suspended || user.isEnforcedIn2Sv || !user.isEnrolledIn2Sv)
          refuse(400, 'failedPrecondition', 'Precondition check failed.');
        user.isEnrolledIn2Sv = false;
        return { status: 204 };
      },
    },
    {
      method: 'POST',
      template: `${ONE}/makeAdmin`,
      scopes: USERS_WRITE,
      handle: (request) => {
        const user = userOf(request, state);
        const { status } = (request.body ?? {}) as GoogleRow;
        if (typeof status !== 'boolean') refuse(400, 'invalid', 'Invalid Input: status');
        user.isAdmin = status;
        if (!status) dropSuperAdmin(state, user.id);
        return { status: 204 };
      },
    },
    {
      method: 'GET',
      template: `${ONE}/tokens`,
      scopes: USER_SECURITY,
      handle: (request) => {
        userOf(request, state);
        return ok({ kind: 'admin#directory#tokenList' });
      },
    },
  ];
}

/** By id, primary address or alias, in any case; who was deleted is not found any more. */
export function userOf({ params }: PeerRequest, state: GoogleState, name = 'userKey'): GoogleUser {
  const key = (params[name] ?? '').toLowerCase();
  if (state.outsiders.has(key)) refuse(403);
  for (const user of state.users.values()) {
    const { aliases = [], nonEditableAliases = [] } = user as {
      aliases?: string[];
      nonEditableAliases?: string[];
    };
    const keys = [user.id, user.primaryEmail, ...aliases, ...nonEditableAliases];
    if (user.deletionTime === undefined && keys.some((one) => one.toLowerCase() === key)) return user;
  }
  return refuse(404, 'notFound', `Resource Not Found: ${name}`);
}

function shown(user: GoogleUser, { query }: PeerRequest): GoogleRow {
  if (query.get('projection') === 'full') return user;
  return Object.fromEntries(Object.entries(user).filter(([name]) => !CUSTOM.has(name)));
}

function suspend(user: GoogleUser, suspended: boolean): void {
  user.suspended = suspended;
  if (suspended) user['suspensionReason'] = 'ADMIN';
  else delete user['suspensionReason'];
}

function dropSuperAdmin({ roles, assignments }: GoogleState, userId: string): void {
  for (const [id, { assignedTo, roleId }] of assignments)
    if (assignedTo === userId && roles.get(roleId)?.isSuperAdminRole === true) assignments.delete(id);
}

export function checkCustomer({ query }: PeerRequest, { customerId }: GoogleState): void {
  if (!['my_customer', customerId].includes(query.get('customer') ?? ''))
    refuse(400, 'badRequest', 'Bad Request');
}
