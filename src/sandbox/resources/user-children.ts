import type { Collection } from './resource.ts';
import { needsOf, USER } from './resource.ts';
import { users } from './users.ts';

/** Newest first, at most ten, expired ones among them: documented so. */
export const sessions: Collection = {
  kind: 'collection',
  path: `${users.path}/{userId}/sessions`,
  id: 'sessionId',
  embedded: 'sessions',
  store: { kind: 'child', parent: 'users', name: 'sessions' },
  within: USER,
  scope: 'open',
  verbs: ['list', 'read', 'remove'],
  needs: needsOf('identity', 'authn', 'sessions'),
  audit: 'SESSION',
  rows: (call) => {
    const all = [...call.world.rows(sessions.store, call.params['userId']).values()];
    // Whoever knows the id of one reaches it, whether the list shows it or not.
    if (call.params['sessionId'] !== undefined) return all;
    return all
      .toSorted((one, other) => String(other['createdAt']).localeCompare(String(one['createdAt'])))
      .slice(0, 10);
  },
};

/** Links to accounts at external identity providers. */
export const linkedAccounts: Collection = {
  kind: 'collection',
  path: `${users.path}/{userId}/linkedAccounts`,
  id: 'linkedAccountId',
  embedded: 'linkedAccounts',
  store: { kind: 'child', parent: 'users', name: 'linkedAccounts' },
  within: USER,
  scope: 'open',
  verbs: ['list', 'read', 'remove'],
  needs: users.needs,
  audit: 'LINKED_ACCOUNT',
};
