import type { Clock } from '../upstream/clock.ts';
import type { OpenExport } from './export-service.ts';

/** How slow a reader may be, in milliseconds: a seat that is held by not reading keeps everybody else out. */
export interface ReaderPace {
  /** From a piece to the next, while the gateway waits for the reader. */
  readonly pieceMs: number;
  /** From the first piece to the last. */
  readonly wholeMs: number;
}

/** Whoever is cut off can go on from the last cursor. */
export const defaultPace: ReaderPace = { pieceMs: 30_000, wholeMs: 1_800_000 };

/** A text that is closed when it was read, or its reader is slower than the pace. @param pace null: as slow as it likes. */
export function paced(
  text: AsyncIterable<string>,
  pace: ReaderPace | null,
  clock: Pick<Clock, 'after'>,
  close: () => void,
): OpenExport {
  const slow = new AbortController();
  if (pace === null) return { text, tooSlow: slow.signal, close };
  const end = (): void => {
    slow.abort();
    close();
  };
  let stopPiece = clock.after(pace.pieceMs, end);
  const stopWhole = clock.after(pace.wholeMs, end);
  async function* pieces(): AsyncGenerator<string> {
    stopPiece();
    for await (const piece of text) {
      if (slow.signal.aborted) return;
      stopPiece = clock.after(pace?.pieceMs ?? 0, end);
      yield piece;
      stopPiece();
    }
    // The last pieces are on their way to the reader until it is closed.
    stopPiece = clock.after(pace?.pieceMs ?? 0, end);
  }
  return {
    text: pieces(),
    tooSlow: slow.signal,
    close: () => {
      stopPiece();
      stopWhole();
      close();
    },
  };
}
