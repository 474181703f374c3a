import { getOperationAST } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Directory } from '../directory/directory.ts';
import type { Exchange } from '../upstream/call.ts';

/** Counts of this process in Prometheus' terms. Labels come from our own code only: a caller cannot make new series. */
export interface GatewayMetrics {
  readonly onExchange: (exchange: Exchange) => void;
  readonly plugin: Plugin;
  /** `isUp`: whether a directory answers just now. */
  watch(directories: readonly Directory[], isUp: (directory: string) => boolean): void;
  text(): Promise<string>;
}

/** The series that one kind of exchange is counted in. */
interface Series {
  readonly exchanges: Counter.Internal;
  readonly durations: Histogram.Internal<'directory'>;
  readonly waits: Histogram.Internal<'directory'>;
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

  // Looking a series up by its labels costs more than counting: there are a handful, however much is asked.
  const series = new Map<string, Series>();
  const ended = new Map<string, Histogram.Internal<'kind' | 'outcome'>>();

  return {
    onExchange: ({ directory, method, route, status = 0, durationMs, waitedMs }) => {
      const name = `${directory} ${method} ${route} ${status}`;
      let of = series.get(name);
      if (of === undefined) {
        of = {
          exchanges: exchanges.labels({ directory, method, route, status }),
          durations: durations.labels({ directory }),
          waits: waits.labels({ directory }),
        };
        series.set(name, of);
      }
      of.exchanges.inc();
      of.durations.observe(durationMs / 1000);
      of.waits.observe(waitedMs / 1000);
    },
    plugin: {
      onExecute({ args }) {
        const beganAt = performance.now();
        const kind = getOperationAST(args.document, args.operationName)?.operation ?? 'query';
        return {
          onExecuteDone({ result }) {
            const failed = !isAsyncIterable(result) && (result.errors?.length ?? 0) > 0;
            const outcome = failed ? 'with_errors' : 'ok';
            const name = `${kind} ${outcome}`;
            let of = ended.get(name);
            if (of === undefined) {
              of = operations.labels({ kind, outcome });
              ended.set(name, of);
            }
            of.observe((performance.now() - beganAt) / 1000);
          },
        };
      },
    },
    watch: (directories, isUp) => {
      registry.registerMetric(
        new Gauge({
          name: 'rollcall_directory_up',
          help: 'Whether the latest calls to a directory were answered: 1 yes, 0 no.',
          labelNames: ['directory'],
          registers: [],
          collect() {
            for (const { key } of directories) this.set({ directory: key }, isUp(key) ? 1 : 0);
          },
        }),
      );
      registry.registerMetric(
        new Gauge({
          name: 'rollcall_upstream_calls',
          help: 'Calls that wait for an answer (in_flight) or for their turn (queued).',
          labelNames: ['directory', 'state'],
          registers: [],
          collect() {
            for (const { key, provider } of directories) {
              this.set({ directory: key, state: 'in_flight' }, provider.rateLimit.inFlight);
              this.set({ directory: key, state: 'queued' }, provider.rateLimit.queued);
            }
          },
        }),
      );
    },
    text: () => registry.metrics(),
  };
}
