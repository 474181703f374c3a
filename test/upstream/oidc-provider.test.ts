import { inspect } from 'node:util';
import { createLocalJWKSet, decodeJwt, exportPKCS8, generateKeyPair, jwtVerify } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { Secret } from '../../src/model/secret.ts';
import {
  type ClientCredentialsSettings,
  createClientCredentials,
} from '../../src/upstream/client-credentials.ts';
import type { TokenSource } from '../../src/upstream/token-source.ts';
import type { HttpRequest, Transport } from '../../src/upstream/transport.ts';
import { createUndiciTransport } from '../../src/upstream/undici-transport.ts';
import { systemClock } from '../../src/upstream/clock.ts';
import type { UpstreamError } from '../../src/upstream/upstream-error.ts';
import {
  AUDIENCE,
  type IdentityServer,
  SCOPE,
  SECRET,
  startIdentityServer,
} from './support/identity-server.ts';
import {
  context,
  failureOf,
  json,
  provider,
  type ProviderServer,
  readUsers,
  upstreamTo,
} from './support/provider-server.ts';
import { VirtualClock } from './support/virtual-clock.ts';

let server: IdentityServer;
const patient = { signal: undefined, deadline: Infinity };
const keyOf = (client: 'rsa' | 'ec'): Secret => new Secret(server.clientKeys[client]);

beforeAll(async () => {
  const silent = [vi.spyOn(console, 'warn'), vi.spyOn(console, 'info'), vi.spyOn(console, 'log')];
  for (const spy of silent) spy.mockImplementation(() => {});
  server = await startIdentityServer();
  for (const spy of silent) spy.mockRestore();
});
afterAll(async () => {
  await server.close();
});
afterEach(() => {
  vi.useRealTimers();
  server.setLife(120);
});

/** Each with what proves who it is. */
const clients: Readonly<Record<string, () => object>> = {
  client_secret_basic: () => ({ clientId: 'basic', method: 'basic', clientSecret: new Secret(SECRET) }),
  client_secret_post: () => ({ clientId: 'post', method: 'post', clientSecret: new Secret(SECRET) }),
  'private_key_jwt (RS256)': () => ({
    clientId: 'rsa',
    method: 'private_key_jwt',
    privateKey: keyOf('rsa'),
    keyId: 'rsa-1',
  }),
  'private_key_jwt (ES256)': () => ({
    clientId: 'ec',
    method: 'private_key_jwt',
    privateKey: keyOf('ec'),
    algorithm: 'ES256',
    keyId: 'ec-1',
  }),
};

function source(settings: object): TokenSource {
  const tokens = createClientCredentials({
    directory: 'acme',
    tokenUrl: server.tokenUrl,
    ...settings,
  } as ClientCredentialsSettings);
  onTestFinished(() => tokens.close?.());
  return tokens;
}

/** An API that takes nothing but tokens of the server for its own audience. `refuses`: how many good ones it refuses first. */
async function resource(refuses = 0, demands = SCOPE): Promise<ProviderServer & { readonly seen: string[] }> {
  const keys = createLocalJWKSet(server.keys);
  const seen: string[] = [];
  const api = await provider((request, response) => {
    const token = (request.headers.authorization ?? '').replace(/^Bearer /, '');
    seen.push(token);
    const answer = async (): Promise<void> => {
      const { payload } = await jwtVerify(token, keys, { audience: AUDIENCE });
      if (seen.length <= refuses) json(response, {}, 401);
      else json(response, {}, String(payload['scope']).split(' ').includes(demands) ? 200 : 403);
    };
    answer().catch(() => json(response, {}, 401));
  });
  return { ...api, seen };
}

/** Remembers what was sent to the token endpoint. */
function recording(): Transport & { readonly sent: HttpRequest[] } {
  const { origin } = new URL(server.tokenUrl);
  const wire = createUndiciTransport({ origin, connections: 1, timeouts: {}, clock: systemClock });
  const sent: HttpRequest[] = [];
  return {
    sent,
    send: (request) => {
      sent.push(request);
      return wire.send(request);
    },
    close: () => wire.close(),
  };
}

async function told(settings: object): Promise<UpstreamError> {
  return await failureOf(source(settings).get(patient));
}

