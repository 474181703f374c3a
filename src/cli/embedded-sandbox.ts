import type { GatewayConfig } from '../config.ts';
import type { PingOneDirectoryConfig } from '../config/pingone-directory.ts';
import { Secret } from '../model/secret.ts';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.ts';

/** What a gateway without configuration speaks to: a simulated PingOne within this process. */
export async function startEmbeddedSandbox(): Promise<{
  readonly sandbox: Sandbox;
  readonly config: Pick<GatewayConfig, 'directories' | 'primaryDirectory'>;
}> {
  const sandbox = await startSandbox();
  return { sandbox, config: { directories: [sandboxDirectory(sandbox)], primaryDirectory: 'sandbox' } };
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
