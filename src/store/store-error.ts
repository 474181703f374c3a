/** The database cannot be opened or used. The message is for the operator, and says what to do; it never holds a password. */
export class StoreError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreError';
  }
}

/** A running gateway has the embedded database, which is one process's alone. */
export class StoreInUseError extends StoreError {
  /** Of the database. */
  readonly folder: string;
  /** Who has it, in words: `another gateway (process 17)`. */
  readonly who: string;

  /** @param wayOut sentences that say what to do. */
  constructor({ folder, who, wayOut }: { readonly folder: string; readonly who: string; wayOut: string }) {
    super(`The database in ${folder} is in use by ${who}. ${wayOut}`);
    this.folder = folder;
    this.who = who;
  }
}

/** Something needed the database, which could not be opened. Callers may read the message: it is why they are refused. */
export class UnopenedDatabase extends StoreError {}

/** What an error says, for an error text: a name with several addresses fails with one error for each, and no text of its own. */
export function errorText(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(errorText).join('; ');
  return error instanceof Error ? error.message || error.name : String(error);
}

/** In words for callers; undefined for anything else. */
export function translateUnopened(
  cause: unknown,
): { readonly code: string; readonly message: string } | undefined {
  return cause instanceof UnopenedDatabase
    ? { code: 'DATABASE_UNAVAILABLE', message: cause.message }
    : undefined;
}
