import type { Arrivals } from './arrivals.ts';
import { afterFailure, afterStray, backoffMs } from './backoff.ts';
import type { CallContext, UpstreamAnswer, UpstreamCall } from './call.ts';
import type { Clock } from './clock.ts';
import { FailureMaker, type Failure } from './failure.ts';
import { readJson } from './read-json.ts';
import { parseRetryAfter } from './retry-after.ts';
import type { RetryBudget } from './retry-budget.ts';
import { NoTurnError, type Outcome, type Scheduler, type Turn } from './scheduler.ts';
import type { ProviderError, UpstreamSettings } from './settings.ts';
import { sleep } from './sleep.ts';
import type { HttpAnswer, HttpResult, Transport } from './transport.ts';
import { UpstreamError } from './upstream-error.ts';

/** Tries of one call, failures only: refusals are bounded by the deadline. */
const mostTries = 6;
/** An answer that cannot be read may have been cut off; one that comes so again was meant so. */
const mostUnreadable = 3;
/** A provider that needs this long has failed, whatever the deadline was; a shorter one says something about the caller. */
const slowMs = 3_000;

/** What all calls of a directory share. */
export interface RunnerParts {
  readonly settings: UpstreamSettings;
  readonly scheduler: Scheduler;
  readonly transport: Transport;
  readonly budget: RetryBudget;
  readonly clock: Clock;
  readonly random: () => number;
  /** Fires when the directory is closed. */
  readonly closing: AbortSignal;
  readonly arrivals: Arrivals;
}

/** What came back, and when somebody gets round to it; at once, if nothing is said. */
interface Exchanged {
  readonly result: HttpResult;
  readonly workedOn: Promise<void> | undefined;
}

/** Carries one call to its answer: waits for turns, sends, judges, waits and sends again. */
export class CallRunner {
  readonly #parts: RunnerParts;
  readonly #call: UpstreamCall;
  readonly #context: CallContext;
  readonly #path: string;
  readonly #failures: FailureMaker;
  readonly #idempotent: boolean;
  readonly #callMs: number;
  #deadline: number;
  #attempt = 0;
  #tries = 0;
  #strays = 0;
  /** The last refusal was this call's own: the scheduler holds back nobody for it. */
  #alone = false;
  #turn: number | undefined;
  #renewed = false;
  /** The last refusal or failure: what a caller is told when there is no further turn. */
  #last: UpstreamError | undefined;

  constructor(parts: RunnerParts, call: UpstreamCall, context: CallContext, path: string) {
    this.#parts = parts;
    this.#call = call;
    this.#context = context;
    this.#path = path;
    this.#failures = new FailureMaker(parts.settings.directory, call, context);
    this.#idempotent =
      call.idempotent ?? (call.method === 'GET' || call.method === 'PUT' || call.method === 'DELETE');
    this.#callMs = parts.settings.timeouts?.callMs ?? 60_000;
    this.#deadline =
      context.deadline === undefined
        ? Infinity
        : parts.clock.monotonic() + (context.deadline - parts.clock.now());
  }

