import { badResponse, kindOf, type Origin } from './bad-response.ts';
import { type Members, objects, reference, references } from './rows.ts';

/**
 * Checks a list of texts by which it is decided what an object does not allow: read as an empty one, a wrong one would say that
 * nothing is wrong. One that is left out, or null, is empty.
 * @throws {UpstreamError} `BAD_RESPONSE` naming the member that is no array of texts.
 */
export function expectTexts(members: Members, name: string, origin: Origin): void {
  const value = members[name] ?? [];
  if (!Array.isArray(value))
    throw badResponse(origin, `was expected to hold an array of texts in ${name}, found ${kindOf(value)}`);
  const other: unknown = value.find((one: unknown) => typeof one !== 'string');
  if (other !== undefined)
    throw badResponse(origin, `was expected to hold texts in ${name}, found ${kindOf(other)} among them`);
}

/**
 * Checks a switch by which it is decided what an object is for. One that is left out, or null, says nothing.
 * @throws {UpstreamError} `BAD_RESPONSE` naming the member that is neither true nor false.
 */
export function expectFlag(members: Members, name: string, origin: Origin): void {
  const value = members[name] ?? null;
  if (value !== null && typeof value !== 'boolean')
    throw badResponse(origin, `was expected to hold true or false in ${name}, found ${kindOf(value)}`);
}

/**
 * The same of a text.
 * @throws {UpstreamError} `BAD_RESPONSE` naming the member that is none.
 */
export function expectText(members: Members, name: string, origin: Origin): void {
  const value = members[name] ?? null;
  if (value !== null && typeof value !== 'string')
    throw badResponse(origin, `was expected to hold a text in ${name}, found ${kindOf(value)}`);
}

/**
 * The same of a reference to another object: one that names nothing would be read as none.
 * @throws {UpstreamError} `BAD_RESPONSE` naming the member that has no id.
 */
export function expectReference(members: Members, name: string, origin: Origin): void {
  const value = members[name] ?? null;
  if (value !== null && reference(members, name) === null)
    throw badResponse(
      origin,
      `was expected to name an object with an id in ${name}, found ${kindOf(value)} without one`,
    );
}

/**
 * The same of a list of references: one that names nothing would be left out of it.
 * @throws {UpstreamError} `BAD_RESPONSE` naming the member.
 */
export function expectReferences(members: Members, name: string, origin: Origin): void {
  const value = members[name] ?? [];
  if (!Array.isArray(value) || references(members, name).length !== value.length)
    throw badResponse(origin, `was expected to name objects with ids in ${name}, found something else`);
}

/**
 * Checks an object by which it is decided whom something is closed to: one of another type would be read as none.
 * @throws {UpstreamError} `BAD_RESPONSE` naming the member that is no object.
 */
export function expectObject(members: Members, name: string, origin: Origin): void {
  const value = members[name] ?? null;
  if (value !== null && (typeof value !== 'object' || Array.isArray(value)))
    throw badResponse(origin, `was expected to hold an object in ${name}, found ${kindOf(value)}`);
}

/**
 * The same of a list of objects: one that is none would be left out of it.
 * @throws {UpstreamError} `BAD_RESPONSE` naming the member that is no array of objects.
 */
export function expectObjects(members: Members, name: string, origin: Origin): void {
  const value = members[name] ?? [];
  if (!Array.isArray(value) || objects(members, name).length !== value.length)
    throw badResponse(origin, `was expected to hold an array of objects in ${name}, found something else`);
}
