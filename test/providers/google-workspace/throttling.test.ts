import { afterEach, describe, expect, test } from 'vitest';
import { parseGoogleError } from '../../../src/providers/google-workspace/api-error.ts';
import { errorAnswer, rateLimitDetail } from '../../../src/sandbox/peers/google-workspace/envelope.ts';
import type { Fault } from '../../../src/sandbox/http/faults.ts';
import { connectGoogleWorkspace } from '../../../src/providers/google-workspace/connect.ts';
import { type Connected, connected, connectionTo, context, failureOf, listening } from './support.ts';

let stages: Connected[] = [];
async function start(settings: Parameters<typeof connected>[0] = {}): Promise<Connected> {
  const stage = await connected(settings);
  stages.push(stage);
  return stage;
}
afterEach(async () => {
  await Promise.all(stages.map(async (stage) => await stage.close()));
  stages = [];
});

const firstPage = { limit: 5, cursor: null, providerFilter: null };
const refusal = (reason: string): Fault => {
  const { status, body } = reason === 'RATE_LIMIT_EXCEEDED' ? rateLimitDetail() : errorAnswer(403, reason);
  return { kind: 'body', status, body };
};

describe('a 403 that means "too many calls"', () => {
  test('is waited for and tried again, in whatever words Google says it', async () => {
    const reasons = ['userRateLimitExceeded', 'rateLimitExceeded', 'quotaExceeded', 'RATE_LIMIT_EXCEEDED'];
    const outcomes = await Promise.all(
      reasons.map(async (reason) => {
        const { peer, provider } = await start();
        peer.faults.add({ route: '/admin/directory/v1/users', fault: refusal(reason), times: 1 });
        const { context: counted, routes } = listening();
        const page = await provider.users.list(firstPage, counted);
        return [reason, page.rows.length, routes.length];
      }),
    );
    expect(outcomes).toEqual(reasons.map((reason) => [reason, 5, 2]));
  });

  test('that outlasts the deadline is told as such, never as a right that is missing', async () => {
    const { peer, provider } = await start();
    peer.faults.add({ route: '/admin/directory/v1/users', fault: refusal('quotaExceeded') });
    const failure = await failureOf(
      provider.users.list(firstPage, { ...context, deadline: Date.now() + 300 }),
    );
    expect(failure.code).toBe('RATE_LIMITED');
    expect(failure.message).toContain('quotaExceeded');
  });

  test('lowers the rate of the directory', async () => {
    const { peer, provider } = await start({ requestsPerSecond: 40 });
    await provider.users.list(firstPage, context);
    peer.quota.perMinute = 0;
    const failing = failureOf(provider.users.list(firstPage, { ...context, deadline: Date.now() + 200 }));
    expect((await failing).code).toBe('RATE_LIMITED');
    expect(provider.rateLimit.throttledUntil).not.toBeNull();
  });
});

test('any other 403 is a denial, tried once', async () => {
  const { peer, provider } = await start();
  peer.faults.add({ route: '/admin/directory/v1/users', fault: refusal('forbidden') });
  const { context: counted, routes } = listening();
  const failure = await failureOf(provider.users.list(firstPage, counted));
  expect(failure.code).toBe('FORBIDDEN');
  expect(failure.facts.providerCode).toBe('forbidden');
  expect(routes).toHaveLength(1);
});

test.each([429, 503])('%i is tried again', async (status) => {
  const { peer, provider } = await start();
  peer.faults.add({ route: '/admin/directory/v1/users', fault: { kind: 'status', status }, times: 1 });
  expect((await provider.users.list(firstPage, context)).rows).toHaveLength(5);
});

test('an etag that does not fit (412) is a conflict', async () => {
  const { peer, provider } = await start();
  const [id = ''] = peer.users.keys();
  peer.faults.add({ method: 'PATCH', fault: { kind: 'status', status: 412 } });
  const failure = await failureOf(provider.userWrites.setEnabled(id, true, context));
  expect(failure.code).toBe('CONFLICT');
});

test('without a setting, the directory starts from the published quota of 2,400 a minute', async () => {
  const { provider } = await start();
  expect(provider.rateLimit.requestsPerSecond).toBe(1_000);
  const [stage] = stages;
  if (stage === undefined) throw new Error('no stage');
  const { requestsPerSecond: _fast, ...usual } = connectionTo(stage.peer);
  const own = connectGoogleWorkspace(usual);
  expect(own.rateLimit.requestsPerSecond).toBe(40);
  await own.close();
});

test.each([
  ['a page of HTML', undefined],
  ['another envelope', { message: 'no' }],
  ['an error that is a text', { error: 'invalid_grant' }],
])('%s says nothing, and is no throttle', (_, body) => {
  expect(parseGoogleError(403, body).throttled ?? false).toBe(false);
});

test('a reason of a throttle with another status is none', () => {
  const body = { error: { errors: [{ reason: 'quotaExceeded' }] } };
  expect(parseGoogleError(400, body).throttled).toBe(false);
});
