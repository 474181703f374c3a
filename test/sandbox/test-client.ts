import { Agent, request } from 'undici';
import type { Sandbox, SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Json;
}

/** JSON of any shape, read member by member. */
export type Json = { readonly [name: string]: Json } & readonly Json[] & string;

export interface TestClient {
  readonly sandbox: Sandbox;
  readonly environment: string;
  token(): Promise<string>;
  /** `path` below the environment when it starts with a name, below `/v1` with a slash, or a whole address. */
  get(path: string, headers?: Record<string, string>): Promise<Reply>;
  send(method: string, path: string, body?: unknown, contentType?: string): Promise<Reply>;
  /** POST of a form, as an import needs it. */
  upload(path: string, parts: Readonly<Record<string, string>>): Promise<Reply>;
  close(): Promise<void>;
}

/** A sandbox with a client that has a token. */
export async function openSandbox(options: SandboxOptions = { users: 60 }): Promise<TestClient> {
  const sandbox = await startSandbox({ asOf: new Date('2026-06-01T00:00:00Z'), ...options });
  const agent = new Agent({ connections: 32 });
  const environment = `/environments/${sandbox.tenant.environmentId}`;
  let token: string | undefined;

  const call = async (
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: string,
  ): Promise<Reply> => {
    token ??= await fetchToken(sandbox);
    const url = path.startsWith('http')
      ? path
      : `${sandbox.apiUrl}${path.startsWith('/') ? path : `${environment}/${path}`}`;
    const answer = await request(url, {
      method,
      dispatcher: agent,
      headers: { authorization: `Bearer ${token}`, ...headers },
      ...(body === undefined ? {} : { body }),
    });
    const text = await answer.body.text();
    return {
      status: answer.statusCode,
      headers: answer.headers,
      body: (text === '' ? undefined : JSON.parse(text)) as Json,
    };
  };
  return {
    sandbox,
    environment,
    token: async () => (token ??= await fetchToken(sandbox)),
    get: (path, headers = {}) => call('GET', path, headers),
    send: (method, path, body, contentType = 'application/json') =>
      call(method, path, { 'content-type': contentType }, body === undefined ? '' : JSON.stringify(body)),
    upload: (path, parts) => {
      const boundary = '----rollcall';
      const body = Object.entries(parts).map(([name, text]) => {
        const file = name === 'file' ? '; filename="file.pem"' : '';
        return `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n${text}\r\n`;
      });
      const type = `multipart/form-data; boundary=${boundary}`;
      return call('POST', path, { 'content-type': type }, `${body.join('')}--${boundary}--\r\n`);
    },
    close: async () => {
      await agent.close();
      await sandbox.close();
    },
  };
}

async function fetchToken(sandbox: Sandbox): Promise<string> {
  const reply = await askToken(sandbox);
  return String(reply.body['access_token']);
}

/** The client credentials grant, as the worker application has to ask for it unless told otherwise. */
export async function askToken(
  sandbox: Sandbox,
  how: {
    method?: 'basic' | 'post';
    secret?: string;
    environment?: string;
    more?: Record<string, string>;
  } = {},
): Promise<Reply> {
  const { worker, adminEnvironmentId } = sandbox.tenant;
  const secret = how.secret ?? worker.clientSecret;
  const method = how.method ?? (worker.authMethod === 'CLIENT_SECRET_POST' ? 'post' : 'basic');
  const form = new URLSearchParams({ grant_type: 'client_credentials', ...how.more });
  const headers: Record<string, string> = { 'content-type': 'application/x-www-form-urlencoded' };
  if (method === 'post') {
    form.set('client_id', worker.clientId);
    form.set('client_secret', secret);
  } else {
    const pair = `${encodeURIComponent(worker.clientId)}:${encodeURIComponent(secret)}`;
    headers['authorization'] = `Basic ${Buffer.from(pair).toString('base64')}`;
  }
  const answer = await request(`${sandbox.authUrl}/${how.environment ?? adminEnvironmentId}/as/token`, {
    method: 'POST',
    headers,
    body: form.toString(),
  });
  return { status: answer.statusCode, headers: answer.headers, body: (await answer.body.json()) as Json };
}

/** Gives the worker application one more role, by name. */
export function grantRole(
  { sandbox }: Pick<TestClient, 'sandbox'>,
  name: string,
  scope: { id: string; type: string },
): void {
  const { tenant, world } = sandbox;
  const role = [...(tenant.platform.get('roles')?.values() ?? [])].find((one) => one['name'] === name);
  if (role === undefined) throw new Error(`expected a role ${name}`);
  const store = { kind: 'child', parent: 'applications', name: 'roleAssignments' } as const;
  const id = `${name} ${scope.id}`;
  world.rows(store, tenant.worker.clientId, true).set(id, { id, role: { id: role.id }, scope });
  world.touch();
}
