import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { decodeJwt } from 'jose';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Secret } from '../../../src/model/secret.ts';
import { connectKeycloak } from '../../../src/providers/keycloak/connect.ts';
import { createKeycloakUpstream } from '../../../src/providers/keycloak/upstream.ts';
import { connect, contextOf } from './support/connect.ts';

async function statuses(rights: readonly string[] | null) {
  const { provider, peer } = await connect();
  if (rights !== null) {
    peer.state.rights.clear();
    for (const right of rights) peer.state.rights.add(right);
  }
  const checks = await provider.checkHealth(contextOf());
  return Object.fromEntries(checks.map(({ code, status }) => [code, status]));
}

describe('the health of a realm', () => {
  test('is whole with every right', async () => {
    expect(await statuses(null)).toEqual({
      TOKEN: 'OK',
      DIRECTORY: 'OK',
      READ_USERS: 'OK',
      READ_GROUPS: 'OK',
      READ_ROLES: 'OK',
      READ_APPLICATIONS: 'OK',
      READ_ROLE_ASSIGNMENTS: 'OK',
      READ_DEVICES: 'OK',
      LOCKS: 'OK',
      WRITE: 'OK',
    });
  });

  test('needs no more than the documented rights to look', async () => {
    const found = await statuses(['view-users', 'query-groups', 'view-realm', 'view-clients']);
    expect(Object.values(found)).not.toContain('FAILED');
  });

  test.each([
    ['view-users', ['READ_USERS']],
    ['view-clients', ['READ_ROLES', 'READ_APPLICATIONS']],
    ['view-realm', ['READ_ROLES']],
  ])('names what fails without %s', async (missing, failed) => {
    const all = ['view-users', 'query-users', 'query-groups', 'view-realm', 'view-clients'];
    const found = await statuses(all.filter((right) => right !== missing));
    for (const code of failed) expect([code, found[code]]).toEqual([code, 'FAILED']);
  });

  test('says which credential is wrong, and not the credential', async () => {
    const { provider } = await connect({}, { clientSecret: new Secret('wr0ng-secret') });
    const checks = await provider.checkHealth(contextOf());
    expect(checks).toMatchObject([{ code: 'TOKEN', status: 'FAILED' }]);
    expect(checks[0]?.message).toContain('invalid_client');
    expect(inspect(checks)).not.toContain('wr0ng');
  });

  test('says what to look at when the realm or the path is wrong', async () => {
    const { provider } = await connect({}, { realm: 'other' });
    const [check] = await provider.checkHealth(contextOf());
    expect(check).toMatchObject({ code: 'TOKEN', status: 'FAILED' });
    expect(check?.hint).toContain('/auth');
  });

  test('warns of a realm that locks nobody out, or lets nobody in', async () => {
    const { provider, peer } = await connect();
    Object.assign(peer.state.settings, { bruteForceProtected: false, enabled: false });
    const checks = await provider.checkHealth(contextOf());
    expect(checks.filter(({ status }) => status === 'WARNING').map(({ code }) => code)).toEqual([
      'DIRECTORY',
      'LOCKS',
    ]);
  });
});

describe('connecting', () => {
  test('renews a token that the realm does not take any more, once', async () => {
    const { provider, peer, user } = await connect();
    const { id } = user(() => true);
    await provider.users.get(id, contextOf());
    peer.tokens.revokeAll();
    expect(await provider.users.get(id, contextOf())).not.toBeNull();
    expect(peer.requests.of('POST /realms/{realm}/protocol/openid-connect/token')).toBe(2);
  });

  test('proves itself in the form as well', async () => {
    const { provider } = await connect({}, { tokenAuthMethod: 'post' });
    expect((await provider.profile(contextOf())).name).toBe('acme people');
  });

  test('signs assertions for the issuer of the realm', async () => {
    let assertion = '';
    const server = createServer((request, response) => {
      request.setEncoding('utf8');
      request.on('data', (chunk: string) => {
        assertion = new URLSearchParams(chunk).get('client_assertion') ?? '';
      });
      request.on('end', () => response.writeHead(401).end());
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    onTestFinished(() => {
      server.close();
    });
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const provider = connectKeycloak({
      key: 'sso',
      baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/auth`,
      realm: 'acme',
      clientId: 'rollcall',
      writable: false,
      tokenAuthMethod: 'private_key_jwt',
      privateKey: new Secret(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()),
    });
    onTestFinished(() => provider.close());
    await provider.checkHealth(contextOf());
    expect(decodeJwt(assertion)).toMatchObject({
      iss: 'rollcall',
      sub: 'rollcall',
      aud: expect.stringMatching(/\/auth\/realms\/acme$/) as string,
    });
  });

  test('without the credential of its method is refused at once, without naming the other one', () => {
    const settings = {
      key: 'sso',
      baseUrl: 'https://sso.example.com',
      realm: 'acme',
      clientId: 'rollcall',
      writable: false,
      tokenAuthMethod: 'private_key_jwt',
      clientSecret: new Secret('s3cret'),
    } as const;
    expect(() => createKeycloakUpstream(settings)).toThrow(/expected a private key.*private_key_jwt/);
  });

  test("tells of errors in Keycloak's words, and never the secret", async () => {
    const { provider, peer } = await connect();
    peer.faults.add({
      route: /users$/,
      fault: { kind: 'body', status: 400, body: { errors: [{ field: 'email', errorMessage: 'is wrong' }] } },
    });
    const error: unknown = await provider.users
      .findByEmail('a@b.c', contextOf())
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({ facts: { details: [{ target: 'email', message: 'is wrong' }] } });
    expect(inspect(error)).not.toContain(peer.clientSecret);
  });

  test('to a server that asks to wait, waits', async () => {
    const { provider, peer } = await connect();
    peer.faults.add({ route: /\/roles$/, fault: { kind: 'status', status: 429, retryAfter: 0 }, times: 1 });
    const { rows } = await provider.settings.roles(contextOf());
    expect(rows.length).toBeGreaterThan(0);
  });
});
