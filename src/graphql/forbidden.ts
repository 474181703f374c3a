import { GraphQLError } from 'graphql';
import type { Permission } from '../model/permission.ts';

/** The caller lacks a permission: the field is null, the rest is served. */
export function forbidden(permission: Permission): GraphQLError {
  return new GraphQLError(`Expected a caller with the permission "${permission}" here.`, {
    extensions: { code: 'FORBIDDEN', permission },
  });
}
