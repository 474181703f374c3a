import type { JsonObject } from '../../model/action.ts';
import { badInput } from '../global-id.ts';

type WithAttributes<T> = Omit<T, 'customAttributes'> & { readonly customAttributes?: JsonObject };

/** @throws {GraphQLError} `BAD_USER_INPUT` when the custom attributes are not an object. */
export function readCustomAttributes<T extends { readonly customAttributes?: unknown }>({
  customAttributes,
  ...rest
}: T): WithAttributes<T> {
  if (customAttributes === undefined || customAttributes === null) return rest;
  if (typeof customAttributes !== 'object' || Array.isArray(customAttributes))
    throw badInput(
      'customAttributes: expected an object whose members are attributes, received another value.',
    );
  return { ...rest, customAttributes: { ...customAttributes } };
}
