import { describe, expect, test } from 'vitest';
import { createKey, revokeKey } from '../../src/access/manage-keys.ts';
import { inSeconds, startIssuer } from './support/issuer.ts';
import { openWireGateway } from './support/open-gateway.ts';

const VIEWER = '{ viewer { name roles permissions { permission directories populations until } } }';
const INTROSPECTION = '{ __schema { types { name } } }';

function rowsOf(data: Record<string, unknown> | null, field: string): { nodes: Record<string, unknown>[] } {
  return (data ?? {})[field] as { nodes: Record<string, unknown>[] };
}

describe('a gateway that knows its callers', () => {
  test('answers 401 to whoever is nobody, before it looks at what they want', async () => {
    const gateway = await openWireGateway();
    for (const query of ['{ users { nodes { username } } }', INTROSPECTION, 'not even GraphQL']) {
      const answer = await gateway.ask(query);
      expect(answer).toMatchObject({
        status: 401,
        data: null,
        errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
      });
      expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="rollcall"');
    }
    const wrong = await gateway.ask(VIEWER, 'gw1_0');
    expect(wrong.headers.get('www-authenticate')).toBe('Bearer realm="rollcall", error="invalid_token"');
    expect(gateway.sandboxes.map(({ requests }) => requests.total)).toEqual([0, 0]);
  });

  test('serves GraphiQL without a credential, and health, but no query by GET', async () => {
    const gateway = await openWireGateway();
    const page = await fetch(gateway.url, { headers: { accept: 'text/html' } });
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<title>Rollcall');
    const sneaky = await fetch(`${gateway.url}?query={viewer{name}}`, { headers: { accept: 'text/html' } });
    expect(await sneaky.text()).not.toContain('"viewer"');
    expect((await fetch(gateway.url.replace('graphql', 'healthz'))).status).toBe(200);
  });

  test('tells a caller with a token and one with a key who they are', async () => {
    const issuer = await startIssuer();
    const gateway = await openWireGateway({ issuers: [issuer.settings] });
    const token = await issuer.sign({ roles: ['viewer'] });
    expect((await gateway.ask(VIEWER, token)).data).toEqual({
      viewer: {
        name: `${issuer.url}#ann`,
        roles: ['viewer'],
        permissions: ['directory:read', 'mfa:read', 'finding:read'].map((permission) => ({
          permission,
          directories: null,
          populations: null,
          until: null,
        })),
      },
    });
    const { key, stored } = createKey(gateway.keysFile, {
      name: 'bot',
      permissions: ['user:delete'],
      directories: ['acme'],
      days: 1,
    });
    expect((await gateway.ask(VIEWER, key.reveal())).data).toEqual({
      viewer: {
        name: 'key:bot',
        roles: [],
        permissions: [
          {
            permission: 'user:delete',
            directories: ['acme'],
            populations: null,
            until: stored.expiresAt.toISOString(),
          },
        ],
      },
    });
    revokeKey(gateway.keysFile, stored.id);
    expect((await gateway.ask(VIEWER, key.reveal())).status).toBe(401);
  });

  test('shows nothing of a credential in answers or logs, good or bad', async () => {
    const issuer = await startIssuer();
    const gateway = await openWireGateway({ issuers: [issuer.settings] });
    const canary = 'canary-4711';
    const { key } = createKey(gateway.keysFile, { name: 'bot', role: 'viewer', permissions: [], days: 1 });
    const tokens = [
      await issuer.sign({ note: canary, roles: [canary] }),
      await issuer.sign({ note: canary, exp: inSeconds(-600) }),
      await issuer.sign({ aud: canary }),
      await issuer.sign({ iss: canary }),
      await issuer.sign({ nbf: inSeconds(600), note: canary }),
      await issuer.sign({}, { header: { kid: canary } }),
      await issuer.sign({}, { header: { typ: canary } }),
      key.reveal(),
      key.reveal().slice(0, -1),
    ];
    const answers = await Promise.all(
      tokens.map((token) => gateway.ask('{ viewer { name roles } ledger { nodes { id } } }', token)),
    );
    const shown =
      answers.map(({ text, headers }) => text + JSON.stringify([...headers])).join('') + gateway.logged();
    expect(shown).not.toContain(canary);
    for (const part of tokens.flatMap((token) => token.split(/[._]/)).filter(({ length }) => length > 20)) {
      expect(shown).not.toContain(part);
    }
  });

  test('says that it cannot tell while the keys of an issuer cannot be read', async () => {
    const issuer = await startIssuer();
    issuer.answer((response) => void response.writeHead(503).end());
    const gateway = await openWireGateway({ issuers: [issuer.settings] });
    expect(await gateway.ask(VIEWER, await issuer.sign())).toMatchObject({
      status: 503,
      errors: [{ extensions: { code: 'AUTH_UNAVAILABLE' } }],
    });
    expect(gateway.logged()).toContain('A credential could not be checked.');
  });
});

