import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createKey } from '../../src/access/manage-keys.ts';
import { permissions } from '../../src/model/permission.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { environmentOf, until } from './gateway.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

const given = {
  password: 'canary-1d0b-Password-of-a-user',
  weak: 'canary-77aa',
  initial: 'canary-93cc-Initial-password',
  providerSecret: 'canary-52ef-provider-secret',
  nextSecret: 'canary-18b4-next-provider-secret',
  header: 'canary-6c2d-webhook-header',
  signingKey: 'canary-e90f-in-settings',
  token: 'eyJhbGciOiJSUzI1NiJ9.Y2FuYXJ5LTRhNGEtY2xhaW1z.Y2FuYXJ5LTRhNGEtc2lnbmF0dXJl',
};

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true }).flatMap((entry) =>
    entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
  );
}

test('what callers send in secret, and what is shown once, is in no other answer, log, metric, ledger or file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-canaries-'));
  const keysFile = join(folder, 'keys.json');
  const all = Object.keys(permissions) as (keyof typeof permissions)[];
  const key = createKey(keysFile, { name: 'bot', days: 1, permissions: all }).key.reveal();
  const sandbox = await startSandbox({ users: 60, seed: 3 });
  const child = spawn(process.execPath, ['--import', 'tsx', main, '--port', '0'], {
    env: {
      PATH: process.env['PATH'] ?? '',
      ...environmentOf(sandbox),
      PINGONE_WRITABLE: 'true',
      PINGONE_DIRECTORY_KEY: 'acme',
      ROLLCALL_LOG_LEVEL: 'trace',
      ROLLCALL_DATA_DIR: folder,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'close');
  let written = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => (written += chunk));
  const seen: string[] = [];
  /** Secrets that an answer showed to who asked: they may be in that answer, and nowhere else. */
  const shown: string[] = [];
  try {
    await until(() => written.includes('/graphql'), 60);
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(written)?.[0] ?? '';
    const run = async (query: string, input: unknown = {}, bearer = key): Promise<string> => {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
        body: JSON.stringify({ query, variables: { input } }),
      });
      const text = await response.text();
      seen.push(text);
      return text;
    };
    const mutate = (mutation: string, input: unknown, more = ''): Promise<string> => {
      const type = mutation.charAt(0).toUpperCase() + mutation.slice(1);
      return run(
        `mutation ($input: ${type}Input!) { ${mutation}(input: $input) { __typename
          ... on Error { code message } ... on ActionConflict { state }
          ... on ${type}Success { differences { path before after } entry { before after parameters particulars } ${more} } } }`,
        input,
      );
    };
    const username = [...(sandbox.tenant.collections.get('users')?.values() ?? [])].find(
      (row) => row['enabled'] === true,
    )?.['username'];
    const user = { username: { directory: 'acme', username } };

    const everything = async (): Promise<void> => {
      await mutate('setUserPassword', { user, password: given.password, idempotencyKey: 'p' });
      await mutate('setUserPassword', { user, password: given.weak });
      await mutate('createUser', {
        directory: 'acme',
        username: 'somebody.new',
        email: 'somebody.new@example.com',
        password: given.initial,
      });
      const provider = {
        directory: 'acme',
        name: 'Canary',
        type: 'GITHUB',
        enabled: true,
        clientId: 'a',
        clientSecret: given.providerSecret,
        settings: { clientSecretSigningKey: given.signingKey },
      };
      await mutate('createIdentityProvider', provider, 'identityProvider { id }');
      await mutate('createIdentityProvider', { ...provider, clientSecret: given.nextSecret });
      await mutate('createWebhook', {
        directory: 'acme',
        name: 'Canary',
        enabled: true,
        format: 'ACTIVITY',
        url: `https://siem.example.com/in?key=${given.header}`,
        headers: { authorization: given.header },
        verifiesTls: true,
        includedActionTypes: ['USER.CREATED'],
      });
      await run('{ users(first: 1) { nodes { id } } }', {}, given.token);
      await run('{ users(first: 1) { nodes { id } } }', {}, `${key.slice(0, -1)}x`);
      // A variable of the wrong type is told without what it held.
      await mutate('setUserPassword', { user, password: [given.password], wrong: given.weak });
    };
    await everything();
    for (const done of ['SetUserPassword', 'CreateUser', 'CreateIdentityProvider', 'CreateWebhook'])
      expect(seen.join('\n')).toContain(`${done}Success`);

    const applications = JSON.parse(
      await run('{ applications(first: 50) { nodes { id oidc { __typename } } } }'),
    ) as { data: { applications: { nodes: { id: string; oidc: unknown }[] } } };
    for (const { id } of applications.data.applications.nodes.slice(0, 4)) {
      const rotated = await mutate(
        'rotateApplicationSecret',
        { application: id, idempotencyKey: id },
        'secret',
      );
      const secret = /"secret":"([^"]+)"/.exec(rotated)?.[1];
      if (secret === undefined) continue;
      shown.push(secret);
      seen.splice(-1);
      // A repeat is the same answer without the secret.
      await mutate('rotateApplicationSecret', { application: id, idempotencyKey: id }, 'secret');
    }
    expect(shown.length).toBeGreaterThan(0);
    const paired = await mutate('pairMfaDevice', { user, type: 'TOTP' }, 'secret');
    const seed = /"secret":"([^"]+)"/.exec(paired)?.[1];
    if (seed === undefined) throw new Error(`Expected the seed of a new device; received ${paired}`);
    shown.push(seed);
    seen.splice(-1);

    // The provider repeats what it was sent, as a careless proxy might.
    sandbox.faults.add({
      method: 'POST',
      route: /users|identityProviders|subscriptions/,
      fault: {
        kind: 'body',
        status: 400,
        body: { code: 'INVALID_DATA', message: Object.values(given).join(' ') },
      },
    });
    await everything();
    sandbox.faults.clear();
    await run('{ ledger(first: 1000) { nodes { action before after parameters particulars code } } }');
    for (const path of ['/metrics', '/readyz', '/healthz']) seen.push(await (await fetch(url + path)).text());
  } finally {
    child.kill('SIGTERM');
    await ended;
    await sandbox.close();
  }
  const kept = filesBelow(folder).map((path) => ({ path, bytes: readFileSync(path) }));
  rmSync(folder, { recursive: true });
  expect(kept.length).toBeGreaterThan(10);
  const found: string[] = [];
  for (const canary of [key, ...Object.values(given), ...shown]) {
    const name = canary.slice(0, 12);
    for (const text of seen)
      if (text.includes(canary)) found.push(`${name} in an answer: ${text.slice(0, 300)}`);
    if (written.includes(canary)) found.push(`${name} in the log`);
    for (const { path, bytes } of kept)
      if (bytes.includes(canary)) found.push(`${name} in ${path.slice(folder.length)}`);
  }
  expect(found).toEqual([]);
}, 120_000);
