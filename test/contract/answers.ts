import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { IncompleteList } from '../../src/directory/fact-of.ts';
import type { Provider } from '../../src/providers/provider.ts';
import type { CallContext } from '../../src/upstream/call.ts';
import { UpstreamError } from '../../src/upstream/upstream-error.ts';
import { type Asked, findAsked } from './asked.ts';
import { everyRead, type Read } from './reads.ts';
import type { Failure, ProviderStage } from './stage.ts';

/**
 * What a failure may be told as, as an error or as the reason of an incomplete list; anything else would be read as "no". Nothing
 * but silence is told as lateness: the others are asked without a deadline, so that every retry is over before they are told.
 * What fails for everybody also opens the circuit, and the reads that come after it are not tried any more.
 */
const toldAs: Readonly<Record<Failure, readonly string[]>> = {
  FORBIDDEN: ['FORBIDDEN', 'UNAUTHORIZED'],
  FAULT: ['UNREACHABLE', 'CIRCUIT_OPEN'],
  RESET: ['UNREACHABLE', 'CIRCUIT_OPEN', 'BAD_RESPONSE'],
  GARBAGE: ['BAD_RESPONSE', 'UNREACHABLE', 'CIRCUIT_OPEN'],
  SILENT: ['TIMED_OUT', 'CIRCUIT_OPEN'],
};

/** For silence: long enough for a call to be sent, and nobody waits longer. */
const PATIENCE_MS = 400;

export const FAILURES = Object.keys(toldAs) as readonly Failure[];

export function context(more: Partial<CallContext> = {}): CallContext {
  return { lane: 'interactive', transactionId: randomUUID(), ...more };
}

/** What came of a read, and how many calls it took. */
interface Answered {
  readonly answer: unknown;
  /** Null: it was answered. */
  readonly error: unknown;
  readonly calls: number;
}

export async function answerTo(
  read: Read,
  provider: Provider,
  asked: Asked,
  more: Partial<CallContext> = {},
): Promise<Answered> {
  let calls = 0;
  const listening = context({ ...more, onExchange: () => (calls += 1) });
  try {
    const answer = await read.ask(provider, asked, listening);
    return { answer, error: null, calls };
  } catch (error) {
    return { answer: null, error, calls };
  }
}

/** Reads of which no capability says that they are not there, by name; asked where all is well. */
async function lackedBy(provider: Provider, asked: Asked): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  for (const read of everyRead) {
    if (read.or !== 'LACKING') continue;
    const { error, calls } = await answerTo(read, provider, asked);
    if (told(error) === 'UNSUPPORTED' && calls === 0) names.add(read.name);
  }
  return names;
}

/** What the error of a read says: its code, or the reason of an incomplete list. */
export function told(error: unknown): string {
  if (error instanceof UpstreamError) return error.code;
  if (error instanceof IncompleteList) return error.reason;
  return error === null ? 'ANSWERED' : 'no failure that callers know';
}

/**
 * Makes everything fail and asks it all at once. Answers what was told as no failure; `KNOWN` says what may be answered all the same.
 * @param well the same provider, where all is well.
 */
export async function wronglyTold(
  well: Provider,
  stage: ProviderStage,
  failure: Failure,
  isMeant: (read: Read) => boolean,
  mark = 'none',
): Promise<readonly string[]> {
  const { provider } = stage;
  const asked = { ...(await findAsked(stage, context())), mark };
  const lacking = await lackedBy(well, asked);
  const reads = everyRead.filter(
    (read) =>
      isMeant(read) &&
      !lacking.has(read.name) &&
      (read.needs === null || provider.capabilities.has(read.needs)),
  );
  const known = new Map<string, unknown>();
  for (const read of reads)
    if (read.or === 'KNOWN') known.set(read.name, (await answerTo(read, well, asked)).answer);
  stage.fail(failure);
  const deadline = failure === 'SILENT' ? { deadline: Date.now() + PATIENCE_MS } : {};
  const wrong = await Promise.all(
    reads.map(async (read) => {
      const { answer, error, calls } = await answerTo(read, provider, asked, deadline);
      const isKnown = error === null && read.or === 'KNOWN';
      const isSame = calls === 0 || isDeepStrictEqual(answer, known.get(read.name));
      const right = isKnown ? isSame : toldAs[failure].includes(told(error));
      return right ? [] : [`${read.name} under ${failure}: ${told(error)} ${String(error)}`];
    }),
  );
  return wrong.flat();
}
