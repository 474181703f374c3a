import { expect, test } from 'vitest';
import { translateUpstreamError } from '../../src/plugins/translate-upstream-error.ts';
import { UpstreamError } from '../../src/upstream/upstream-error.ts';

test('a failure of a provider keeps its code, its route and the ids that support asks for', () => {
  const failure = new UpstreamError({
    code: 'RATE_LIMITED',
    message: 'PingOne allows no more calls just now.',
    directory: 'workforce',
    route: 'GET /environments/{environmentId}/users',
    status: 429,
    providerErrorId: 'e-1',
    retryAfterMs: 5_000,
    cause: new Error('hunter22'),
  });
  expect(translateUpstreamError(failure)).toEqual({
    code: 'UPSTREAM_RATE_LIMITED',
    message: 'PingOne allows no more calls just now.',
    extensions: {
      directory: 'workforce',
      route: 'GET /environments/{environmentId}/users',
      retryable: true,
      providerErrorId: 'e-1',
      retryAfterMs: 5_000,
    },
  });
});

test('any other failure is left to be masked', () => {
  for (const cause of [new Error('hunter22'), 'hunter22', null])
    expect(translateUpstreamError(cause)).toBeUndefined();
});
