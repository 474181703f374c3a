import type { World } from '../world.ts';
import type { FilterRules } from './filter-rules.ts';
import { USER_FILTER } from './filter-rules.ts';

const TEXT = ['eq', 'sw'] as const;

/** The attributes by which users can be filtered here: the documented ones, and the text attributes of the tenant's own schema. */
export function userFilterRules(world: World): FilterRules {
  const own: Record<string, readonly string[]> = {};
  for (const attributes of world.tenant.children.get('schemas/attributes')?.values() ?? []) {
    for (const attribute of attributes.values()) {
      if (attribute['type'] !== 'STRING' || attribute['schemaType'] !== 'CUSTOM') continue;
      own[String(attribute['name'])] = TEXT;
    }
  }
  const bounds = world.settings.updatedAtFilter ? { updatedAt: ['ge', 'le', 'gt', 'lt'] } : {};
  return { ...USER_FILTER, attributes: { ...own, ...bounds, ...USER_FILTER.attributes } };
}
