import { EventEmitter } from 'node:events';

/** Tells within this process that something happened in a bulk operation. */
export class BulkNews {
  readonly #events = new EventEmitter().setMaxListeners(0);

  /** Something happened in this operation. */
  tell(id: string): void {
    this.#events.emit('news', id);
  }

  /** Resolves at the next news of an operation (null: of any), or when the signal ends. */
  async next(id: string | null, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    await new Promise<void>((resolve) => {
      const end = (): void => {
        this.#events.off('news', heard);
        signal.removeEventListener('abort', end);
        resolve();
      };
      const heard = (about: string): void => {
        if (id === null || about === id) end();
      };
      this.#events.on('news', heard);
      signal.addEventListener('abort', end);
    });
  }
}
