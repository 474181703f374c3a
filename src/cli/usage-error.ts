import { parseArgs, type ParseArgsConfig } from 'node:util';
import { nearest } from '../config/neighbour.ts';

/** A mistake on the command line: told without a stack, with the exit code 2. */
export class CommandUsageError extends Error {}

/** The options that `loadConfig` takes for every command; some read them before their own. */
const everywhere = ['config', 'data-dir', 'help'];

/**
 * What Node makes of a command line. @param command whose help lists the options: `rollcall findings`.
 * @throws {CommandUsageError} for what it refuses, with the option that was probably meant.
 */
export function parseOptions<T extends ParseArgsConfig>(
  config: T,
  command: string,
): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    const unknown = unknownOption(error);
    const message = error instanceof Error ? error.message : String(error);
    const known = [...Object.keys(config.options ?? {}), ...everywhere].map((name) => `--${name}`);
    throw new CommandUsageError(
      unknown === undefined
        ? `${message.replace(/[.\s]*$/, '.')} See ${command} --help.`
        : notThere(`option ${unknown.slice(0, 40)}`, nearest(unknown, known), command),
      { cause: error },
    );
  }
}

/** "There is no command "serv". Did you mean serve? rollcall --help lists them." */
export function noCommand(name: string, known: Iterable<string>, command: string): CommandUsageError {
  return new CommandUsageError(notThere(`command "${name.slice(0, 40)}"`, nearest(name, known), command));
}

/** Sentences that there are, after one another. */
export function sentences(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join(' ');
}

function notThere(what: string, meant: string | undefined, command: string): string {
  const hint = meant === undefined ? undefined : `Did you mean ${meant}?`;
  return sentences(`There is no ${what}.`, hint, `${command} --help lists them.`);
}

/** Node names it only in its words, with advice on arguments that begin with a dash. */
function unknownOption(error: unknown): string | undefined {
  const isUnknown =
    error instanceof Error && 'code' in error && error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION';
  return isUnknown ? /'(-[^']*)'/.exec(error.message)?.[1] : undefined;
}
