import type { PeerRequest } from '../peer-server.ts';
import { refusal } from './errors.ts';
import { linkedPage } from './lists.ts';
import { groupsOf, type OktaUser } from './org.ts';
import { groupRow } from './group-rows.ts';
import type { OktaRoute, OktaState } from './route.ts';
import { matching } from './search.ts';
import { userOf, userRow } from './user-rows.ts';

const READ = 'okta.users.read';
const MANAGE = 'okta.users.manage';

/** What the log calls it. */
const EVENTS = {
  suspend: 'user.lifecycle.suspend',
  unsuspend: 'user.lifecycle.unsuspend',
  unlock: 'user.account.unlock',
  expire_password: 'user.account.expire_password',
  reset_factors: 'user.mfa.factor.reset_all',
} as const;

export function userRoutes(state: OktaState): OktaRoute[] {
  const { org, cursors, caps } = state;

  /** A change of state out of one of these; otherwise the code that Okta answers. */
  const lifecycle = (
    verb: keyof typeof EVENTS,
    allowed: (user: OktaUser) => boolean,
    otherwise: Parameters<typeof refusal>,
    change: (user: OktaUser) => void,
  ): OktaRoute => ({
    method: 'POST',
    template: `/api/v1/users/{userId}/lifecycle/${verb}`,
    scope: MANAGE,
    handle: (request) => {
      const user = userOf(state, request.params['userId']);
      if (!allowed(user)) throw refusal(...otherwise);
      change(user);
      user.lastUpdated = state.now().toISOString();
      state.log.note(EVENTS[verb], { type: 'User', id: user.id });
      return { status: 200, body: verb === 'expire_password' ? userRow(user, request) : {} };
    },
  });
  const into = (status: OktaUser['status']) => (user: OktaUser) => {
    user.status = status;
    user.statusChanged = state.now().toISOString();
  };

  return [
    {
      method: 'GET',
      template: '/api/v1/users',
      scope: READ,
      handle: (request) => {
        const q = request.query.get('q');
        if (q !== null)
          return linkedPage(
            request,
            begunWith(state, q).map((user) => userRow(user, request)),
            null,
          );
        const { rows, after } = cursors.page(listed(state, request), request, {
          usual: 200,
          most: caps.users,
        });
        return linkedPage(
          request,
          rows.map((user) => userRow(user, request)),
          after,
        );
      },
    },
    {
      method: 'GET',
      template: '/api/v1/users/{userId}',
      scope: READ,
      handle: (request) => ({ status: 200, body: userRow(userOf(state, request.params['userId']), request) }),
    },
    {
      method: 'GET',
      template: '/api/v1/users/{userId}/groups',
      scope: READ,
      handle: (request) => {
        const { id } = userOf(state, request.params['userId']);
        const { rows, after } = cursors.page(groupsOf(org, id), request, { usual: 200, most: caps.groups });
        return linkedPage(
          request,
          rows.map((group) => groupRow(group)),
          after,
        );
      },
    },
    {
      method: 'DELETE',
      template: '/api/v1/users/{userId}/sessions',
      scope: MANAGE,
      handle: (request) => {
        org.sessions.set(userOf(state, request.params['userId']).id, 0);
        return { status: 204 };
      },
    },
    lifecycle(
      'suspend',
      ({ status }) => status === 'ACTIVE',
      [400, 'E0000001', 'Cannot suspend a user that is not active'],
      into('SUSPENDED'),
    ),
    lifecycle(
      'unsuspend',
      ({ status }) => status === 'SUSPENDED',
      [400, 'E0000001', 'Cannot unsuspend a user that is not suspended'],
      into('ACTIVE'),
    ),
    lifecycle(
      'unlock',
      ({ status, credentials }) => status === 'LOCKED_OUT' && credentials.provider.type === 'OKTA',
      [403, 'E0000032'],
      into('ACTIVE'),
    ),
    lifecycle(
      'expire_password',
      ({ status, credentials }) => status === 'ACTIVE' && credentials.password !== undefined,
      [403, 'E0000038'],
      into('PASSWORD_EXPIRED'),
    ),
    lifecycle(
      'reset_factors',
      ({ status }) => status !== 'DEPROVISIONED',
      [403, 'E0000038'],
      ({ id }) => org.factors.set(id, []),
    ),
  ];
}

/** `search` reads the index; a plain list leaves out who was deprovisioned, unless `filter` asks for them. */
function listed({ org, index }: OktaState, { query }: Pick<PeerRequest, 'query'>): readonly OktaUser[] {
  const search = query.get('search');
  if (search !== null) return matching(index.rows, search);
  const filter = query.get('filter');
  if (filter !== null) return matching(org.users.values(), filter);
  return [...org.users.values()].filter(({ status }) => status !== 'DEPROVISIONED');
}

/** `q` gives the first few, and no way to the others. */
function begunWith({ org }: OktaState, q: string): readonly OktaUser[] {
  const begin = q.toLowerCase();
  return [...org.users.values()]
    .filter(({ profile }) =>
      ['firstName', 'lastName', 'email'].some((name) =>
        String(profile[name]).toLowerCase().startsWith(begin),
      ),
    )
    .slice(0, 10);
}
