import { GraphQLError } from 'graphql';

/** Ids are opaque to callers: they hold the type, the directory and the provider's id. */
export function encodeGlobalId(typename: string, id: string): string {
  return Buffer.from(`${typename}:${id}`).toString('base64url');
}

/** @throws {GraphQLError} `BAD_USER_INPUT` when the text is not an id of this graph. */
export function decodeGlobalId(globalId: string): { typename: string; id: string } {
  const text = Buffer.from(globalId, 'base64url').toString('utf8');
  const at = text.indexOf(':');
  if (
    at <= 0 ||
    !/^[A-Za-z0-9]+$/.test(text.slice(0, at)) ||
    encodeGlobalId(text.slice(0, at), text.slice(at + 1)) !== globalId
  ) {
    throw badInput(
      "Expected an id that this graph gave out; received a text that is none. Copy the `id` field of the object; for the provider's own id use `externalId`.",
    );
  }
  return { typename: text.slice(0, at), id: text.slice(at + 1) };
}

export interface ObjectId {
  /** Key of the directory. */
  readonly directory: string;
  readonly externalId: string;
}

/** @throws {GraphQLError} `BAD_USER_INPUT` when the id names no directory. */
export function objectId(id: string): ObjectId {
  const at = id.indexOf(':');
  if (at < 0)
    throw badInput('Expected an id that this graph gave out; received one that names no directory.');
  return { directory: id.slice(0, at), externalId: id.slice(at + 1) };
}

export function localId(object: ObjectId): string {
  return `${object.directory}:${object.externalId}`;
}

/** @throws {GraphQLError} `BAD_USER_INPUT` when the id is of another type than asked for. */
export function parseObjectId(globalId: string, typename: string): ObjectId {
  const decoded = decodeGlobalId(globalId);
  if (decoded.typename !== typename) {
    throw badInput(
      `Expected the id of ${withArticle(typename)}; received the id of ${withArticle(decoded.typename)}.`,
    );
  }
  return objectId(decoded.id);
}

/** The names of our types that begin with U (User) take `a`. */
function withArticle(typename: string): string {
  return `${/^[AEIO]/.test(typename) ? 'an' : 'a'} ${typename}`;
}

export function badInput(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}
