import { afterFailure, backoffMs } from '../../../upstream/backoff.ts';
import type { CallContext, Exchange, HttpMethod } from '../../../upstream/call.ts';
import type { Clock } from '../../../upstream/clock.ts';
import { FailureMaker, type Failure } from '../../../upstream/failure.ts';
import type { RetryBudget } from '../../../upstream/retry-budget.ts';
import { NoTurnError, type Outcome, type Scheduler, type Turn } from '../../../upstream/scheduler.ts';
import { sleep } from '../../../upstream/sleep.ts';
import type { UpstreamError } from '../../../upstream/upstream-error.ts';
import { type LdapConnection, MOST_BYTES } from './connection.ts';
import { meaningOf, type ResultMeaning } from './result-meaning.ts';
import { ResultError, type Within, WireError } from './wire-error.ts';

/** What a request is, in the words that calls over HTTP are counted by. */
export interface LdapCall {
  /** GET reads; everything else changes something, and is sent once. */
  readonly method: HttpMethod;
  /** `search users`: never with a name or an id in it. */
  readonly route: string;
  /** See `UpstreamCall.priority`. */
  readonly priority?: number;
  /** It sends a new password: what the server says of it to people is not repeated, since it may hold the password in any form. */
  readonly carriesSecret?: boolean;
}

/** What all requests of a directory share. */
export interface LdapParts {
  readonly directory: string;
  readonly scheduler: Scheduler;
  readonly budget: RetryBudget;
  readonly clock: Clock;
  readonly random: () => number;
  /** Fires when the directory is closed. */
  readonly closing: AbortSignal;
  readonly onExchange?: (exchange: Exchange) => void;
}

/** Milliseconds from its first turn within which a request must be answered, retries and waits included. */
const CALL_MS = 60_000;
const MOST_TRIES = 5;
const NOT_LDAP =
  'expected LDAP, received something else: check the address, its port, and whether it wants TLS (ldaps)';
const TOO_LARGE = `expected an answer of at most ${MOST_BYTES / 1_000_000} MB, received one that is too large, and ended the connection: set a smaller pageSize, or leave attributes with long values out of customAttributes`;
/** See `call-runner.ts`: a server that needs this long has failed, a shorter time says something about the caller. */
const SLOW_MS = 3_000;

/** Failures in which the server said nothing at all. */
const NO_ANSWER: ReadonlySet<string> = new Set(['TIMED_OUT', 'UNREACHABLE', 'CANCELLED']);

/** Carries one request to its answer: waits for turns, asks, judges, and asks again what may be asked again. */
export class LdapRunner {
  readonly #parts: LdapParts;
  readonly #call: LdapCall;
  readonly #context: CallContext;
  readonly #failures: FailureMaker;
  readonly #repeats: boolean;
  #deadline: number;
  #attempt = 0;
  #turn: number | undefined;
  #last: UpstreamError | undefined;

  /** @param repeats whether the same request may be sent again on another connection; only reads ever are. */
  constructor(parts: LdapParts, call: LdapCall, context: CallContext, repeats = call.method === 'GET') {
    this.#parts = parts;
    this.#call = call;
    this.#context = context;
    this.#repeats = repeats;
    this.#failures = new FailureMaker(parts.directory, { ...call, path: '' }, context);
    this.#deadline = deadlineOf(context, parts.clock);
  }

