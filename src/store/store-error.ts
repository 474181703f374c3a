/** The database cannot be opened or used. The message is for the operator, and says what to do; it never holds a password. */
export class StoreError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreError';
  }
}

/** A running gateway has the embedded database, which is one process's alone. */
export class StoreInUseError extends StoreError {}

/** Something needed the database, which could not be opened. Callers may read the message: it is why they are refused. */
export class UnopenedDatabase extends StoreError {}

/** In words for callers; undefined for anything else. */
export function translateUnopened(
  cause: unknown,
): { readonly code: string; readonly message: string } | undefined {
  return cause instanceof UnopenedDatabase
    ? { code: 'DATABASE_UNAVAILABLE', message: cause.message }
    : undefined;
}
