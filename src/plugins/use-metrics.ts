import { getOperationAST } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Directory } from '../directory/directory.ts';
import type { Exchange } from '../upstream/call.ts';

/** Counts of this process in Prometheus' terms. Labels come from our own code only: a caller cannot make new series. */
export interface GatewayMetrics {
  readonly onExchange: (exchange: Exchange) => void;
  readonly plugin: Plugin;
  watch(directories: readonly Directory[]): void;
  text(): Promise<string>;
}

const seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

export function createMetrics(): GatewayMetrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const exchanges = new Counter({
    name: 'rollcall_upstream_exchanges_total',
    help: 'HTTP exchanges with providers; status 0: no answer came.',
    labelNames: ['directory', 'method', 'route', 'status'],
    registers,
  });
  const durations = new Histogram({
    name: 'rollcall_upstream_duration_seconds',
    help: 'Time from sending a request to a provider to its answer.',
    labelNames: ['directory'],
    buckets: seconds,
    registers,
  });
  const waits = new Histogram({
    name: 'rollcall_upstream_wait_seconds',
    help: 'Time that calls waited for their turn.',
    labelNames: ['directory'],
    buckets: seconds,
    registers,
  });
  const operations = new Histogram({
    name: 'rollcall_operation_duration_seconds',
    help: 'Time of GraphQL operations by kind and outcome.',
    labelNames: ['kind', 'outcome'],
    buckets: seconds,
    registers,
  });

  return {
    onExchange: ({ directory, method, route, status, durationMs, waitedMs }) => {
      exchanges.inc({ directory, method, route, status: status ?? 0 });
      durations.observe({ directory }, durationMs / 1000);
      waits.observe({ directory }, waitedMs / 1000);
    },
    plugin: {
      onExecute({ args }) {
        const end = operations.startTimer({
          kind: getOperationAST(args.document, args.operationName)?.operation ?? 'query',
        });
        return {
          onExecuteDone({ result }) {
            const failed = !isAsyncIterable(result) && (result.errors?.length ?? 0) > 0;
            end({ outcome: failed ? 'with_errors' : 'ok' });
          },
        };
      },
    },
    watch: (directories) => {
      const state = new Gauge({
        name: 'rollcall_upstream_calls',
        help: 'Calls that wait for an answer (in_flight) or for their turn (queued).',
        labelNames: ['directory', 'state'],
        registers,
        collect() {
          for (const { key, provider } of directories) {
            this.set({ directory: key, state: 'in_flight' }, provider.rateLimit.inFlight);
            this.set({ directory: key, state: 'queued' }, provider.rateLimit.queued);
          }
        },
      });
      void state;
    },
    text: () => registry.metrics(),
  };
}
