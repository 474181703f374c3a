import { createYoga, type Plugin } from 'graphql-yoga';
import type { GraphQLSchema } from 'graphql';

export interface Answer {
  readonly status: number;
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly {
    message: string;
    path?: (string | number)[];
    extensions: Record<string, unknown>;
  }[];
  readonly text: string;
}

export interface Asking {
  readonly variables?: unknown;
  readonly operationName?: string;
  readonly accept?: string;
  readonly signal?: AbortSignal;
  /** The body as it is sent, instead of one made of the rest. */
  readonly body?: string;
}

/** A Yoga as the gateway makes it, with the plugins under test. Answers a function that asks it. */
export function yogaWith(schema: GraphQLSchema, plugins: Plugin[]) {
  const yoga = createYoga({
    schema,
    plugins,
    maskedErrors: false,
    landingPage: false,
    graphiql: false,
    batching: false,
    multipart: false,
    maxRequestBodySize: false,
    logging: false,
  });
  return async (
    query: unknown,
    { accept = 'application/json', signal, body, ...params }: Asking = {},
  ): Promise<Answer> => {
    const response = await yoga.fetch('http://127.0.0.1/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept },
      body: body ?? JSON.stringify({ query, ...params }),
      ...(signal === undefined ? {} : { signal }),
    });
    const text = await response.text();
    return { status: response.status, text, ...(JSON.parse(text) as Omit<Answer, 'status' | 'text'>) };
  };
}
