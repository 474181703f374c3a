/** A mistake on the command line: told without a stack, with the exit code 2. */
export class CommandUsageError extends Error {}
