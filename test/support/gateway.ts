import { readFileSync } from 'node:fs';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { localCaller, type Caller } from '../../src/access/caller.ts';
import { createActionServices, type ActionServices } from '../../src/actions/action-services.ts';
import type { BlastLimit } from '../../src/actions/blast-radius.ts';
import { connectDirectories } from '../../src/cli/connect.ts';
import { openServices } from '../../src/cli/open-services.ts';
import type { PingOneDirectoryConfig } from '../../src/config/pingone-directory.ts';
import type { Directory } from '../../src/directory/directory.ts';
import { Secret } from '../../src/model/secret.ts';
import type { DeadlineOptions } from '../../src/plugins/use-deadline.ts';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.ts';
import type { Row } from '../../src/sandbox/tenant.ts';
import { createGateway, type Gateway } from '../../src/server.ts';
import { served } from './served.ts';

export interface GatewayTestOptions extends SandboxOptions {
  /** Default: true. */
  readonly writable?: boolean;
  /** Default: a number that no test reaches, so that devices are read user by user. */
  readonly reportThreshold?: number;
  readonly requestsPerSecond?: number;
  readonly concurrency?: number;
  readonly deadline?: DeadlineOptions;
  /** Default: those of a gateway. */
  readonly blastLimits?: readonly BlastLimit[];
  /** A database in memory with what works on it, as a gateway that is served has; default: none. */
  readonly database?: boolean;
  /** Who asks; default: `local`, who may do everything. */
  readonly caller?: Caller;
}

export interface TestError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: { readonly code?: string };
}

export interface Answer<Data> {
  /** What the query asked for, in the shape that the test says; null when nothing could be answered. */
  readonly data: Data;
  readonly errors: readonly TestError[];
  readonly cost: {
    readonly upstreamCalls: number;
    readonly cacheHits: number;
    readonly batchedAway: number;
  };
}

type Variables = Readonly<Record<string, unknown>>;
type Headers = Readonly<Record<string, string>>;

export interface TestGateway {
  readonly sandbox: Sandbox;
  readonly directory: Directory;
  readonly actions: ActionServices;
  readonly ask: <Data>(
    query: string,
    variables?: Variables,
    headers?: Headers,
    signal?: AbortSignal,
  ) => Promise<Answer<Data>>;
  /** Runs an operation of `schema/operations` by the name of its file. */
  readonly run: <Data>(operation: string, variables?: Variables, headers?: Headers) => Promise<Answer<Data>>;
  /** The rows of the tenant that is served, to compare answers with. */
  readonly users: () => readonly Row[];
  readonly devicesOf: (userId: string) => readonly Row[];
  readonly close: () => Promise<void>;
}

export const KEY = 'acme';

const ENVIRONMENT = '/environments/{environmentId}';

/** Routes as the sandbox counts them. */
export const routes = {
  token: 'POST /{environmentId}/as/token',
  users: `GET ${ENVIRONMENT}/users`,
  devices: `GET ${ENVIRONMENT}/users/{userId}/devices`,
  groups: `GET ${ENVIRONMENT}/groups`,
  report: `POST ${ENVIRONMENT}/dataExplorations`,
} as const;

/** The same as a pattern for a fault: a route below the environment, without its method. */
export function below(path: string): string {
  return `${ENVIRONMENT}/${path}`;
}

/** The text of an operation of the contract, from the repository's own copy. */
export function operation(name: string): string {
  return readFileSync(new URL(`../../schema/operations/${name}.graphql`, import.meta.url), 'utf8');
}

/** A gateway with the real PingOne adapter over a sandbox on loopback; closed when the test has ended. */
export async function openGateway(options: GatewayTestOptions = {}): Promise<TestGateway> {
  const gateway = await startGateway(options);
  onTestFinished(() => gateway.close());
  return gateway;
}

/** The same for several tests of a file, which close it themselves. */
export async function startGateway(options: GatewayTestOptions = {}): Promise<TestGateway> {
  const sandbox = await startSandbox({ users: 60, ...options });
  const [directory] = connectDirectories({
    directories: [configOf(sandbox, options)],
    primaryDirectory: KEY,
  });
  if (directory === undefined) throw new Error('Expected one directory.');
  const settings = {
    readBackDelaysMs: [0],
    ...(options.blastLimits && { blastLimits: options.blastLimits }),
  };
  const log = pino({ level: 'silent' });
  const opened =
    options.database === true
      ? await openServices({ url: null, directory: null, whenNeeded: false, settings }, [directory], log)
      : null;
  opened?.start();
  const actions = opened?.actions ?? createActionServices({ settings });
  const gateway = createGateway({
    directories: [directory],
    actions,
    log,
    ...(options.deadline === undefined ? {} : { deadline: options.deadline }),
    ...(options.caller && { authenticate: async () => options.caller ?? localCaller }),
  });

  const ask = asking(gateway);
  return {
    sandbox,
    directory,
    actions,
    ask,
    run: (name, variables, headers) => ask(operation(name), variables, headers),
    users: () => [...(sandbox.tenant.collections.get('users')?.values() ?? [])],
    devicesOf: (userId) => [...(sandbox.tenant.children.get('users/devices')?.get(userId)?.values() ?? [])],
    close: async () => {
      await opened?.close();
      await directory.close();
      await sandbox.close();
    },
  };
}

/** Asks a gateway over the wire. */
export function asking(gateway: Pick<Gateway, 'handler'>): TestGateway['ask'] {
  return async <Data>(
    query: string,
    variables: Variables = {},
    headers: Headers = {},
    signal?: AbortSignal,
  ): Promise<Answer<Data>> => {
    const response = await fetch(await served(gateway), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query, variables }),
      ...(signal === undefined ? {} : { signal }),
    });
    const body = (await response.json()) as {
      data?: Data;
      errors?: readonly TestError[];
      extensions?: { cost?: Answer<Data>['cost'] };
    };
    return {
      data: (body.data ?? null) as Data,
      errors: body.errors ?? [],
      cost: body.extensions?.cost ?? { upstreamCalls: 0, cacheHits: 0, batchedAway: 0 },
    };
  };
}

/** The settings that open a sandbox, under the key `acme` or another. */
export function configOf(
  sandbox: Sandbox,
  options: GatewayTestOptions,
  key: string = KEY,
): PingOneDirectoryConfig {
  const { tenant, apiUrl, authUrl } = sandbox;
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
    writable: options.writable ?? true,
    reportThreshold: options.reportThreshold ?? 1_000_000,
    ...(options.requestsPerSecond === undefined ? {} : { requestsPerSecond: options.requestsPerSecond }),
    ...(options.concurrency === undefined ? {} : { concurrency: options.concurrency }),
  };
}

/** Puts every account's second factor on, or off. */
export function switchMfa({ sandbox, users }: TestGateway, on: boolean): void {
  for (const user of users()) user['mfaEnabled'] = on;
  sandbox.world.touch();
}

/** Upstream calls since the counters were last set back, the token left out. */
export function callsOf({ requests }: Sandbox): number {
  return requests.total - requests.of(routes.token);
}
