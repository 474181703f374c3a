import type { JsonObject } from '../../model/action.ts';
import type { AttributeChange } from '../guards/filter-mentions.ts';

/** What PingOne calls otherwise than we do, or changes along (API reference, "Users"). */
const also: ReadonlyMap<string, readonly string[]> = new Map([
  ['employmentType', ['type']],
  ['sourceId', ['externalId']],
  ['email', ['emailVerified']],
]);

/** What `wantedProfile` says in the words of a dynamic group's filter: custom attributes are attributes as any other. */
export function attributesOf(wanted: JsonObject): AttributeChange {
  const { customAttributes, ...own } = wanted;
  const names = Object.keys(own).flatMap((name) => [name, ...(also.get(name) ?? [])]);
  return { names: [...names, ...Object.keys(Object(customAttributes)), 'updatedAt'], isNew: false };
}
