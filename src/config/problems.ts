import { looksSecret, namesSecret, secretLookalikes } from './looks-secret.ts';

/** One mistake in the configuration, in words for the operator who made it. */
export interface ConfigProblem {
  /** The setting as the operator wrote it: `PINGONE_REGION`, `directories.workforce.region`, `--port`. */
  readonly setting: string;
  readonly expected: string;
  /** What came, or a description of it. Never the value of a secret. */
  readonly received: string;
  /** What to do about it. */
  readonly hint?: string;
}

/** The configuration cannot be used. `problems` holds every mistake, not only the first. */
export class ConfigError extends Error {
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    super(
      [
        `Configuration: ${problems.length === 1 ? 'one mistake' : `${problems.length} mistakes`}.`,
        ...problems.map((problem) => `  ${formatProblem(problem)}`),
      ].join('\n'),
    );
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/** One line: setting, expectation, what came, and what to do. */
export function formatProblem({ setting, expected, received, hint }: ConfigProblem): string {
  return `${setting}: expected ${expected}; received ${received}.${hint === undefined ? '' : ` ${hint}`}`;
}

const HIDDEN = '[hidden]';

/**
 * Gathers mistakes and warnings while the configuration is read, and keeps secrets out of both:
 * also a secret that was pasted into the wrong setting.
 */
export class ProblemList {
  readonly #problems: ConfigProblem[] = [];
  readonly #warnings: string[] = [];
  readonly #hidden = new Set<string>();

  add(problem: ConfigProblem): void {
    // A text stands there in quotation marks, a number as it is; descriptions of other things tell nothing.
    const isValue = /^["\d-]/.test(problem.received);
    const received = isValue && namesSecret(problem.setting) ? 'a value (not shown)' : problem.received;
    this.#problems.push({ ...problem, received });
  }

  warn(warning: string): void {
    this.#warnings.push(warning);
  }

  /** From now on, and in what was gathered before, this text is shown as `[hidden]`. */
  hide(secret: string): void {
    const trimmed = secret.trim();
    // Shorter ones occur in any sentence: hiding them there would show what they are.
    if (trimmed.length < 4) return;
    this.#hidden.add(trimmed);
    this.#hidden.add(JSON.stringify(trimmed).slice(1, -1));
    // Names of settings are shown cut off.
    if (trimmed.length > LONGEST_NAME) this.#hidden.add(trimmed.slice(0, LONGEST_NAME));
  }

  /** Hides whatever in a value as it was written, at any depth, may be a secret in the wrong place. */
  hideLookalikes(value: unknown): void {
    for (const text of secretLookalikes(value)) this.hide(text);
  }

  get warnings(): readonly string[] {
    return this.#warnings.map((warning) => this.#redact(warning));
  }

  /** @throws {ConfigError} when there is at least one mistake. */
  throwIfAny(): void {
    if (this.#problems.length === 0) return;
    throw new ConfigError(
      this.#problems.map(({ setting, expected, received, hint }) => ({
        setting: this.#redact(setting),
        // A secret that is an ordinary word would be told by its being missing in what is expected.
        expected: this.#redact(expected, looksSecret),
        received: this.#redact(received),
        ...(hint === undefined ? {} : { hint: this.#redact(hint) }),
      })),
    );
  }

  #redact(text: string, isMeant: (secret: string) => boolean = () => true): string {
    let redacted = text;
    // The longest first: what is left of one after a part of it was replaced would be shown.
    const longestFirst = [...this.#hidden].toSorted((one, other) => other.length - one.length);
    for (const secret of longestFirst.filter(isMeant)) redacted = redacted.replaceAll(secret, HIDDEN);
    return redacted;
  }
}

/** The longest name of a setting, or number, that is shown. */
const LONGEST_NAME = 80;
const LONGEST_NUMBER = 15;

/** A value in an error text. Long ones are described: a cut-off secret could not be recognised as one. And what looks like a secret is not shown. */
export function describe(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (value === '') return 'an empty value';
  if (typeof value === 'string') {
    if (value.length > LONGEST_NAME) return `a text of ${value.length} characters`;
    return looksSecret(value) ? `a value of ${value.length} characters (not shown)` : JSON.stringify(value);
  }
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') {
    const text = String(value);
    return text.length > LONGEST_NUMBER ? 'a long number (not shown)' : text;
  }
  return Array.isArray(value) ? 'a list' : 'a group of settings';
}
