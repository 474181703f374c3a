import DataLoader from 'dataloader';
import type { CallContext } from '../../upstream/call.ts';
import type { Clock } from '../../upstream/clock.ts';
import { sleep } from '../../upstream/sleep.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import { badResponse, kindOf, type Origin } from '../bad-response.ts';
import type { Address } from '../paths.ts';
import { isObject, type Members } from '../rows.ts';
import { type PartAnswer, readParts, refusalOf } from './batch-parts.ts';
import type { GraphApi } from './graph-api.ts';

/** Parts that one `$batch` holds ("Combine multiple HTTP requests using JSON batching"). */
const MOST_PARTS = 20;
/** A part that fails so often keeps the others waiting for nothing. */
const MOST_FAILURES = 3;
const LONGEST_MS = 60_000;
/** A refusal that names no time. */
const PAUSE_MS = 2_000;

interface Part {
  readonly address: Address;
  readonly origin: Origin;
}

/**
 * Reads many objects with few calls: what is asked for in one tick, for one request, goes out as `POST /$batch` with up to 20 parts.
 * Graph counts and throttles each part on its own behind a 200 of the whole: parts that were refused for their number are asked again
 * when they may, and nothing but an answer of its own is ever taken for one.
 */
export class BatchReads {
  readonly #api: GraphApi;
  readonly #clock: Clock;
  readonly #loaders = new WeakMap<CallContext, DataLoader<Part, Members>>();
  /** Monotonic: Graph asked for quiet until then. */
  #quietUntil = Number.NEGATIVE_INFINITY;

  constructor(api: GraphApi, clock: Clock) {
    this.#api = api;
    this.#clock = clock;
  }

  async read(
    template: string,
    ids: Readonly<Record<string, string>>,
    context: CallContext,
  ): Promise<{ readonly members: Members; readonly origin: Origin }> {
    const part = this.#api.target('GET', template, ids, context);
    let loader = this.#loaders.get(context);
    if (loader === undefined) {
      loader = new DataLoader<Part, Members>(async (parts) => await this.#ask(parts, context), {
        cache: false,
        maxBatchSize: MOST_PARTS,
      });
      this.#loaders.set(context, loader);
    }
    return { members: await loader.load(part), origin: part.origin };
  }

  async #ask(parts: readonly Part[], context: CallContext): Promise<(Members | Error)[]> {
    const clock = this.#clock;
    const results = new Map<Part, Members | Error>();
    const until = clock.monotonic() + Math.min(LONGEST_MS, (context.deadline ?? Infinity) - clock.now());
    let waiting = parts;
    for (let failures = 0; waiting.length > 0;) {
      const answers = await this.#send(waiting, context, until);
      const again: Part[] = [];
      let pause = 0;
      for (const [index, part] of waiting.entries()) {
        const answer = answers.get(String(index));
        const result = resultOf(part, answer);
        results.set(part, result);
        if (!(result instanceof UpstreamError) || !result.retryable || answer === undefined) continue;
        if (result.code !== 'RATE_LIMITED' && failures >= MOST_FAILURES) continue;
        again.push(part);
        pause = Math.max(pause, answer.retryAfterMs ?? PAUSE_MS);
      }
      if (again.length > 0) {
        failures += 1;
        this.#quietUntil = Math.max(this.#quietUntil, clock.monotonic() + pause);
        // What each was refused with is its result, when there is no time left for another try.
        if (this.#quietUntil >= until) break;
      }
      waiting = again;
    }
    return parts.map((part) => results.get(part) ?? badResponse(part.origin, 'did not come'));
  }

  async #send(
    parts: readonly Part[],
    context: CallContext,
    until: number,
  ): Promise<ReadonlyMap<string, PartAnswer>> {
    const wait = Math.min(this.#quietUntil, until) - this.#clock.monotonic();
    if (wait > 0 && !(await sleep(this.#clock, wait, [context.signal]))) throw this.#cancelled(context);
    const requests = parts.map(({ address }, index) => ({
      id: String(index),
      method: 'GET',
      url: address.path,
    }));
    // It only reads: sent twice it says the same.
    const call = { method: 'POST' as const, body: { requests }, idempotent: true };
    const { members, origin } = await this.#api.send('/$batch', {}, call, context);
    return readParts(members, origin, this.#clock.now());
  }

  #cancelled({ transactionId }: CallContext): UpstreamError {
    const { directory } = this.#api;
    const message = `${directory}: POST /$batch: the caller went away while a retry was due.`;
    return new UpstreamError({ code: 'CANCELLED', message, directory, route: 'POST /$batch', transactionId });
  }
}

function resultOf({ origin }: Part, answer: PartAnswer | undefined): Members | Error {
  if (answer === undefined) return badResponse(origin, 'is missing in the answer to its batch');
  if (answer.status < 200 || answer.status >= 300) return refusalOf(origin, answer);
  return isObject(answer.body)
    ? answer.body
    : badResponse(origin, `was expected to be an object, found ${kindOf(answer.body)}`);
}
