import { forbidden, notFound } from '../api-error.ts';
import type { Reach } from '../access/rights.ts';
import type { Call, RowScope, Within } from '../resources/resource.ts';
import type { Row } from '../tenant.ts';
import { idOf } from '../world.ts';

/** Whether a right of this reach covers a row. */
export function covers(reach: Reach, scope: RowScope, row: Row): boolean {
  if (reach.kind === 'all') return true;
  if (reach.kind === 'none') return false;
  switch (scope) {
    case 'population-of':
      return reach.populations.has(idOf(row['population']) ?? '');
    case 'population':
      return reach.populations.has(row.id);
    case 'application':
      return reach.applications.has(row.id);
    case 'open':
      return true;
    case 'environment':
    default:
      return false;
  }
}

const NOTHING: Row = { id: '' };

/**
 * The object that a call's path leads through.
 * @throws {ApiError} 404 when there is none, or none that the caller may see; 403 when the right is for another kind of object.
 */
export function parentOf(call: Call, within: Within | undefined): Row {
  if (within === undefined) return NOTHING;
  const id = call.params[within.param] ?? '';
  const parent = within.find === undefined ? call.world.find(within.collection, id) : within.find(call);
  if (parent === undefined) throw notFound();
  if (!covers(call.reach, within.scope, parent))
    throw within.scope === 'environment' ? forbidden() : notFound();
  return parent;
}
