import { badInput, parseObjectId } from '../global-id.ts';

/** The provider's id out of the id of an object that must be of the same directory; null: none was given. */
export function idIn(typename: string, directory: string, id: string | null | undefined): string | null {
  if (typeof id !== 'string') return null;
  const named = parseObjectId(id, typename);
  if (named.directory === directory) return named.externalId;
  throw badInput(
    `Expected a ${typename} of "${directory}", the user's directory; received one of "${named.directory}".`,
  );
}

export function policyIn(directory: string, id: string | null | undefined): string | null {
  return idIn('DeviceAuthenticationPolicy', directory, id);
}
