import { describe, expect, test } from 'vitest';
import { Secret } from '../../src/model/secret.ts';
import { createUpstream } from '../../src/upstream/create-upstream.ts';
import type { UpstreamSettings } from '../../src/upstream/settings.ts';
import { fixedToken } from '../../src/upstream/token-source.ts';

function settings(more: Partial<UpstreamSettings>): UpstreamSettings {
  return {
    directory: 'acme',
    baseUrl: 'https://api.example/v1',
    tokens: fixedToken(new Secret('t')),
    ...more,
  };
}

describe('the settings of a directory are checked at construction', () => {
  test.each([
    '',
    'api.example/v1',
    'ftp://api.example',
    'https://u:p@api.example/v1',
    'https://api.example/v1?x=1',
    'http://api.example/v1',
  ])('base address %s is refused, and no credentials are repeated', (baseUrl) => {
    expect(() => createUpstream(settings({ baseUrl }))).toThrow(TypeError);
    expect(() => createUpstream(settings({ baseUrl }))).not.toThrow(/u:p/);
  });

  test.each([
    [{ concurrency: 0 }, 'limits.concurrency: expected a whole number from 1, received 0'],
    [{ concurrency: Number.NaN }, 'received NaN'],
    [{ requestsPerSecond: 0 }, 'limits.requestsPerSecond: expected a number above 0, received 0'],
    [{ requestsPerSecond: 5, burst: 0.5 }, 'limits.burst'],
    [{ buckets: { audit: { requestsPerSecond: -1 } } }, 'limits.buckets.audit.requestsPerSecond'],
  ])('limits %j are refused', (limits, message) => {
    expect(() => createUpstream(settings({ limits }))).toThrow(message);
  });

  test.each(['http://localhost:1/v1/', 'http://[::1]:1/v1', 'http://127.0.0.1:1'])(
    'plain http is for loopback: %s',
    async (baseUrl) => {
      const upstream = createUpstream(settings({ baseUrl }));
      expect(upstream.directory).toBe('acme');
      await upstream.close();
    },
  );
});
