import type { LinkedAccount, PasswordState, Session } from '../../model/account.ts';
import type { CallContext } from '../../upstream/call.ts';
import { badResponse } from '../bad-response.ts';
import { identified } from '../identified.ts';
import { wholeListing } from '../listing.ts';
import type { UserReads } from '../provider.ts';
import type { Row } from '../rows.ts';
import { text } from '../rows.ts';
import { readCredentials } from './credentials.ts';
import type { RealmApi } from './realm-api.ts';
import { requiredActions } from './user-state.ts';
import { isManagedElsewhere, millis } from './user.ts';

type AccountReads = Pick<UserReads, 'passwordState' | 'sessions' | 'linkedAccounts'>;

/** What Keycloak tells of one user by calls of their own. */
export function createAccountReads(api: RealmApi): AccountReads {
  return {
    passwordState: async (userId, context) => await readPasswordState(api, userId, context),
    /** Offline sessions, which refresh tokens keep alive, are none of these. */
    sessions: async (userId, context) => {
      const answer = await api.readArray('/users/{userId}/sessions', { userId }, context);
      const rows = identified(answer.rows, answer.origin).map(toSession).toSorted(newestFirst);
      return wholeListing(rows, answer.observedAt);
    },
    linkedAccounts: async (userId, context) => {
      const answer = await api.readArray('/users/{userId}/federated-identity', { userId }, context);
      const rows = answer.rows.map((row): LinkedAccount => {
        const alias = text(row, 'identityProvider');
        if (alias === null)
          throw badResponse(answer.origin, 'has an account whose identity provider it does not name');
        return {
          externalId: alias,
          identityProviderId: alias,
          identityProviderName: alias,
          identityProviderType: null,
          createdAt: null,
        };
      });
      return wholeListing(rows, answer.observedAt);
    },
  };
}

/** A password that a federated store checks is none of Keycloak's; a change that is asked for shows in `requiredActions` only. */
async function readPasswordState(
  api: RealmApi,
  userId: string,
  context: CallContext,
): Promise<PasswordState> {
  const { members: user, origin } = await api.read('/users/{userId}', { userId }, context);
  const actions = requiredActions(user);
  if (actions === null) throw badResponse(origin, 'lacks the requiredActions of the user');
  const passwords = (await readCredentials(api, userId, context)).filter(
    ({ members }) => text(members, 'type') === 'password',
  );
  const external = isManagedElsewhere({ id: userId, members: user });
  if (external === null)
    throw badResponse(origin, 'holds something other than a text in federationLink or origin');
  const status = statusOf(actions, passwords, external);
  const dates = passwords.flatMap(({ members }) => millis(members, 'createdDate') ?? []);
  return {
    status,
    rawStatus: `password=${external ? 'federated' : passwords.length === 0 ? 'none' : 'set'} actions=${actions.join(',')}`,
    lastChangedAt: dates.toSorted((a, b) => b.getTime() - a.getTime())[0] ?? null,
    passwordPolicyId: null,
  };
}

function statusOf(
  actions: readonly string[],
  passwords: readonly Row[],
  external: boolean,
): PasswordState['status'] {
  if (external) return 'EXTERNAL';
  if (actions.includes('UPDATE_PASSWORD')) return 'MUST_CHANGE';
  return passwords.length === 0 ? 'NO_PASSWORD' : 'OK';
}

function toSession({ id, members }: Row): Session {
  return {
    externalId: id,
    createdAt: millis(members, 'start'),
    activeAt: millis(members, 'lastAccess'),
    expiresAt: null,
    browser: null,
    operatingSystem: null,
    deviceType: null,
    remoteIp: text(members, 'ipAddress'),
    authenticators: [],
  };
}

function newestFirst(a: Session, b: Session): number {
  return (b.createdAt?.getTime() ?? 0) - (a.createdAt?.getTime() ?? 0);
}
