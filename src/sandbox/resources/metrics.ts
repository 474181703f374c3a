import { invalidData } from '../api-error.ts';
import { ACTIVITY_FILTER, readFilter, SIGN_ON_FILTER, TOTALS_FILTER } from '../filter/filter-rules.ts';
import type { Filter } from '../filter/parse-filter.ts';
import type { Row } from '../tenant.ts';
import { applications } from './applications.ts';
import type { Call, Collection } from './resource.ts';
import { needsOf } from './resource.ts';
import { environments } from './platform.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Completed sign-ons by application, without users. The shape of a row is not in the published definitions. */
export const applicationSignOns: Collection = {
  kind: 'collection',
  path: '/environments/{environmentId}/applicationSignons',
  id: '',
  embedded: 'applicationSignons',
  store: { kind: 'environment', name: 'applicationSignons' },
  scope: 'open',
  verbs: ['list'],
  needs: applications.needs,
  rateGroup: 'analytics',
  filter: SIGN_ON_FILTER,
  pageLimit: 1000,
  audit: '',
  checkList: (call) => {
    sampleOf(call);
  },
  rows: (call) => {
    const { from, hours, periods } = sampleOf(call);
    const rows: Row[] = [];
    for (const [id, counts] of call.world.tenant.applicationSignOns) {
      const name = call.world.find('applications', id)?.['name'];
      const authentications = Array.from({ length: periods }, (_, index) => {
        const start = from + index * hours * HOUR_MS;
        const end = start + hours * HOUR_MS;
        const within = counts.filter(({ at }) => Date.parse(at) >= start && Date.parse(at) < end);
        return {
          startDate: new Date(start).toISOString(),
          endDate: new Date(end).toISOString(),
          value: within.reduce((sum, { count }) => sum + count, 0),
          ...(end > call.world.clock() ? { partial: true } : {}),
        };
      });
      if (authentications.some(({ value }) => value > 0))
        rows.push({ id, name, application: { id }, authentications, occurredAt: call.world.now() });
    }
    return rows;
  },
  shape: ({ occurredAt: _filtered, ...row }) => row,
};

/** The number of identities, day by day. */
export const totalIdentities: Collection = {
  ...applicationSignOns,
  path: '/environments/{environmentId}/totalIdentities',
  embedded: 'totalIdentities',
  needs: environments.needs,
  filter: TOTALS_FILTER,
  checkList: (call) => {
    totalsBounds(call);
  },
  rows: (call) => {
    const { startDate, endDate } = totalsBounds(call);
    const users = call.world.rows({ kind: 'environment', name: 'users' });
    const days = Math.min(400, Math.floor((Date.parse(endDate) - Date.parse(startDate)) / DAY_MS) + 1);
    return Array.from({ length: Math.max(0, days) }, (_, index) => ({
      id: String(index),
      startDate,
      endDate,
      date: Date.parse(startDate) + index * DAY_MS,
      totalIdentities: users.size,
    }));
  },
  shape: ({ id: _id, startDate: _startDate, endDate: _endDate, ...row }) => row,
};

/** What was done in the environment: the last fourteen days, newest first. */
export const activities: Collection = {
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

function sampleOf(call: Call): { from: number; hours: number; periods: number } {
  const filter = readFilter(call.query.get('filter') ?? '', SIGN_ON_FILTER);
  return {
    from: filter.kind === 'compare' ? Date.parse(String(filter.value)) : 0,
    hours: whole(call, 'samplePeriod', 8760),
    periods: whole(call, 'samplePeriodCount', 1000),
  };
}

function whole(call: Call, name: string, most: number): number {
  const value = Number(call.query.get(name) ?? Number.NaN);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw invalidData({
    code: 'OUT_OF_RANGE',
    target: name,
    message: `Expected a whole number from 1 to ${most}.`,
    innerError: { rangeMinimumValue: 1, rangeMaximumValue: most },
  });
}

function totalsBounds(call: Call): { startDate: string; endDate: string } {
  const terms = comparisons(readFilter(call.query.get('filter') ?? '', TOTALS_FILTER));
  const valueOf = (name: string) => String(terms.find(({ attribute }) => attribute === name)?.value);
  const [startDate, endDate] = [valueOf('startDate'), valueOf('endDate')];
  if (!Number.isNaN(Date.parse(startDate)) && !Number.isNaN(Date.parse(endDate)))
    return { startDate, endDate };
  throw invalidData({
    code: 'INVALID_FILTER',
    target: 'filter',
    message: 'Expected startDate and endDate.',
    innerError: { supportedAttributes: ['startDate', 'endDate'], supportedOperators: ['eq'] },
  });
}

/** The filter must bound `recordedAt` on both sides. */
function requireBounds(call: Call): void {
  if (call.query.has('cursor')) return;
  const terms = comparisons(readFilter(call.query.get('filter') ?? '', ACTIVITY_FILTER));
  const times = terms.filter(({ attribute }) => /^(?:recordedat|createdat)$/i.test(attribute));
  const bounded = (pattern: RegExp) => times.some(({ operator }) => pattern.test(operator));
  if (bounded(/^g[te]$/) && bounded(/^l[te]$/)) return;
  throw invalidData({
    code: 'INVALID_FILTER',
    target: 'filter',
    message: 'Expected recordedAt to be bounded by gt or ge, and by lt or le.',
    innerError: { supportedAttributes: Object.keys(ACTIVITY_FILTER.attributes) },
  });
}

function comparisons(filter: Filter): Extract<Filter, { kind: 'compare' }>[] {
  if (filter.kind === 'compare') return [filter];
  return filter.kind === 'and' ? filter.terms.flatMap(comparisons) : [];
}
