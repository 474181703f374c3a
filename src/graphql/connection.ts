import type { ObjectRef } from '@pothos/core';
import { collectPages, type Collected, type PagedSource } from '../directory/collect-pages.ts';
import { CursorError, decodeCursor, encodeCursor, type Cursor } from '../directory/cursor.ts';
import type { Coverage } from '../model/coverage.ts';
import { builder, type SchemaTypes } from './builder.ts';
import { CoverageType } from './coverage.ts';
import { badInput } from './global-id.ts';

/** Rows a page has when nobody says how many. */
export const defaultPageSize = 20;
export const largestPage = 1_000;

/** One row in a list, with what belongs to the relationship rather than to the row. */
export interface Edge<T, R = unknown> {
  readonly node: T;
  /** Made only when a query selects it. */
  readonly cursor: () => string;
  readonly relation: R;
}

export interface Connection<T, R = unknown> {
  readonly edges: readonly Edge<T, R>[];
  readonly hasNextPage: boolean;
  readonly totalCount: number | null;
  readonly coverage: Coverage;
}

type Shapes = PothosSchemaTypes.ExtendDefaultTypes<SchemaTypes>;

export interface ConnectionTypes<T, R> {
  readonly connection: ObjectRef<Shapes, Connection<T, R>>;
  /** Add with `builder.objectFields` what the relationship itself carries. */
  readonly edge: ObjectRef<Shapes, Edge<T, R>>;
}

/** A Relay connection over `node`, with its coverage. */
export function connectionTypes<T, R = null>(
  node: ObjectRef<Shapes, T>,
  options: {
    readonly name?: string;
    readonly rows: string;
    /** Whether an incomplete list is an error beside the data too; a sweep with gaps says enough by its coverage. */
    readonly partialIsError?: boolean;
  },
): ConnectionTypes<T, R> {
  const partialIsError = options.partialIsError ?? true;
  const name = options.name ?? node.name;
  const edge = builder.objectRef<Edge<T, R>>(`${name}Edge`);
  edge.implement({
    description: `One of the ${options.rows}, and its place in the list.`,
    extensions: { rowOf: node.name },
    fields: (t) => ({
      node: t.field({
        type: node,
        description: 'The object.',
        resolve: (parent) => parent.node as never,
      }),
      cursor: t.string({
        description: 'Asks for what comes after this one, as `after`.',
        resolve: (parent) => parent.cursor(),
      }),
    }),
  });
  const connection = builder.objectRef<Connection<T, R>>(`${name}Connection`);
  connection.implement({
    description: `A page of ${options.rows}, and how much of them it covers.`,
    extensions: { rowsOf: node.name },
    fields: (t) => ({
      edges: t.field({
        type: [edge],
        description: 'The rows with their places and relationships.',
        resolve: (parent, _args, context, info) => {
          context.incompleteLists.note(parent.coverage, info, partialIsError);
          return parent.edges;
        },
      }),
      nodes: t.field({
        type: [node],
        description: 'The rows alone.',
        resolve: (parent, _args, context, info) => {
          context.incompleteLists.note(parent.coverage, info, partialIsError);
          return parent.edges.map((row) => row.node) as never;
        },
      }),
      pageInfo: t.field({
        type: builder.pageInfoRef(),
        description: 'Whether there is more.',
        resolve: (parent) => ({
          hasNextPage: parent.hasNextPage,
          hasPreviousPage: false,
          startCursor: parent.edges[0]?.cursor() ?? null,
          endCursor: parent.edges.at(-1)?.cursor() ?? null,
        }),
      }),
      totalCount: t.exposeInt('totalCount', {
        nullable: true,
        description:
          'How many there are in all; null when the provider does not say and counting would cost calls.',
      }),
      coverage: t.field({
        type: CoverageType,
        description: 'How much of what was asked for is in here.',
        resolve: (parent) => parent.coverage,
      }),
    }),
  });
  return { connection, edge };
}

/** The arguments of every connection. */
export const pageArgs = builder.args((t) => ({
  first: t.int({
    defaultValue: defaultPageSize,
    description: `How many rows, 1 to ${largestPage}.`,
  }),
  after: t.string({ description: 'Where to go on: the `endCursor` of the page before.' }),
}));

export interface PageArguments {
  readonly first: number;
  readonly after: Cursor | null;
}

/** @throws {GraphQLError} `BAD_USER_INPUT` for a number out of range or a cursor that is none of ours. */
export function readPageArgs(args: {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}): PageArguments {
  const first = args.first ?? defaultPageSize;
  if (first < 1 || first > largestPage) {
    throw badInput(
      `\`first\` is expected between 1 and ${largestPage}; received ${first}. Page with \`after\`.`,
    );
  }
  if (args.after === undefined || args.after === null) return { first, after: null };
  const after = decodeCursor(args.after);
  if (after === null)
    throw badInput('`after` is expected to be an `endCursor` of this list; received another text.');
  return { first, after };
}

/** The next rows over all sources. @throws {GraphQLError} `BAD_USER_INPUT` when `after` is no place in this list. */
export async function nextRows<T>(
  sources: readonly PagedSource<T>[],
  { first, after }: PageArguments,
): Promise<Collected<T>> {
  try {
    return await collectPages(sources, first, after);
  } catch (error) {
    if (error instanceof CursorError) throw wrongCursor(error.message);
    throw error;
  }
}

function wrongCursor(message: string): Error {
  return badInput(
    `\`after\` is expected to be an \`endCursor\` of this list with the same filter. ${message}`,
  );
}

/** What pages of providers gave, as a connection. */
export function connectionOf<T, R>(collected: Collected<T>, relation: (row: T) => R): Connection<T, R> {
  return {
    edges: collected.entries.map(({ row, cursor }) => ({
      node: row,
      cursor: () => encodeCursor(cursor),
      relation: relation(row),
    })),
    hasNextPage: collected.hasNextPage,
    totalCount: collected.totalCount,
    coverage: collected.coverage,
  };
}

/** A page of a list that is whole in memory. @throws {GraphQLError} `BAD_USER_INPUT` for a cursor of another list. */
export function connectionOfRows<T, R>(
  directory: string,
  list: { readonly rows: readonly T[]; readonly coverage: Coverage },
  { first, after }: PageArguments,
  relation: (row: T) => R,
): Connection<T, R> {
  if (after !== null && (after.directory !== directory || after.page !== null)) {
    throw wrongCursor('Received one of another list.');
  }
  const start = after?.offset ?? 0;
  const rows = list.rows.slice(start, start + first);
  return {
    edges: rows.map((row, index) => ({
      node: row,
      cursor: () => encodeCursor({ directory, page: null, offset: start + index + 1 }),
      relation: relation(row),
    })),
    hasNextPage: start + rows.length < list.rows.length,
    totalCount: list.coverage.complete ? list.rows.length : null,
    coverage: list.coverage,
  };
}
