/** The simulated PingOne in a process of its own: nothing that it costs is counted as the gateway's. */
import type { Fault } from '../../src/sandbox/http/faults.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import type { RateSetting } from '../../src/sandbox/settings.ts';

/** What the bench asks of it. */
export type SandboxOrder =
  | { readonly kind: 'counters'; readonly reset: boolean }
  | { readonly kind: 'behave'; readonly latencyMs: number; readonly rate: RateSetting }
  /** Each fault strikes its share of the calls on a route that ends so. */
  | {
      readonly kind: 'fail';
      readonly routeEnd: string;
      readonly faults: readonly { readonly share: number; readonly fault: Fault }[];
    };

/** What reached the sandbox since the last reset. */
export interface Counters {
  readonly total: number;
  readonly byRoute: Readonly<Record<string, number>>;
  readonly refused: number;
  readonly mostAtOnce: number;
}

/** How to connect to it. */
export interface SandboxAddress {
  readonly apiUrl: string;
  readonly authUrl: string;
  readonly environmentId: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export type SandboxReply =
  | { readonly kind: 'ready'; readonly address: SandboxAddress }
  | { readonly kind: 'done'; readonly id: number; readonly counters: Counters };

function obey(sandbox: Sandbox, order: SandboxOrder): void {
  if (order.kind === 'behave')
    Object.assign(sandbox.settings, { latencyMs: order.latencyMs, rate: order.rate });
  if (order.kind !== 'fail') return;
  sandbox.faults.clear();
  const end = order.routeEnd.replaceAll(/[^\w/]/g, String.raw`\$&`);
  for (const { share, fault } of order.faults) {
    sandbox.faults.add({ route: new RegExp(`${end}$`), share, fault });
  }
}

function countersOf({ requests }: Sandbox): Counters {
  return {
    total: requests.total,
    byRoute: requests.byRoute,
    refused: requests.answered(429),
    mostAtOnce: requests.highWater,
  };
}

function reply(message: SandboxReply): void {
  process.send?.(message);
}

const users = Number(process.argv[2] ?? 1_000);
// Nobody was changed since the source of the report, which is a quarter of an hour old; who was is read again, one by one.
const asOf = new Date(Date.now() - 3_600_000);
const sandbox = await startSandbox({
  users,
  asOf,
  changesAreTold: true,
  settings: { report: { throttleSeconds: 0 } },
});
process.on('message', ({ id, order }: { id: number; order: SandboxOrder }) => {
  obey(sandbox, order);
  const counters = countersOf(sandbox);
  if (order.kind === 'counters' && order.reset) sandbox.requests.reset();
  reply({ kind: 'done', id, counters });
});
process.on('disconnect', () => process.exit(0));
const { apiUrl, authUrl, tenant } = sandbox;
reply({
  kind: 'ready',
  address: {
    apiUrl,
    authUrl,
    environmentId: tenant.environmentId,
    clientId: tenant.worker.clientId,
    clientSecret: tenant.worker.clientSecret,
  },
});
