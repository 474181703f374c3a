import type { TokenEndpoint, TokenRequest } from '../access/token-endpoint.ts';
import { answerTokenRequest } from '../access/token-endpoint.ts';
import { answerUserInfo } from '../access/userinfo-endpoint.ts';
import { invalidRequest } from '../api-error.ts';
import type { Answer } from '../resources/resource.ts';
import type { World } from '../world.ts';

/** What a path on the auth host names: `/{environmentId}/as/token` or `/{environmentId}/as/userinfo`. */
export interface AuthHostAddress {
  readonly environmentId: string;
  readonly endpoint: 'token' | 'userinfo';
  readonly template: string;
}

/** `undefined` for a path that the auth host does not know. */
export function addressOnAuthHost(path: string): AuthHostAddress | undefined {
  const [, environmentId, endpoint] = /^\/([^/]+)\/as\/(token|userinfo)$/.exec(path) ?? [];
  if (environmentId === undefined) return undefined;
  if (endpoint !== 'token' && endpoint !== 'userinfo') return undefined;
  return { environmentId, endpoint, template: `/{environmentId}/as/${endpoint}` };
}

/** @throws {ApiError} 405 for a method that the endpoint does not know. */
export async function answerOnAuthHost(
  endpoint: TokenEndpoint,
  world: World,
  address: AuthHostAddress,
  request: Omit<TokenRequest, 'environmentId'> & { readonly method: string },
): Promise<Answer> {
  const { environmentId } = address;
  if (address.endpoint === 'token') {
    if (request.method !== 'POST') throw invalidRequest(405, 'The method is not supported here.');
    return answerTokenRequest(endpoint, { ...request, environmentId });
  }
  if (request.method !== 'GET' && request.method !== 'POST')
    throw invalidRequest(405, 'The method is not supported here.');
  return answerUserInfo(endpoint.tokens, world, environmentId, request.authorization);
}