describe('a token of a server that others wrote', () => {
  test.each(Object.keys(clients))('is had by %s, and is good at the resource', async (name) => {
    const api = await resource();
    const tokens = source({ ...clients[name]?.(), scope: SCOPE });
    const upstream = upstreamTo(api.origin, { tokens });
    expect((await upstream.call(readUsers, context)).status).toBe(200);
    expect(decodeJwt(await tokens.get(patient))).toMatchObject({ aud: AUDIENCE, scope: SCOPE });
  });

  test('is refused once, renewed once, and then good', async () => {
    const api = await resource(1);
    const before = server.issued();
    const upstream = upstreamTo(api.origin, {
      tokens: source({ ...clients['private_key_jwt (RS256)']?.(), scope: SCOPE }),
    });
    expect((await upstream.call(readUsers, context)).status).toBe(200);
    expect(server.issued() - before).toBe(2);
    expect(new Set(api.seen).size).toBe(2);
  });

  test('that the resource never takes is renewed once and no more', async () => {
    const api = await resource(Infinity);
    const before = server.issued();
    const upstream = upstreamTo(api.origin, {
      tokens: source({ ...clients['client_secret_basic']?.(), scope: SCOPE }),
    });
    expect(await failureOf(upstream.call(readUsers, context))).toMatchObject({ code: 'UNAUTHORIZED' });
    expect(server.issued() - before).toBe(2);
    expect(api.requests).toHaveLength(2);
  });

  test('that lives for seconds is renewed in time: no call fails, by the clock of the server', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    server.setLife(10);
    class ServerTime extends VirtualClock {
      override now(): number {
        return Date.now();
      }
    }
    const clock = new ServerTime();
    const api = await resource();
    const tokens = source({ ...clients['client_secret_post']?.(), scope: SCOPE, clock });
    const upstream = upstreamTo(api.origin, { tokens });
    const before = server.issued();
    for (let call = 0; call < 40; call += 1) {
      expect((await upstream.call(readUsers, context)).status).toBe(200);
      vi.setSystemTime(Date.now() + 1_500);
      await clock.advance(1_500);
    }
    // A minute of tokens that live ten seconds: at most one for each that ended or was about to.
    expect(server.issued() - before).toBeGreaterThanOrEqual(6);
    expect(server.issued() - before).toBeLessThanOrEqual(9);
    expect(api.requests).toHaveLength(40);
  });
});

describe('an assertion', () => {
  test('is used once: the server refuses it the second time, and our next token comes with another', async () => {
    const transport = recording();
    const tokens = source({ ...clients['private_key_jwt (RS256)']?.(), transport });
    const first = await tokens.get(patient);
    const second = await tokens.renew(first, patient);
    expect(second).not.toBe(first);
    const [one, two] = transport.sent.map(({ body }) =>
      decodeJwt(new URLSearchParams(body).get('client_assertion') ?? ''),
    );
    expect(one?.jti).not.toBe(two?.jti);
    const replayed = await fetch(server.tokenUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: transport.sent[0]?.body ?? '',
    });
    expect(replayed.status).toBe(401);
    expect(await replayed.json()).toMatchObject({ error: 'invalid_client' });
  });

  test('may name the issuer as its audience in place of the token address', async () => {
    const audience = server.tokenUrl.replace(/\/token$/, '');
    const tokens = source({ ...clients['private_key_jwt (ES256)']?.(), audience });
    expect(decodeJwt(await tokens.get(patient))).toMatchObject({ client_id: 'ec' });
  });

  test('for another address, as behind a proxy that renames it, is refused in words that say what to check', async () => {
    const proxy = await provider((request, response, body) => {
      const headers = { 'content-type': request.headers['content-type'] ?? '' };
      fetch(server.tokenUrl, { method: 'POST', headers, body }).then(
        async (answer) => json(response, await answer.json(), answer.status),
        () => response.destroy(),
      );
    });
    const tokens = source({ ...clients['private_key_jwt (RS256)']?.(), tokenUrl: `${proxy.origin}/token` });
    const error = await failureOf(tokens.get(patient));
    expect(error).toMatchObject({ code: 'UNAUTHORIZED', facts: { providerCode: 'invalid_client' } });
    expect(error.message).toContain('token address');
  });
});

describe('a credential that is wrong', () => {
  test.each(['client_secret_basic', 'client_secret_post'])(
    'secret (%s) is told with advice, and never shown',
    async (name) => {
      const error = await told({ ...clients[name]?.(), clientSecret: new Secret('wr0ng-secret') });
      expect(error).toMatchObject({
        code: 'UNAUTHORIZED',
        retryable: false,
        facts: { status: 401, providerCode: 'invalid_client' },
      });
      expect(error.message).toContain('check the client id, the secret');
      expect(inspect(error, { depth: 9 })).not.toContain('wr0ng');
    },
  );

  test('key is told with advice', async () => {
    const { privateKey } = await generateKeyPair('RS256', { extractable: true });
    const other = new Secret(await exportPKCS8(privateKey));
    const error = await told({ ...clients['private_key_jwt (RS256)']?.(), privateKey: other });
    expect(error).toMatchObject({ code: 'UNAUTHORIZED', facts: { providerCode: 'invalid_client' } });
    expect(error.message).toContain('authentication method');
  });

  test('method is told with advice', async () => {
    const error = await told({ clientId: 'rsa', method: 'basic', clientSecret: new Secret(SECRET) });
    expect(error).toMatchObject({ code: 'UNAUTHORIZED', facts: { providerCode: 'invalid_client' } });
  });

  test('client is told with advice', async () => {
    const error = await told({ clientId: 'nobody', method: 'basic', clientSecret: new Secret(SECRET) });
    expect(error).toMatchObject({ code: 'UNAUTHORIZED', facts: { providerCode: 'invalid_client' } });
  });
});

describe('a scope that the server does not grant', () => {
  test('is left out of a token that is issued all the same; the call that needs it says FORBIDDEN', async () => {
    // The token is not refused for it: vendors grant less as a matter of course, and what lacks shows where it is needed.
    const api = await resource(0, 'groups.write');
    const tokens = source({ ...clients['client_secret_basic']?.(), scope: `${SCOPE} groups.write` });
    expect(decodeJwt(await tokens.get(patient))['scope']).toBe(SCOPE);
    const upstream = upstreamTo(api.origin, { tokens });
    expect(await failureOf(upstream.call(readUsers, context))).toMatchObject({ code: 'FORBIDDEN' });
    expect(api.requests).toHaveLength(1);
  });
});
