/**
 * One listener per signal, however many calls wait on it.
 * Node walks the list of listeners at each `addEventListener`: ten thousand device calls of one request would cost fifty million steps.
 */
const watched = new WeakMap<AbortSignal, Set<() => void>>();

/** Runs `run` once when the signal fires (at once when it has). The answer takes it back. */
export function onAbort(signal: AbortSignal, run: () => void): () => void {
  if (signal.aborted) {
    run();
    return () => {};
  }
  let waiting = watched.get(signal);
  if (waiting === undefined) {
    const runs = new Set<() => void>();
    waiting = runs;
    watched.set(signal, runs);
    signal.addEventListener(
      'abort',
      () => {
        watched.delete(signal);
        for (const each of runs) each();
      },
      { once: true },
    );
  }
  const runs = waiting;
  // A function of its own, so that the same `run` given twice counts twice.
  const entry = (): void => run();
  runs.add(entry);
  return () => {
    runs.delete(entry);
  };
}
