import type { GatewayHandle } from './gateway-handle.ts';
import { milliseconds, type Row } from './table.ts';

/**
 * How late the gateway's event loop was while it answered: what everybody else waits meanwhile. prom-client begins anew with each
 * reading, so that one before and one after frame the question. No goal.
 */
export async function eventLoopDelay(
  question: string,
  gateway: GatewayHandle,
  ask: () => Promise<unknown>,
): Promise<Row> {
  await ask();
  await gateway.metrics();
  for (let round = 0; round < 3; round += 1) await ask();
  const told = await gateway.metrics();
  const of = (name: string): number =>
    Number(new RegExp(`^nodejs_eventloop_lag_${name}_seconds (\\S+)`, 'm').exec(told)?.[1]) * 1_000;
  return {
    question: `event-loop delay, ${question}`,
    gateway: milliseconds(of('p99')),
    against: '',
    ratio: null,
    goal: null,
    facts: `99th percentile; half within ${milliseconds(of('p50'))}, the longest ${milliseconds(of('max'))}`,
    right: Number.isFinite(of('p99')),
  };
}
