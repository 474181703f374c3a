import type { ConnectionOptions } from '../../../src/providers/connection.ts';
import { connectProvider } from '../../../src/providers/registry.ts';
import { type Sandbox, startSandbox } from '../../../src/sandbox/sandbox.ts';
import { configOf } from '../../support/gateway.ts';
import { httpStage } from './http-stage.ts';
import type { FaultStage } from './stage.ts';

/** A tenant of thirty people, read one by one or by a report. */
export async function openPingOne(): Promise<FaultStage & { readonly sandbox: Sandbox }> {
  const sandbox = await startSandbox({
    users: 30,
    settings: {
      rate: { requestsPerSecond: 1e6, burst: 1e6 },
      analyticsRate: { requestsPerSecond: 1e6, burst: 1e6 },
      report: { throttleSeconds: 0 },
    },
  });
  // A report tells less of a device than the device itself does.
  const by = (reportThreshold: number) => (options: ConnectionOptions) =>
    connectProvider(
      { ...configOf(sandbox, { reportThreshold, requestsPerSecond: 100_000, concurrency: 32 }) },
      options,
    );
  const stage = httpStage({
    faults: sandbox.faults,
    requests: sandbox.requests,
    connections: [by(1_000_000), by(20)],
    always: ['id', '_embedded', 'enabled', 'type', 'environment', 'lifecycle', 'role', 'scope', 'protocol'],
    words: ['type', 'status', 'protocol', 'tokenEndpointAuthMethod'],
    cursors: ['href'],
    identifying: ['email', 'username', 'name', 'externalId'],
    bodies: [null, 7, 'an answer', [], {}, { _embedded: {} }, { _embedded: { users: {} } }],
    close: () => sandbox.close(),
  });
  return { ...stage, sandbox };
}
