import type { Clock } from '../upstream/clock.ts';
import type { OpenExport } from './export-service.ts';
import type { CutOff } from './write-rows.ts';

/** How slow a reader may be, in milliseconds: a seat that is held by not reading keeps everybody else out. */
export interface ReaderPace {
  /** From a piece to the next, while the gateway waits for the reader. */
  readonly pieceMs: number;
  /** From the first piece to the last. */
  readonly wholeMs: number;
}

/** Whoever is cut off can go on from the last cursor. */
export const defaultPace: ReaderPace = { pieceMs: 30_000, wholeMs: 1_800_000 };

/** What the export is beside its text. */
interface PacedExport {
  readonly clock: Pick<Clock, 'after'>;
  /** Called when it was read, or its reader is too slow. */
  readonly close: () => void;
  /** What stands last in the text of an export that was ended, in its format. */
  readonly cutOff: (why: CutOff) => string;
}

/**
 * A text that is closed when it was read, or its reader is slower than the pace: then what makes it is ended at once, and not only when
 * somebody reads on. @param pace null: as slow as it likes.
 */
export function paced(
  text: AsyncIterable<string>,
  pace: ReaderPace | null,
  { clock, close, cutOff }: PacedExport,
): OpenExport {
  const slow = new AbortController();
  if (pace === null) return { text, tooSlow: slow.signal, lastWords: () => '', close };
  const source = text[Symbol.asyncIterator]();
  let lastWords = '';
  const endBecause = (message: string) => (): void => {
    if (slow.signal.aborted) return;
    lastWords = cutOff({ code: 'READER_TOO_SLOW', message });
    slow.abort(new Error(message));
    close();
    // Waits where rows are being made: what they are read from is ended by `tooSlow`.
    source.return?.().catch(() => {});
  };
  const { pieceMs, wholeMs } = pace;
  const startPiece = (): (() => void) =>
    clock.after(pieceMs, endBecause(`Nothing of this export was taken for ${inWords(pieceMs)}. ${goOn}`));
  let stopPiece = startPiece();
  const stopWhole = clock.after(
    wholeMs,
    endBecause(`This export took more than ${inWords(wholeMs)}. ${goOn}`),
  );
  async function* pieces(): AsyncGenerator<string> {
    stopPiece();
    for await (const piece of { [Symbol.asyncIterator]: () => source }) {
      if (slow.signal.aborted) return;
      stopPiece = startPiece();
      yield piece;
      stopPiece();
    }
    // The last pieces are on their way to the reader until it is closed.
    if (!slow.signal.aborted) stopPiece = startPiece();
  }
  return {
    text: pieces(),
    tooSlow: slow.signal,
    lastWords: () => lastWords,
    close: () => {
      stopPiece();
      stopWhole();
      close();
    },
  };
}

const goOn = 'It was ended, so that others get their turn: go on after the last row, or ask anew.';

function inWords(ms: number): string {
  return ms < 120_000 ? `${ms / 1_000} seconds` : `${ms / 60_000} minutes`;
}
