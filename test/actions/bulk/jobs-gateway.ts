import { pino } from 'pino';
import type { ActionResult } from '../../../src/actions/action-result.ts';
import { type ActionServices, createActionServices } from '../../../src/actions/action-services.ts';
import type { BlastLimit } from '../../../src/actions/blast-radius.ts';
import { BulkWorker } from '../../../src/actions/bulk/bulk-worker.ts';
import { Directory } from '../../../src/directory/directory.ts';
import { type Sandbox, startSandbox } from '../../../src/sandbox/sandbox.ts';
import { createGateway } from '../../../src/server.ts';
import { DurableBulkStore } from '../../../src/store/bulk-store.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { DurableTimedStore } from '../../../src/store/timed-store.ts';
import { served } from '../../support/served.ts';
import { connect, connectionTo } from '../../providers/pingone/support/connect.ts';
import { TenantView } from '../support/tenant.ts';

interface Answer {
  readonly data: unknown;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

/** A gateway with a database in memory and a worker, as it is served; for the tests of a file together. */
export interface JobsGateway {
  readonly sandbox: Sandbox;
  readonly tenant: TenantView;
  readonly services: ActionServices;
  readonly ask: (query: string, variables?: Readonly<Record<string, unknown>>) => Promise<Answer>;
  /** The events of a subscription until it ends. */
  readonly listen: (
    query: string,
    variables?: Readonly<Record<string, unknown>>,
  ) => Promise<readonly Answer[]>;
  /** Closes everything. Rejects when the worker met faults. */
  readonly close: () => Promise<void>;
}

export async function startJobsGateway(
  options: { readonly blastLimits?: readonly BlastLimit[] } = {},
): Promise<JobsGateway> {
  const blastLimits = options.blastLimits ?? [];
  const sandbox = await startSandbox({ users: 300, seed: 8 });
  const store = await openStore<ActionResult>({ url: null, directory: null, blastLimits });
  const directory = new Directory({
    provider: connect(connectionTo(sandbox)),
    isPrimary: true,
    writable: true,
  });
  const bulk = new DurableBulkStore(store.database);
  const services = createActionServices({
    ledger: store.ledger,
    idempotency: store.idempotency,
    blastRadius: store.blastRadius,
    locks: store.locks,
    bulk,
    timed: new DurableTimedStore(store.database),
    settings: { blastLimits, readBackDelaysMs: [0] },
  });
  const faults: unknown[] = [];
  const worker = new BulkWorker({
    services,
    store: bulk,
    directories: [directory],
    onFailure: (error) => faults.push(error),
  });
  worker.start();
  const gateway = createGateway({
    directories: [directory],
    actions: services,
    log: pino({ level: 'silent' }),
  });
  const send = async (
    query: string,
    variables: Readonly<Record<string, unknown>>,
    accept: string,
  ): Promise<Response> =>
    fetch(await served(gateway), {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept },
      body: JSON.stringify({ query, variables }),
    });
  return {
    sandbox,
    tenant: new TenantView(sandbox),
    services,
    ask: async (query, variables = {}) =>
      (await (await send(query, variables, 'application/json')).json()) as Answer,
    close: async () => {
      await worker.stop();
      await directory.close();
      await store.close();
      await sandbox.close();
      if (faults.length > 0) throw new AggregateError(faults, 'The worker met faults.');
    },
    listen: async (query, variables = {}) => {
      const text = await (await send(query, variables, 'text/event-stream')).text();
      return text
        .split('\n')
        .filter((line) => line.startsWith('data: {'))
        .map((line) => JSON.parse(line.slice('data: '.length)) as Answer);
    },
  };
}
