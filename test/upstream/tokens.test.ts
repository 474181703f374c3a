import { exportPKCS8, generateKeyPair, jwtVerify } from 'jose';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Secret } from '../../src/model/secret.ts';
import {
  type ClientCredentialsSettings,
  createClientCredentials,
} from '../../src/upstream/client-credentials.ts';
import type { HttpRequest, HttpResult, Transport } from '../../src/upstream/transport.ts';
import type { TokenSource } from '../../src/upstream/token-source.ts';
import { Latch } from './support/latch.ts';
import { context, failureOf, json, provider, readUsers, upstreamTo } from './support/provider-server.ts';
import { VirtualClock } from './support/virtual-clock.ts';

const client = {
  directory: 'acme',
  clientId: 'app:1',
  clientSecret: new Secret('s e:c%ret'),
  method: 'basic',
} as const;
const patient = { signal: undefined, deadline: Infinity };

function source(tokenUrl: string, settings: Partial<ClientCredentialsSettings> = {}): TokenSource {
  const made = createClientCredentials({
    ...client,
    tokenUrl,
    random: () => 0,
    ...settings,
  } as ClientCredentialsSettings);
  onTestFinished(() => made.close?.());
  return made;
}

/** A token endpoint without a wire: answers what the test puts in, in order, the last one for ever. */
function endpoint(...answers: readonly [number, unknown][]): Transport & { asked: HttpRequest[] } {
  const asked: HttpRequest[] = [];
  return {
    asked,
    async send(request): Promise<HttpResult> {
      const [status, body] = answers[Math.min(asked.length, answers.length - 1)] ?? [500, {}];
      asked.push(request);
      return { kind: 'answer', status, headers: {}, body: Buffer.from(JSON.stringify(body)), cut: false };
    },
    async close() {},
  };
}

const grant = (token: string, life: unknown = 3_600): [number, unknown] => [
  200,
  { access_token: token, token_type: 'bearer', expires_in: life },
];

describe('a token', () => {
  test('is asked for once, however many wait', async () => {
    const transport = endpoint(grant('a'));
    const tokens = source('https://auth.example/as/token', { transport });
    const got = await Promise.all(Array.from({ length: 100 }, () => tokens.get(patient)));
    expect(new Set(got)).toEqual(new Set(['a']));
    expect(transport.asked).toHaveLength(1);
  });

  test('is renewed in the background while the old one still serves', async () => {
    const clock = new VirtualClock();
    const transport = endpoint(grant('a'), [500, {}], grant('b'));
    const tokens = source('https://auth.example/as/token', { transport, clock });
    expect(await tokens.get(patient)).toBe('a');
    await clock.advance(2_879_000);
    expect(await tokens.get(patient)).toBe('a');
    expect(transport.asked).toHaveLength(1);
    await clock.advance(1_000);
    expect(await tokens.get(patient)).toBe('a');
    await clock.advance(1_000);
    expect(await tokens.get(patient)).toBe('b');
    expect(transport.asked).toHaveLength(3);
  });

  test('is not used past its end, even when its renewal fails', async () => {
    const clock = new VirtualClock();
    const transport = endpoint(grant('a', 100), [400, { error: 'invalid_client' }]);
    const tokens = source('https://auth.example/as/token', { transport, clock });
    await tokens.get(patient);
    await clock.advance(96_000);
    expect(await failureOf(tokens.get(patient))).toMatchObject({ code: 'UNAUTHORIZED' });
  });

  test.each([undefined, -1, 0, '3600', Number.NaN, null])(
    'with expires_in %s is taken to live a minute',
    async (life) => {
      const clock = new VirtualClock();
      const transport = endpoint(
        [200, { access_token: 'a', token_type: 'Bearer', expires_in: life }],
        grant('b'),
      );
      const tokens = source('https://auth.example/as/token', { transport, clock });
      await tokens.get(patient);
      await clock.advance(47_000);
      await tokens.get(patient);
      expect(transport.asked).toHaveLength(1);
      await clock.advance(13_000);
      expect(await tokens.get(patient)).toBe('b');
    },
  );

  test.each([
    ['mac', { access_token: 'a', token_type: 'mac' }],
    ['no type', { access_token: 'a' }],
    ['no token', { token_type: 'Bearer' }],
    ['a token that splits a header', { access_token: 'a\r\nx: y', token_type: 'Bearer' }],
    ['a list', []],
  ])('answer with %s is refused', async (_, body) => {
    const tokens = source('https://auth.example/as/token', { transport: endpoint([200, body]) });
    expect(await failureOf(tokens.get(patient))).toMatchObject({ code: 'UNAUTHORIZED' });
  });

  test('refused to us says what to check, never the secret, and is not asked for by every call', async () => {
    const transport = endpoint([401, { error: 'invalid_client', error_description: 's e:c%ret is wrong' }]);
    const tokens = source('https://auth.example/as/token', { transport });
    const error = await failureOf(tokens.get(patient));
    expect(error).toMatchObject({
      code: 'UNAUTHORIZED',
      facts: { providerCode: 'invalid_client', status: 401 },
    });
    expect(error.message).toContain('check the client id, the secret, the authentication method');
    expect(JSON.stringify([error.facts, error.message, error.stack])).not.toContain('c%ret');
    await Promise.all(Array.from({ length: 20 }, () => failureOf(tokens.get(patient))));
    expect(transport.asked).toHaveLength(1);
  });

  test('is not waited for longer than the caller likes, and the question goes on for the others', async () => {
    const clock = new VirtualClock();
    const answered = new Latch();
    const slow = endpoint(grant('a'));
    const transport: Transport = {
      send: async (request) => {
        await answered.opened;
        return slow.send(request);
      },
      async close() {},
    };
    const tokens = source('https://auth.example/as/token', { transport, clock });
    const gone = new AbortController();
    const cancelled = failureOf(tokens.get({ signal: gone.signal, deadline: Infinity }));
    const late = failureOf(tokens.get({ signal: undefined, deadline: 50 }));
    const other = tokens.get(patient);
    gone.abort();
    expect((await cancelled).code).toBe('CANCELLED');
    await clock.advance(60);
    expect((await late).code).toBe('TIMED_OUT');
    answered.open();
    expect(await other).toBe('a');
  });

  test.each(['http://auth.example/as/token', 'ftp://x', 'nonsense', 'https://u:p@auth.example/'])(
    'is not asked for at %s',
    (tokenUrl) => {
      expect(() => createClientCredentials({ ...client, tokenUrl })).toThrow(TypeError);
    },
  );
});