  /** @throws {UpstreamError} */
  async run<T>(
    connect: (within: Within) => Promise<LdapConnection>,
    operate: (connection: LdapConnection, within: Within) => Promise<T>,
  ): Promise<T> {
    const { promptness } = this.#parts.scheduler;
    promptness.asked(this.#parts.clock.monotonic());
    try {
      return await this.#untilAnswered(connect, operate);
    } finally {
      promptness.ended(this.#parts.clock.monotonic());
    }
  }

  async #untilAnswered<T>(
    connect: (within: Within) => Promise<LdapConnection>,
    operate: (connection: LdapConnection, within: Within) => Promise<T>,
  ): Promise<T> {
    const { budget, clock, scheduler } = this.#parts;
    budget.earn();
    for (;;) {
      const turn = await this.#nextTurn();
      const startedAt = clock.monotonic();
      const end = await this.#exchange(turn, connect, operate);
      const isAnswer = 'value' in end || !NO_ANSWER.has(end.failure.error.code);
      const at = clock.monotonic();
      if (isAnswer) scheduler.promptness.answered(at, at - startedAt);
      if ('value' in end) return end.value;
      scheduler.promptness.failed(end.failure.error);
      await this.#again(end.failure);
    }
  }

  async #nextTurn(): Promise<Turn> {
    const { scheduler, clock } = this.#parts;
    const { lane, signal } = this.#context;
    try {
      const turn = await scheduler.turn({
        lane,
        signal,
        priority: this.#call.priority ?? 0,
        bucket: undefined,
        patienceMs: CALL_MS,
        deadline: this.#deadline,
        ...(this.#turn === undefined ? {} : { turn: this.#turn }),
      });
      if (this.#turn === undefined) this.#deadline = Math.min(this.#deadline, clock.monotonic() + CALL_MS);
      this.#turn = turn.turn;
      return turn;
    } catch (error) {
      if (!(error instanceof NoTurnError)) throw error;
      // What the server said itself is better to know than that there was no further turn.
      if (this.#last !== undefined && error.reason !== 'cancelled') throw this.#last;
      throw this.#failures.ofNoTurn(error);
    }
  }

  async #exchange<T>(
    turn: Turn,
    connect: (within: Within) => Promise<LdapConnection>,
    operate: (connection: LdapConnection, within: Within) => Promise<T>,
  ): Promise<{ readonly value: T } | { readonly failure: Failure }> {
    const { clock } = this.#parts;
    const within: Within = { signal: this.#context.signal, deadline: this.#deadline };
    const startedAt = clock.monotonic();
    this.#attempt += 1;
    let outcome: Outcome = { kind: 'abandoned' };
    let asked = false;
    let status: number | undefined;
    try {
      const connection = await connect(within);
      asked = true;
      const value = await operate(connection, within);
      outcome = { kind: 'answered' };
      status = 200;
      return { value };
    } catch (error) {
      if (error instanceof ResultError) {
        const meaning = this.#meaningOf(error);
        ({ status } = meaning);
        outcome = outcomeOf(error);
        return { failure: this.#ofResult(error) };
      }
      if (!(error instanceof WireError)) throw error;
      const slow = clock.monotonic() - startedAt >= SLOW_MS;
      asked &&= error.sent;
      outcome = { kind: isOurs(error) && !slow ? 'abandoned' : 'failed' };
      if (error.reason === 'cancelled') outcome = { kind: 'abandoned' };
      if (error.reason === 'too-large') outcome = { kind: 'answered' };
      return { failure: this.#ofWire(error) };
    } finally {
      turn.end(outcome);
      this.#tell(turn, startedAt, status, asked);
    }
  }

  #tell(turn: Turn, startedAt: number, status: number | undefined, asked: boolean): void {
    const { directory, clock, onExchange } = this.#parts;
    const { method, route } = this.#call;
    const exchange: Exchange = {
      directory,
      method,
      route,
      ...(status === undefined ? {} : { status }),
      attempt: this.#attempt,
      waitedMs: turn.waitedMs,
      durationMs: clock.monotonic() - startedAt,
    };
    if (asked) this.#context.onExchange?.(exchange);
    onExchange?.(exchange);
  }

  #meaningOf(error: ResultError): ResultMeaning {
    return meaningOf(error, this.#call.carriesSecret === true || error.duringBind);
  }

  #ofResult(error: ResultError): Failure {
    const { code, said, status, transient } = this.#meaningOf(error);
    const facts = { status, providerCode: String(error.resultCode) };
    const message = `expected result 0, received ${error.resultCode}: ${said}`;
    return {
      error: this.#failures.error(code, message, {
        ...facts,
        // A result says that nothing was done; of a server that failed (80) nobody knows.
        ...(this.#call.method === 'GET' ? {} : { mayHaveBeenApplied: error.resultCode === 80 }),
      }),
      transient,
      perhapsApplied: error.resultCode === 80,
      retryAfterMs: undefined,
    };
  }

  #ofWire({ reason, sent, cause }: WireError): Failure {
    if (reason !== 'not-ldap' && reason !== 'too-large')
      return this.#failures.ofNetwork({
        kind: 'failure',
        reason,
        sent,
        ...(cause === undefined ? {} : { error: cause }),
      });
    return {
      error: this.#failures.error(
        'BAD_RESPONSE',
        reason === 'not-ldap' ? NOT_LDAP : TOO_LARGE,
        this.#call.method === 'GET' ? {} : { mayHaveBeenApplied: sent },
      ),
      transient: false,
      perhapsApplied: sent,
      retryAfterMs: undefined,
    };
  }

  async #again(failure: Failure): Promise<void> {
    const { clock, budget, random, closing } = this.#parts;
    const { error, transient } = failure;
    // What never reached the server was not done: that may be asked again, whatever it is.
    const safe =
      this.#repeats || (error.facts.mayHaveBeenApplied === false && error.facts.providerCode === undefined);
    if (!transient || !safe || this.#attempt >= MOST_TRIES) throw error;
    const wait = backoffMs(afterFailure, this.#attempt, random);
    if (clock.monotonic() + wait >= this.#deadline || !budget.spend(clock.monotonic())) throw error;
    this.#last = error;
    if (!(await sleep(clock, wait, [this.#context.signal, closing])))
      throw this.#failures.error('CANCELLED', 'the caller went away while a retry was due');
  }
}

/** The monotonic moment of a context's deadline. */
export function deadlineOf({ deadline }: CallContext, clock: Clock): number {
  return deadline === undefined ? Infinity : clock.monotonic() + (deadline - clock.now());
}

function isOurs({ reason }: WireError): boolean {
  return reason === 'deadline' || reason === 'cancelled';
}

function outcomeOf({ resultCode }: ResultError): Outcome {
  if (resultCode === 51) return { kind: 'refused', retryAfterMs: undefined };
  return { kind: resultCode === 52 || resultCode === 80 ? 'failed' : 'answered' };
}
