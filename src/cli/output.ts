import { sayable } from '../model/sayable.ts';

/** Where a command writes. A terminal gets lines that are written over; anything else gets plain ones. */
export interface Output {
  line(text: string): void;
  error(text: string): void;
  /** Replaces the progress shown before under the same name; an empty text takes it away. */
  progress(text: string): void;
}

/** Directories' own words may be in what is written: nothing of them is to steer the terminal. */
export function processOutput(): Output {
  const { stdout, stderr } = process;
  // Whoever read the output has gone (`rollcall | head -1`): no reason for a server to end.
  for (const stream of [stdout, stderr]) stream.on('error', () => undefined);
  let shown = false;
  const clear = (): void => {
    if (shown) stderr.write('\r\u001B[2K');
    shown = false;
  };
  return {
    line(text) {
      clear();
      stdout.write(`${sayable(text, { inLines: true })}\n`);
    },
    error(text) {
      clear();
      stderr.write(`${sayable(text, { inLines: true })}\n`);
    },
    progress(text) {
      if (stderr.isTTY) {
        clear();
        stderr.write(text);
        shown = text !== '';
      }
    },
  };
}
