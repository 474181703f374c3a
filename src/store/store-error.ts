/** The database cannot be opened or used. The message is for the operator, and says what to do; it never holds a password. */
export class StoreError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreError';
  }
}
