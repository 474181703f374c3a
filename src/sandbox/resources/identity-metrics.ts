import { invalidData } from '../api-error.ts';
import { comparisons } from '../filter/comparisons.ts';
import { COUNTS_FILTER, readFilter, TOTALS_FILTER } from '../filter/filter-rules.ts';
import { applicationSignOns } from './application-sign-ons.ts';
import { environments } from './environments.ts';
import type { Call, Collection } from './resource.ts';

const DAY_MS = 86_400_000;
const MOST_DAYS = 400;

/** The number of identities, day by day. */
const totalIdentities: Collection = {
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
    return daysOf(startDate, endDate).map((date, index) => ({
      id: String(index),
      startDate,
      endDate,
      date,
      totalIdentities: users.size,
    }));
  },
  shape: ({ id: _id, startDate: _startDate, endDate: _endDate, ...row }) => row,
};

/** Sign-ons of the environment, day by day. Despite the name there is nothing about single users in it; the members are not published. */
const userActivities: Collection = {
  ...totalIdentities,
  path: '/environments/{environmentId}/userActivities',
  embedded: 'userActivities',
  rows: (call) => {
    const { startDate, endDate } = totalsBounds(call);
    const counts = [...call.world.tenant.applicationSignOns.values()].flat();
    return daysOf(startDate, endDate).map((day, index) => {
      const within = counts.filter(({ at }) => Date.parse(at) >= day && Date.parse(at) < day + DAY_MS);
      return {
        id: String(index),
        startDate,
        endDate,
        date: new Date(day).toISOString(),
        signOns: within.reduce((sum, { count }) => sum + count, 0),
      };
    });
  },
};

/** How many identities signed on, by periods of a number of days from a date on. At most a hundred periods a page. */
const activeIdentityCounts: Collection = {
  ...totalIdentities,
  path: '/environments/{environmentId}/activeIdentityCounts',
  embedded: 'activeIdentityCounts',
  filter: COUNTS_FILTER,
  pageLimit: 100,
  checkList: (call) => {
    samplesOf(call);
  },
  rows: (call) => {
    const { from, days } = samplesOf(call);
    const users = [...call.world.rows({ kind: 'environment', name: 'users' }).values()];
    const signedOn = users.map((user) => Date.parse(String(Reflect.get(Object(user['lastSignOn']), 'at'))));
    const rows = [];
    for (let start = from; start < call.world.clock() && rows.length < MOST_DAYS; start += days * DAY_MS) {
      const end = start + days * DAY_MS;
      rows.push({
        id: String(rows.length),
        startDate: new Date(start).toISOString(),
        endDate: new Date(end).toISOString(),
        samplingPeriod: String(days),
        count: signedOn.filter((at) => at >= start && at < end).length,
      });
    }
    return call.query.get('order') === '-startDate' ? rows.toReversed() : rows;
  },
  shape: ({ id: _id, samplingPeriod: _filtered, ...row }) => row,
};

export const identityMetrics: readonly Collection[] = [totalIdentities, userActivities, activeIdentityCounts];

function daysOf(startDate: string, endDate: string): number[] {
  const count = Math.floor((Date.parse(endDate) - Date.parse(startDate)) / DAY_MS) + 1;
  return Array.from(
    { length: Math.max(0, Math.min(MOST_DAYS, count)) },
    (_, index) => Date.parse(startDate) + index * DAY_MS,
  );
}

function samplesOf(call: Call): { from: number; days: number } {
  const terms = comparisons(readFilter(call.query.get('filter') ?? '', COUNTS_FILTER));
  const from = Date.parse(String(terms.find(({ attribute }) => attribute === 'startDate')?.value));
  const days = Number(terms.find(({ attribute }) => attribute === 'samplingPeriod')?.value ?? 1);
  if (!Number.isNaN(from) && Number.isInteger(days) && days >= 1) return { from, days };
  throw invalidData({
    code: 'INVALID_FILTER',
    target: 'filter',
    message: 'Expected startDate, and samplingPeriod as a number of days.',
    innerError: { supportedAttributes: ['startDate', 'samplingPeriod'], supportedOperators: ['ge', 'eq'] },
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