describe('a lacking permission', () => {
  test('makes the field null, names itself at the path, and leaves the rest', async () => {
    const gateway = await openWireGateway();
    const { key } = createKey(gateway.keysFile, { name: 'v', role: 'viewer', permissions: [], days: 1 });
    const { status, data, errors } = await gateway.ask(
      `{ users(first: 2) { nodes { username mobilePhone sessions { remoteIp } mfa { status devices { contact } } lastSignOn { at remoteIp } } }
         groups(first: 1) { nodes { name } } }`,
      key.reveal(),
    );
    expect(status).toBe(200);
    const { nodes: users } = rowsOf(data, 'users');
    expect(users).toHaveLength(2);
    for (const user of users) expect(user).toMatchObject({ mobilePhone: null, sessions: null });
    expect(users.every(({ username }) => typeof username === 'string')).toBe(true);
    expect(data?.['groups']).toMatchObject({ nodes: [{ name: expect.any(String) as unknown }] });
    expect(errors[0]).toMatchObject({
      path: ['users', 'nodes', 0, 'mobilePhone'],
      extensions: { code: 'FORBIDDEN', permission: 'directory:read.pii' },
    });
    expect(new Set(errors.map(({ extensions }) => extensions?.code))).toEqual(new Set(['FORBIDDEN']));
    const [acme] = gateway.sandboxes;
    expect(acme.requests.of('GET /environments/{environmentId}/users/{userId}/sessions')).toBe(0);
  });

  test('stops a field before anything is asked of the provider', async () => {
    const gateway = await openWireGateway();
    const { key } = createKey(gateway.keysFile, { name: 'a', permissions: ['audit:read'], days: 1 });
    const answer = await gateway.ask(
      '{ users { nodes { mfa { status } } } posture { asOf } viewer { name } }',
      key.reveal(),
    );
    expect(answer.data).toEqual({ users: null, posture: null, viewer: { name: 'key:a' } });
    expect(gateway.sandboxes.map(({ requests }) => requests.total)).toEqual([0, 0]);
  });
});

describe('a grant for one directory', () => {
  test('leaves the others as if they were not configured', async () => {
    const gateway = await openWireGateway();
    const { key } = createKey(gateway.keysFile, {
      name: 'v',
      role: 'viewer',
      permissions: [],
      directories: ['acme'],
      days: 1,
    });
    const credential = key.reveal();
    const { data, errors } = await gateway.ask(
      '{ directories { key } users(first: 100) { nodes { directory { key } } coverage { sources { directory { key } } } } applications(first: 200) { nodes { directory { key } } } }',
      credential,
    );
    expect(errors).toEqual([]);
    expect(JSON.stringify(data)).not.toContain('other');
    expect(data?.['directories']).toEqual([{ key: 'acme' }]);
    const named = await gateway.ask(
      '{ users(filter: { directory: "other" }) { nodes { username } } }',
      credential,
    );
    expect(named.errors[0]?.message).toBe('There is no directory "other". Configured: "acme".');
    const id = Buffer.from('Directory:other').toString('base64url');
    expect(
      (await gateway.ask(`{ node(id: "${id}") { __typename } directory(key: "other") { name } }`, credential))
        .data,
    ).toEqual({
      node: null,
      directory: null,
    });
    expect(gateway.sandboxes[1].requests.total).toBe(0);
  });

  test('holds for its permission alone: posture of one, users of both', async () => {
    const issuer = await startIssuer({
      roles: new Map([
        [
          'x',
          [
            { permissions: ['directory:read'] },
            { permissions: ['finding:read'], directories: ['acme'] },
            { permissions: ['mfa:read'], directories: ['other'] },
          ],
        ],
      ]),
    });
    const gateway = await openWireGateway({ issuers: [issuer.settings] });
    const { data, errors } = await gateway.ask(
      '{ directories { key posture { coverage { complete } } } posture { coverage { sources { directory { key } } } } a: users(first: 1, filter: { directory: "acme" }) { nodes { mfa { status } } } o: users(first: 1, filter: { directory: "other" }) { nodes { mfa { status } } } }',
      await issuer.sign({ roles: ['x'] }),
    );
    expect(data?.['directories']).toMatchObject([
      { key: 'acme', posture: {} },
      { key: 'other', posture: null },
    ]);
    expect(JSON.stringify(data?.['posture'])).not.toContain('other');
    expect(data?.['a']).toEqual({ nodes: [{ mfa: null }] });
    expect(data?.['o']).toMatchObject({ nodes: [{ mfa: {} }] });
    expect(
      errors.map(({ path = [] }) => path.join('.')).toSorted((one, other) => one.localeCompare(other)),
    ).toEqual(['a.nodes.0.mfa', 'directories.1.posture']);
  });
});
