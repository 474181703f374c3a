import { UpstreamError } from '../../upstream/upstream-error.ts';
import { badResponse, type Origin } from '../bad-response.ts';
import { text } from '../rows.ts';
import type { NewUser, UserChanges, UserWrites } from '../user-writes.ts';
import type { EnvironmentApi } from './environment-api.ts';
import { removed } from './user-account.ts';
import { isBuiltIn } from './user.ts';
import { explained } from './write-errors.ts';

type RecordWrites = Pick<UserWrites, 'create' | 'setProfile' | 'delete'>;

/** Writes of the user's own record. */
export function createRecordWrites(api: EnvironmentApi): RecordWrites {
  return {
    create: async (user, context) => {
      const { origin } = api.target('POST', 'users', {}, context);
      const body = { ...membersOf(user, origin), ...populationOf(user) };
      const answer = await explained(() => api.send('users', {}, { method: 'POST', body }, context));
      const id = text(answer.members, 'id');
      if (id === null) throw badResponse(answer.origin, 'is a user without an id');
      return id;
    },
    /** PATCH: what is absent stays, null clears; a member that PingOne does not know is ignored with a 200. */
    setProfile: async (userId, changes, context) => {
      const { origin } = api.target('PATCH', 'users/{userId}', { userId }, context);
      const body = membersOf(changes, origin);
      // It puts members into a state: sent twice, it is the same.
      const call = { method: 'PATCH', body, idempotent: true } as const;
      await explained(() => api.command('users/{userId}', { userId }, call, context));
    },
    delete: async (userId, context) => {
      await removed(api, 'users/{userId}', { userId }, context);
    },
  };
}

function populationOf({ populationId }: NewUser): object {
  return populationId === undefined ? {} : { population: { id: populationId } };
}

/** In PingOne's names. @throws {UpstreamError} `INVALID_REQUEST` for a custom attribute that is none. */
function membersOf(changes: UserChanges, origin: Origin): Readonly<Record<string, unknown>> {
  const { customAttributes = {}, employmentType, sourceId, ...rest } = changes;
  const builtIn = Object.keys(customAttributes).filter(isBuiltIn);
  if (builtIn.length > 0)
    throw new UpstreamError({
      code: 'INVALID_REQUEST',
      message: `${origin.directory}: customAttributes: expected attributes of the operator's own schema, received ${builtIn.join(', ')}, which every user has. Use the member or the action that is named after it.`,
      directory: origin.directory,
      route: `${origin.method} ${origin.route}`,
      mayHaveBeenApplied: false,
    });
  const { username, email, name, nickname, title, locale, preferredLanguage, timezone } = rest;
  const { mobilePhone, primaryPhone, address } = rest;
  const members = {
    ...customAttributes,
    username,
    email,
    name,
    nickname,
    title,
    type: employmentType,
    locale,
    preferredLanguage,
    timezone,
    mobilePhone,
    primaryPhone,
    address,
    externalId: sourceId,
  };
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
