import type { GatewayConfig } from '../config.ts';
import type { PingOneDirectoryConfig } from '../config/pingone-directory.ts';
import { Secret } from '../model/secret.ts';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.ts';

/** What a gateway without configuration speaks to: a simulated PingOne within this process. */
export async function startEmbeddedSandbox(): Promise<{
  readonly sandbox: Sandbox;
  readonly config: Pick<GatewayConfig, 'directories' | 'primaryDirectory'>;
  /** Somebody for the ready operations to be about. */
  readonly someUsername: string | null;
}> {
  const sandbox = await startSandbox();
  const config = { directories: [sandboxDirectory(sandbox)], primaryDirectory: 'sandbox' };
  return { sandbox, config, someUsername: secondUsername(sandbox) };
}

/** The first person is an administrator, whom the guards protect. */
function secondUsername({ tenant }: Sandbox): string | null {
  const [, second] = tenant.collections.get('users')?.values() ?? [];
  const username = second?.['username'];
  return typeof username === 'string' ? username : null;
}

/** The settings that open a sandbox. It is there to be tried out: everything is allowed in it. */
function sandboxDirectory({ tenant, apiUrl, authUrl }: Sandbox): PingOneDirectoryConfig {
  return {
    key: 'sandbox',
    provider: 'PINGONE',
    environmentId: tenant.environmentId,
    region: null,
    apiUrl,
    tokenUrl: `${authUrl}/${tenant.adminEnvironmentId}/as/token`,
    clientId: tenant.worker.clientId,
    clientSecret: new Secret(tenant.worker.clientSecret),
    tokenAuthMethod: tenant.worker.authMethod === 'CLIENT_SECRET_POST' ? 'post' : 'basic',
    writable: true,
    reportThreshold: 200,
  };
}
