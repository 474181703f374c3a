import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { request } from 'undici';
import { afterEach, expect, test } from 'vitest';
import type { TestClient } from './test-client.ts';
import { askToken, openSandbox } from './test-client.ts';

let client: TestClient | undefined;
afterEach(async () => {
  await client?.close();
  client = undefined;
});

test('the worker application gets a bearer token by HTTP Basic, and not by form fields', async () => {
  client = await openSandbox({ users: 5 });
  const basic = await askToken(client.sandbox);
  expect(basic.status).toBe(200);
  expect(basic.body).toMatchObject({ token_type: 'Bearer', expires_in: 3600 });
  expect(String(basic.body['access_token']).split('.')).toHaveLength(3);
  const post = await askToken(client.sandbox, { method: 'post' });
  expect(post.status).toBe(401);
  expect(post.body).toMatchObject({ error: 'invalid_client' });
  expect(post.body).not.toHaveProperty('code');
});

test('a worker application set to CLIENT_SECRET_POST is refused with Basic', async () => {
  client = await openSandbox({ users: 5 });
  client.sandbox.tenant.worker.authMethod = 'CLIENT_SECRET_POST';
  expect((await askToken(client.sandbox)).status).toBe(200);
  expect((await askToken(client.sandbox, { method: 'basic' })).status).toBe(401);
});

test('a wrong secret and a foreign environment are invalid_client', async () => {
  client = await openSandbox({ users: 5 });
  for (const how of [{ secret: 'wrong' }, { environment: '00000000-0000-4000-8000-000000000000' }]) {
    const reply = await askToken(client.sandbox, how);
    expect([reply.status, reply.body['error']]).toEqual([401, 'invalid_client']);
  }
});

test('scopes that are asked for change nothing', async () => {
  client = await openSandbox({ users: 5 });
  expect((await askToken(client.sandbox, { more: { scope: 'p1:read:user' } })).status).toBe(200);
});

test('the application may live in another environment than the people', async () => {
  client = await openSandbox({ users: 5, separateAdminEnvironment: true });
  const { tenant } = client.sandbox;
  expect(tenant.adminEnvironmentId).not.toBe(tenant.environmentId);
  expect((await askToken(client.sandbox, { environment: tenant.environmentId })).status).toBe(401);
  expect((await client.get('users')).status).toBe(200);
});

test('a token ends by the clock, and the answer then is 401 INVALID_TOKEN', async () => {
  let now = Date.parse('2026-06-01T00:00:00Z');
  client = await openSandbox({ users: 5, clock: () => now });
  expect((await client.get('users')).status).toBe(200);
  now += 3600_000;
  const late = await client.get('users');
  expect(late.status).toBe(401);
  expect(late.body).toMatchObject({ code: 'ACCESS_FAILED', details: [{ code: 'INVALID_TOKEN' }] });
});

test('a call without a token, or with a foreign one, is 401', async () => {
  client = await openSandbox({ users: 5 });
  const url = `${client.sandbox.apiUrl}${client.environment}/users`;
  for (const headers of [{}, { authorization: 'Bearer a.b.c' }]) {
    const { statusCode, body } = await request(url, { headers });
    await body.dump();
    expect(statusCode).toBe(401);
  }
});

test('PRIVATE_KEY_JWT takes an assertion signed with the key of the application, and nothing else', async () => {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), alg: 'ES256' };
  client = await openSandbox({ users: 5, assertionKey: jwk });
  const { tenant, authUrl } = client.sandbox;
  const address = `${authUrl}/${tenant.adminEnvironmentId}/as/token`;
  const ask = async (key: typeof privateKey) => {
    const assertion = await new SignJWT()
      .setProtectedHeader({ alg: 'ES256' })
      .setIssuer(tenant.worker.clientId)
      .setSubject(tenant.worker.clientId)
      .setAudience(address)
      .setExpirationTime('1m')
      .sign(key);
    const { statusCode, body } = await request(address, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: assertion,
      }).toString(),
    });
    await body.dump();
    return statusCode;
  };
  expect(await ask(privateKey)).toBe(200);
  expect(await ask((await generateKeyPair('ES256')).privateKey)).toBe(401);
  expect((await askToken(client.sandbox)).status).toBe(401);
});
