import { inspect } from 'node:util';

const redacted = '[redacted]';

/**
 * A secret that cannot be printed by accident: text, JSON, template strings and `util.inspect` all show `[redacted]`.
 * The value is private to the class, so that neither a spread nor a logger's walk over properties meets it.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The secret itself. Call it only where the secret is put to use. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return redacted;
  }

  toJSON(): string {
    return redacted;
  }

  [inspect.custom](): string {
    return redacted;
  }
}
