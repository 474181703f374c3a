import { bearerOf } from '../access/bearer.ts';
import { rightsOf } from '../access/rights.ts';
import { ApiError, forbidden, invalidRequest, invalidToken, notFound } from '../api-error.ts';
import type { Answer } from '../resources/resource.ts';
import type { Match } from '../router.ts';
import type { Route } from '../routes.ts';
import type { World } from '../world.ts';
import type { Arrival, Service } from './arrival.ts';
import { API } from './arrival.ts';

/** Shared by all calls that ask nothing: nobody changes the query of a call. */
const NO_QUERY = new URLSearchParams();

/** Rate, token, environment, right, verb, content type: in this order. */
export function answerCall(
  service: Service,
  arrival: Arrival,
  authorization: string | undefined,
  contentType: string,
  body: unknown,
): Answer {
  const { world, limiter, tokenEndpoint } = service;
  const { match, method, address } = arrival;
  const route = match?.byMethod.get(method);
  limiter.spend(
    match?.params['environmentId'] ?? world.tenant.organizationId,
    route?.rateGroup ?? 'directory',
  );
  const token = bearerOf(authorization);
  const clientId = token === undefined ? undefined : tokenEndpoint.tokens.clientOf(token);
  if (clientId === undefined) throw invalidToken();
  if (match === undefined) throw notFound();
  const inside = worldOf(world, match);
  if (route === undefined) {
    throw new ApiError(
      405,
      'INVALID_REQUEST',
      'The request could not be completed. The method is not supported here.',
      [],
      { Allow: [...match.byMethod.keys()].join(', ') },
    );
  }
  const reach = rightsOf(inside, clientId).reach(route.need);
  if (reach.kind === 'none' && !(route.isList && world.settings.missingRights === 'empty')) throw forbidden();
  const handler = route.handlers.get('*') ?? route.handlers.get(contentType);
  if (handler === undefined) {
    throw invalidRequest(
      415,
      `The content type is not supported here; expected ${[...route.handlers.keys()].join(' or ')}.`,
    );
  }
  return handler({
    world: inside,
    clientId,
    method,
    base: `${address.origin}${API}`,
    path: address.path.slice(API.length),
    params: match.params,
    query: address.search === '' ? NO_QUERY : new URLSearchParams(address.search),
    contentType,
    body,
    reach,
    transactionId: arrival.transactionId,
  });
}

/** Where a path leads. `/environments/{id}` itself is answered by the home, which tells an absent environment from a forbidden one. */
function worldOf(home: World, match: Match<Route>): World {
  const id = match.params['environmentId'];
  if (id === undefined) return home;
  const world = home.inEnvironment(id);
  if (match.template === '/environments/{environmentId}') return world ?? home;
  const createdAt = home.tenant.platform.get('environments')?.get(id)?.['createdAt'];
  if (world === undefined || !home.hasAppeared('environments', createdAt)) throw forbidden();
  return world;
}
