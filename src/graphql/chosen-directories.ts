import type { Directory } from '../directory/directory.ts';
import type { GatewayContext } from './context.ts';

/** Every directory, or the one that a caller named. @throws {GraphQLError} `BAD_USER_INPUT` for a key that is not configured. */
export function chosenDirectories(
  context: GatewayContext,
  key: string | null | undefined,
): readonly Directory[] {
  return key === null || key === undefined ? context.directories : [context.loaders(key).directory];
}
