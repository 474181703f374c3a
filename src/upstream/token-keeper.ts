import type { Clock } from './clock.ts';
import { onAbort } from './on-abort.ts';
import type { TokenGrant } from './token-answer.ts';
import type { TokenWait } from './token-source.ts';
import { UpstreamError, type UpstreamErrorCode } from './upstream-error.ts';

/** A token is renewed, in the background, at this share of its life, or a minute before its end when that is earlier. */
const renewShare = 0.8;
/** Not sent in its last moments: it must outlive the way to the provider. */
const lastMs = 5_000;
/** After a refusal, or a renewal that failed, the token endpoint is left alone for so long. */
const restMs = 5_000;

interface Held {
  readonly token: string;
  readonly renewAt: number;
  readonly endsAt: number;
  /** Asked for because the one before it was refused. */
  readonly secondChance: boolean;
  readonly since: number;
}

/** Keeps one token for many callers. Times are monotonic, so that a corrected wall clock neither ends nor prolongs it. */
export class TokenKeeper {
  readonly #ask: () => Promise<TokenGrant>;
  readonly #clock: Clock;
  readonly #failure: (code: UpstreamErrorCode, message: string) => UpstreamError;
  #held: Held | undefined;
  #asking: Promise<string> | undefined;
  #restUntil = Number.NEGATIVE_INFINITY;
  #refusal: UpstreamError | undefined;

  /** @param ask asks the endpoint once (with its own retries); ends by itself, for nobody else waits longer than he likes. */
  constructor(
    ask: () => Promise<TokenGrant>,
    clock: Clock,
    failure: (code: UpstreamErrorCode, message: string) => UpstreamError,
  ) {
    this.#ask = ask;
    this.#clock = clock;
    this.#failure = failure;
  }

  /** The token while it lasts. */
  held(): string | undefined {
    const now = this.#clock.monotonic();
    const held = this.#held;
    if (held === undefined || now >= held.endsAt) return undefined;
    if (now >= held.renewAt && now >= this.#restUntil) this.#renewInBackground();
    return held.token;
  }

  async get(wait: TokenWait): Promise<string> {
    return this.held() ?? this.#within(this.#fresh(false), wait);
  }

  async renew(refused: string, wait: TokenWait): Promise<string | undefined> {
    const held = this.#held;
    if (held !== undefined && held.token === refused && this.#asking === undefined) {
      // It is itself the answer to a refusal: the provider refuses us, not the token. Asking for each call would be a storm.
      if (held.secondChance && this.#clock.monotonic() - held.since < restMs) return undefined;
      this.#held = undefined;
      return this.#within(this.#fresh(true), wait);
    }
    return this.get(wait);
  }

  #renewInBackground(): void {
    this.#fresh(false).catch(() => {
      // The old one still serves; whoever needs a token after its end is told why there is none.
      this.#restUntil = this.#clock.monotonic() + restMs;
    });
  }

  /** The one question that everybody waits for. */
  #fresh(secondChance: boolean): Promise<string> {
    if (this.#asking !== undefined) return this.#asking;
    if (this.#refusal !== undefined && this.#clock.monotonic() < this.#restUntil)
      return Promise.reject(this.#refusal);
    this.#refusal = undefined;
    const asking = this.#ask().then(
      (grant) => {
        this.#asking = undefined;
        return this.#keep(grant, secondChance);
      },
      (error: unknown) => {
        this.#asking = undefined;
        if (error instanceof UpstreamError && error.code === 'UNAUTHORIZED') {
          this.#refusal = error;
          this.#restUntil = this.#clock.monotonic() + restMs;
        }
        throw error;
      },
    );
    this.#asking = asking;
    return asking;
  }

  #keep(grant: TokenGrant, secondChance: boolean): string {
    const { token, lifeMs } = grant;
    const since = this.#clock.monotonic();
    const early = lifeMs > 300_000 ? lifeMs - 60_000 : lifeMs;
    this.#held = {
      token,
      secondChance,
      since,
      renewAt: since + Math.min(lifeMs * renewShare, early),
      endsAt: since + lifeMs - Math.min(lastMs, lifeMs / 10),
    };
    return token;
  }

  /** The shared question goes on when one of those who wait for it goes away. */
  async #within(asking: Promise<string>, wait: TokenWait): Promise<string> {
    const { signal, deadline } = wait;
    if (signal === undefined && deadline === Infinity) return asking;
    return new Promise((resolve, reject) => {
      const offs: (() => void)[] = [];
      const end = (act: () => void): void => {
        for (const off of offs) off();
        act();
      };
      asking.then(
        (token) => end(() => resolve(token)),
        (error: unknown) => end(() => reject(error instanceof Error ? error : new Error(String(error)))),
      );
      if (signal !== undefined) {
        offs.push(
          onAbort(signal, () =>
            end(() => reject(this.#failure('CANCELLED', 'the caller went away while a token was asked for'))),
          ),
        );
      }
      if (deadline !== Infinity) {
        offs.push(
          this.#clock.after(deadline - this.#clock.monotonic(), () =>
            end(() =>
              reject(this.#failure('TIMED_OUT', 'expected a token before the deadline, received none')),
            ),
          ),
        );
      }
    });
  }
}
