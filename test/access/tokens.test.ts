import { SignJWT, UnsecuredJWT } from 'jose';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AuthenticationError } from '../../src/access/authentication-error.ts';
import { can } from '../../src/access/caller.ts';
import { askedBy } from './support/authenticating.ts';
import { AUDIENCE, inSeconds, signingKey, startIssuer } from './support/issuer.ts';

const unauthenticated = { name: 'AuthenticationError', code: 'UNAUTHENTICATED', status: 401 };

describe('a token of a trusted issuer', () => {
  test('makes its subject the caller, with the roles and permissions that its claim names', async () => {
    const issuer = await startIssuer();
    const ask = askedBy({ issuers: [issuer.settings] });
    expect(await ask(await issuer.sign({ roles: ['operator', 'user:delete', 'unheard-of'] }))).toMatchObject({
      name: `${issuer.url}#ann`,
      roles: ['operator'],
      grants: expect.arrayContaining([
        { permission: 'user:suspend' },
        { permission: 'user:delete' },
      ]) as unknown,
    });
    expect(issuer.reads()).toBe(1);
  });

  test('without any role is somebody who may do nothing', async () => {
    const issuer = await startIssuer();
    const ask = askedBy({ issuers: [issuer.settings] });
    expect(await ask(await issuer.sign())).toMatchObject({ roles: [], grants: [] });
  });

  test('gives what the map of its issuer says, with the scope, and nothing by names of ours', async () => {
    const until = new Date('2099-01-01T00:00:00Z');
    const issuer = await startIssuer({
      rolesClaim: 'realm.groups',
      roles: new Map([['Helpdesk', [{ role: 'operator', permissions: [], populations: ['p1'], until }]]]),
    });
    const ask = askedBy({ issuers: [issuer.settings] });
    const caller = await ask(await issuer.sign({ realm: { groups: ['Helpdesk', 'admin'] } }));
    if (caller instanceof AuthenticationError) throw caller;
    expect(caller.roles).toEqual(['operator']);
    expect(can(caller, 'user:suspend', { directory: 'd', population: 'p1' })).toBe(true);
    expect(can(caller, 'user:suspend', { directory: 'd', population: 'p2' })).toBe(false);
    expect(can(caller, 'user:suspend', { population: 'p1' }, until)).toBe(false);
  });

  test('names the account of its user, so that nobody suspends themselves; a machine has none', async () => {
    const issuer = await startIssuer({ account: { claim: 'sub', directory: 'acme' } });
    const ask = askedBy({ issuers: [issuer.settings] });
    expect(await ask(await issuer.sign({ sub: 'u-1' }))).toMatchObject({
      user: { directory: 'acme', externalId: 'u-1' },
    });
    const machine = await ask(await issuer.sign({ sub: 'c-1', client_id: 'c-1' }));
    expect(machine).not.toHaveProperty('user');
    const other = await startIssuer({ account: { claim: 'account', directory: 'acme' } });
    expect(await askedBy({ issuers: [other.settings] })(await other.sign())).toMatchObject(unauthenticated);
  });

  test('is taken while clocks differ by half a minute, and for one of several audiences', async () => {
    const issuer = await startIssuer();
    const ask = askedBy({ issuers: [issuer.settings] });
    expect(await ask(await issuer.sign({ exp: inSeconds(-20) }))).toHaveProperty('grants');
    expect(await ask(await issuer.sign({ nbf: inSeconds(20) }))).toHaveProperty('grants');
    expect(await ask(await issuer.sign({ aud: ['other', AUDIENCE] }))).toHaveProperty('grants');
    expect(await ask(await issuer.sign({}, { header: { typ: 'at+jwt' } }))).toHaveProperty('grants');
  });
});

