import type { ObjectRef } from '@pothos/core';
import type { DeclaredPermission } from '../model/permission.ts';
import { builder, type SchemaTypes } from './builder.ts';
import { readPageArgs } from './connection.ts';
import { badInput } from './global-id.ts';

type Shapes = PothosSchemaTypes.ExtendDefaultTypes<SchemaTypes>;

/** A page of a list that the gateway itself keeps. */
interface KeptPage<T> {
  readonly rows: readonly T[];
  /** Where to go on after the last row; null: there is no more. */
  readonly next: string | null;
}

/** The connection of a list that the gateway itself keeps: whole, so that it has no coverage to tell. */
export function rowsPage<T>(
  name: string,
  node: ObjectRef<Shapes, T>,
  rows: string,
  permission: DeclaredPermission,
): ObjectRef<Shapes, KeptPage<T>> {
  return builder.objectRef<KeptPage<T>>(name).implement({
    description: `A page of ${rows}.`,
    extensions: { permission },
    fields: (t) => ({
      nodes: t.field({
        type: [node],
        description: 'The rows.',
        resolve: (page) => page.rows as never,
      }),
      pageInfo: t.field({
        type: builder.pageInfoRef(),
        description: 'Whether there is more.',
        resolve: ({ next }) => ({
          hasNextPage: next !== null,
          hasPreviousPage: false,
          startCursor: null,
          endCursor: next,
        }),
      }),
    }),
  });
}

/** @throws {GraphQLError} `BAD_USER_INPUT` for a number out of range or a place that is none of this list. */
export async function placedPage<T>(
  args: { readonly first?: number | null | undefined; readonly after?: string | null | undefined },
  read: (page: { readonly first: number; readonly after: string | null }) => Promise<KeptPage<T>>,
): Promise<KeptPage<T>> {
  const { first } = readPageArgs({ first: args.first });
  try {
    return await read({ first, after: args.after ?? null });
  } catch (error) {
    if (error instanceof RangeError) throw badInput(error.message);
    throw error;
  }
}
