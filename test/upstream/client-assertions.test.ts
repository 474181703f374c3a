import { decodeJwt, decodeProtectedHeader, exportPKCS8, generateKeyPair, jwtVerify } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { Secret } from '../../src/model/secret.ts';
import { tokenRequest } from '../../src/upstream/client-authentication.ts';

const now = Date.UTC(2026, 0, 5, 12);
const seconds = now / 1_000;
const client = { clientId: 'app:1', tokenUrl: 'https://auth.example/token' };

let pair: Awaited<ReturnType<typeof generateKeyPair>>;
let privateKey: Secret;

beforeAll(async () => {
  pair = await generateKeyPair('RS256', { extractable: true });
  privateKey = new Secret(await exportPKCS8(pair.privateKey));
});

function formOf({ body }: { readonly body: string }): URLSearchParams {
  return new URLSearchParams(body);
}

async function assertionOf(more: object = {}): Promise<{ header: object; claims: object }> {
  const made = await tokenRequest({ ...client, method: 'private_key_jwt', privateKey, ...more }, now);
  const jwt = formOf(made).get('client_assertion') ?? '';
  return { header: decodeProtectedHeader(jwt), claims: decodeJwt(jwt) };
}

describe('the scope of a token', () => {
  test.each([
    ['basic', { clientSecret: new Secret('s') }],
    ['post', { clientSecret: new Secret('s') }],
  ] as const)(
    'is asked for in the form with %s, and left out when nobody named one',
    async (method, more) => {
      const asked = formOf(
        await tokenRequest({ ...client, method, ...more, scope: 'users.read groups.read' }, now),
      );
      expect(asked.get('scope')).toBe('users.read groups.read');
      expect(formOf(await tokenRequest({ ...client, method, ...more }, now)).has('scope')).toBe(false);
    },
  );

  test('is asked for beside an assertion of the client', async () => {
    const made = await tokenRequest({ ...client, method: 'private_key_jwt', privateKey, scope: 'a b' }, now);
    expect(formOf(made).get('scope')).toBe('a b');
    expect(decodeJwt(formOf(made).get('client_assertion') ?? '')['scope']).toBeUndefined();
  });

  test('is in the assertion, and nowhere else, where that is the grant itself', async () => {
    const made = await tokenRequest(
      { ...client, method: 'jwt_bearer', privateKey, subject: 'admin@example.com', scope: 'a b' },
      now,
    );
    expect(formOf(made).has('scope')).toBe(false);
    expect(decodeJwt(formOf(made).get('assertion') ?? '')['scope']).toBe('a b');
  });
});

describe('an assertion of the client', () => {
  test('names its key, lives two minutes, and has no beginning that a slow clock could refuse', async () => {
    const { header, claims } = await assertionOf({ keyId: 'key-1' });
    expect(header).toEqual({ alg: 'RS256', typ: 'JWT', kid: 'key-1' });
    expect(claims).toEqual({
      iss: 'app:1',
      sub: 'app:1',
      aud: 'https://auth.example/token',
      jti: expect.stringMatching(/^[\w-]{36}$/) as string,
      iat: seconds,
      exp: seconds + 120,
    });
  });

  test('of a certificate names its digest in place of a key id, with a beginning and five minutes', async () => {
    const { header, claims } = await assertionOf({ certificateDigest: 'c2hhMjU2LWRpZ2VzdA' });
    expect(header).toEqual({ alg: 'RS256', typ: 'JWT', 'x5t#S256': 'c2hhMjU2LWRpZ2VzdA' });
    expect(claims).toMatchObject({ nbf: seconds, iat: seconds, exp: seconds + 300 });
  });

  test('is for the token address, or for whom the provider wants to be named', async () => {
    const { claims } = await assertionOf({ audience: 'https://auth.example' });
    expect(claims).toMatchObject({ aud: 'https://auth.example' });
  });

  test('is another one each time', async () => {
    const made = await Promise.all(Array.from({ length: 20 }, () => assertionOf()));
    expect(new Set(made.map(({ claims }) => Reflect.get(claims, 'jti'))).size).toBe(20);
  });

  test('is signed by the key', async () => {
    const made = await tokenRequest({ ...client, method: 'private_key_jwt', privateKey }, now);
    const jwt = formOf(made).get('client_assertion') ?? '';
    const { payload } = await jwtVerify(jwt, pair.publicKey, { currentDate: new Date(now) });
    expect(payload.iss).toBe('app:1');
  });

  test.each(['private_key_jwt', 'jwt_bearer'] as const)(
    'cannot be made by %s with something that is no key, and the error does not show it',
    async (method) => {
      const wrong = new Secret('-----BEGIN PRIVATE KEY-----\nhunter2\n-----END PRIVATE KEY-----');
      const made = tokenRequest({ ...client, method, privateKey: wrong, subject: 'x' }, now);
      await expect(made).rejects.toThrow(/expected a private key for RS256/);
      await expect(made).rejects.not.toThrow(/hunter2/);
    },
  );
});

describe('a grant by assertion (RFC 7523 section 2.1)', () => {
  test('says who asks and as whom, for an hour at most, without naming the client besides', async () => {
    const made = await tokenRequest(
      {
        ...client,
        method: 'jwt_bearer',
        privateKey,
        keyId: 'key-1',
        subject: 'admin@example.com',
        scope: 'users.read',
      },
      now,
    );
    const form = formOf(made);
    expect(form.get('grant_type')).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer');
    expect([...form.keys()].toSorted()).toEqual(['assertion', 'grant_type']);
    expect(made.headers['authorization']).toBeUndefined();
    const jwt = form.get('assertion') ?? '';
    expect(decodeProtectedHeader(jwt)).toEqual({ alg: 'RS256', typ: 'JWT', kid: 'key-1' });
    expect(decodeJwt(jwt)).toMatchObject({
      iss: 'app:1',
      sub: 'admin@example.com',
      aud: 'https://auth.example/token',
      scope: 'users.read',
      exp: seconds + 120,
    });
    expect(decodeJwt(jwt)['nbf']).toBeUndefined();
  });
});
