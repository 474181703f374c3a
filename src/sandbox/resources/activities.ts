import { invalidData } from '../api-error.ts';
import { comparisons } from '../filter/comparisons.ts';
import { ACTIVITY_FILTER, readFilter } from '../filter/filter-rules.ts';
import { bodyOf, textIn } from '../serve/body.ts';
import { listHandler } from '../serve/serve-collection.ts';
import type { Call, Collection, Resource } from './resource.ts';
import { JSON_TYPE, needsOf } from './resource.ts';

/** Attributes that may stand in one filter together. The population may accompany any. */
const FAMILY: Readonly<Record<string, string>> = {
  'actors.user.id': 'actors',
  'actors.user.name': 'actors',
  'actors.client.id': 'actors',
};

const DAY_MS = 86_400_000;

/** What was done in the environment: the last fourteen days, newest first. */
const activityList: Collection = {
  kind: 'collection',
  path: '/environments/{environmentId}/activities',
  id: 'activityId',
  embedded: 'activities',
  store: { kind: 'environment', name: 'activities' },
  scope: 'environment',
  verbs: ['list', 'read'],
  needs: needsOf('configuration', 'audit_reporting', 'activity'),
  rateGroup: 'audit',
  filter: ACTIVITY_FILTER,
  pageLimit: 1000,
  audit: '',
  checkList: requireBounds,
  rows: (call) => {
    const since = new Date(call.world.clock() - 14 * DAY_MS).toISOString();
    const rows = call.world.audit.filter((row) => String(row['recordedAt']) >= since);
    // `resources` is a list in the row; the filter's paths speak of its one entry.
    return rows.toReversed().map((row) => ({
      ...row,
      recordedat: row['recordedAt'],
      listed: row['resources'],
      resources: Array.isArray(row['resources']) ? row['resources'][0] : undefined,
    }));
  },
  shape: ({ recordedat: _alias, listed, ...row }) => ({ ...row, resources: listed }),
};

/** POST takes a filter that is too long for an address: `{"filter": "..."}`. It reads, and the right is that of reading. */
const search: Resource = {
  kind: 'special',
  method: 'POST',
  path: activityList.path,
  need: activityList.needs.read,
  rateGroup: 'audit',
  contentType: JSON_TYPE,
  handle: (call) => {
    const query = new URLSearchParams(call.query);
    query.set('filter', textIn(bodyOf(call), 'filter'));
    return listHandler(activityList)({ ...call, query });
  },
};

export const activities: readonly Resource[] = [activityList, search];

/** The filter must bound `recordedAt` on both sides. */
function requireBounds(call: Call): void {
  if (call.query.has('cursor')) return;
  const terms = comparisons(readFilter(call.query.get('filter') ?? '', ACTIVITY_FILTER));
  const times = terms.filter(({ attribute }) => /^(?:recordedat|createdat)$/i.test(attribute));
  const bounded = (pattern: RegExp) => times.some(({ operator }) => pattern.test(operator));
  const families = new Set(
    terms.filter((term) => !times.includes(term)).map(({ attribute }) => FAMILY[attribute] ?? attribute),
  );
  families.delete('resources.population.id');
  if (families.size > 1) {
    throw invalidData({
      code: 'INVALID_FILTER',
      target: 'filter',
      message: `Expected one family of attributes besides recordedAt, received ${[...families].join(' and ')}.`,
    });
  }
  if (bounded(/^g[te]$/) && bounded(/^l[te]$/)) return;
  throw invalidData({
    code: 'INVALID_FILTER',
    target: 'filter',
    message: 'Expected recordedAt to be bounded by gt or ge, and by lt or le.',
    innerError: { supportedAttributes: Object.keys(ACTIVITY_FILTER.attributes) },
  });
}
