import type { RateLimits } from '../../upstream/rate-gate.ts';
import type { Upstream } from '../../upstream/upstream.ts';

/**
 * Okta counts calls by groups of routes, which it does not publish any more; each answer tells the state of its own. These are the
 * groups as they used to be published: one that is used up must not hold back the others. What is in none counts as a whole.
 */
const BUCKETS: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['users', /^\/api\/v1\/users$/],
  ['user', /^\/api\/v1\/users\/\{userId\}$/],
  ['groups', /^\/api\/v1\/groups$/],
  ['group', /^\/api\/v1\/groups\//],
  ['apps', /^\/api\/v1\/apps/],
  ['iam', /^\/api\/v1\/iam\//],
  ['logs', /^\/api\/v1\/logs$/],
];

/** For the scheduler: none has a rate to begin with. */
export const bucketLimits: Readonly<Record<string, RateLimits>> = Object.fromEntries(
  BUCKETS.map(([name]) => [name, {}]),
);

/** The same way to Okta, each call in the bucket of its route. */
export function inBuckets(upstream: Upstream): Upstream {
  return {
    directory: upstream.directory,
    call: (call, context) => {
      const bucket = BUCKETS.find(([, pattern]) => pattern.test(call.route))?.[0];
      return upstream.call(bucket === undefined ? call : { ...call, bucket }, context);
    },
    get rateLimit() {
      return upstream.rateLimit;
    },
    close: () => upstream.close(),
  };
}
