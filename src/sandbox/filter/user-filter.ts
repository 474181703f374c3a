import type { World } from '../world.ts';
import type { FilterRules } from './filter-rules.ts';
import { USER_FILTER } from './filter-rules.ts';

const TEXT = ['eq', 'sw'] as const;
const BOUNDED = [...TEXT, 'ge', 'le', 'gt', 'lt'] as const;
/** Attributes of employment that a published client filters by bounds, as texts that happen to be dates. */
const EMPLOYMENT = new Set(['startDate', 'endDate']);

/** The attributes by which users can be filtered here: the documented ones, and the text attributes of the tenant's own schema. */
export function userFilterRules(world: World): FilterRules {
  const own: Record<string, readonly string[]> = {};
  for (const attributes of world.tenant.children.get('schemas/attributes')?.values() ?? []) {
    for (const attribute of attributes.values()) {
      if (attribute['type'] !== 'STRING' || attribute['schemaType'] !== 'CUSTOM') continue;
      const name = String(attribute['name']);
      own[name] = world.settings.customAttributeBounds || EMPLOYMENT.has(name) ? BOUNDED : TEXT;
    }
  }
  const bounds = world.settings.updatedAtFilter ? { updatedAt: ['ge', 'le', 'gt', 'lt'] } : {};
  return { ...USER_FILTER, attributes: { ...own, ...bounds, ...USER_FILTER.attributes } };
}
