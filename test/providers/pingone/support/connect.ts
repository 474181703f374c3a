import { Secret } from '../../../../src/model/secret.ts';
import { createPingOneProvider } from '../../../../src/providers/pingone/pingone.ts';
import type { PingOneConnection } from '../../../../src/providers/pingone/upstream.ts';
import { createPingOneUpstream } from '../../../../src/providers/pingone/upstream.ts';
import type { Provider } from '../../../../src/providers/provider.ts';
import type { Sandbox } from '../../../../src/sandbox/sandbox.ts';
import type { CallContext } from '../../../../src/upstream/call.ts';

export const context: CallContext = { lane: 'interactive', transactionId: 'test-transaction' };

export function connectionTo(sandbox: Sandbox): PingOneConnection {
  const { tenant } = sandbox;
  return {
    key: 'primary',
    environmentId: tenant.environmentId,
    region: null,
    apiUrl: sandbox.apiUrl,
    tokenUrl: `${sandbox.authUrl}/${tenant.adminEnvironmentId}/as/token`,
    tokenAuthMethod: tenant.worker.authMethod === 'CLIENT_SECRET_POST' ? 'post' : 'basic',
    clientId: tenant.worker.clientId,
    clientSecret: new Secret(tenant.worker.clientSecret),
    writable: true,
    reportThreshold: 40,
  };
}

/** A provider over the wire; `settings` replaces what the tenant would give. */
export function connect(settings: PingOneConnection, clock: () => Date = () => new Date()): Provider {
  return createPingOneProvider({ settings, upstream: createPingOneUpstream(settings), clock });
}
