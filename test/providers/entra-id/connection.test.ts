import { createHash, generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Secret } from '../../../src/model/secret.ts';
import { connectEntraId } from '../../../src/providers/entra-id/connect.ts';
import { createEntraIdProvider } from '../../../src/providers/entra-id/entra-id.ts';
import { readGraphQuota } from '../../../src/providers/entra-id/quota.ts';
import { createEntraIdUpstream, type EntraIdConnection } from '../../../src/providers/entra-id/upstream.ts';
import type { CallContext, Exchange, UpstreamCall } from '../../../src/upstream/call.ts';
import { guid, refusal, startHandServer, TENANT } from './support/hand-server.ts';
import { connectionTo, context, openTenant, type Tenant } from './support/tenant.ts';

const { publicKey, privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const digest = createHash('sha256').update(publicKey).digest('base64url');

let tenant: Tenant;
beforeAll(async () => {
  tenant = await openTenant({ users: 20, certificate: { publicKey, digest } });
});
afterAll(async () => {
  await tenant.close();
});

function certified(more: Partial<EntraIdConnection> = {}): EntraIdConnection {
  const { clientSecret: _none, ...rest } = connectionTo(tenant.peer);
  return { ...rest, privateKey: new Secret(privateKey), certificateDigest: digest, ...more };
}

async function reads(settings: EntraIdConnection): Promise<unknown> {
  const provider = connectEntraId(settings);
  try {
    return (await provider.profile(context)).name;
  } finally {
    await provider.close();
  }
}

describe('signing in', () => {
  it('with a client secret', async () => {
    expect(await reads(connectionTo(tenant.peer))).toBe('Example');
  });

  it.each(['PS256', 'RS256', undefined] as const)('with a certificate and %s', async (algorithm) => {
    expect(await reads(certified(algorithm === undefined ? {} : { algorithm }))).toBe('Example');
  });

  it.each([
    ['a wrong secret', () => ({ ...connectionTo(tenant.peer), clientSecret: new Secret('wrong-s3cret') })],
    ['another certificate', () => certified({ certificateDigest: 'A'.repeat(43) })],
    ['another tenant', () => ({ ...connectionTo(tenant.peer), tenantId: guid(9) })],
    ['another app', () => ({ ...connectionTo(tenant.peer), clientId: guid(9) })],
  ])('with %s is UNAUTHORIZED, and the error holds no secret', async (_what, settings) => {
    const error = await reads(settings()).catch((caught: Error) => caught);
    expect(error).toMatchObject({ code: 'UNAUTHORIZED' });
    expect(`${String(error)} ${JSON.stringify(error)}`).not.toMatch(/s3cret|PRIVATE KEY/);
  });

  it('without a credential, or with half of one, is refused at once', () => {
    const { clientSecret: _none, ...rest } = connectionTo(tenant.peer);
    expect(() => connectEntraId(rest)).toThrow(/client secret or a private key/);
    expect(() => connectEntraId({ ...rest, privateKey: new Secret(privateKey) })).toThrow(/digest/);
  });

  it('a token that ended early is renewed once', async () => {
    const provider = connectEntraId(connectionTo(tenant.peer));
    await provider.profile(context);
    tenant.peer.revokeTokens();
    await expect(provider.profile(context)).resolves.toMatchObject({ name: 'Example' });
    await provider.close();
  });

  it('asks for the scope of the Graph that it talks to: national clouds have hosts of their own', async () => {
    const asked: string[] = [];
    const upstream = createEntraIdUpstream({
      ...connectionTo(tenant.peer),
      graphUrl: 'https://graph.microsoft.us/v1.0',
    });
    await upstream.call({ method: 'GET', route: '/x', path: '/x' }, context).catch((error: unknown) => {
      asked.push(String(error));
    });
    await upstream.close();
    // The simulated sign-in service is of another cloud: it knows no such scope.
    expect(asked.join()).toMatch(/invalid_scope/);
  });

  it('another tenant behind the token is noticed', async () => {
    const server = await startHandServer(() => ({
      body: { value: [{ id: guid(7), displayName: 'Other' }] },
    }));
    await expect(reads(server.connection)).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
    await server.close();
  });
});

const of = (used: string) => readGraphQuota({ 'x-ms-throttle-limit-percentage': used });

describe('the quota', () => {
  it('is read from x-ms-throttle-limit-percentage, which is sent from 0.8 on', () => {
    expect(readGraphQuota({})).toBeUndefined();
    expect(of('nonsense')).toBeUndefined();
    const [early, late, over] = [of('0.8'), of('0.95'), of('1.4')];
    for (const quota of [early, late, over]) expect(quota?.resetsInMs).toBe(10_000);
    expect((early?.remaining ?? 0) * 2).toBeLessThan(early?.limit ?? 0);
    expect(late?.remaining ?? 0).toBeLessThan(early?.remaining ?? 0);
    // Past the whole quota Graph may still answer: only a refusal closes the way.
    expect(over?.remaining).toBeGreaterThan(0);
  });

  it('slows calls down before Graph refuses any', async () => {
    const provider = connectEntraId(connectionTo(tenant.peer));
    tenant.peer.switches.quotaUsed = 0.99;
    await provider.profile(context);
    const exchanges: Exchange[] = [];
    const listening: CallContext = { ...context, onExchange: (exchange) => exchanges.push(exchange) };
    await Promise.all([1, 2, 3].map(async () => await provider.profile(listening)));
    tenant.peer.switches.quotaUsed = null;
    expect(exchanges.filter(({ waitedMs }) => waitedMs > 100).length).toBeGreaterThan(0);
    await provider.close();
  });

  it('of reports is counted apart: they go through a bucket of their own', async () => {
    const calls: UpstreamCall[] = [];
    const settings = connectionTo(tenant.peer);
    const real = createEntraIdUpstream(settings);
    const provider = createEntraIdProvider({
      settings,
      upstream: {
        directory: real.directory,
        rateLimit: real.rateLimit,
        call: async (call, own) => {
          calls.push(call);
          return await real.call(call, own);
        },
        close: async () => {
          await real.close();
        },
      },
    });
    await provider.mfa.report(context);
    await provider.users.list({ limit: 1, cursor: null, providerFilter: null }, context);
    expect(calls.map(({ bucket }) => bucket)).toEqual(['reports', undefined]);
    await provider.close();
  });

  it('a refusal with Retry-After is waited for, and the call made again', async () => {
    let refused = 0;
    const server = await startHandServer(() => {
      refused += 1;
      return refused === 1
        ? refusal(429, 'TooManyRequests', { 'retry-after': '1' })
        : { body: { value: [{ id: TENANT, displayName: 'Patient' }] } };
    });
    expect(await reads(server.connection)).toBe('Patient');
    expect(server.asked.length).toBe(2);
    await server.close();
  });

  it('a refusal without Retry-After, as conditional access sends it, is backed off from', async () => {
    let refused = 0;
    const server = await startHandServer(() => {
      refused += 1;
      return refused === 1
        ? refusal(429, 'TooManyRequests')
        : { body: { value: [{ id: TENANT, displayName: 'Patient' }] } };
    });
    expect(await reads(server.connection)).toBe('Patient');
    await server.close();
  });
});
