/** A mistake on the command line: told without a stack, with the exit code 2. */
export class CommandUsageError extends Error {
  /** Whether all commands and options are told with it. */
  readonly showsUsage: boolean;

  constructor(
    message: string,
    { showsUsage = false, ...options }: ErrorOptions & { readonly showsUsage?: boolean } = {},
  ) {
    super(message, options);
    this.showsUsage = showsUsage;
  }
}

/**
 * What Node makes of a command line. @throws {CommandUsageError} in Node's own words: they name the option and what was expected of it.
 */
export function orUsageError<T>(parse: () => T, showsUsage = false): T {
  try {
    return parse();
  } catch (error) {
    throw new CommandUsageError(error instanceof Error ? error.message : String(error), {
      cause: error,
      showsUsage,
    });
  }
}
