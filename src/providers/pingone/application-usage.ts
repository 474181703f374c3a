import type { ApplicationUsage } from '../../model/application.ts';
import type { CallContext } from '../../upstream/call.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import type { Origin } from '../bad-response.ts';
import { badResponse } from '../bad-response.ts';
import { identified } from '../identified.ts';
import type { Members, Row } from '../rows.ts';
import { instant, isObject, whole } from '../rows.ts';
import type { EnvironmentApi } from './environment-api.ts';
import { compare } from './scim.ts';

/** PingOne bounds `samplePeriodCount` by 1,000, and hours x periods x rows of a page by 100,000. */
const MAX_DAYS = 1_000;
const MAX_PRODUCT = 100_000;
const HOURS = 24;
const DAY_MS = 86_400_000;

/**
 * Completed sign-ons by application and day (PingOne API reference, "Authentications per application").
 * @throws {UpstreamError} `INVALID_REQUEST` for a window that PingOne does not keep in days.
 */
export async function readUsage(
  api: EnvironmentApi,
  days: number,
  clock: () => Date,
  context: CallContext,
): Promise<ReadonlyMap<string, ApplicationUsage>> {
  if (!Number.isInteger(days) || days < 1 || days > MAX_DAYS) {
    throw new UpstreamError({
      code: 'INVALID_REQUEST',
      message: `PingOne counts sign-ons over 1 to ${MAX_DAYS} whole days; received ${days}.`,
      directory: api.settings.key,
      route: 'GET /environments/{environmentId}/applicationSignons',
    });
  }
  const since = new Date(clock().getTime() - days * DAY_MS);
  const query = {
    filter: compare('occurredAt', 'ge', since.toISOString()),
    samplePeriod: String(HOURS),
    samplePeriodCount: String(days),
    limit: String(Math.min(1_000, Math.max(1, Math.floor(MAX_PRODUCT / (HOURS * days))))),
  };
  const rows: { row: Row; origin: Origin }[] = [];
  await api.rawList(
    'applicationSignons',
    {},
    'applicationSignons',
    context,
    { query, bucket: 'analytics' },
    (page, origin, name) => {
      rows.push(...identified(page, origin, name).map((row) => ({ row, origin })));
    },
  );
  const usage = new Map<string, ApplicationUsage>();
  for (const { row, origin } of rows) add(usage, row, days, origin);
  return usage;
}

/** An application may come in one row with its periods, or in a row for each. The count is `signons` on Ping's pages, `value` elsewhere. */
function add(usage: Map<string, ApplicationUsage>, row: Row, days: number, origin: Origin): void {
  for (const period of periodsOf(row.members, origin)) {
    const signOns = whole(period, 'signons') ?? whole(period, 'value');
    if (signOns === null) throw badResponse(origin, 'has a period without the number of its sign-ons');
    if (signOns === 0) continue;
    const startedAt = instant(period, 'startDate');
    if (startedAt === null)
      throw badResponse(origin, 'has a period of sign-ons without the time of its beginning');
    const before = usage.get(row.id) ?? { days, signOns: 0, lastSignOnAt: null };
    usage.set(row.id, {
      days,
      signOns: before.signOns + signOns,
      lastSignOnAt: later(before.lastSignOnAt, startedAt),
    });
  }
}

/** Ping's pages call the member `authentication`, one object or an array; its examples use the plural. */
function periodsOf(members: Members, origin: Origin): readonly Members[] {
  const found = members['authentications'] ?? members['authentication'] ?? members;
  const periods: readonly unknown[] = Array.isArray(found) ? found : [found];
  if (!periods.every(isObject)) throw badResponse(origin, 'has a period of sign-ons that is no object');
  return periods;
}

function later(a: Date | null, b: Date): Date {
  return a !== null && a > b ? a : b;
}
