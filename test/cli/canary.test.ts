import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { generateTenant } from '../../src/sandbox/generate/generate-tenant.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { ask, environmentOf, until } from './gateway.ts';

const secret = 'canary-7f3a-client-secret';
const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const people =
  '{ users(first: 3) { totalCount nodes { id username mfa { status unknownReason devices { id } } } } }';
const groups = '{ groups(first: 3) { nodes { name members(first: 3) { edges { node { username } } } } } }';
const suspend = `mutation ($input: SuspendUserInput!) {
  suspendUser(input: $input) { __typename ... on Error { message } }
}`;

test('neither the secret nor a token is in answers, logs, status pages or metrics, whatever goes wrong', async () => {
  const generated = generateTenant({ users: 30, seed: 3 });
  const tenant = { ...generated, worker: { ...generated.worker, clientSecret: secret } };
  const sandbox = await startSandbox({ tenant });
  const issued: string[] = [];
  const issue = sandbox.tokens.issue.bind(sandbox.tokens);
  sandbox.tokens.issue = (grant) => {
    const token = issue(grant);
    issued.push(token);
    return token;
  };
  const child = spawn(process.execPath, ['--import', 'tsx', main, '--port', '0'], {
    env: {
      PATH: process.env['PATH'] ?? '',
      ...environmentOf(sandbox),
      PINGONE_WRITABLE: 'true',
      ROLLCALL_LOG_LEVEL: 'trace',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'close');
  let written = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => (written += chunk));
  }
  const seen: string[] = [];
  try {
    await until(() => written.includes('/graphql'), 30);
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(written)?.[0] ?? '';
    const run = async (query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<void> => {
      seen.push((await ask(url, query, variables)).text);
    };
    const [, user] = tenant.collections.get('users')?.values() ?? [];
    const input = {
      user: { username: { directory: 'pingone', username: user?.['username'] } },
      reason: 'canary',
      dryRun: false,
    };
    await run(people);
    await run(suspend, { input });
    expect(seen.join('')).toContain('SuspendUserSuccess');

    // A token in an answer of PingOne's own, as a careless proxy might echo it.
    const echo = { error: 'bad', token: `Bearer ${issued[0]}`, client_secret: secret };
    // Failures of the provider come last: the circuit breaker then leaves it alone.
    const faults = [
      { kind: 'body', status: 400, body: echo },
      { kind: 'body', status: 200, body: echo },
      { kind: 'html' },
      { kind: 'status', status: 401 },
      { kind: 'truncated', wholeLength: true },
      { kind: 'reset' },
      { kind: 'status', status: 500 },
    ] as const;
    for (const fault of faults) {
      sandbox.faults.clear();
      sandbox.faults.add({ route: /users|groups/, fault });
      await Promise.all([run(groups), run(suspend, { input: { ...input, reason: fault.kind } })]);
    }
    sandbox.faults.clear();
    await run('{ users(first: 0) { totalCount } }');
    await run(`{ nothing(secret: "x") }`);
    for (const path of ['/metrics', '/readyz', '/healthz', '/nowhere'])
      seen.push(await (await fetch(url + path)).text());
  } finally {
    child.kill('SIGTERM');
    await ended;
    await sandbox.close();
  }
  expect(issued.length).toBeGreaterThan(0);
  expect(seen.filter((text) => text.includes('ActionFailed'))).toHaveLength(7);
  const basic = Buffer.from(`${tenant.worker.clientId}:${secret}`).toString('base64');
  for (const canary of [secret, basic, ...issued]) {
    expect(seen.filter((text) => text.includes(canary))).toEqual([]);
    expect(written.includes(canary)).toBe(false);
  }
}, 60_000);
