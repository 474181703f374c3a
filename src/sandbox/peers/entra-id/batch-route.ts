import { Router } from '../../router.ts';
import { type PeerAnswer, PeerError, type PeerRequest, type PeerRoute } from '../peer-server.ts';
import { badRequest, errorOf } from './graph-error.ts';
import { isRecord } from './is-record.ts';

/** Makes parts of batches fail, whatever the whole is answered with. */
interface PartFault {
  /** Over the part's path. */
  readonly path: RegExp;
  /** 0: the part is left out of the answer. */
  readonly status: number;
  /** Seconds. */
  readonly retryAfter?: number;
  /** Parts that are still to fail. */
  times: number;
}

export interface Batches {
  readonly faults: PartFault[];
  /** Parts that arrived, in order. */
  readonly parts: string[];
}

/** `POST /$batch`: up to 20 requests, each admitted and counted on its own, answered in another order than asked. */
export function batchRoute(
  routes: readonly PeerRoute[],
  admit: (request: PeerRequest) => PeerAnswer | undefined,
  batches: Batches,
): PeerRoute {
  const router = new Router(routes);

  function answer(request: PeerRequest): PeerAnswer {
    const { pathname } = request.url;
    batches.parts.push(`${request.method} ${pathname}`);
    const fault = batches.faults.find(({ path, times }) => times > 0 && path.test(pathname));
    if (fault !== undefined) {
      fault.times -= 1;
      const headers = fault.retryAfter === undefined ? {} : { 'Retry-After': String(fault.retryAfter) };
      return { ...errorOf(fault.status), status: fault.status, headers };
    }
    const match = router.match(pathname);
    const route = match?.byMethod.get(request.method);
    const refused = admit(request);
    if (refused !== undefined) return refused;
    if (route === undefined) return errorOf(404);
    try {
      return route.handle({ ...request, params: match?.params ?? {} });
    } catch (error) {
      if (error instanceof PeerError) return error.answer;
      throw error;
    }
  }

  return {
    method: 'POST',
    template: '/v1.0/$batch',
    handle: (whole) => {
      const requests = isRecord(whole.body) ? whole.body['requests'] : null;
      if (!Array.isArray(requests) || requests.length === 0 || requests.length > 20)
        throw badRequest('Number of requests in a batch must be from 1 to 20.');
      const responses = requests.filter(isRecord).flatMap(({ id, method, url }) => {
        const target = new URL(`/v1.0${String(url)}`, whole.url);
        const part = answer({
          ...whole,
          method: String(method),
          url: target,
          query: target.searchParams,
          body: undefined,
          text: '',
        });
        if (part.status === 0) return [];
        return [{ id, status: part.status, headers: { ...part.headers }, body: part.body }];
      });
      return { status: 200, body: { responses: responses.toReversed() } };
    },
  };
}
