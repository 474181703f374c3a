import type { Answer } from '../resources/resource.ts';

/** How a matching request goes wrong. */
export type Fault =
  /** Answers with a status: PingOne's envelope, or no body (a proxy's 503). `retryAfter` becomes the header, as given. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly withBody?: boolean;
      readonly retryAfter?: number | string;
      readonly code?: string;
    }
  /** Cuts the connection without an answer; with `applied`, after the request was carried out. */
  | { readonly kind: 'reset'; readonly applied?: boolean }
  /** Carries out the request and cuts the answer in the middle of its JSON; with `wholeLength`, as a complete answer of broken JSON. */
  | { readonly kind: 'truncated'; readonly wholeLength?: boolean }
  /** Sends the head and half the body at once, the rest after `delayMs` (default: never). */
  | { readonly kind: 'slow-body'; readonly delayMs?: number }
  | { readonly kind: 'latency'; readonly delayMs: number }
  /** A page of HTML with status 200, as a captive proxy sends. */
  | { readonly kind: 'html'; readonly status?: number }
  /** Status 200 without a body. */
  | { readonly kind: 'empty' }
  /** Carries out the request and answers this JSON instead. */
  | { readonly kind: 'body'; readonly status?: number; readonly body: unknown }
  /** Carries out the request and answers what `alter` makes of the answer: a member of another type, a link that leads nowhere. */
  | { readonly kind: 'altered'; readonly alter: (answer: Answer) => Answer };

export interface FaultRule {
  readonly method?: string;
  /** The route with names for its variables (`/environments/{environmentId}/users`), or a pattern over it. Default: every route. */
  readonly route?: string | RegExp;
  /** A pattern over the path as sent, with ids and query: one user's devices only. */
  readonly path?: RegExp;
  readonly fault: Fault;
  /** Which part of the matching requests: 0.1 is every tenth, evenly spread. Default 1. */
  readonly share?: number;
  /** After this many faults the rule is spent. Default: never. */
  readonly times?: number;
  /** Leave the first so many matching requests alone. Default 0. */
  readonly after?: number;
}

interface Armed {
  readonly rule: FaultRule;
  seen: number;
  fired: number;
}

/** The switch for what goes wrong. Rules are tried in the order in which they were added; the first that fires is taken. */
export class FaultSwitch {
  #rules: Armed[] = [];

  /** Arms a rule; the returned function disarms it. */
  add(rule: FaultRule): () => void {
    const share = rule.share ?? 1;
    if (!(share > 0 && share <= 1)) {
      throw new RangeError(`A fault's share is over 0 and at most 1; received ${share}.`);
    }
    const armed: Armed = { rule, seen: 0, fired: 0 };
    this.#rules.push(armed);
    return () => {
      this.#rules = this.#rules.filter((other) => other !== armed);
    };
  }

  get isArmed(): boolean {
    return this.#rules.length > 0;
  }

  clear(): void {
    this.#rules = [];
  }

  /** How many requests went wrong by the armed rules. */
  get fired(): number {
    return this.#rules.reduce((sum, armed) => sum + armed.fired, 0);
  }

  take(method: string, template: string, path: string): Fault | undefined {
    for (const armed of this.#rules) {
      if (!matches(armed.rule, method, template, path)) continue;
      armed.seen += 1;
      const counted = armed.seen - (armed.rule.after ?? 0);
      const share = armed.rule.share ?? 1;
      if (counted < 1 || armed.fired >= (armed.rule.times ?? Number.POSITIVE_INFINITY)) continue;
      if (Math.floor(counted * share + 1e-9) === Math.floor((counted - 1) * share + 1e-9)) continue;
      armed.fired += 1;
      return armed.rule.fault;
    }
    return undefined;
  }
}

function matches(rule: FaultRule, method: string, template: string, path: string): boolean {
  if (rule.method !== undefined && rule.method !== method) return false;
  if (typeof rule.route === 'string' && rule.route !== template) return false;
  if (rule.route instanceof RegExp && !rule.route.test(template)) return false;
  return rule.path === undefined || rule.path.test(path);
}
