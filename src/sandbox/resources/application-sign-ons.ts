import { invalidData } from '../api-error.ts';
import { readFilter, SIGN_ON_FILTER } from '../filter/filter-rules.ts';
import type { Row } from '../tenant.ts';
import { applications } from './applications.ts';
import type { Call, Collection } from './resource.ts';

const HOUR_MS = 3_600_000;

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
