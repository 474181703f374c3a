import { ApiError, invalidData } from '../api-error.ts';
import type { Row } from '../tenant.ts';
import { idOf } from '../world.ts';
import type { Call } from './resource.ts';

/** 400 for what the service keeps from happening: the last population, a default policy, a mapping of the protocol. */
export function constraint(target: string, message: string): ApiError {
  return invalidData({ code: 'CONSTRAINT_VIOLATION', target, message });
}

/** 400 for a member that has a wrong value. */
export function invalidValue(target: string, message: string, allowedValues?: readonly string[]): ApiError {
  return invalidData({
    code: 'INVALID_VALUE',
    target,
    message,
    ...(allowedValues === undefined ? {} : { innerError: { allowedValues } }),
  });
}

/** 400, as PingOne answers duplicates nearly everywhere; not 409. */
export function duplicate(target: string, existingId: string): ApiError {
  return invalidData({
    code: 'UNIQUENESS_VIOLATION',
    target,
    message: 'is unique but a non-unique value is provided',
    innerError: { existingId },
  });
}

/** 409 for an object that others refer to. */
export function inUse(target: string, message: string): ApiError {
  return new ApiError(409, 'INVALID_DATA', `The request could not be completed. ${message}`, [
    { code: 'INVALID_VALUE', target, message },
  ]);
}

/** The object of the environment that a reference names. @throws {ApiError} 400 naming `target` when there is none. */
export function requireObject(call: Call, collection: string, id: unknown, target: string): Row {
  const row = typeof id === 'string' ? call.world.find(collection, id) : undefined;
  if (row === undefined) throw invalidValue(target, `There is no such object among ${collection}.`);
  return row;
}

/** The same for a reference that may be left out. */
export function checkReference(call: Call, collection: string, reference: unknown, target: string): void {
  if (reference !== undefined && reference !== null)
    requireObject(call, collection, idOf(reference), `${target}.id`);
}

export function refuseDefault(row: Row): void {
  if (row['default'] === true) throw constraint('default', 'The default cannot be deleted.');
}

/**
 * Keeps one default in a list: whoever becomes it takes it from the other, and the default stays it until another takes over.
 * Documented for sign-on policies, where it can be set to true and never to false.
 */
export function keepOneDefault(name: string) {
  return {
    afterChange: (row: Row, call: Call, before?: Row) => {
      if (row['default'] !== true && before?.['default'] !== true) {
        row['default'] = false;
        return;
      }
      for (const other of call.world.rows({ kind: 'environment', name }).values()) other['default'] = false;
      row['default'] = true;
    },
  };
}
