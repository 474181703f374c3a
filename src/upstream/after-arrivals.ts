import type { Lane } from './call.ts';

/** Answers whose work is done in one go. */
interface Round {
  bytes: number;
  readonly begun: Promise<void>;
  readonly begin: () => void;
}

/** Bodies that are read in one go, in bytes: some milliseconds of parsing and mapping. A single one may be longer. */
const mostBytes = 400_000;

/** Of the bulk lane apart: what a person waits for does not wait for these. */
const rounds: { readonly prompt: Round[]; readonly bulk: Round[] } = { prompt: [], bulk: [] };

/**
 * Resolves when what has arrived on all sockets by now was taken in. Taking in an answer frees a place for the next call, and
 * that call leaves at once; what is done with the answer (parsing, mapping, resolving) waits until the others have left too.
 * With sixty-four calls in flight this keeps the provider busy while this process is. Large answers that arrive together are worked
 * off a few at a time, so that nobody else goes unheard until the last of them is.
 */
export function afterArrivals(lane: Lane, bytes: number): Promise<void> {
  const line = lane === 'bulk' ? rounds.bulk : rounds.prompt;
  let last = line.at(-1);
  if (last === undefined || last.bytes + bytes > mostBytes) {
    last = nextRound();
    line.push(last);
    if (rounds.prompt.length + rounds.bulk.length === 1) whenCallsHaveLeft(beginNext);
  }
  last.bytes += bytes;
  return last.begun;
}

function beginNext(): void {
  const round = rounds.prompt.shift() ?? rounds.bulk.shift();
  // One that is asked for within an immediate comes after what has arrived until then.
  if (rounds.prompt.length + rounds.bulk.length > 0) whenCallsHaveLeft(beginNext);
  round?.begin();
}

/**
 * undici writes to a connection that was used before in an immediate of its own, so that it sees first whether the server has closed it.
 * Those immediates were asked for after this one: only the next ones come after them.
 */
function whenCallsHaveLeft(run: () => void): void {
  setImmediate(() => setImmediate(run));
}

function nothing(): void {}

function nextRound(): Round {
  let begin = nothing;
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  return { bytes: 0, begun, begin };
}
