import type { UpstreamCall } from '../../upstream/call.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import type { Upstream } from '../../upstream/upstream.ts';
import { isObject, objects } from '../rows.ts';

const GUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
/** One segment of a path in which nothing is a slash or a step upwards, encoded or not. */
const SEGMENT = '(?!\\.{1,2}$|.*%(?:2e|2f|5c))[^/?#\\\\\\s]+';

/** Everything that the adapter may delete. Users, groups and applications are not among it. */
const ALLOWED: readonly RegExp[] = [
  new RegExp(`^/groups/${GUID}/members/${GUID}/\\$ref$`, 'i'),
  new RegExp(`^/users/${GUID}/authentication/[A-Za-z0-9]+Methods/${SEGMENT}$`, 'i'),
  new RegExp(`^/roleManagement/directory/roleAssignments/${SEGMENT}$`, 'i'),
];

/**
 * An upstream that sends no DELETE but the few that are known to take away what they say: `DELETE /groups/{g}/members/{u}` without
 * `/$ref` would delete the user. The parts of a `$batch` may only read.
 */
export function guardDeletes(upstream: Upstream): Upstream {
  return {
    get directory() {
      return upstream.directory;
    },
    get rateLimit() {
      return upstream.rateLimit;
    },
    call: async (call, context) => {
      const problem = whyDangerous(call);
      if (problem !== null)
        throw new UpstreamError({
          code: 'INVALID_REQUEST',
          message: `${upstream.directory}: ${problem} It was not sent.`,
          directory: upstream.directory,
          route: `${call.method} ${call.route}`,
          transactionId: context.transactionId,
        });
      return await upstream.call(call, context);
    },
    close: async () => {
      await upstream.close();
    },
  };
}

function whyDangerous(call: UpstreamCall): string | null {
  if (call.method === 'DELETE') {
    if (call.query === undefined && ALLOWED.some((shape) => shape.test(call.path))) return null;
    return 'expected a DELETE of a membership (ending in /$ref), a method or a role assignment, received one of something else: it could remove a user.';
  }
  if (!/\$batch|%24batch/i.test(call.path)) return null;
  const body = isObject(call.body) ? call.body : {};
  const parts = objects(body, 'requests');
  const all = Array.isArray(body['requests']) ? body['requests'].length : -1;
  if (call.rawBody === undefined && parts.length === all && parts.every(({ method }) => method === 'GET'))
    return null;
  return 'expected a batch whose parts only read, received one that could write.';
}
