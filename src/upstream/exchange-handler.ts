import type { Dispatcher } from 'undici';
import type { Clock } from './clock.ts';
import { onAbort } from './on-abort.ts';
import type { HttpRequest, HttpResult, NoAnswer, TransportTimeouts } from './transport.ts';

/** Enough of an error answer to read the provider's codes; the rest is not worth its time. */
const errorBodyBytes = 64 * 1024;

/**
 * Receives one answer from undici: bounded in size and time, cut the moment its caller goes away, and sure about whether
 * the request had left (undici tells just before it writes).
 */
export class ExchangeHandler implements Dispatcher.DispatchHandler {
  readonly #request: HttpRequest;
  readonly #timeouts: Required<TransportTimeouts>;
  readonly #clock: Clock;
  readonly #settle: (result: HttpResult) => void;
  readonly #chunks: Uint8Array[] = [];
  #controller: Dispatcher.DispatchController | undefined;
  #sent = false;
  #status = 0;
  #headers: Record<string, string> = {};
  #bytes = 0;
  #done = false;
  /** When the phase that it is in has lasted too long, and what that is called; monotonic milliseconds. */
  #endsAt = Infinity;
  #tooLong: NoAnswer = 'connect';
  #looksAt = Infinity;
  #offSignal: () => void = nothing;
  #offTimer: () => void = nothing;

  constructor(
    request: HttpRequest,
    timeouts: Required<TransportTimeouts>,
    clock: Clock,
    settle: (result: HttpResult) => void,
  ) {
    this.#request = request;
    this.#timeouts = timeouts;
    this.#clock = clock;
    this.#settle = settle;
    const { signal } = request;
    if (signal !== undefined) this.#offSignal = onAbort(signal, () => this.#fail('cancelled'));
    if (this.#done) return;
    const { connectMs, headersMs, bodyMs } = timeouts;
    const now = clock.monotonic();
    this.#endsAt = now + connectMs + headersMs;
    // No later phase ends before this, so that nearly every exchange needs one timer.
    this.#lookAt(Math.min(request.deadline, now + Math.min(connectMs + headersMs, headersMs, bodyMs)), now);
  }

  /** Nothing more is expected: it was settled before it could be sent. */
  get done(): boolean {
    return this.#done;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#done) {
      controller.abort(new Error('the caller went away'));
      return;
    }
    this.#sent = true;
    this.#phase(this.#timeouts.headersMs, 'headers-timeout');
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    if (this.#done || status < 200) return;
    this.#status = status;
    for (const name in headers) {
      const value = headers[name];
      if (value !== undefined) this.#headers[name] = typeof value === 'string' ? value : value.join(', ');
    }
    const announced = Number(this.#headers['content-length']);
    if (status < 300 && announced > this.#request.maxBodyBytes) {
      this.#fail('too-large');
      return;
    }
    this.#phase(this.#timeouts.bodyMs, 'body-timeout');
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
    if (this.#done) return;
    this.#bytes += chunk.length;
    const failed = this.#status >= 300;
    if (this.#bytes <= (failed ? errorBodyBytes : this.#request.maxBodyBytes)) {
      this.#chunks.push(chunk);
    } else if (failed) {
      this.#answer(true);
    } else {
      this.#fail('too-large');
    }
  }

  onResponseEnd(): void {
    this.#answer(false);
  }

  onResponseError(_controller: Dispatcher.DispatchController | undefined, error: Error): void {
    // The status is known and says that it failed: better a short error answer than none.
    if (this.#status >= 300) this.#answer(true);
    else this.#fail(reasonOf(error, this.#sent), error);
  }

  #phase(ms: number, tooLong: NoAnswer): void {
    const now = this.#clock.monotonic();
    this.#endsAt = now + ms;
    this.#tooLong = tooLong;
    if (this.#endsAt < this.#looksAt) this.#lookAt(this.#endsAt, now);
  }

  #lookAt(at: number, now: number): void {
    this.#offTimer();
    this.#looksAt = at;
    if (at !== Infinity) this.#offTimer = this.#clock.after(at - now, () => this.#look());
  }

  /** Ends what has lasted too long; otherwise looks again when it will have. */
  #look(): void {
    const now = this.#clock.monotonic();
    if (now >= this.#request.deadline) this.#fail('deadline');
    else if (now >= this.#endsAt) this.#fail(this.#tooLong);
    else this.#lookAt(Math.min(this.#request.deadline, this.#endsAt), now);
  }

  #answer(cut: boolean): void {
    const [only] = this.#chunks;
    const body = this.#chunks.length === 1 && only !== undefined ? only : Buffer.concat(this.#chunks);
    this.#finish({ kind: 'answer', status: this.#status, headers: this.#headers, body, cut });
    if (cut) this.#controller?.abort(new Error('the rest of the answer is not needed'));
  }

  #fail(reason: NoAnswer, error?: Error): void {
    this.#finish({
      kind: 'failure',
      reason,
      sent: this.#sent,
      ...(this.#status === 0 ? {} : { status: this.#status }),
      ...(error === undefined ? {} : { error }),
    });
    if (error === undefined) this.#controller?.abort(new Error(`ended by us: ${reason}`));
  }

  #finish(result: HttpResult): void {
    if (this.#done) return;
    this.#done = true;
    this.#offSignal();
    this.#offTimer();
    this.#settle(result);
  }
}

function nothing(): void {}

/** What Node says when a certificate or a handshake is refused; all of them need a person. */
const tlsCode = /^(ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|EPROTO$)/;

function reasonOf(error: Error, sent: boolean): NoAnswer {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (tlsCode.test(code)) return 'tls';
  if (code === 'UND_ERR_DESTROYED' || code === 'UND_ERR_CLOSED') return 'cancelled';
  if (!sent) return 'connect';
  return code.startsWith('HPE_') || code === 'UND_ERR_HEADERS_OVERFLOW' ? 'not-http' : 'broken';
}