describe('a token is refused', () => {
  const wrongClaims: [string, Record<string, unknown>, RegExp][] = [
    ['that has expired', { exp: inSeconds(-40) }, /not expired/],
    ['without an end', { exp: undefined }, /`exp`/],
    ['whose end is a text', { exp: 'tomorrow' }, /`exp`/],
    ['that is not valid yet', { nbf: inSeconds(60) }, /nbf/],
    ['without an audience', { aud: undefined }, /`aud`/],
    ['for another audience', { aud: 'https://api.pingone.com' }, /`aud`/],
    ['of an issuer with a slash more', { iss: 'SLASH' }, /issuer/],
    ['of an issuer in capitals', { iss: 'CAPITALS' }, /issuer/],
    ['without an issuer', { iss: undefined }, /issuer/],
    ['without a subject', { sub: undefined }, /`sub`/],
    ['whose subject is a number', { sub: 7 }, /./],
    ['whose subject has a line break', { sub: 'a\nb' }, /`sub`/],
    ['whose subject is endless', { sub: 'x'.repeat(300) }, /`sub`/],
  ];
  test.each(wrongClaims)('%s', async (_what, claims, message) => {
    const issuer = await startIssuer();
    const ask = askedBy({ issuers: [issuer.settings] });
    const iss =
      claims['iss'] === 'SLASH'
        ? { iss: `${issuer.url}/` }
        : claims['iss'] === 'CAPITALS'
          ? { iss: issuer.url.toUpperCase() }
          : {};
    const refusal = await ask(await issuer.sign({ ...claims, ...iss }));
    expect(refusal).toMatchObject({ ...unauthenticated, message: expect.stringMatching(message) as unknown });
  });

  test('with a header that names keys or extensions, and no such address is ever visited', async () => {
    const issuer = await startIssuer();
    const stranger = await startIssuer({}, await signingKey('first'));
    const ask = askedBy({ issuers: [issuer.settings] });
    const headers = [
      { jku: `${stranger.url}/jwks` },
      { x5u: `${stranger.url}/jwks` },
      { jwk: stranger.key.jwk },
      { kid: '../../etc/passwd' },
      { typ: 'logout+jwt' },
    ];
    for (const header of headers) {
      expect(await ask(await issuer.sign({}, { key: stranger.key, header }))).toMatchObject(unauthenticated);
    }
    expect(stranger.reads()).toBe(0);
  });

  test('with `crit`, whatever it names', async () => {
    const issuer = await startIssuer();
    const ask = askedBy({ issuers: [issuer.settings] });
    const [, payload = '', signature = ''] = (await issuer.sign()).split('.');
    for (const crit of [['b64'], ['exp'], [], 'b64']) {
      const header = Buffer.from(JSON.stringify({ alg: 'RS256', kid: 'first', b64: false, crit })).toString(
        'base64url',
      );
      const refusal = await ask(`${header}.${payload}.${signature}`);
      expect(refusal).toMatchObject({
        ...unauthenticated,
        message: expect.stringContaining('crit') as unknown,
      });
    }
  });

  test('that is not signed, or signed with a shared secret, even the public key itself', async () => {
    const issuer = await startIssuer();
    const ask = askedBy({ issuers: [issuer.settings] });
    const claims = { iss: issuer.url, aud: AUDIENCE, sub: 'ann', exp: inSeconds(300), roles: ['admin'] };
    const unsigned = new UnsecuredJWT(claims).encode();
    const secret = new TextEncoder().encode(JSON.stringify(issuer.key.jwk));
    const shared = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'first' }).sign(secret);
    const [, payload] = unsigned.split('.');
    const disguised = `${Buffer.from('{"alg":"nOnE"}').toString('base64url')}.${payload}.`;
    for (const token of [unsigned, shared, disguised]) {
      expect(await ask(token)).toMatchObject(unauthenticated);
    }
    expect(issuer.reads()).toBe(0);
  });

  test('signed with a key that its issuer does not publish, or with an algorithm that is not expected', async () => {
    const issuer = await startIssuer();
    const ask = askedBy({ issuers: [issuer.settings] });
    const stranger = await signingKey('first');
    const elliptic = await signingKey('first', 'ES256');
    expect(await ask(await issuer.sign({}, { key: stranger }))).toMatchObject(unauthenticated);
    const other = await issuer.sign({}, { key: elliptic, header: { alg: 'ES256' } });
    expect(await ask(other)).toMatchObject({
      ...unauthenticated,
      message: expect.stringContaining('RS256') as unknown,
    });
  });

  test('longer than 8 kB, before anything of it is read', async () => {
    const issuer = await startIssuer();
    const ask = askedBy({ issuers: [issuer.settings] });
    const long = await issuer.sign({ note: 'x'.repeat(9_000) });
    expect(await ask(long)).toMatchObject({
      ...unauthenticated,
      message: expect.stringContaining('8192') as unknown,
    });
    expect(issuer.reads()).toBe(0);
  });

  test('whatever text it is, and no text of it comes back', async () => {
    const issuer = await startIssuer();
    const ask = askedBy({ issuers: [issuer.settings] });
    await fc.assert(
      fc.asyncProperty(fc.base64String({ minLength: 8 }), fc.base64String(), async (one, two) => {
        const token = [one, two, one].map((part) => part.replaceAll(/[+/=]/g, '-')).join('.');
        const refusal = await ask(token);
        expect(refusal).toBeInstanceOf(AuthenticationError);
        expect(JSON.stringify([refusal, (refusal as Error).message])).not.toContain(token);
      }),
      { numRuns: 50 },
    );
  });
});

describe('the keys of an issuer', () => {
  test('are asked for once in half a minute, whatever key ids tokens name', async () => {
    const issuer = await startIssuer();
    const ask = askedBy({ issuers: [issuer.settings] });
    expect(await ask(await issuer.sign())).toHaveProperty('grants');
    for (const kid of ['a', 'b', 'c']) {
      expect(await ask(await issuer.sign({}, { header: { kid } }))).toMatchObject(unauthenticated);
    }
    expect(issuer.reads()).toBe(1);
  });

  test('that cannot be read leave the question open: 503, and the gateway does not ask again at once', async () => {
    const issuer = await startIssuer();
    issuer.answer((response) => void response.writeHead(500).end());
    const ask = askedBy({ issuers: [issuer.settings] });
    const token = await issuer.sign();
    for (let time = 0; time < 3; time += 1) {
      expect(await ask(token)).toMatchObject({ code: 'AUTH_UNAVAILABLE', status: 503 });
    }
    expect(issuer.reads()).toBe(1);
  });

  test.each([
    ['a page instead of keys', '<html>'],
    ['no keys', '{"keys":[]}'],
    ['ten thousand keys', JSON.stringify({ keys: Array.from({ length: 10_000 }, () => ({})) })],
    ['megabytes', `{"keys":["${'x'.repeat(1_000_000)}"]}`],
    ['a shared secret', '{"keys":[{"kty":"oct","k":"c2VjcmV0","kid":"first","alg":"HS256"}]}'],
  ])('that are %s open nothing', async (_what, body) => {
    const issuer = await startIssuer();
    issuer.answer((response) => void response.end(body));
    expect(await askedBy({ issuers: [issuer.settings] })(await issuer.sign())).toBeInstanceOf(
      AuthenticationError,
    );
  });
});
