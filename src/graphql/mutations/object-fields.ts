import type { InputRef } from '@pothos/core';
import { isJsonObject } from '../../actions/objects/merge-patch.ts';
import type { JsonObject } from '../../model/action.ts';
import { badInput, parseObjectId } from '../global-id.ts';
import type { InputFields } from './define-action.ts';

/** One member of an object, as an input calls it in domain words. */
export interface ObjectField {
  readonly description: string;
  /** ID: another object of the graph, whose type `of` names. */
  readonly type: 'String' | 'Int' | 'Boolean' | 'JSON' | 'ID' | InputRef<string>;
  readonly of?: string;
  readonly list?: boolean;
  /** Whether it has to be given when the object is created. */
  readonly required?: boolean;
  /** Whether only a new object can be given it. */
  readonly createOnly?: boolean;
  /** Where the provider keeps it: a path with dots, or its names one by one. */
  readonly member: string | readonly string[];
  /** The provider's form of a value; left out: for ID `{ id }`, else the value itself. */
  readonly form?: (value: unknown) => unknown;
}

export type ObjectFields = Readonly<Record<string, ObjectField>>;

/** Values of an input's fields, by name. */
export type Values = Readonly<Record<string, unknown>>;

/** The fields of the input of a mutation that creates, or changes, an object. */
export function memberInputFields(t: InputFields, fields: ObjectFields, creates: boolean) {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([, { createOnly }]) => creates || createOnly !== true)
      .map(([name, { type, list, required, description }]) => {
        const options = { description, required: creates && required === true };
        return [name, list === true ? t.field({ ...options, type: [type] }) : t.field({ ...options, type })];
      }),
  );
}

/** What was given, in the provider's words: `settings`, and over them the fields. Null takes a member away. @throws {GraphQLError} */
export function membersOf(fields: ObjectFields, values: Values, directory: string): JsonObject {
  let members = patchOf(values['settings']);
  for (const [name, field] of Object.entries(fields)) {
    const value = values[name];
    if (value === undefined) continue;
    const told = value === null ? null : formOf(field, value, directory);
    const path = typeof field.member === 'string' ? field.member.split('.') : field.member;
    const patch = path.reduceRight<unknown>((inner, member) => ({ [member]: inner }), told);
    members = combined(members, patch as JsonObject);
  }
  return members;
}

function patchOf(settings: unknown): JsonObject {
  if (settings === undefined || settings === null) return {};
  if (isJsonObject(settings)) return settings;
  throw badInput("settings: expected an object in the provider's own words; received something else.");
}

function formOf({ type, of, list, form }: ObjectField, value: unknown, directory: string): unknown {
  const one = (given: unknown): unknown => {
    const meant = type === 'ID' && of !== undefined ? externalIdOf(given, of, directory) : given;
    if (form !== undefined) return form(meant);
    return type === 'ID' ? { id: meant } : meant;
  };
  return list === true && Array.isArray(value) ? value.map(one) : one(value);
}

function externalIdOf(id: unknown, typename: string, directory: string): string {
  const found = parseObjectId(String(id), typename);
  if (found.directory !== directory)
    throw badInput(
      `Expected a ${typename} of "${directory}"; received one of "${found.directory}". Objects refer to others of their own directory only.`,
    );
  return found.externalId;
}

/** Two patches as one, the second over the first; null stays, since it takes something away. */
function combined(first: JsonObject, second: JsonObject): JsonObject {
  const result = new Map(Object.entries(first));
  for (const [name, value] of Object.entries(second)) {
    const held = result.get(name);
    result.set(name, isJsonObject(value) && isJsonObject(held) ? combined(held, value) : value);
  }
  return Object.fromEntries(result);
}
