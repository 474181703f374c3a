import { type ExecutionResult, GraphQLError } from 'graphql';
import type { AnswerType } from './accepted-type.ts';

/** What goes over the wire. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** What an error says of the answer that it stands in, in `extensions.http`. It stays on this side. */
interface OfHttp {
  readonly status?: number;
  /** Only callers who accept `application/graphql-response+json` get this status (GraphQL over HTTP, section 6.4). */
  readonly spec?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The highest status that an error asks for; 200 where none does. @param result masked */
export function httpAnswer(result: ExecutionResult, type: AnswerType): HttpAnswer {
  const errors = result.errors ?? [];
  if (errors.length === 0) return { status: 200, headers: {}, text: JSON.stringify(result) };
  const headers: Record<string, string> = {};
  let highest = 0;
  // One by one: there may be more errors than a function takes arguments.
  for (const error of errors) {
    const { status = 0, spec, headers: own } = ofHttp(error);
    if (spec !== true || type !== 'application/json') highest = Math.max(highest, status);
    Object.assign(headers, own);
  }
  const text = JSON.stringify({ ...result, errors: errors.map(withoutHttp) });
  return { status: highest || 200, headers, text };
}

function ofHttp({ extensions: { http } }: GraphQLError): OfHttp {
  return typeof http === 'object' && http !== null ? http : {};
}

function withoutHttp(error: GraphQLError): object {
  const { extensions: { http: _, ...extensions } = {}, ...shown } = error.toJSON();
  return { ...shown, extensions };
}

/** What was thrown before there was a result, as one. */
export function refused(thrown: unknown): ExecutionResult {
  return { errors: errorsOf(thrown) };
}

function errorsOf(thrown: unknown): readonly GraphQLError[] {
  if (thrown instanceof GraphQLError) return [thrown];
  if (thrown instanceof AggregateError) return thrown.errors.flatMap(errorsOf);
  const originalError = thrown instanceof Error ? thrown : new Error(String(thrown));
  return [new GraphQLError(originalError.message, { originalError })];
}
