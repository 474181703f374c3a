import { invalidData, invalidRequest } from '../api-error.ts';
import type { Call, JsonObject } from '../resources/resource.ts';

/** The JSON object that a call brings. @throws {ApiError} 400 for anything else. */
export function bodyOf(call: Call): JsonObject {
  const { body } = call;
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw invalidRequest(400, 'Expected a JSON object as the body.');
  }
  return body as JsonObject;
}

/** The value under a path with dots: `scope.id`. */
export function valueAt(object: unknown, path: string): unknown {
  let value = object;
  for (const part of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Reflect.get(value, part);
  }
  return value;
}

/** @throws {ApiError} 400 when the member is not true or false. */
export function booleanIn(body: JsonObject, name: string): boolean {
  const value = body[name];
  if (typeof value === 'boolean') return value;
  throw invalidData(
    value === undefined || value === null
      ? { code: 'REQUIRED_VALUE', target: name, message: 'A required value is missing.' }
      : { code: 'INVALID_VALUE', target: name, message: 'Expected true or false.' },
  );
}

/** @throws {ApiError} 400 when the member is missing or not text. */
export function textIn(body: JsonObject, path: string): string {
  const value = valueAt(body, path);
  if (typeof value === 'string' && value !== '') return value;
  throw invalidData(
    value === undefined || value === null
      ? { code: 'REQUIRED_VALUE', target: path, message: 'A required value is missing.' }
      : { code: 'INVALID_VALUE', target: path, message: 'Expected a text that is not empty.' },
  );
}

/** @throws {ApiError} 400 that names every member, as a path with dots, which is missing or null. */
export function requireMembers(body: JsonObject, required: readonly string[]): void {
  const missing = required.filter((path) => (valueAt(body, path) ?? null) === null);
  if (missing.length === 0) return;
  throw invalidData(
    ...missing.map((target) => ({ code: 'REQUIRED_VALUE', target, message: 'A required value is missing.' })),
  );
}
