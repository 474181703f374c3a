import { arrivalsBy } from './arrivals.ts';
import { CallRunner, type RunnerParts } from './call-runner.ts';
import { systemClock } from './clock.ts';
import { FailureMaker } from './failure.ts';
import { RetryBudget } from './retry-budget.ts';
import type { RateLimits } from './rate-gate.ts';
import { Scheduler, type SchedulerLimits } from './scheduler.ts';
import type { UpstreamSettings } from './settings.ts';
import { parseBase, targetOf, WrongTargetError } from './target.ts';
import { createUndiciTransport } from './undici-transport.ts';
import type { Upstream } from './upstream.ts';

/**
 * A directory's way to its provider: one queue, one pool of connections, one token for everybody who asks.
 * @throws {TypeError} when `baseUrl` is no address of scheme, host and path (https, or on loopback), or a limit is not a positive number.
 */
export function createUpstream(settings: UpstreamSettings): Upstream {
  const clock = settings.clock ?? systemClock;
  const random = settings.random ?? Math.random;
  const concurrency = settings.limits?.concurrency ?? 64;
  const base = parseBase(settings.baseUrl);
  checkLimits(settings.limits ?? {}, concurrency);
  const scheduler = new Scheduler({ ...settings.limits, concurrency }, clock, random);
  const transport =
    settings.transport ??
    createUndiciTransport({
      origin: base.origin,
      connections: concurrency,
      timeouts: settings.timeouts ?? {},
      clock,
    });
  const closing = new AbortController();
  const parts: RunnerParts = {
    settings,
    scheduler,
    transport,
    budget: new RetryBudget(Math.max(10, concurrency), clock.monotonic()),
    clock,
    random,
    closing: closing.signal,
    arrivals: arrivalsBy(clock),
  };
  return {
    directory: settings.directory,
    async call(call, context) {
      let path: string;
      try {
        path = targetOf(call, base);
      } catch (error) {
        if (!(error instanceof WrongTargetError)) throw error;
        const code = error.foreign ? 'PAGINATION_LOOP' : 'INVALID_REQUEST';
        throw new FailureMaker(settings.directory, call, context).error(code, error.message);
      }
      return new CallRunner(parts, call, context, path).run();
    },
    get rateLimit() {
      return scheduler.state;
    },
    async close() {
      closing.abort();
      scheduler.close();
      await transport.close();
      await settings.tokens.close?.();
    },
  };
}

function checkLimits(limits: SchedulerLimits, concurrency: number): void {
  if (!Number.isSafeInteger(concurrency) || concurrency < 1) {
    throw new TypeError(`limits.concurrency: expected a whole number from 1, received ${concurrency}`);
  }
  checkRate('limits', limits);
  for (const [name, bucket] of Object.entries(limits.buckets ?? {}))
    checkRate(`limits.buckets.${name}`, bucket);
}

function checkRate(where: string, { requestsPerSecond, burst }: RateLimits): void {
  if (requestsPerSecond !== undefined && !(requestsPerSecond > 0 && requestsPerSecond < Infinity)) {
    throw new TypeError(
      `${where}.requestsPerSecond: expected a number above 0, received ${requestsPerSecond}`,
    );
  }
  if (burst !== undefined && !(burst >= 1)) {
    throw new TypeError(`${where}.burst: expected a number from 1, received ${burst}`);
  }
}
