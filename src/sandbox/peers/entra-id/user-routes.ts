import type { PeerAnswer, PeerRequest, PeerRoute } from '../peer-server.ts';
import { badRequest, denied, fail, notFound } from './graph-error.ts';
import { isRecord } from './is-record.ts';
import type { Permission } from './rights.ts';
import { project, serveList } from './serve-list.ts';
import { type GraphObject, type GraphTenant, remove } from './tenant.ts';

/** Switches of a simulated tenant; tests change them while it runs. */
export interface PeerSwitches {
  /** Whether it has Entra ID P1 or P2. */
  premium: boolean;
  readonly permissions: Set<Permission>;
  /** Whether the app holds a directory role, and so may act on administrators. */
  actsOnAdministrators: boolean;
  /** Share of the quota that is used, as a header tells it from 0.8 on; null: it is not told. */
  quotaUsed: number | null;
}

export const DEFAULT_USER = [
  'businessPhones',
  'displayName',
  'givenName',
  'id',
  'jobTitle',
  'mail',
  'mobilePhone',
  'officeLocation',
  'preferredLanguage',
  'surname',
  'userPrincipalName',
];

export function userRoutes(tenant: GraphTenant, switches: PeerSwitches): readonly PeerRoute[] {
  const { users, deleted } = tenant;

  function userOf({ params }: PeerRequest): GraphObject {
    const id = params['userId'] ?? '';
    const named = [...users.values()].find(({ userPrincipalName }) => userPrincipalName === id);
    const user = users.get(id.toLowerCase()) ?? named;
    if (user === undefined) throw notFound(id);
    return user;
  }

  function holdsRole(userId: string): boolean {
    return [...tenant.roleAssignments.values()].some(
      ({ principalId }) => principalId === userId || tenant.groups.get(principalId)?.members.has(userId),
    );
  }

  function update(request: PeerRequest): PeerAnswer {
    const user = userOf(request);
    const changes = isRecord(request.body) ? request.body : {};
    const { permissions, actsOnAdministrators } = switches;
    if ('accountEnabled' in changes && !permissions.has('User.EnableDisableAccount.All')) throw denied();
    if ('passwordProfile' in changes && !permissions.has('User-PasswordProfile.ReadWrite.All'))
      throw denied();
    if (holdsRole(user.id) && !actsOnAdministrators) throw denied();
    if (user['onPremisesSyncEnabled'] === true)
      throw badRequest(
        'Unable to update the specified properties for on-premises mastered Directory Sync objects or objects currently undergoing migration.',
      );
    const profile = { ...asRecord(user['passwordProfile']), ...asRecord(changes['passwordProfile']) };
    users.set(user.id, { ...user, ...changes, passwordProfile: profile, id: user.id });
    return { status: 204 };
  }

  return [
    {
      method: 'GET',
      template: '/v1.0/users',
      handle: (request) => {
        const withActivity = checkSelect(request, switches);
        const rules = { byDefault: DEFAULT_USER, most: withActivity ? 500 : 999 };
        return serveList(request, [...users.values()], rules);
      },
    },
    {
      method: 'GET',
      template: '/v1.0/users/{userId}',
      handle: (request) => {
        checkSelect(request, switches);
        return { status: 200, body: project(userOf(request), request.query, DEFAULT_USER) };
      },
    },
    { method: 'PATCH', template: '/v1.0/users/{userId}', handle: update },
    {
      method: 'DELETE',
      template: '/v1.0/users/{userId}',
      handle: (request) => removeUser(tenant, userOf(request).id),
    },
    {
      method: 'POST',
      template: '/v1.0/users/{userId}/revokeSignInSessions',
      handle: (request) => {
        const { id } = userOf(request);
        tenant.revocations.set(id, (tenant.revocations.get(id) ?? 0) + 1);
        return { status: 200, body: { '@odata.context': '#Edm.Boolean', value: true } };
      },
    },
    {
      method: 'GET',
      template: '/v1.0/directory/deletedItems/microsoft.graph.user',
      handle: (request) => {
        refuseActivity(request);
        return serveList(request, [...deleted.values()], { byDefault: DEFAULT_USER, most: 999 });
      },
    },
    {
      method: 'GET',
      template: '/v1.0/directory/deletedItems/{objectId}/microsoft.graph.user',
      handle: (request) => {
        refuseActivity(request);
        const id = request.params['objectId'] ?? '';
        const user = deleted.get(id.toLowerCase());
        if (user === undefined) throw notFound(id);
        return { status: 200, body: project(user, request.query, DEFAULT_USER) };
      },
    },
  ];
}

/** What the DELETE of a user does, and that of a member whose `/$ref` was forgotten. */
export function removeUser(tenant: GraphTenant, userId: string): PeerAnswer {
  const user = tenant.users.get(userId);
  if (user === undefined) throw notFound(userId);
  tenant.users.delete(userId);
  for (const { members } of tenant.groups.values()) members.delete(userId);
  remove(tenant.deleted, user, `${new Date().toISOString().slice(0, 19)}Z`);
  return { status: 204 };
}

/** Whether sign-ins are asked for; without licence or right the whole request is refused. */
function checkSelect({ query }: PeerRequest, { premium, permissions }: PeerSwitches): boolean {
  const select = query.get('$select')?.split(',') ?? [];
  if (select.includes('signInActivity')) {
    if (!premium)
      throw fail(
        403,
        'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
        "Neither tenant is B2C or tenant doesn't have premium license",
      );
    if (!permissions.has('AuditLog.Read.All'))
      throw fail(
        403,
        'Authentication_MSGraphPermissionMissing',
        'Calling principal does not have required MSGraph permissions AuditLog.Read.All',
      );
  }
  if (select.includes('employeeLeaveDateTime') && !permissions.has('User-LifeCycleInfo.Read.All'))
    throw denied();
  return select.includes('signInActivity');
}

/** A property that a list cannot give makes it fail. */
export function refuseActivity({ query }: PeerRequest): void {
  const select = query.get('$select')?.split(',') ?? [];
  if (select.includes('signInActivity'))
    throw fail(501, 'notImplemented', 'The property signInActivity is not available in this list.');
}

function asRecord(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}
