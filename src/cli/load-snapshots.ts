import type { Directory } from '../directory/directory.ts';
import { unaskedScope } from '../directory/snapshot/own-scope.ts';

/** How long the first questions have the gateway to themselves; milliseconds. Whoever needs a snapshot earlier has it loaded at once. */
const restMs = 300;

/** Has the saved snapshots loaded soon, one after the other, without a call to any provider. @returns what calls that off. */
export function loadSnapshotsSoon(directories: readonly Directory[]): () => void {
  let isOff = false;
  const loadAll = async (): Promise<void> => {
    for (const { sweeper } of directories) {
      if (isOff) return;
      // What could not be loaded is a line in the log already, and costs a sweep.
      await sweeper.loaded(unaskedScope(Date.now())).catch(() => undefined);
    }
  };
  const timer = setTimeout(() => void loadAll(), restMs).unref();
  return () => {
    isOff = true;
    clearTimeout(timer);
  };
}
