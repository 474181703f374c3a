import type { Exchange } from '../upstream/call.ts';

/** Whether each directory answers just now, as the calls that are made anyway show it. */
export interface Pulse {
  readonly onExchange: (exchange: Exchange) => void;
  /** Since when a directory has not answered; null: it does, or nobody has asked it. */
  silentSince(directory: string): Date | null;
}

/** So many calls in a row without an answer are an outage, and not bad luck. */
const outage = 3;

/** @param tell Told once when a directory stops answering, and once when it answers again. */
export function createPulse(tell: (message: string) => void, now: () => Date = () => new Date()): Pulse {
  const failures = new Map<string, { readonly since: Date; readonly count: number }>();
  return {
    onExchange: ({ directory, status }) => {
      const before = failures.get(directory);
      // A fault of the provider's own is no answer; a refusal is one.
      if (status !== undefined && status < 500) {
        failures.delete(directory);
        if (before !== undefined && before.count >= outage) tell(`${directory} answers again.`);
        return;
      }
      const failure = { since: before?.since ?? now(), count: (before?.count ?? 0) + 1 };
      failures.set(directory, failure);
      if (failure.count === outage) {
        const what = status === undefined ? 'calls get no answer' : `calls are answered ${status}`;
        tell(`${directory} does not work: ${what}. "rollcall doctor" tries everything.`);
      }
    },
    silentSince: (directory) => {
      const failure = failures.get(directory);
      return failure === undefined || failure.count < outage ? null : failure.since;
    },
  };
}
