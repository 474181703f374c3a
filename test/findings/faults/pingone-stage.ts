import type { ConnectionOptions } from '../../../src/providers/connection.ts';
import { connectProvider } from '../../../src/providers/registry.ts';
import { type Sandbox, startSandbox } from '../../../src/sandbox/sandbox.ts';
import { configOf } from '../../support/gateway.ts';
import { leftOut, newWord } from './damage.ts';
import { httpStage } from './http-stage.ts';
import type { Damage, FaultStage } from './stage.ts';

/**
 * Damage to everything but the `type` of users, which is "optional", "organization-specific and has no special meaning within the PingOne
 * platform" (PingOne Platform API, users data model): one of another type, or of none, is another user, and no answer that PingOne would
 * not give. The type of a user's identity provider is one of a fixed set.
 */
function butTypesOfUsers(damage: Damage): Damage {
  return (body, random) => {
    const damaged = damage(renamed(body, 'type', ownType), random);
    return damaged && { body: renamed(damaged.body, ownType, 'type') };
  };
}

const ownType = 'the type of a user';

/** A member of users by another name. Users are told by theirs. */
function renamed(body: unknown, from: string, to: string): unknown {
  return JSON.parse(
    JSON.stringify(body ?? null, (_, value: unknown) =>
      typeof value === 'object' && value !== null && 'username' in value && from in value
        ? Object.fromEntries(
            Object.entries(value).map(([name, member]) => [name === from ? to : name, member]),
          )
        : value,
    ),
  );
}

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
    always: ['id', '_embedded', 'enabled', 'environment', 'lifecycle', 'role', 'scope', 'protocol'],
    words: ['status', 'protocol', 'tokenEndpointAuthMethod'],
    cursors: ['href'],
    identifying: ['email', 'username', 'name', 'externalId'],
    bodies: [null, 7, 'an answer', [], {}, { _embedded: {} }, { _embedded: { users: {} } }],
    damages: [butTypesOfUsers(leftOut(['type'])), butTypesOfUsers(newWord(['type']))],
    close: () => sandbox.close(),
  });
  return { ...stage, sandbox };
}
