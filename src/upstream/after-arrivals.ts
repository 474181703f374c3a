let soon: Promise<void> | null = null;

/**
 * Resolves when what has arrived on all sockets by now was taken in. Taking in an answer frees a place for the next call, and
 * that call leaves at once; what is done with the answer (parsing, mapping, resolving) waits until the others have left too.
 * With sixty-four calls in flight this keeps the provider busy while this process is.
 */
export function afterArrivals(): Promise<void> {
  soon ??= new Promise((resolve) => {
    setImmediate(() => {
      soon = null;
      resolve();
    });
  });
  return soon;
}
