import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import type { AccessSettings } from '../../../src/access/access-settings.ts';
import { createAuthenticator } from '../../../src/access/authenticate.ts';
import { createActionServices } from '../../../src/actions/action-services.ts';
import { connectDirectories } from '../../../src/cli/connect.ts';
import type { PingOneDirectoryConfig } from '../../../src/config/pingone-directory.ts';
import { startDoor } from '../../../src/door.ts';
import { createExplorer } from '../../../src/explorer.ts';
import { Secret } from '../../../src/model/secret.ts';
import { startSandbox, type Sandbox } from '../../../src/sandbox/sandbox.ts';
import { createGateway } from '../../../src/server.ts';
import { newKeysFile } from './authenticating.ts';

export interface WireAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly data: Record<string, unknown> | null;
  readonly errors: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions?: { readonly code?: string; readonly permission?: string };
  }[];
}

export interface WireGateway {
  readonly url: string;
  readonly keysFile: string;
  /** One for each directory: `acme`, and `other`. */
  readonly sandboxes: readonly [Sandbox, Sandbox];
  /** Every line that was logged. */
  readonly logged: () => string;
  readonly ask: (
    query: string,
    credential?: string,
    variables?: Record<string, unknown>,
  ) => Promise<WireAnswer>;
}

/** A gateway over two sandboxes behind its real door, where every caller has to be somebody. */
export async function openWireGateway(settings: Partial<AccessSettings> = {}): Promise<WireGateway> {
  const keysFile = newKeysFile();
  const sandboxes: [Sandbox, Sandbox] = [
    await startSandbox({ users: 60, seed: 1 }),
    await startSandbox({ users: 20, seed: 2 }),
  ];
  const directories = connectDirectories({
    directories: [configOf('acme', sandboxes[0]), configOf('other', sandboxes[1])],
    primaryDirectory: 'acme',
  });
  const lines: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
  const gateway = createGateway({
    directories,
    actions: createActionServices({ settings: { readBackDelaysMs: [0] } }),
    log,
    authenticate: createAuthenticator({ issuers: [], keysFile, ...settings }),
    explorer: createExplorer('acme', 'somebody'),
  });
  const door = await startDoor({
    host: '127.0.0.1',
    port: 0,
    handler: gateway.handler,
    ready: () => ({ ready: true, detail: null }),
    metrics: () => Promise.resolve(''),
    onError: (error) => log.error({ err: error }),
  });
  onTestFinished(async () => {
    await door.close(0);
    await Promise.all(directories.map((directory) => directory.close()));
    await Promise.all(sandboxes.map((sandbox) => sandbox.close()));
  });
  return {
    url: `${door.url}/graphql`,
    keysFile,
    sandboxes,
    logged: () => lines.join(''),
    ask: async (query, credential, variables = {}) => {
      const response = await fetch(`${door.url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(credential !== undefined && { authorization: `Bearer ${credential}` }),
        },
        body: JSON.stringify({ query, variables }),
      });
      const text = await response.text();
      const { data = null, errors = [] } = JSON.parse(text) as Partial<WireAnswer>;
      return { status: response.status, headers: response.headers, text, data, errors };
    },
  };
}

function configOf(key: string, { tenant, apiUrl, authUrl }: Sandbox): PingOneDirectoryConfig {
  return {
    key,
    provider: 'PINGONE',
    environmentId: tenant.environmentId,
    region: null,
    apiUrl,
    tokenUrl: `${authUrl}/${tenant.adminEnvironmentId}/as/token`,
    clientId: tenant.worker.clientId,
    clientSecret: new Secret(tenant.worker.clientSecret),
    tokenAuthMethod: tenant.worker.authMethod === 'CLIENT_SECRET_POST' ? 'post' : 'basic',
    writable: true,
    reportThreshold: 1_000_000,
  };
}
