import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { type Caller, localCaller } from '../../src/access/caller.ts';
import { createActionServices, type ActionServices } from '../../src/actions/action-services.ts';
import { connectDirectories } from '../../src/cli/connect.ts';
import type { Directory } from '../../src/directory/directory.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { createGateway } from '../../src/server.ts';
import { asking, configOf, type GatewayTestOptions, type TestGateway } from './gateway.ts';

export interface SeveralOptions extends GatewayTestOptions {
  /** Who asks, where that follows from what is in the tenants. */
  readonly asker?: () => Caller;
}

export interface SeveralGateway {
  readonly sandboxes: readonly Sandbox[];
  readonly directories: readonly Directory[];
  readonly actions: ActionServices;
  readonly ask: TestGateway['ask'];
}

/** One gateway over several simulated PingOne tenants, `d0` being the primary directory; closed when the test has ended. */
export async function openSeveral(count: number, options: SeveralOptions = {}): Promise<SeveralGateway> {
  const sandboxes = await Promise.all(
    Array.from({ length: count }, (_, index) => startSandbox({ users: 40, seed: index + 1, ...options })),
  );
  const directories = connectDirectories({
    directories: sandboxes.map((sandbox, index) => configOf(sandbox, options, `d${index}`)),
    primaryDirectory: 'd0',
  });
  const actions = createActionServices({ settings: { readBackDelaysMs: [0] } });
  const gateway = createGateway({
    directories,
    actions,
    log: pino({ level: 'silent' }),
    ...(options.deadline === undefined ? {} : { deadline: options.deadline }),
    authenticate: async () => options.asker?.() ?? options.caller ?? localCaller,
  });
  onTestFinished(async () => {
    await Promise.all(directories.map((directory) => directory.close()));
    await Promise.all(sandboxes.map((sandbox) => sandbox.close()));
  });
  return { sandboxes, directories, actions, ask: asking(gateway) };
}
