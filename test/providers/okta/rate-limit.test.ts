import { describe, expect, test } from 'vitest';
import { parseOktaError } from '../../../src/providers/okta/api-error.ts';
import { readOktaQuota } from '../../../src/providers/okta/rate-limit.ts';
import type { UpstreamError } from '../../../src/upstream/upstream-error.ts';
import { context, open, someoneWho } from './support/peer.ts';

const date = 'Sat, 01 Aug 2026 00:00:10 GMT';
const now = Date.parse(date);
const at = (seconds: number): string => String(now / 1_000 + seconds);

function headers(limit: string, remaining: string, reset: string): Readonly<Record<string, string>> {
  return {
    date,
    'x-rate-limit-limit': limit,
    'x-rate-limit-remaining': remaining,
    'x-rate-limit-reset': reset,
  };
}

describe('X-Rate-Limit headers', () => {
  test('the reset is counted from the Date of the answer, and a second is added', () => {
    const anHourAhead = now + 3_600_000;
    expect(readOktaQuota(headers('600', '12', at(20)), anHourAhead)).toEqual({
      limit: 600,
      remaining: 12,
      resetsInMs: 21_000,
    });
  });

  test('without a Date our own clock has to do', () => {
    const { date: _, ...rest } = headers('600', '12', at(20));
    expect(readOktaQuota(rest, now)?.resetsInMs).toBe(21_000);
  });

  test('a reset in the past or far away is bounded', () => {
    expect(readOktaQuota(headers('600', '12', at(-40)), now)?.resetsInMs).toBe(1_000);
    expect(readOktaQuota(headers('600', '12', at(86_400)), now)?.resetsInMs).toBe(120_000);
  });

  test('the form 0, 0 of too many calls at one time says nothing of a quota, and when to come again', () => {
    const both = headers('0', '0', at(3));
    expect(readOktaQuota(both, now)).toBeUndefined();
    expect(parseOktaError(429, { errorCode: 'E0000047' }, both)).toMatchObject({
      providerCode: 'E0000047',
      retryAfterMs: 4_000,
    });
  });

  test('what is no number says nothing', () => {
    for (const wrong of ['', '-1', 'soon', '1e3', '600, 600'])
      expect(readOktaQuota(headers(wrong, '12', at(20)), now)).toBeUndefined();
    expect(readOktaQuota({}, now)).toBeUndefined();
    expect(parseOktaError(429, undefined, {})).toEqual({ retryAfterMs: undefined });
  });

  test('other refusals name no time', () => {
    expect(
      parseOktaError(403, { errorCode: 'E0000006' }, headers('600', '0', at(20))).retryAfterMs,
    ).toBeUndefined();
  });
});

test("an error keeps Okta's code, its id and its causes, cut to a length", () => {
  const body = {
    errorCode: 'E0000001',
    errorId: 'oae1',
    errorCauses: [{ errorSummary: 'x'.repeat(1_000) }, { errorSummary: 7 }, 'text'],
  };
  expect(parseOktaError(400, body, {})).toMatchObject({ providerCode: 'E0000001', providerErrorId: 'oae1' });
  expect(parseOktaError(400, body, {}).details).toEqual([{ message: 'x'.repeat(300) }]);
});

const soon = () => ({ ...context, deadline: Date.now() + 300 });

describe('a quota that is used up', () => {
  test('is not asked any more until it is filled again, and holds back nothing else', async () => {
    const { peer, provider } = await open();
    peer.quota.limits['/api/v1/users/{userId}'] = 1;
    const id = someoneWho(peer, 'ACTIVE');
    await provider.users.get(id, context);
    const refused = await provider.users.get(id, soon()).catch((error: unknown) => error as UpstreamError);
    expect(refused).toMatchObject({ code: 'RATE_LIMITED' });
    expect(peer.requests.of('GET /api/v1/users/{userId}')).toBe(1);
    expect(peer.requests.answered(429)).toBe(0);
    expect((await provider.groups.list({ limit: 5, cursor: null }, soon())).rows).toHaveLength(5);
  });

  test('too many calls at one time are told as such, with the time that Okta suggests', async () => {
    const { peer, provider } = await open();
    peer.quota.tooManyAtOnce = 1;
    const refused = await provider.users
      .get(someoneWho(peer, 'ACTIVE'), soon())
      .catch((error: unknown) => error as UpstreamError);
    expect(refused).toMatchObject({ code: 'RATE_LIMITED', facts: { status: 429, providerCode: 'E0000047' } });
    expect(peer.requests.answered(429)).toBe(1);
  });
});
