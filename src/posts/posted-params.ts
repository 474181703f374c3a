import type { IncomingMessage } from 'node:http';
import { GraphQLError } from 'graphql';
import type { GraphQLParams } from 'graphql-yoga';

/** An operation as it was sent. */
export interface PostedParams extends GraphQLParams {
  readonly query: string;
}

/** The body of a request; null when the caller left before its end. Its length was looked at by the door. */
export function bodyOf(request: IncomingMessage): Promise<string | null> {
  return new Promise((resolve) => {
    // Who left before anybody listened is never heard of.
    if (request.destroyed) return resolve(null);
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.once('end', () => resolve(Buffer.concat(parts).toString('utf8')));
    request.once('error', () => resolve(null));
    request.once('close', () => resolve(null));
    return undefined;
  });
}

/** @throws {GraphQLError} `BAD_REQUEST` for what is no GraphQL request (GraphQL over HTTP, section 5). */
export function readParams(body: string): PostedParams {
  const sent = parsed(body);
  if (!isObject(sent)) throw badRequest(`The body is to be a JSON object; it is ${kindOf(sent)}.`);
  const unknown = Object.keys(sent).find((name) => !known.has(name) && isThere(sent[name]));
  if (unknown !== undefined) {
    throw badRequest(
      `Unexpected parameter "${unknown.slice(0, 40)}" in the request body: a request has query, variables, operationName and extensions.`,
    );
  }
  const { query, variables, operationName, extensions } = sent;
  if (!isThere(query)) throw badRequest('The body has no "query".');
  if (typeof query !== 'string') throw badRequest(`"query" is to be a string; it is ${kindOf(query)}.`);
  for (const [name, value] of [
    ['variables', variables],
    ['extensions', extensions],
  ] as const) {
    if (isThere(value) && !isObject(value)) {
      throw badRequest(`"${name}" is to be an object; it is ${kindOf(value)}.`);
    }
  }
  if (isThere(operationName) && typeof operationName !== 'string') {
    throw badRequest(`"operationName" is to be a string; it is ${kindOf(operationName)}.`);
  }
  return {
    query,
    ...(isObject(variables) && { variables }),
    ...(typeof operationName === 'string' && { operationName }),
    ...(isObject(extensions) && { extensions }),
  };
}

const known: ReadonlySet<string> = new Set(['query', 'variables', 'operationName', 'extensions']);

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw badRequest('The body is not JSON.');
  }
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : `a ${typeof value}`;
}

function badRequest(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } });
}
