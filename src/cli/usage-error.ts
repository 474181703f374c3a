/** A mistake on the command line: told without a stack, with the exit code 2. */
export class CommandUsageError extends Error {}

/**
 * What Node makes of a command line. @throws {CommandUsageError} in Node's own words: they name the option and what was expected of it.
 */
export function orUsageError<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new CommandUsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}
