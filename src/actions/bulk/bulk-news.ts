import { EventEmitter } from 'node:events';

/** Tells within this process that something happened in a bulk operation. */
export class BulkNews {
  readonly #events = new EventEmitter().setMaxListeners(0);

  /** Something happened in this operation. */
  tell(id: string): void {
    this.#events.emit('news', id);
  }

  /** Calls at each news of an operation (null: of any). Call what it answers to hear no more. */
  listen(id: string | null, heard: () => void): () => void {
    const told = (about: string): void => {
      if (id === null || about === id) heard();
    };
    this.#events.on('news', told);
    return () => void this.#events.off('news', told);
  }

  /** Resolves at the next news of an operation (null: of any), when the signal ends, or after `waitMs`. */
  async next(id: string | null, signal: AbortSignal, waitMs?: number): Promise<void> {
    if (signal.aborted) return;
    await new Promise<void>((resolve) => {
      const end = (): void => {
        leave();
        clearTimeout(limit);
        signal.removeEventListener('abort', end);
        resolve();
      };
      const leave = this.listen(id, end);
      const limit = waitMs === undefined ? undefined : setTimeout(end, waitMs);
      signal.addEventListener('abort', end);
    });
  }
}
