import { setTimeout as sleep } from 'node:timers/promises';
import { CostMeter } from '../directory/cost-meter.ts';
import type { Directory } from '../directory/directory.ts';
import { factOf } from '../directory/fact-of.ts';
import { createLoaders } from '../directory/loaders.ts';
import type { RequestScope } from '../directory/request-scope.ts';
import type { Readiness } from '../door/routes.ts';
import type { Pulse } from './pulse.ts';

const retryMs = 5_000;
const deadlineMs = 10_000;

/** No directory can have this name. Where its files are is not for everybody. */
const database = 'the database';
const noDatabase =
  'It could not be opened, so no change is made; the log says why. The next use tries again.';

interface ReadinessProbe {
  /** Whether every directory has answered once since the start. */
  readonly check: () => Readiness;
  /** Asks each directory until it has answered, and says once why one does not. */
  start(complain: (message: string) => void): void;
  stop(): void;
}

/**
 * Ready once every directory has answered: a gateway that cannot reach one is alive, and not ready. That its database could not be opened is
 * said beside it: questions are answered, and the next change tries again.
 */
export function createReadiness(
  directories: readonly Directory[],
  pulse: Pulse,
  databaseHasFailed: () => boolean = () => false,
): ReadinessProbe {
  const state = new Map(directories.map(({ key }) => [key, 'not asked yet']));
  const stopped = new AbortController();
  const check = (): Readiness => ({
    ready: [...state.values()].every((word) => word === 'ok'),
    detail: {
      ...Object.fromEntries([...state].map(([key, word]) => [key, now(key, word)])),
      ...(databaseHasFailed() && { [database]: noDatabase }),
    },
  });

  /** A directory that has answered once keeps the gateway ready; whether it answers now is said beside it. */
  function now(key: string, word: string): string {
    const since = pulse.silentSince(key);
    return word === 'ok' && since !== null ? `no answer since ${since.toISOString()}` : word;
  }

  async function askUntilAnswered(directory: Directory, complain: (message: string) => void): Promise<void> {
    while (!stopped.signal.aborted) {
      const scope = backgroundScope(stopped.signal);
      const answer = await factOf(directory.profile(scope));
      if (stopped.signal.aborted) return;
      if (answer.state === 'KNOWN' || answer.reason === 'FORBIDDEN') {
        // Refused is an answer: people may be readable where the environment's own record is not.
        state.set(directory.key, 'ok');
        await warmUp(directory, scope);
        return;
      }
      const word = answer.message ?? answer.reason;
      if (state.get(directory.key) !== word) {
        const sentence = /[.!?]$/.test(word) ? word : `${word}.`;
        complain(`${directory.key} cannot be used yet: ${sentence} "rollcall doctor" tries everything.`);
      }
      state.set(directory.key, word);
      await sleep(retryMs, undefined, { ref: false, signal: stopped.signal }).catch(() => {});
    }
  }

  return {
    check,
    start: (complain) => {
      for (const directory of directories) void askUntilAnswered(directory, complain);
    },
    stop: () => stopped.abort(),
  };
}

/** Reads once what nearly every query needs and seldom changes, so that the first one does not wait for it. */
export async function warmUp(directory: Directory, scope: RequestScope): Promise<void> {
  const { settings } = createLoaders(directory, scope);
  await Promise.all([
    factOf(directory.profile(scope)),
    factOf(settings.populations()),
    factOf(settings.roles()),
  ]);
}

/** What the process asks on its own account. */
export function backgroundScope(signal?: AbortSignal): RequestScope {
  const meter = new CostMeter();
  return {
    asOf: new Date(),
    meter,
    maxAgeMs: null,
    context: {
      lane: 'interactive',
      transactionId: crypto.randomUUID(),
      deadline: Date.now() + deadlineMs,
      onExchange: meter.onExchange,
      ...(signal && { signal }),
    },
  };
}
