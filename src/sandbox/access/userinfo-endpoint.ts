import type { Answer, JsonObject } from '../resources/resource.ts';
import { valueAt } from '../serve/body.ts';
import type { World } from '../world.ts';
import { bearerOf } from './bearer.ts';
import type { Tokens } from './tokens.ts';

/**
 * `GET /{environmentId}/as/userinfo`: the standard claims of the person whom the token was issued for. The token of an
 * application is refused, as it stands for nobody. `sandbox.tokens.issue({ ..., userId })` makes a person's token.
 */
export function answerUserInfo(
  tokens: Tokens,
  world: World,
  environmentId: string,
  authorization: string | undefined,
): Answer {
  const token = bearerOf(authorization);
  const holder = token === undefined ? undefined : tokens.holderOf(token);
  if (holder === undefined)
    return refusal(401, 'invalid_token', 'The access token is missing, unknown or expired.');
  if (holder.userId === undefined)
    return refusal(403, 'insufficient_scope', 'Expected a token of a user with the scope openid.');
  const user = world.inEnvironment(environmentId)?.find('users', holder.userId);
  if (user === undefined)
    return refusal(401, 'invalid_token', 'The token is of a user of another environment.');
  const claims: JsonObject = {
    sub: user.id,
    preferred_username: user['username'],
    email: user['email'],
    given_name: valueAt(user, 'name.given'),
    family_name: valueAt(user, 'name.family'),
    name: valueAt(user, 'name.formatted'),
    locale: user['locale'],
    updated_at: Math.floor(Date.parse(String(user['updatedAt'])) / 1000),
    env: environmentId,
    org: world.tenant.organizationId,
  };
  return { status: 200, body: claims };
}

function refusal(status: number, error: string, description: string): Answer {
  return {
    status,
    body: { error, error_description: description },
    headers: { 'WWW-Authenticate': `Bearer error="${error}"` },
  };
}