describe('the client proves itself', () => {
  test('by Basic, with id and secret form-encoded', async () => {
    const server = await provider((_, response) =>
      json(response, { access_token: 'a', token_type: 'Bearer' }),
    );
    await source(`${server.origin}/as/token`).get(patient);
    const header = server.requests[0]?.headers.authorization?.replace('Basic ', '') ?? '';
    expect(Buffer.from(header, 'base64').toString()).toBe('app%3A1:s+e%3Ac%25ret');
    expect(server.requests[0]).toMatchObject({
      method: 'POST',
      url: '/as/token',
      body: 'grant_type=client_credentials',
    });
  });

  test('in the body', async () => {
    const server = await provider((_, response) =>
      json(response, { access_token: 'a', token_type: 'Bearer' }),
    );
    await source(`${server.origin}/as/token`, { method: 'post' }).get(patient);
    const form = new URLSearchParams(server.requests[0]?.body);
    expect([form.get('client_id'), form.get('client_secret')]).toEqual(['app:1', 's e:c%ret']);
    expect(server.requests[0]?.headers.authorization).toBeUndefined();
  });

  test('by a signed assertion, made afresh for each question', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
    const pem = new Secret(await exportPKCS8(privateKey));
    const server = await provider((_, response) =>
      json(response, { access_token: 'a', token_type: 'Bearer' }),
    );
    const tokenUrl = `${server.origin}/as/token`;
    await source(tokenUrl, {
      method: 'private_key_jwt',
      privateKey: pem,
      algorithm: 'ES256',
      keyId: 'k1',
    }).get(patient);
    const assertion = new URLSearchParams(server.requests[0]?.body).get('client_assertion') ?? '';
    const { payload, protectedHeader } = await jwtVerify(assertion, publicKey, {
      audience: tokenUrl,
      issuer: 'app:1',
    });
    expect(protectedHeader).toMatchObject({ alg: 'ES256', kid: 'k1' });
    expect(payload).toMatchObject({ sub: 'app:1' });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(120);
  });

  test('or says that its key is no key, without quoting it', async () => {
    const tokens = source('https://auth.example/as/token', {
      method: 'private_key_jwt',
      privateKey: new Secret('swordfish'),
    });
    const error = await failureOf(tokens.get(patient));
    expect(error.message).toContain('PKCS #8');
    expect(`${error.stack}`).not.toContain('swordfish');
  });
});

/** A provider and its token endpoint; only the tokens in `good` open the door. */
async function pair(
  good: (token: string) => boolean,
): Promise<{ issued: () => number; upstream: ReturnType<typeof upstreamTo> }> {
  let issued = 0;
  const server = await provider((request, response) => {
    if (request.url === '/as/token') {
      issued += 1;
      json(response, { access_token: `t${issued}`, token_type: 'Bearer', expires_in: 3_600 });
    } else if (good(request.headers.authorization ?? '')) json(response, {});
    else json(response, {}, 401);
  });
  const upstream = upstreamTo(server.origin, { tokens: source(`${server.origin}/as/token`) });
  return { issued: () => issued, upstream };
}

describe('a 401', () => {
  test('of a hundred calls makes one renewal, and all are answered', async () => {
    let revoked = false;
    const { issued, upstream } = await pair((token) => !revoked || token === 'Bearer t2');
    await upstream.call(readUsers, context);
    revoked = true;
    const answers = await Promise.all(Array.from({ length: 100 }, () => upstream.call(readUsers, context)));
    expect(answers.every((answer) => answer.status === 200)).toBe(true);
    expect(issued()).toBe(2);
  });

  test('also to a fresh token is UNAUTHORIZED, with no loop and no storm', async () => {
    const { issued, upstream } = await pair(() => false);
    const errors = await Promise.all(
      Array.from({ length: 50 }, () => failureOf(upstream.call(readUsers, context))),
    );
    expect(new Set(errors.map((error) => error.code))).toEqual(new Set(['UNAUTHORIZED']));
    expect(errors[0]).toMatchObject({ retryable: false, facts: { status: 401, transactionId: 'tx-1' } });
    await failureOf(upstream.call(readUsers, context));
    expect(issued()).toBe(2);
  });
});
