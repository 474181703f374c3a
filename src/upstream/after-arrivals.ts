import type { Lane } from './call.ts';
import { PromptCalls } from './prompt-calls.ts';

/** Answers whose work is done in one go. */
interface Round {
  bytes: number;
  readonly begun: Promise<void>;
  readonly begin: () => void;
}

/**
 * Bodies that are read in one go, in bytes: some milliseconds of parsing and mapping, of a sweep's less. A single one may be longer.
 */
const mostBytes = { prompt: 400_000, bulk: 100_000 } as const;

/** Of the bulk lane apart: what a person waits for does not wait for these. */
const rounds: { readonly prompt: Round[]; readonly bulk: Round[] } = { prompt: [], bulk: [] };

/** Told of every call that is none of a sweep's. */
export const promptCalls = new PromptCalls(() => performance.now());

/**
 * Resolves when what has arrived on all sockets by now was taken in. Taking in an answer frees a place for the next call, and
 * that call leaves at once; what is done with the answer (parsing, mapping, resolving) waits until the others have left too.
 * With sixty-four calls in flight this keeps the provider busy while this process is. Large answers that arrive together are worked
 * off a few at a time, so that nobody else goes unheard until the last of them is.
 */
export function afterArrivals(lane: Lane, bytes: number): Promise<void> {
  const kind = lane === 'bulk' ? 'bulk' : 'prompt';
  const line = rounds[kind];
  let last = line.at(-1);
  if (last === undefined || last.bytes + bytes > mostBytes[kind]) {
    last = nextRound();
    line.push(last);
    if (kind === 'prompt' && line.length === 1) whenCallsHaveLeft(beginPrompt);
    if (kind === 'bulk' && !isBulkMoving) moveBulk();
  }
  last.bytes += bytes;
  return last.begun;
}

function beginPrompt(): void {
  const round = rounds.prompt.shift();
  // One that is asked for within an immediate comes after what has arrived until then.
  if (rounds.prompt.length > 0) whenCallsHaveLeft(beginPrompt);
  round?.begin();
}

let isBulkMoving = false;

function moveBulk(): void {
  isBulkMoving = true;
  whenCallsHaveLeft(beginBulk);
}

/** While people wait for answers, a sweep's work takes no more than half of the time. */
function beginBulk(): void {
  if (rounds.prompt.length > 0) return moveBulk();
  const round = rounds.bulk.shift();
  if (promptCalls.areRecent) {
    const began = performance.now();
    setImmediate(() => setTimeout(goOnWithBulk, performance.now() - began));
  } else goOnWithBulk();
  round?.begin();
}

function goOnWithBulk(): void {
  if (rounds.bulk.length > 0) moveBulk();
  else isBulkMoving = false;
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
