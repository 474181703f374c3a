import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, request as httpRequest, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { connectScim } from '../../src/providers/scim/connect.ts';
import { scimConnection } from './scim-stage.ts';
import type { Failure, ProviderStage } from './stage.ts';

/** What a service of foreign software tells when it answers. */
export interface ForeignReady {
  readonly url: string;
  readonly token: string;
  readonly users: readonly { readonly id: string; readonly userName: string; readonly active: boolean }[];
  readonly groups: readonly {
    readonly id: string;
    readonly displayName: string;
    readonly memberIds: readonly string[];
  }[];
}

interface Foreign extends ForeignReady {
  close(): Promise<void>;
}

/** Starts it in a process of its own, which ends with this one. */
async function startForeign(script: string, args: readonly string[]): Promise<Foreign> {
  const file = fileURLToPath(new URL(script, import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', file, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith('{')) continue;
    const ready = JSON.parse(line) as ForeignReady;
    return {
      ...ready,
      close: async () => {
        child.stdin.end();
        await ended;
      },
    };
  }
  throw new Error(`expected ${script} to start, but it ended`);
}

interface Proxy {
  readonly url: string;
  fail(how: Failure | null): void;
  writes(): number;
  close(): Promise<void>;
}

/** Stands before a service that cannot fail on demand. */
async function startProxy(target: string): Promise<Proxy> {
  let failure: Failure | null = null;
  let writes = 0;
  const server = createServer((request, response) => {
    if (request.method !== 'GET') writes += 1;
    if (failure !== null) return failed(response, failure);
    const { method, headers, url = '/' } = request;
    const onward = httpRequest(new URL(url, target), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${new URL(target).pathname}`,
    fail: (how) => {
      failure = how;
    },
    writes: () => writes,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function failed(response: ServerResponse, how: Failure): void {
  if (how === 'SILENT') return;
  if (how === 'RESET') response.destroy();
  else if (how === 'GARBAGE')
    response.writeHead(200, { 'content-type': 'text/html' }).end('<title>Sign in</title>');
  else response.writeHead(how === 'FORBIDDEN' ? 403 : 500).end();
}

export const openScimmyStage = async (express: 4 | 5): Promise<ProviderStage> =>
  await openForeignStage('./scimmy-child.ts', [String(express)], ['FORBIDDEN']);

export const openBetterAuthStage = async (): Promise<ProviderStage> =>
  await openForeignStage('./scim-better-auth-child.ts', [], []);

/** @param failures one is enough: each takes a service of its own. */
async function openForeignStage(
  script: string,
  args: readonly string[],
  failures: readonly Failure[],
): Promise<ProviderStage> {
  const foreign = await startForeign(script, args);
  const proxy = await startProxy(foreign.url);
  const provider = connectScim(scimConnection(proxy.url, foreign.token));
  const { users, groups } = foreign;
  const someone = users.findLast(({ active }) => active);
  if (someone === undefined) throw new Error('expected somebody who is active, found nobody');
  return {
    provider,
    truth: {
      users: users.map(({ id }) => id),
      groups: groups.map(({ id }) => id),
      members: new Map(groups.map(({ id, memberIds }) => [id, memberIds])),
      someone: { id: someone.id, username: someone.userName, email: someone.userName },
      joinable: groups.find(({ memberIds }) => !memberIds.includes(someone.id))?.id ?? null,
      administrator: null,
    },
    pageSize: 20,
    failures,
    fail: (how) => proxy.fail(how),
    writes: () => proxy.writes(),
    close: async () => {
      await provider.close();
      await proxy.close();
      await foreign.close();
    },
  };
}
