import { Pool } from 'undici';

/** What a GraphQL server answers. */
export interface Answer<T> {
  readonly status: number;
  readonly data?: T | null;
  readonly errors?: readonly unknown[];
}

type Question = readonly [
  query: string,
  variables?: Readonly<Record<string, unknown>>,
  headers?: Readonly<Record<string, string>>,
];

/** A caller of a GraphQL server. */
export interface Asker {
  /** Whatever it answers. */
  readonly tell: <T>(...question: Question) => Promise<Answer<T>>;
  /** Data alone. @throws when the answer holds errors. */
  readonly ask: <T>(...question: Question) => Promise<T>;
  readonly close: () => Promise<void>;
}

/** @param common headers of every request. */
export function askerOf(origin: string, common: Readonly<Record<string, string>> = {}): Asker {
  const pool = new Pool(origin, { connections: 4, headersTimeout: 0, bodyTimeout: 0 });
  const tell: Asker['tell'] = async (query, variables = {}, headers = {}) => {
    const { statusCode, body } = await pool.request({
      method: 'POST',
      path: '/graphql',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json',
        ...common,
        ...headers,
      },
      body: JSON.stringify({ query, variables }),
    });
    const answer = (await body.json()) as object;
    return { status: statusCode, ...answer };
  };
  return {
    tell,
    ask: async <T>(...question: Question) => {
      const { status, data, errors } = await tell<T>(...question);
      if (data === undefined || data === null || errors !== undefined) {
        throw new Error(
          `Expected data without errors, received ${status} ${JSON.stringify(errors?.slice(0, 2))}.`,
        );
      }
      return data;
    },
    close: async () => pool.close(),
  };
}