  async run(): Promise<UpstreamAnswer> {
    const { clock, scheduler, arrivals } = this.#parts;
    scheduler.promptness.asked(clock.monotonic());
    if (this.#context.lane !== 'bulk') arrivals.asked();
    try {
      return await this.#untilAnswered();
    } finally {
      scheduler.promptness.ended(clock.monotonic());
    }
  }

  async #untilAnswered(): Promise<UpstreamAnswer> {
    // Before standing in line: a provider without a token would get its calls late, and in a heap.
    if (this.#tokenAtHand() === undefined) await this.#token();
    this.#parts.budget.earn();
    for (;;) {
      const turn = await this.#nextTurn();
      const token = this.#tokenAtHand() ?? (await this.#tokenWithin(turn));
      const { result, workedOn } = await this.#exchange(turn, token);
      if (result.kind === 'answer' && result.status < 300) this.#call.early?.(result.body);
      if (workedOn !== undefined) await workedOn;
      if (result.kind === 'answer') {
        const { status } = result;
        if (status >= 200 && status < 300) {
          const read = this.#read(result);
          if ('status' in read) return read;
          await this.#again(read);
        } else if (this.#isRefusal(result)) {
          await this.#refused(this.#failures.ofStatus(result, this.#told(result), this.#retryAfter(result)));
        } else if (status === 401) {
          await this.#renew(result, token);
        } else {
          await this.#again(this.#failures.ofStatus(result, this.#told(result), this.#retryAfter(result)));
        }
      } else {
        await this.#again(this.#failures.ofNetwork(result));
      }
    }
  }

  async #nextTurn(): Promise<Turn> {
    const { scheduler, clock } = this.#parts;
    const { lane, signal, urgency = 0 } = this.#context;
    const { priority = 0, bucket } = this.#call;
    const place = this.#turn === undefined ? {} : { turn: this.#turn };
    const patienceMs = this.#callMs;
    try {
      const turn = await scheduler.turn({
        lane,
        signal,
        priority: priority + urgency,
        bucket,
        patienceMs,
        deadline: this.#deadline,
        ...place,
      });
      if (this.#turn === undefined)
        this.#deadline = Math.min(this.#deadline, clock.monotonic() + this.#callMs);
      this.#turn = turn.turn;
      return turn;
    } catch (error) {
      if (!(error instanceof NoTurnError)) throw error;
      // What the provider said itself is better to know than that there was no further turn.
      if (this.#last !== undefined && error.reason !== 'cancelled') throw this.#last;
      throw this.#failures.ofNoTurn(error);
    }
  }

  #tokenAtHand(): string | undefined {
    return this.#parts.settings.tokens.held?.(this.#call.scope);
  }

  async #token(): Promise<string> {
    try {
      return await this.#parts.settings.tokens.get({
        signal: this.#context.signal,
        deadline: this.#deadline,
        scope: this.#call.scope,
      });
    } catch (error) {
      throw error instanceof UpstreamError ? this.#failures.retold(error) : error;
    }
  }

  async #tokenWithin(turn: Turn): Promise<string> {
    try {
      return await this.#token();
    } catch (error) {
      turn.end({ kind: 'abandoned' });
      throw error;
    }
  }

  async #exchange(turn: Turn, token: string): Promise<Exchanged> {
    const { transport, clock, settings, scheduler } = this.#parts;
    const { method, route, body, rawBody, maxBodyBytes } = this.#call;
    const sentBody = rawBody ?? (body === undefined ? undefined : JSON.stringify(body));
    this.#attempt += 1;
    const startedAt = clock.monotonic();
    let outcome: Outcome = { kind: 'abandoned' };
    let result: HttpResult;
    let workedOn: Promise<void> | undefined;
    try {
      result = await transport.send({
        method,
        path: this.#path,
        headers: this.#headers(token),
        ...(sentBody === undefined ? {} : { body: sentBody }),
        maxBodyBytes: maxBodyBytes ?? settings.maxBodyBytes ?? 10_000_000,
        signal: this.#context.signal,
        deadline: this.#deadline,
      });
      outcome = this.#outcomeOf(result, clock.monotonic() - startedAt);
      if (result.kind === 'answer') {
        const at = clock.monotonic();
        scheduler.promptness.answered(at, at - startedAt);
        this.#learnQuota(result);
      }
      workedOn = this.#whenWorkedOn(result);
    } finally {
      this.#alone = turn.end(outcome, workedOn);
    }
    const exchange = {
      directory: settings.directory,
      method,
      route,
      ...(result.status === undefined ? {} : { status: result.status }),
      attempt: this.#attempt,
      waitedMs: turn.waitedMs,
      durationMs: clock.monotonic() - startedAt,
    };
    // What never left this process cost nobody anything; the process still wants to know that it was tried.
    if (result.kind === 'answer' || result.sent) this.#context.onExchange?.(exchange);
    if (result.kind === 'answer' || result.reason !== 'cancelled') settings.onExchange?.(exchange);
    return { result, workedOn };
  }

  /** A sweep's answers wait for their turn, and a person's where the next page is about to be asked for, or calls are many. */
  #whenWorkedOn(result: HttpResult): Promise<void> | undefined {
    const { lane } = this.#context;
    const { scheduler, arrivals } = this.#parts;
    const hasNext = this.#call.early !== undefined || scheduler.isCrowded;
    if (lane !== 'bulk' && !hasNext) return undefined;
    return arrivals.after(lane, result.kind === 'answer' ? result.body.length : 0);
  }

  #learnQuota({ headers }: HttpAnswer): void {
    const { settings, scheduler, clock } = this.#parts;
    const quota = settings.readQuota?.(headers, clock.now());
    if (quota !== undefined) scheduler.learn(this.#call.bucket, quota);
  }

  #headers(token: string): Record<string, string> {
    const { settings } = this.#parts;
    const { body, contentType } = this.#call;
    const type = contentType ?? (body === undefined ? undefined : 'application/json');
    return {
      ...settings.headers,
      ...this.#call.headers,
      accept: settings.accept ?? 'application/json',
      // Nothing to unpack, nothing that grows when unpacked.
      'accept-encoding': 'identity',
      authorization: `${settings.authorizationScheme ?? 'Bearer'} ${token}`,
      ...(type === undefined ? {} : { 'content-type': type }),
      ...(settings.transactionHeader === undefined
        ? {}
        : { [settings.transactionHeader]: inHeader(this.#context.transactionId) }),
    };
  }

  #outcomeOf(result: HttpResult, tookMs: number): Outcome {
    if (result.kind === 'answer') {
      if (this.#isRefusal(result)) return { kind: 'refused', retryAfterMs: this.#retryAfter(result) };
      const failed =
        result.status === 408 || (result.status >= 500 && result.status !== 501 && result.status !== 505);
      return { kind: failed ? 'failed' : 'answered' };
    }
    if (result.reason === 'cancelled') return { kind: 'abandoned' };
    if (result.reason === 'deadline') return { kind: tookMs >= slowMs ? 'failed' : 'abandoned' };
    return { kind: result.reason === 'too-large' ? 'answered' : 'failed' };
  }

  #read(answer: HttpAnswer): UpstreamAnswer | Failure {
    const { status, headers } = answer;
    const observedAt = new Date(this.#parts.clock.now());
    // A write may be answered with nothing; a read may not.
    const bodiless = status === 204 || (answer.body.length === 0 && this.#call.method !== 'GET');
    if (bodiless) return { status, headers, body: undefined, observedAt };
    const { thin } = this.#call;
    const read = readJson(thin === undefined ? answer : { headers, body: thin(answer.body) });
    if (read.ok) return { status, headers, body: read.value, observedAt };
    return this.#failures.ofBody(status, read.received, read.transient);
  }

  #told(answer: HttpAnswer): ProviderError {
    const { parseError } = this.#parts.settings;
    if (parseError === undefined) return {};
    const read = readJson(answer);
    try {
      return parseError(answer.status, read.ok ? read.value : undefined, answer.headers);
    } catch {
      return {};
    }
  }

  /** Too many calls, in whatever words the provider says so. */
  #isRefusal(answer: HttpAnswer): boolean {
    return answer.status === 429 || (answer.status >= 400 && this.#told(answer).throttled === true);
  }

  /** The longer of what header and body say. */
  #retryAfter(answer: HttpAnswer): number | undefined {
    const header = parseRetryAfter(answer.headers['retry-after'], this.#parts.clock.now());
    const body = this.#told(answer).retryAfterMs;
    if (body === undefined || !(body > 0)) return header;
    return Math.max(header ?? 0, Math.min(body, 86_400_000));
  }

  async #renew(answer: HttpAnswer, token: string): Promise<void> {
    const failure = this.#failures.ofStatus(answer, this.#told(answer), undefined);
    if (this.#renewed) throw failure.error;
    this.#renewed = true;
    try {
      const { scope } = this.#call;
      const wait = { signal: this.#context.signal, deadline: this.#deadline, scope };
      if ((await this.#parts.settings.tokens.renew(token, wait)) === undefined) throw failure.error;
    } catch (error) {
      throw error instanceof UpstreamError && error !== failure.error ? this.#failures.retold(error) : error;
    }
  }

  /** A refusal that came of the rate is waited for in the line; one that was this call's alone, here. */
  async #refused({ error, retryAfterMs }: Failure): Promise<void> {
    this.#last = error;
    this.#parts.scheduler.promptness.failed(error);
    if (!this.#alone) return;
    this.#strays += 1;
    const wait = retryAfterMs ?? backoffMs(afterStray, this.#strays, this.#parts.random);
    if (this.#parts.clock.monotonic() + wait >= this.#deadline) throw error;
    await this.#wait(wait);
  }

  /** Waits for the next try, or throws the failure. */
  async #again(failure: Failure): Promise<void> {
    const { clock, budget, random, scheduler } = this.#parts;
    scheduler.promptness.failed(failure.error);
    this.#tries += 1;
    const safe = this.#idempotent || !failure.perhapsApplied;
    const most = failure.error.code === 'BAD_RESPONSE' ? mostUnreadable : mostTries;
    if (!failure.transient || !safe || this.#tries >= most) throw failure.error;
    const wait = Math.max(backoffMs(afterFailure, this.#tries, random), failure.retryAfterMs ?? 0);
    if (clock.monotonic() + wait >= this.#deadline || !budget.spend(clock.monotonic())) throw failure.error;
    this.#last = failure.error;
    await this.#wait(wait, failure.error.facts.mayHaveBeenApplied);
  }
  /** @throws {UpstreamError} `CANCELLED` when the caller or the directory goes away meanwhile. */
  async #wait(ms: number, mayHaveBeenApplied?: boolean): Promise<void> {
    const { clock, closing } = this.#parts;
    if (await sleep(clock, ms, [this.#context.signal, closing])) return;
    throw this.#failures.error('CANCELLED', 'the caller went away while a retry was due', {
      mayHaveBeenApplied,
    });
  }
}

/** As a header can say it. */
function inHeader(transactionId: string): string {
  if (/^[\x21-\x7e]{0,128}$/.test(transactionId)) return transactionId;
  return transactionId.replace(/[^\x21-\x7e]/g, '').slice(0, 128);
}
