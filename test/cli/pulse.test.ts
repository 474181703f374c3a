import { describe, expect, it } from 'vitest';
import { createPulse } from '../../src/cli/pulse.ts';
import type { Exchange } from '../../src/upstream/call.ts';

function exchange(status?: number): Exchange {
  const common = {
    directory: 'partners',
    method: 'GET',
    route: '/x',
    attempt: 1,
    waitedMs: 0,
    durationMs: 1,
  } as const;
  return status === undefined ? common : { ...common, status };
}

describe('the pulse of a directory', () => {
  it('stops after three calls in a row without an answer, and says so once', () => {
    const told: string[] = [];
    const since = new Date('2026-01-01T00:00:00.000Z');
    const pulse = createPulse(
      (message) => told.push(message),
      () => since,
    );
    for (let call = 0; call < 2; call += 1) pulse.onExchange(exchange());
    expect(pulse.silentSince('partners')).toBeNull();
    for (let call = 0; call < 5; call += 1) pulse.onExchange(exchange());
    expect(pulse.silentSince('partners')).toEqual(since);
    expect(told).toHaveLength(1);
    expect(told[0]).toContain('partners does not work: calls get no answer.');
  });

  it('counts faults of the provider, but no refusals', () => {
    const told: string[] = [];
    const pulse = createPulse((message) => told.push(message));
    for (let call = 0; call < 5; call += 1) pulse.onExchange(exchange(403));
    expect(pulse.silentSince('partners')).toBeNull();
    for (let call = 0; call < 5; call += 1) pulse.onExchange(exchange(503));
    expect(told).toEqual([expect.stringContaining('calls are answered 503')]);
  });

  it('comes back with the first answer, and says so', () => {
    const told: string[] = [];
    const pulse = createPulse((message) => told.push(message));
    for (let call = 0; call < 3; call += 1) pulse.onExchange(exchange());
    pulse.onExchange(exchange(200));
    expect(pulse.silentSince('partners')).toBeNull();
    expect(told.at(-1)).toBe('partners answers again.');
  });
});
